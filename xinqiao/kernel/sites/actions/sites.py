"""Opening, changing and closing sites."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites import policies, queries, rules
from xinqiao.kernel.sites.actions import acts
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.themes import THEMES


@transaction.atomic
def open_site(
    *,
    actor: Any,
    code: str,
    name: str,
    organisation_id: int,
    now: dt.datetime,
    kind: str = rules.SiteKind.SUBSITE,
    parent_id: int | None = None,
    **details: Any,
) -> Site:
    """Open a site below another, or the portal without one; ``details`` are other fields of Site.

    Raises PermissionDenied, rules.SlugRefused, rules.TreeRefused.
    """
    parent = Site.objects.get(pk=parent_id) if parent_id else None
    require(policies.can_open_site(actor, parent))
    rules.check_site_code(code, kind=kind)
    rules.check_language(details.get("language", rules.Language.CHINESE), kind=kind, code=code)
    rules.check_site_place(kind=kind, parent_depth=queries.site_depth(parent))
    site = Site(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        organisation_id=organisation_id,
        **details,
    )
    site.full_clean()
    site.save()
    acts.record("sites.site_opened", actor, site, now, after={"code": code, "name": name})
    jobs.emit("site", [f"site:{site.pk}", "sites:list"], at=now)
    return site


@transaction.atomic
def change_site(*, actor: Any, site_id: int, now: dt.datetime, **details: Any) -> Site:
    """Change the name, look, footer or desk of a site. Raises PermissionDenied."""
    site = acts.locked_site(site_id)
    require(policies.can_manage_site(actor, site))
    unknown = set(details) - CHANGEABLE
    if unknown:
        raise rules.TreeRefused(_("站点的代码、类型和上级不能更改。"))
    if details.get("theme", "") not in {"", *THEMES}:
        raise rules.TreeRefused(_("没有这套配色。"))
    before = {name: getattr(site, name) for name in details}
    for name, value in details.items():
        setattr(site, name, value)
    site.full_clean()
    site.save(update_fields=[*details])
    acts.record("sites.site_changed", actor, site, now, before=before, after=details)
    jobs.emit("site", [f"site:{site.pk}", f"site:{site.pk}:navigation", "sites:list"], at=now)
    return site


CHANGEABLE = frozenset(
    {
        "name",
        "hostname",
        "own_desk",
        "position",
        "theme",
        "description",
        "keywords",
        "sponsor",
        "undertaker",
        "phone",
        "identifier_code",
        "icp",
        "police_number",
    }
)


@transaction.atomic
def close_site(*, actor: Any, site_id: int, reason: str, now: dt.datetime) -> Site:
    """Take a site off the cluster; its data stays. Raises PermissionDenied, rules.TreeRefused."""
    return _set_open(actor, site_id, reason, now, is_open=False)


@transaction.atomic
def reopen_site(*, actor: Any, site_id: int, reason: str, now: dt.datetime) -> Site:
    """Bring a closed site back with all it had. Raises PermissionDenied, rules.TreeRefused."""
    return _set_open(actor, site_id, reason, now, is_open=True)


def _set_open(actor: Any, site_id: int, reason: str, now: dt.datetime, *, is_open: bool) -> Site:
    site = acts.locked_site(site_id)
    require(policies.can_open_site(actor, site.parent))
    if site.is_open == is_open or site.parent is None:
        raise rules.TreeRefused(_("网站已是这个状态，或者是门户，不能这样办理。"))
    site.is_open = is_open
    site.save(update_fields=["is_open"])
    act = "sites.site_reopened" if is_open else "sites.site_closed"
    acts.record(act, actor, site, now, reason=reason)
    keys = [f"site:{site.pk}", f"site:{site.parent_id}:navigation", "sites:list"]
    jobs.emit("site", keys, paths=[site.address()], at=now)
    return site
