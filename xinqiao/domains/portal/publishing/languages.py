"""The language versions of a page: links for people, hreflang for machines, nothing when closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.publishing import reading
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place, origin
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.rules import Language

TAGS: dict[str, str] = {Language.CHINESE: "zh-Hans"}
NAMES: dict[str, str] = {Language.CHINESE: "中文版", Language.ENGLISH: "English"}


@dataclass(frozen=True)
class Version:
    """The same thing in another language: where it stands."""

    site: Site
    path: str


def tag(site: Site) -> str:
    """The language of a site as HTML names it."""
    return TAGS.get(site.language, site.language)


def foreign_sites(place: Place) -> tuple[Site, ...]:
    """The open versions in foreign languages."""
    return tuple(site for site in place.editions if site.is_foreign)


def homes(place: Place) -> list[Version]:
    """The home pages in the other languages, for the home of the portal or of a version."""
    if place.site.is_foreign:
        return [Version(place.portal, "")]
    if place.site.pk != place.portal.pk:
        return []
    return [Version(site, "") for site in foreign_sites(place)]


def of_article(place: Place, article: Article) -> list[Version]:
    """The original of a translation, or the translations of an original, that are online."""
    if place.site.is_foreign:
        return _versions([article.translation_of] if article.translation_of else [])
    sites = foreign_sites(place)
    if not sites or article.pk is None:
        return []
    rows = Article.objects.filter(translation_of=article.pk, site__in=sites)
    return _versions(rows.select_related("site").defer("body").order_by("pk"))


def alternates(place: Place, versions: Sequence[Version]) -> list[dict[str, str]]:
    """What machines are told: the language and full address of each version."""
    found = []
    for version in versions:
        address = version.site.address(version.path)
        url = origin(version.site, place.portal) + address
        found.append({"lang": tag(version.site), "title": "", "url": url})
    return found


def switch(place: Place, versions: Sequence[Version]) -> list[dict[str, str]]:
    """A link to each other language: to this very page where it exists, else to the home page."""
    others = (place.portal,) if place.site.is_foreign else foreign_sites(place)
    recorder.record(*(f"site:{site.pk}" for site in others))
    links = []
    for site in others:
        same = next((one for one in versions if one.site.language == site.language), None)
        url = place.link_to(same.site, same.path) if same else place.link_to(site)
        links.append({"name": NAMES[site.language], "url": url, "lang": tag(site)})
    return links


def _versions(articles: Iterable[Article]) -> list[Version]:
    found = []
    for article in articles:
        recorder.record(f"article:{article.pk}", f"site:{article.site_id}")
        is_online = article.public_state == rules.PublicState.ONLINE
        if is_online and article.site.is_open and article.first_published_at:
            path = reading.content_path(article.pk, article.first_published_at)
            found.append(Version(article.site, path))
    return found
