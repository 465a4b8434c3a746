"""Kits: which columns a new site, or a new branch of a site, begins with. Data in ``data/kits``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinqiao.kernel.sites import rules

FOLDER = Path(__file__).parent / "data" / "kits"


@dataclass(frozen=True)
class KitColumn:
    """A column of a kit; ``days`` is its update interval, or until its first review if static."""

    path: str
    name: str
    column_type: str
    kind: str
    days: int
    mode: str = rules.ColumnMode.BUILT
    opens_below: bool = False  # to the units below the site's own, who may write in it

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def depth(self) -> int:
        return self.path.count("/") + 1


@dataclass(frozen=True)
class Kit:
    """What a site or branch begins with; ``use`` is site, portal or branch."""

    code: str
    name: str
    use: str
    theme: str
    about: str
    columns: tuple[KitColumn, ...]
    kind: str = rules.SiteKind.SUBSITE  # of a site that begins with it
    language: str = rules.Language.CHINESE


@cache
def all_kits() -> dict[str, Kit]:
    """Every kit by its code."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Kit:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = said.pop("columns").strip().splitlines()
    return Kit(code=path.stem, columns=tuple(_column(line) for line in lines), **said)


def _column(line: str) -> KitColumn:
    path, name, column_type, upkeep, *more = (part.strip() for part in line.split("|"))
    kind, _space, days = upkeep.partition(" ")
    mode, _space, below = (more[0] if more else "built").partition(" ")
    return KitColumn(path, name, column_type, kind, int(days), mode, below == "below")
