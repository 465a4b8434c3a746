"""The open columns of one site, loaded by one query: navigation, crumbs, tabs and site map."""

from dataclasses import dataclass
from functools import cached_property

from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.sites.models import Column


@dataclass(frozen=True)
class SiteTree:
    """All open columns of a site in their order."""

    columns: tuple[Column, ...]

    @cached_property
    def by_path(self) -> dict[str, Column]:
        return {column.path: column for column in self.columns}

    @cached_property
    def by_id(self) -> dict[int, Column]:
        return {column.pk: column for column in self.columns}

    @cached_property
    def _by_parent(self) -> dict[int | None, list[Column]]:
        found: dict[int | None, list[Column]] = {}
        for column in self.columns:
            found.setdefault(column.parent_id, []).append(column)
        return found

    @property
    def top(self) -> list[Column]:
        """The columns that stand in the navigation."""
        return [column for column in self.children(None) if column.in_navigation]

    def children(self, column: Column | None) -> list[Column]:
        return self._by_parent.get(column.pk if column else None, [])

    def line(self, column: Column) -> list[Column]:
        """From the top of the site down to the column itself."""
        return [self.by_id[pk] for pk in column.ancestor_ids if pk in self.by_id]

    def below(self, column: Column) -> list[Column]:
        """The column and everything under it."""
        return [found for found in self.columns if found.tree_path.startswith(column.tree_path)]

    def of_type(self, *types: str) -> list[Column]:
        """Columns of these types, without those whose parent is of the same type."""
        found = [column for column in self.columns if column.column_type in types]
        ids = {column.pk for column in found}
        return [column for column in found if column.parent_id not in ids]


def load(place: Place) -> SiteTree:
    """The columns of the place's site; the page then depends on the site's navigation."""
    recorder.record(f"site:{place.site.pk}:navigation")
    if "tree" not in place.memo:
        columns = Column.objects.open().filter(site=place.site).order_by("position", "id")
        place.memo["tree"] = SiteTree(tuple(columns))
    found: SiteTree = place.memo["tree"]
    return found


def column_url(place: Place, column: Column) -> str:
    """The address of a column, which must be of the place's own site."""
    return place.link(f"{column.path}/")
