"""Copies: an article of another site as a draft of one's own, with a chain of its own."""

import datetime as dt

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.models import Article, Attachment, Interpretation, Placement
from xinqiao.kernel.accounts.models import User

_NOT_COPIED = {"column", "cover", "interprets", "translation_of"}


def copy_of(placement: Placement, actor: User, now: dt.datetime) -> Article:
    """A draft in the placement's column that says what the public source says.

    It belongs to the column's unit; who copies is its author. Raises rules.ChainRefused.
    """
    source, column = placement.article, placement.column
    rules.check_copy(source.public_state)
    copied = Article(
        site=column.site,
        column=column,
        organisation_id=column.organisation_id,
        created_by=actor,
        created_at=now,
        updated_at=now,
        stage_since=now,
        writers=[actor.pk],
        cover_id=source.cover_id,
        **{name: getattr(source, name) for name in rules.CONTENT_FIELDS if name not in _NOT_COPIED},
    )
    copied.source = source.source or source.organisation.name
    if copied.content_class == rules.ContentClass.EXPRESS:
        copied.content_class = rules.ContentClass.NEWS
    copied.attachments = [
        Attachment(file_id=row.file_id, title=row.title, position=row.position)
        for row in source.attachments.all()
    ]
    copied.interprets = [
        Interpretation(document_id=row.document_id) for row in source.interprets.all()
    ]
    copied.save()
    Placement.objects.create(
        article=copied,
        column=column,
        site_id=column.site_id,
        mode=rules.PlacementMode.OWN,
        state=rules.PlacementState.ACCEPTED,
        offered_by=actor,
        offered_at=now,
    )
    acts.record("article_copied", copied, actor, now, after={"source": source.pk})
    return copied
