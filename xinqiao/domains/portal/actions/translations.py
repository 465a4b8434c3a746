"""Choosing the columns that a version in a foreign language keeps pace with."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal.models import CoreColumn
from xinqiao.domains.portal.rules import translations as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.sites.policies import can_manage_site


@transaction.atomic
def set_core_columns(
    *, actor: User, site_id: int, column_ids: Collection[int], now: dt.datetime
) -> list[int]:
    """Let exactly these open columns of the site above be the core of a foreign version.

    Raises PermissionDenied, TranslationRefused.
    """
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    site = rows.get(pk=site_id)
    require(can_manage_site(actor, site))
    rules.check_core(len(column_ids))
    known = Column.objects.open().filter(site=site.parent_id, pk__in=column_ids)
    wanted = list(known.order_by("path").values_list("pk", flat=True))
    if not site.is_foreign or len(wanted) < len(set(column_ids)):
        raise rules.TranslationRefused(_("核心栏目须是中文门户已启用的栏目。"))
    CoreColumn.objects.filter(site=site).exclude(column__in=wanted).delete()
    kept = set(CoreColumn.objects.filter(site=site).values_list("column_id", flat=True))
    CoreColumn.objects.bulk_create(
        CoreColumn(site=site, column_id=pk) for pk in wanted if pk not in kept
    )
    audit.record(
        action="portal.core_columns_set",
        actor=actor,
        target=site,
        at=now,
        organisation_id=site.organisation_id,
        before=sorted(kept),
        after=wanted,
    )
    return wanted
