"""Features that a site has or has not: the domains register them, each site may switch them.

What a site says for itself counts; otherwise the site above it, up to the portal; otherwise what
the feature begins with. A switched-off feature is absent: its addresses answer 404.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from xinqiao.kernel.sites.models import Site


@dataclass(frozen=True)
class Feature:
    """Something that can be switched: names of public addresses, one variant, home-page blocks."""

    code: str
    label: str | Promise
    about: str | Promise = ""
    addresses: frozenset[str] = frozenset()
    variant: str = ""
    blocks: frozenset[str] = frozenset()
    is_on_at_first: bool = True


_features: dict[str, Feature] = {}


def register(*features: Feature) -> None:
    """Register features; registering a code again replaces it."""
    for feature in features:
        _features[feature.code] = feature


def get(code: str) -> Feature | None:
    """The feature of this code, or None when the domain that had it is not installed."""
    return _features.get(code)


def all_features() -> list[Feature]:
    """Every registered feature, in order of registration."""
    return list(_features.values())


def said_by(site: Site, code: str) -> Site | None:
    """The nearest site, from this one upwards, that has switched the feature itself."""
    one: Site | None = site
    while one is not None and code not in one.features:
        one = one.parent
    return one


def is_on(site: Site, code: str) -> bool:
    """Whether the site has the feature. Load ``parent__parent`` with the site."""
    feature = _features.get(code)
    if feature is None:
        return False
    source = said_by(site, code)
    return feature.is_on_at_first if source is None else bool(source.features[code])


def has_address(site: Site, name: str) -> bool:
    """Whether the public addresses of this name are there on the site."""
    return all(is_on(site, f.code) for f in _features.values() if name in f.addresses)


def has_variant(site: Site, variant: str) -> bool:
    """Whether the site's pages are there in this variant; the plain one always is."""
    found = (f for f in _features.values() if f.variant and f.variant == variant)
    return all(is_on(site, feature.code) for feature in found)


def refuses_variant(site: Site, variant: str) -> bool:
    """Whether this very site has switched the variant off; asks nothing of the sites above."""
    found = (f.code for f in _features.values() if f.variant and f.variant == variant)
    return any(site.features.get(code) is False for code in found)


def has_block(site: Site, block: str) -> bool:
    """Whether the site's home page may show this block."""
    return all(is_on(site, f.code) for f in _features.values() if block in f.blocks)
