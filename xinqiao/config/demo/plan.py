"""The sites of the demo county and their columns: who owns each, and how lively it is."""

from dataclasses import dataclass

from xinqiao.config.demo import grammar, units
from xinqiao.config.demo.units import Unit

PORTAL = "portal"
OWN_DESK = frozenset({"education", "health", "town-seat", "service-centre"})
EDITION_NAMES = {
    "party": "青溪党建（县委版）",
    "congress": "青溪人大（人大版）",
    "government": "青溪政务（政府版）",
    "cppcc": "青溪政协（政协版）",
    "discipline": "清廉青溪（纪检版）",
}
KITS = {
    "department": "subsite",
    "window": "subsite",
    "township": "township",
    "institution": "institution",
}


@dataclass(frozen=True)
class SitePlan:
    """A site of the county."""

    code: str
    name: str
    kind: str
    unit: str
    theme: str = "blue"
    own_desk: bool = False


@dataclass(frozen=True)
class ColumnPlan:
    """A column: its place, its owner, what is written in it, how much and how often."""

    site: str
    area: str
    slug: str
    name: str
    unit: str
    column_type: str
    genre: str
    weight: int
    pace: str

    @property
    def path(self) -> str:
        return f"{self.area}/{self.slug}" if self.area else self.slug

    @property
    def is_static(self) -> bool:
        return self.pace == "static"


def sites() -> tuple[SitePlan, ...]:
    """The portal, its five editions and 55 sub-sites."""
    portal = SitePlan(PORTAL, "青溪县人民政府门户网站", "portal", "government", "red", True)
    editions = [
        SitePlan(code, name, "edition", code, "red", True) for code, name in EDITION_NAMES.items()
    ]
    subsites = [
        SitePlan(unit.code, unit.name, "subsite", unit.code, own_desk=unit.code in OWN_DESK)
        for unit in units.all_units()
        if unit.kind in KITS and unit.trade
    ]
    return (portal, *editions, *subsites)


def areas() -> tuple[tuple[str, str], ...]:
    """The six areas of the portal: slug and name."""
    return tuple(
        (slug, name)
        for section in grammar.load("columns")
        for slug, equals, name in [section.partition("=")]
        if equals
    )


def columns() -> tuple[ColumnPlan, ...]:
    """Every column of every site, in order."""
    by_code = {unit.code: unit for unit in units.all_units()}
    return tuple(
        column
        for site in sites()
        for column in (_portal_columns() if site.code == PORTAL else _kit(site, by_code[site.unit]))
    )


def _portal_columns() -> list[ColumnPlan]:
    sections = grammar.load("columns")
    return [
        _column(PORTAL, slug, line, "government")
        for slug, name in areas()
        for line in sections[f"{slug}={name}"]
    ]


def _kit(site: SitePlan, unit: Unit) -> list[ColumnPlan]:
    kit = "edition" if site.kind == "edition" else KITS[unit.kind]
    return [_column(site.code, "", line, unit.code) for line in grammar.load("columns")[kit]]


def _column(site: str, area: str, line: str, own: str) -> ColumnPlan:
    slug, name, owner, column_type, genre, weight, pace = (part.strip() for part in line.split("|"))
    unit = own if owner == "self" else owner
    return ColumnPlan(site, area, slug, name, unit, column_type, genre, int(weight), pace)
