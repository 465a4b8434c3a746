"""What every composed page shares: one draft, one version in use, the earlier ones kept."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from xinqiao.domains.portal.rules.layouts import LayoutState
from xinqiao.kernel.accounts.models import User


def keep_draft(siblings: QuerySet[Any], actor: User, now: dt.datetime, **content: Any) -> Any:
    """The draft among the versions of one page, with this content; the caller holds the lock."""
    draft = siblings.filter(state=LayoutState.DRAFT).first()
    draft = draft or siblings.model(state=LayoutState.DRAFT)
    for name, value in (content | {"made_by": actor, "made_at": now}).items():
        setattr(draft, name, value)
    draft.save()
    return draft


def put_in_use(version: Any, siblings: QuerySet[Any], actor: User, now: dt.datetime) -> None:
    """Let this version take the place of the one in use; the caller holds the lock."""
    siblings.filter(state=LayoutState.PUBLISHED).update(state=LayoutState.REPLACED)
    version.state, version.published_by = LayoutState.PUBLISHED, actor
    version.published_at = now
    version.save(update_fields=["state", "published_by", "published_at"])
