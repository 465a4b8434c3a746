"""Taking a report of an error from a reader, and answering it."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal import rules as portal_rules
from xinqiao.domains.portal.models import CorrectionReport, Placement
from xinqiao.domains.portal.rules import corrections as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.calendars.queries import working_calendar
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Site

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@transaction.atomic
def report(
    *, text: str, sender: str, now: dt.datetime, article_id: int | None = None, page: str = ""
) -> CorrectionReport:
    """Take a report on an article that is online, or on another page named by the reader.

    ``sender`` is a keyed digest of the caller's address. Raises rules.ReportRefused.
    """
    rules.check_report(text)
    recent = CorrectionReport.objects.filter(sender=sender, sent_at__gt=now - rules.WINDOW)
    rules.check_rate(recent.count())
    made = CorrectionReport(text=text.strip(), sender=sender, sent_at=now, due_date=_due(now))
    made.code = "".join(secrets.choice(CODE_LETTERS) for _number in range(CODE_LENGTH))
    _say_where(made, article_id, page)
    made.save()
    _record("correction_reported", made, None, now)
    return made


@transaction.atomic
def answer(*, actor: User, report_id: int, answer: str, now: dt.datetime) -> CorrectionReport:
    """Tell the reader what came of it. Raises PermissionDenied, rules.ReportRefused."""
    found = CorrectionReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    require(policies.can_answer_correction(actor, found))
    rules.check_answer(found.state, answer)
    found.state, found.answer = rules.ReportState.ANSWERED, answer.strip()[:1000]
    found.answered_by, found.answered_at = actor, now
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    _record("correction_answered", found, actor, now)
    return found


def _due(now: dt.datetime) -> dt.date:
    today = timezone.localdate(now)
    return working_calendar().add_working_days(today, rules.ANSWER_WORKING_DAYS)


def _say_where(made: CorrectionReport, article_id: int | None, page: str) -> None:
    """The unit of the column that carries the article; the portal's own for any other page."""
    placement = _placement(article_id) if article_id is not None else None
    if placement is not None:
        _check_open(placement.site)
        made.article, made.column = placement.article, placement.column
        made.site_id, made.title = placement.site_id, placement.article.title[:300]
        made.organisation_id = placement.column.organisation_id
        return
    portal = Site.objects.open().filter(kind="portal").first()
    if portal is None or article_id is not None or not page.strip():
        raise rules.ReportRefused(_("没有找到这个网页，请写明网页的标题或网址。"))
    _check_open(portal)
    made.site, made.organisation_id = portal, portal.organisation_id
    made.title = page.strip()[:300]


def _check_open(site: Site) -> None:
    """Raises ReportRefused where readers are not asked for errors."""
    if not features.is_on(site, "corrections"):
        raise rules.ReportRefused(_("这个网站没有开通网页纠错，请拨打网站底部的电话。"))


def _placement(article_id: int) -> Placement | None:
    """The article's own column, or another that carries it, while it is online."""
    rows = Placement.objects.filter(
        article_id=article_id,
        state=portal_rules.PlacementState.ONLINE,
        article__public_state=portal_rules.PublicState.ONLINE,
    ).select_related("column", "article", "site__parent__parent")
    found = sorted(rows, key=lambda row: (row.mode != portal_rules.PlacementMode.OWN, row.pk))
    return found[0] if found else None


def _record(happening: str, report: CorrectionReport, actor: User | None, now: dt.datetime) -> None:
    audit.record(
        action=f"portal.{happening}",
        actor=actor,
        target=report,
        at=now,
        organisation_id=report.organisation_id,
    )
