"""Who may ask for a feature; who decides is the kernel's policy (``can_switch_features``)."""

from typing import Any

from xinqiao.domains.planning import rules
from xinqiao.domains.planning.models import ColumnPlan
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_manage_site
from xinqiao.kernel.sites.rules import SITE_MANAGER


def can_ask(user: Any, site: Site) -> bool:
    """The people who lead or speak for the site's unit, and who manages the site."""
    own = any(user.holds(duty, site.organisation_id) for duty in rules.ASKERS)
    return own or can_manage_site(user, site)


def can_draft(user: Any, site: Site) -> bool:
    """Who manages the site."""
    return can_manage_site(user, site)


def can_run_plan(user: Any, plan: ColumnPlan) -> bool:
    """The site managers of the unit that asks."""
    return bool(user.holds(SITE_MANAGER, plan.organisation_id))


def can_answer(user: Any, organisation_id: int) -> bool:
    """The people who lead or speak for the unit that was asked."""
    return any(user.holds(duty, organisation_id) for duty in rules.ASKERS)
