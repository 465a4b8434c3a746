"""The desk filters what units sent: it selects a text, or sends it back with a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.models import Article, DeskDecision
from xinqiao.domains.portal.rules.desk_queue import Outcome, check_select
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require


@transaction.atomic
def select(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Select a text that arrived at the desk, to be worked on; its authors are told.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_select(actor, article))
    known = DeskDecision.objects.filter(article=article).first()
    check_select(article.stage, known.outcome if known else "")
    note(article, Outcome.SELECTED, actor, now)
    acts.record("article_selected", article, actor, now, after={"column": article.column_id})
    text = _("《%(title)s》已被“%(column)s”选用，正在编发") % {
        "title": article.title,
        "column": article.column.name,
    }
    acts.tell(article, (article.created_by, article.submitted_by), "selected", text, now)
    return article


def note(
    article: Article, outcome: Outcome, actor: User, now: dt.datetime, reason: str = ""
) -> None:
    """Write down what the desk decided; a later decision takes the place of an earlier one."""
    DeskDecision.objects.update_or_create(
        article=article,
        defaults={
            "outcome": outcome,
            "decided_by": actor,
            "decided_at": now,
            "reason": reason.strip()[:500],
        },
    )
