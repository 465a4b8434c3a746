"""The notice before a reader leaves for a site that is not a government's.

The link is signed when the page that holds it is rendered: no other address can be shown here.
"""

import html
import re
from urllib.parse import urlencode

from django.core import signing
from django.utils.translation import gettext as _

from xinqiao.domains.portal.publishing import frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.rules import leaving as rules
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered

# In a body as nh3 writes it: attributes in double quotes.
OUTSIDE = re.compile(r'(<a(?:\s[a-z-]+="[^"]*")*?\shref=")(https?://[^"]*)(")')
SALT = "portal.leaving"


def with_notices(place: Place, body: str) -> str:
    """A cleaned body whose links to other than government sites lead to the notice."""
    own = frozenset(site.hostname for site in (place.site, place.portal) if site.hostname)

    def led(match: re.Match[str]) -> str:
        url = html.unescape(match[2])
        if not rules.needs_notice(url, own):
            return match[0]
        return f"{match[1]}{html.escape(notice_url(place, url))}{match[3]}"

    return OUTSIDE.sub(led, body)


def notice_url(place: Place, url: str) -> str:
    """The signed address of the notice for one link."""
    signature = signing.Signer(salt=SALT).signature(url)
    return f"{place.link('leaving/')}?{urlencode({'to': url, 'by': signature})}"


def leaving_page(place: Place) -> Rendered:
    """Say where the link leads; nothing is followed by itself. Raises NotThere."""
    url, signature = place.query.get("to", ""), place.query.get("by", "")
    try:
        signing.Signer(salt=SALT).unsign(f"{url}:{signature}")
    except signing.BadSignature:
        raise NotThere from None
    head = Head(heading=_("即将离开本网站"), is_indexed=False)
    values = {
        "url": url,
        "shown": rules.shown(url),
        "host": rules.host_of(url),
        "name": place.site.name,
        "home": place.link(),
    }
    page = frame.render(place, trees.load(place), "portal/leaving.html", head, values)
    return Rendered(body=page, headers=(("Referrer-Policy", "no-referrer"),))
