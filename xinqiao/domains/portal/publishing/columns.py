"""The page of a column: its list, or the newest of its child columns."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.publishing import bodies, frame, reading
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.publishing.reading import ListPage
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Column

CHILD_ITEMS = 8
NEIGHBOUR_PAGES = 2


def column_page(place: Place) -> Rendered:
    """A column's own address: its newest list, or its children when it has none itself."""
    tree = trees.load(place)
    column = tree.by_path.get(place.groups["path"])
    if column is None:
        raise NotThere
    children = tree.children(column)
    if children and not column.online_count:
        return Rendered(body=_with_children(place, tree, column, children))
    return _with_list(place, tree, column, None)


def older_page(place: Place) -> Rendered:
    """``list-<n>.html``: an older page of a column's list."""
    tree = trees.load(place)
    column = tree.by_path.get(place.groups["path"])
    if column is None:
        raise NotThere
    return _with_list(place, tree, column, int(place.groups["number"]))


def owner(place: Place) -> int | None:
    """The unit that answers for the column."""
    column = trees.load(place).by_path.get(place.groups["path"])
    return column.organisation_id if column else None


def _with_list(place: Place, tree: SiteTree, column: Column, number: int | None) -> Rendered:
    listed = reading.list_page(place, column, number)
    if listed is None:
        raise NotThere
    values = {
        "list": listed,
        "pages": pager(trees.column_url(place, column), listed),
        "as_table": _are_all(listed, rules.Kind.DOCUMENT),
        "people": _people(listed) if _are_all(listed, rules.Kind.LEADER) else [],
        "only": _only_text(place, column, listed),
    }
    heading = column.name
    if not listed.is_newest:
        heading = _("%(column)s 第%(page)s页") % {
            "column": column.name,
            "page": listed.total - listed.number + 1,
        }
    template = "portal/column.html"
    head = _head(place, tree, column, heading)
    return Rendered(
        body=frame.render(place, tree, template, head, {**_around(place, tree, column), **values})
    )


def _are_all(listed: ListPage, kind: str) -> bool:
    return bool(listed.items) and all(item.kind == kind for item in listed.items)


def _people(listed: ListPage) -> list[dict[str, str]]:
    """Leaders as cards: their titles are an office, a space and a name."""
    people = []
    for item in listed.items:
        office, _space, name = item.title.rpartition(" ")
        people.append({"name": name, "office": office, "url": item.url, "cover": item.cover})
    return people


def _with_children(place: Place, tree: SiteTree, column: Column, children: Sequence[Column]) -> str:
    """Each child with its newest; a child that only groups others shows theirs."""
    below = {child.pk: tree.below(child) for child in children}
    everything = [found.pk for line in below.values() for found in line]
    newest = reading.newest(place, everything, CHILD_ITEMS)
    sections = [
        {
            "name": child.name,
            "url": trees.column_url(place, child),
            "id": f"c{child.pk}",
            "items": reading.merged((newest[c.pk] for c in below[child.pk]), CHILD_ITEMS),
        }
        for child in children
    ]
    values = {**_around(place, tree, column), "sections": sections}
    head = _head(place, tree, column, column.name)
    return frame.render(place, tree, "portal/column_children.html", head, values)


def _around(place: Place, tree: SiteTree, column: Column) -> dict[str, Any]:
    """The column's heading and the columns beside or below it."""
    parent = tree.by_id.get(column.parent_id) if column.parent_id else None
    group = column if tree.children(column) else parent
    beside = tree.children(group) if group else tree.top
    side = {"name": place.site.name, "url": place.link(), "is_top": True}
    if group:
        url = trees.column_url(place, group)
        side = {"name": group.name, "url": url, "is_top": False}
    return {
        "column": {"name": column.name, "description": column.description},
        "group": side,
        "beside": [
            {
                "name": found.name,
                "url": trees.column_url(place, found),
                "current": found.pk == column.pk,
            }
            for found in beside
        ],
    }


def _only_text(place: Place, column: Column, listed: ListPage) -> dict[str, Any] | None:
    """A fixed column with a single text shows the text itself, not a list of one line."""
    if column.kind != "static" or len(listed.items) != 1 or not listed.is_newest:
        return None
    item = listed.items[0]
    html = Article.objects.filter(
        pk=item.article_id, public_state=rules.PublicState.ONLINE
    ).values_list("body", flat=True)
    body = bodies.prepared(next(iter(html), ""), files_base=place.link("files/"), lead=place.lead)
    return {"item": item, "body": body.html}


def _head(place: Place, tree: SiteTree, column: Column, heading: str) -> Head:
    crumbs = [(part.name, trees.column_url(place, part)) for part in tree.line(column)]
    crumbs[-1] = (column.name, "")
    return Head(
        heading=heading,
        column=column,
        crumbs=crumbs,
        description=column.description,
        keywords=column.keywords or column.name,
        body_class="page-column",
        open_graph=[("og:type", "website")],
        links=_feeds(place, column),
    )


def _feeds(place: Place, column: Column) -> list[tuple[str, str]]:
    if not features.is_on(place.site, "feeds"):
        return []
    return [("alternate", place.site.address(f"{column.path}/feed.xml"))]


def pager(url: str, listed: ListPage) -> dict[str, Any]:
    """Links to the pages of a list, newest first; readers count from the newest."""

    def address(number: int) -> str:
        return url if number == listed.total else f"{url}list-{number}.html"

    shown = listed.total - listed.number + 1
    near = {1, listed.total, *range(shown - NEIGHBOUR_PAGES, shown + NEIGHBOUR_PAGES + 1)}
    steps: list[dict[str, Any]] = []
    previous = 0
    for page in sorted(page for page in near if 1 <= page <= listed.total):
        if page > previous + 1:
            steps.append({"gap": True})
        number = listed.total - page + 1
        steps.append(
            {"gap": False, "number": page, "url": address(number), "current": page == shown}
        )
        previous = page
    return {
        "total": listed.total,
        "steps": steps,
        "newer": address(listed.number + 1) if listed.number < listed.total else "",
        "older": address(listed.number - 1) if listed.number > 1 else "",
    }
