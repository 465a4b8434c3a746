"""A file is public as long as an article or a topic that is online on the site carries it."""

from urllib.parse import quote

from django.db.models import Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, TopicVersion
from xinqiao.domains.portal.rules.layouts import LayoutState
from xinqiao.kernel.files import queries as files
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import Gone, NotThere, Rendered

INLINE = ("image/", "video/", "audio/", "application/pdf")
# Nothing in an uploaded file may act as a page of ours.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox"


def published_file(place: Place) -> Rendered:
    """A file of an article or topic that is online here. Raises NotThere or Gone."""
    stored = StoredFile.objects.filter(path=place.groups["name"]).first()
    if stored is None:
        raise NotThere
    recorder.record(f"file:{stored.pk}")
    if not _is_carried(place, stored):
        raise Gone if _was_carried(stored) else NotThere
    shown = stored.content_type.startswith(INLINE)
    disposition = "inline" if shown else "attachment"
    return Rendered(
        content_type=stored.content_type,
        headers=(
            ("Content-Disposition", f"{disposition}; filename*=UTF-8''{quote(stored.name)}"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", POLICY),
            ("Content-Length", str(stored.size)),
        ),
        open_file=lambda: files.open_stored(stored),
        validator=stored.sha256[:32],
    )


def _is_carried(place: Place, stored: StoredFile) -> bool:
    online = Article.objects.filter(
        public_state=rules.PublicState.ONLINE,
        placements__site=place.site,
        placements__state=rules.PlacementState.ONLINE,
    )
    if online.filter(Q(attachments__file=stored) | Q(cover=stored)).exists():
        return True
    in_use = TopicVersion.objects.filter(topic__site=place.site, state=LayoutState.PUBLISHED)
    if in_use.filter(image=stored).exists():
        return True
    return online.filter(body__contains=stored.public_name).exists()


def _was_carried(stored: StoredFile) -> bool:
    withdrawn = Article.objects.filter(public_state=rules.PublicState.WITHDRAWN)
    return withdrawn.filter(Q(attachments__file=stored) | Q(cover=stored)).exists()
