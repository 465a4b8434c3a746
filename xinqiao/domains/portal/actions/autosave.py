"""Keeping a draft while it is being typed: no new version, no line in the audit trail."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.actions.drafts import write_into
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require


@transaction.atomic
def autosave_draft(
    *,
    actor: User,
    article_id: int,
    now: dt.datetime,
    overwrite: Any = None,
    attachments: Sequence[tuple[int, str]] | None = None,
    **content: Any,
) -> Article:
    """Keep what is typed in the version ``overwrite`` that this tab made, or begin one.

    A version that somebody has been asked to read is never written over
    (``Article.save_revision``). Raises PermissionDenied, ValidationError, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_write(actor, article))
    rules.check_act("save", stage=article.stage)
    copy = article.working_copy()
    write_into(copy, content, attachments)
    if not article.live:
        copy.save()
    copy.save_revision(user=actor, clean=False, overwrite_revision=overwrite)
    return copy
