"""What every act on an article begins and ends with: the lock, the record, the messages."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.models.articles import ROW_FACTS
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.approvals import actions as approvals
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.notifications import actions as notifications
from xinqiao.kernel.sites.models import Column


def locked(article_id: int) -> Article:
    """The article's row, locked until the transaction ends, with its site and people."""
    rows = Article.objects.select_for_update(of=("self",))
    return rows.select_related("column__site__parent__parent", "latest_revision").get(pk=article_id)


def move(article: Article, stage: str, now: dt.datetime, *changed: str) -> None:
    """Put the article into a stage and save the row's facts; ``changed`` names further fields."""
    article.stage = rules.Stage(stage)
    article.stage_since = article.updated_at = now
    article.save(update_fields=["stage", "stage_since", "updated_at", *changed])


def record(act: str, article: Article, actor: User | None, now: dt.datetime, **facts: Any) -> None:
    """Write the act into the audit trail, in this transaction."""
    audit.record(
        action=f"portal.{act}",
        actor=actor,
        target=article,
        at=now,
        organisation_id=article.organisation_id,
        **facts,
    )


def tell(
    article: Article, people: Iterable[User | None], kind: str, text: str, now: dt.datetime
) -> None:
    """Leave a message for these people once the transaction is through."""
    notifications.notify_all(
        people,
        kind=f"portal.{kind}",
        text=text,
        url=queries.workbench_path(article),
        now=now,
        once_key=f"portal.{kind}:{article.pk}:{now.isoformat()}",
    )


def tell_next(article: Article, now: dt.datetime) -> None:
    """Tell the people who can take the step where the article now waits."""
    step = rules.PUBLISH if article.stage == rules.Stage.APPROVED else None
    step = step or rules.step_of(article.stage, article.working_copy().content_class)
    people = queries.next_people(article, step, timezone.localdate(now))
    text = _("《%(title)s》%(state)s") % {"title": article.title, "state": article.state_label}
    tell(article, people, "waiting", text, now)


def tell_duty_editors(article: Article, kind: str, text: str, now: dt.datetime) -> None:
    """Alert who is on duty today at the article's desk; ``text`` has a place for its title."""
    people = queries.duty_editors(article.column.site.desk, timezone.localdate(now))
    tell(article, people, f"alert_{kind}", text % {"title": article.title}, now)


def seen_copy(article: Article, content_hash: str) -> Article:
    """The working text, if it is still the one that the person saw. Raises rules.ContentChanged."""
    copy = article.working_copy()
    if queries.hash_of(copy) != content_hash:
        raise rules.ContentChanged(_("内容已变化，请刷新后重新查看再办理。"))
    return copy


def check_fit(copy: Article) -> str:
    """Refuse text that is not fit for readers; returns its hash. Raises rules.ChainRefused."""
    try:
        copy.full_clean(exclude=ROW_FACTS, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise rules.ChainRefused("".join(error.messages)) from error
    document = queries.document_of(copy)
    rules.check_complete(
        copy,
        document,
        attachments=len(document["attachments"]),
        also=queries.missing_of_video(copy),
    )
    return rules.content_hash(document)


def void(
    article: Article,
    reason: str,
    now: dt.datetime,
    *,
    steps: Iterable[str] | None = None,
    keep: str = "",
) -> None:
    """Void approvals of the working text; those of the version online always stand."""
    approvals.void(
        target_type=queries.ARTICLE,
        target_id=article.pk,
        reason=reason,
        now=now,
        steps=None if steps is None else frozenset(steps),
        keep_hashes=(article.online_hash, keep),
    )


def announce(
    topic: str,
    article: Article,
    columns: Iterable[Column],
    now: dt.datetime,
    paths: Iterable[str] = (),
    beside: Iterable[int] = (),
) -> None:
    """Tell press what has changed for readers; ``beside`` are articles that show this one."""
    keys = [f"article:{pk}" for pk in (article.pk, *beside)]
    for column in columns:
        keys += column_keys(column)
    jobs.emit(topic, keys, paths, at=now)


def column_keys(column: Column) -> list[str]:
    """What depends on the list of a column."""
    above = [f"list:subtree:{pk}" for pk in column.ancestor_ids]
    return [f"list:column:{column.pk}", *above, f"site:{column.site_id}:latest"]
