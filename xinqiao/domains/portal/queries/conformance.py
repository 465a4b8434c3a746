"""Whether sites keep to the common standard: by their values, and by their pages as rendered."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.portal.rules import conformance as rules
from xinqiao.kernel.accounts.models import DutyAssignment
from xinqiao.kernel.press import pages, places
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.rules import SITE_MANAGER, SiteKind
from xinqiao.kernel.sites.themes import THEMES

MOST_LINKS = 40
NAMES = tuple(name for name, _label, _inherited in rules.MARKS)


@dataclass(frozen=True)
class Incomplete:
    """A site without some mandatory values, and who must fill them in."""

    site: Site
    missing: list[rules.Finding]
    people: list[str]


def incomplete_sites(user: Any, *, today: dt.date) -> list[Incomplete]:
    """Open sites of this manager that lack mandatory values, with the people to fill them in."""
    portal = _values(_portal())
    rows = sites.sites_managed_by(user).open().select_related("organisation")
    rows = rows.order_by("position", "pk")
    found = [(site, rules.missing_marks(_values(site), portal)) for site in rows]
    lacking = [(site, missing) for site, missing in found if missing]
    people = managers_of([site for site, _missing in lacking], today=today)
    return [Incomplete(site, missing, people[site.organisation_id]) for site, missing in lacking]


def managers_of(found: list[Site], *, today: dt.date) -> dict[int, list[str]]:
    """Names of the site managers by unit; a unit without one has an empty list."""
    units = {site.organisation_id for site in found}
    rows = DutyAssignment.objects.in_force(today).filter(duty=SITE_MANAGER, organisation__in=units)
    names: dict[int, list[str]] = defaultdict(list)
    for unit, name in rows.filter(user__is_active=True).values_list("organisation", "user__name"):
        names[unit].append(name)
    return names


def findings_of(site: Site) -> list[rules.Finding]:
    """Everything that is looked at on one site, its home page and one column as rendered."""
    columns = list(site.columns.open().order_by("path"))
    home = rules.read_page(_page(site, "").body.decode())
    found = [
        *rules.check_marks(_values(site), _values(_portal())),
        rules.Finding(_("标识与页脚"), _("配色经过对比度检查"), site.theme in {"", *THEMES}),
        *rules.check_page(home),
        rules.check_links(_answers(home.links)),
        *rules.check_columns(
            (c.name for c in columns if not c.column_type and c.online_count),
            (c.name for c in columns if c.keeper_id is None),
        ),
    ]
    if columns:
        page = rules.read_page(_page(site, f"{columns[0].path}/").body.decode())
        tags = [f for f in rules.check_page(page, is_column=True) if f.label in rules.COLUMN_TAGS]
        found += tags
    return found


def _page(site: Site, path: str) -> pages.Page:
    return pages.render(f"{places.internal_prefix(site)}/{path}")


def _answers(links: list[str]) -> dict[str, int]:
    """How the first links of a page are answered, on this installation."""
    local = [link.partition("#")[0] for link in links if not link.startswith("//")]
    chosen = list(dict.fromkeys(link for link in local if link and "?" not in link))[:MOST_LINKS]
    return {link: pages.render(link).status for link in chosen}


def _portal() -> Site | None:
    return Site.objects.open().filter(kind=SiteKind.PORTAL).first()


def _values(site: Site | None) -> dict[str, str]:
    return {name: str(getattr(site, name, "") or "") for name in NAMES}
