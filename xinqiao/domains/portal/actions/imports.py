"""Bringing a file of articles in: open a batch, rehearse it, read it chunk by chunk."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions.imports_judgement import Verdict, judge, kind_of
from xinqiao.domains.portal.adapters import import_files, lines, rows
from xinqiao.domains.portal.models import Article, ImportBatch, ImportItem, Placement
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.sites.models import Column

CHUNK = 500
STARTED = "started"  # in the mapping: somebody has looked at the preview and begun
COUNTED = {  # outcome -> counter of the batch
    rules.ItemOutcome.IMPORTED: "imported",
    rules.ItemOutcome.UPDATED: "imported",
    rules.ItemOutcome.SKIPPED: "skipped",
    rules.ItemOutcome.CONFLICT: "failed",
    rules.ItemOutcome.FAILED: "failed",
}


class ImportRefused(ValueError):
    """The batch cannot be opened or moved on; the message says why, in Chinese."""


@transaction.atomic
def open_batch(
    *,
    actor: User,
    column_id: int,
    file_name: str,
    source: BinaryIO,
    mapping: Mapping[str, Any],
    now: dt.datetime,
    content_class: str = rules.ContentClass.DOCUMENT,
) -> ImportBatch:
    """Keep the file and open a batch for it; the same file, half read, is taken up again.

    Raises PermissionDenied, ImportRefused.
    """
    column = _column(column_id)
    require(policies.can_create(actor, column, column.organisation_id))
    check_class(content_class, column, mapping)
    plan = {**mapping, "sha256": import_files.digest_of(source), STARTED: False}
    if unfinished := _unfinished(actor, column, plan):
        return unfinished
    batch = ImportBatch.objects.create(
        name=file_name[:100],
        site_id=column.site_id,
        column=column,
        organisation_id=column.organisation_id,
        file_name=file_name[:255],
        mapping=plan,
        content_class=content_class,
        state_since=now,
        created_by=actor,
        created_at=now,
    )
    import_files.keep(batch.pk, source)
    record(batch, "opened", actor, now, after={"file": batch.file_name})
    return batch


@transaction.atomic
def change_mapping(
    *,
    actor: User,
    batch_id: int,
    mapping: Mapping[str, Any],
    content_class: str,
    now: dt.datetime,
) -> ImportBatch:
    """Choose other keys for the fields, as long as nothing has been read.

    Raises PermissionDenied, ImportRefused.
    """
    batch = _unstarted(actor, batch_id)
    check_class(content_class, batch.column, mapping)
    kept = {name: batch.mapping[name] for name in ("sha256", STARTED)}
    batch.mapping, batch.content_class = {**mapping, **kept}, content_class
    batch.save(update_fields=["mapping", "content_class"])
    record(batch, "mapped", actor, now, after=dict(mapping))
    return batch


@transaction.atomic
def begin(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Let the reading begin. Raises PermissionDenied, ImportRefused."""
    batch = _unstarted(actor, batch_id)
    batch.mapping[STARTED] = True
    batch.state_since = now
    batch.save(update_fields=["mapping", "state_since"])
    record(batch, "begun", actor, now)
    return batch


@transaction.atomic
def abandon(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Give up a batch before anything was read. Raises PermissionDenied, ImportRefused."""
    batch = _unstarted(actor, batch_id)
    batch.state, batch.state_since = rules.BatchState.FAILED, now
    batch.returned_reason = "已放弃"
    batch.save(update_fields=["state", "state_since", "returned_reason"])
    record(batch, "abandoned", actor, now)
    transaction.on_commit(lambda: import_files.forget(batch_id))
    return batch


def _unstarted(actor: User, batch_id: int) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",))
    batch = rows.select_related("column__site", "column__organisation").get(pk=batch_id)
    require(batch.created_by_id == actor.pk)
    if batch.state != rules.BatchState.READING or batch.mapping.get(STARTED):
        raise ImportRefused(_("导入已经开始。"))
    return batch


def check_class(content_class: str, column: Column, mapping: Mapping[str, Any]) -> None:
    """Policy documents need the steps of a document. Raises ImportRefused."""
    documents = mapping["preset"] == rows.STATUTES or kind_of(column) == rules.Kind.DOCUMENT
    if documents and content_class == rules.ContentClass.NEWS:
        raise ImportRefused(_("政策文件须按公文或敏感内容办理。"))
    rules.check_batch_class(content_class)


def rehearse(
    *,
    actor: User,
    column_id: int,
    source: BinaryIO,
    mapping: Mapping[str, Any],
    now: dt.datetime,
) -> Iterator[Verdict]:
    """What an import of this file would do, line by line; nothing is written.

    Raises PermissionDenied.
    """
    column = _column(column_id)
    require(policies.can_create(actor, column, column.organisation_id))
    return _judged(source, column, mapping, now)


def _judged(
    source: BinaryIO, column: Column, mapping: Mapping[str, Any], now: dt.datetime
) -> Iterator[Verdict]:
    for chunk in _chunks(lines.read(lines.opened(source))):
        yield from judge(chunk, column=column, mapping=mapping, now=now)


def preview(*, batch_id: int, count: int) -> list[lines.Line]:
    """The first lines of a batch's file. Raises ImportFileMissing."""
    with import_files.opened(batch_id) as stream:
        return list(islice(lines.read(stream), count))


def rehearse_batch(*, batch: ImportBatch, count: int, now: dt.datetime) -> list[Verdict]:
    """What reading the first lines of a batch would do. Raises ImportFileMissing."""
    with import_files.opened(batch.pk) as stream:
        judged = _judged(stream, _column(batch.column_id), batch.mapping, now)
        return list(islice(judged, count))


def count_lines(*, batch_id: int) -> int:
    """Count what is to be read, for the progress bar; harmless to repeat."""
    with import_files.opened(batch_id) as stream:
        total = lines.count(stream)
    ImportBatch.objects.filter(pk=batch_id).update(total=total)
    return total


def read_batch(*, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Read the batch's file on from where it stands, a chunk a transaction.

    Raises ImportFileMissing.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != rules.BatchState.READING:
        return batch
    with import_files.opened(batch_id) as stream:
        number = _last_line(batch)
        for chunk in _chunks(lines.read(stream, position=batch.position, number=number)):
            _keep(batch_id, chunk, after=batch.position, now=now)
            batch.position = chunk[-1].end
    return _finish(batch_id, now)


def _chunks(source: Iterator[lines.Line]) -> Iterator[list[lines.Line]]:
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _last_line(batch: ImportBatch) -> int:
    return batch.items.order_by("-line").values_list("line", flat=True).first() or 0


def _unfinished(actor: User, column: Column, plan: Mapping[str, Any]) -> ImportBatch | None:
    open_ones = ImportBatch.objects.filter(
        created_by=actor, column=column, state=rules.BatchState.READING
    )
    same = (batch for batch in open_ones if {**batch.mapping, STARTED: False} == plan)
    return next(same, None)


def _column(column_id: int) -> Column:
    return Column.objects.select_related("site", "organisation").get(pk=column_id)


@transaction.atomic
def _keep(batch_id: int, chunk: Sequence[lines.Line], *, after: int, now: dt.datetime) -> None:
    """Carry out one chunk, unless another reader has been there."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.position != after or batch.state != rules.BatchState.READING:
        return
    column = _column(batch.column_id)
    verdicts = judge(chunk, column=column, mapping=batch.mapping, now=now, batch_id=batch_id)
    hashes = _write(batch, verdicts, now)
    ImportItem.objects.bulk_create(
        _item(batch, verdict, hashes.get(verdict.line, "")) for verdict in verdicts
    )
    for counter, number in Counter(COUNTED[verdict.outcome] for verdict in verdicts).items():
        setattr(batch, counter, getattr(batch, counter) + number)
    batch.position = chunk[-1].end
    batch.save(update_fields=["imported", "skipped", "failed", "position"])


def _item(batch: ImportBatch, verdict: Verdict, content_hash: str) -> ImportItem:
    return ImportItem(
        batch=batch,
        line=verdict.line,
        source_id=verdict.source_id,
        article=verdict.article,
        content_hash=content_hash,
        outcome=verdict.outcome,
        message=verdict.message[:300],
    )


def _write(batch: ImportBatch, verdicts: Sequence[Verdict], now: dt.datetime) -> dict[int, str]:
    """Write new and changed articles; returns the content hash by line."""
    new = [verdict for verdict in verdicts if verdict.outcome == rules.ItemOutcome.IMPORTED]
    changed = [verdict for verdict in verdicts if verdict.outcome == rules.ItemOutcome.UPDATED]
    for verdict in new:
        verdict.article = _article(batch, verdict, now)
    Article.objects.bulk_create(verdict.article for verdict in new if verdict.article)
    Placement.objects.bulk_create(_placement(verdict.article) for verdict in new if verdict.article)
    _update(batch, changed, now)
    written = [(verdict.line, verdict.article) for verdict in (*new, *changed) if verdict.article]
    documents = queries.documents_of([article for _line, article in written])
    return {line: rules.content_hash(documents[article.pk]) for line, article in written}


def _article(batch: ImportBatch, verdict: Verdict, now: dt.datetime) -> Article:
    """An article held by its batch: nobody edits it alone until the batch is through."""
    return Article(
        site_id=batch.site_id,
        column_id=batch.column_id,
        organisation_id=batch.organisation_id,
        content_class=batch.content_class,
        created_by_id=batch.created_by_id,
        writers=[batch.created_by_id],
        created_at=now,
        updated_at=now,
        stage=rules.Stage.DONE,
        stage_since=now,
        source_key=verdict.source_id,
        batch=batch,
        **verdict.fields,
    )


def _placement(article: Article) -> Placement:
    return Placement(
        article=article,
        column_id=article.column_id,
        site_id=article.site_id,
        mode=rules.PlacementMode.OWN,
        state=rules.PlacementState.ACCEPTED,
        offered_by_id=article.created_by_id,
        offered_at=article.created_at,
    )


def _update(batch: ImportBatch, changed: Sequence[Verdict], now: dt.datetime) -> None:
    """Bring changed articles over from the batch, or the draft, that held them."""
    pairs = [(verdict.article, verdict) for verdict in changed if verdict.article]
    if not pairs:
        return
    articles = [article for article, _verdict in pairs]
    ImportItem.objects.filter(
        article__in=[article.pk for article in articles], outcome__in=rules.WRITTEN
    ).update(outcome=rules.ItemOutcome.SKIPPED, message="已由后来的导入更新")
    names = {"batch", "updated_at", "stage", "stage_since", "content_class", "created_by"}
    for article, verdict in pairs:
        _change(article, batch, verdict, now)
        names |= set(verdict.fields)
    Article.objects.bulk_update(articles, sorted(names), batch_size=100)


def _change(article: Article, batch: ImportBatch, verdict: Verdict, now: dt.datetime) -> None:
    for name, value in verdict.fields.items():
        setattr(article, name, value)
    article.batch = batch
    article.content_class = batch.content_class
    article.created_by_id = batch.created_by_id
    article.stage = rules.Stage.DONE
    article.stage_since = article.updated_at = now


@transaction.atomic
def _finish(batch_id: int, now: dt.datetime) -> ImportBatch:
    """Close the reading: the manifest is fixed, or there is nothing to pass on."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state != rules.BatchState.READING:
        return batch
    batch.total = batch.imported + batch.skipped + batch.failed
    batch.state_since = now
    batch.state = rules.BatchState.READY if batch.imported else rules.BatchState.FAILED
    batch.returned_reason = "" if batch.imported else "没有可导入的新内容"
    batch.manifest_hash = queries.manifest_of(batch) if batch.imported else ""
    batch.save()
    counts = {name: getattr(batch, name) for name in ("total", "imported", "skipped", "failed")}
    record(batch, "read", batch.created_by, now, after=counts)
    transaction.on_commit(lambda: import_files.forget(batch_id))
    return batch


def record(
    batch: ImportBatch, act: str, actor: User | None, now: dt.datetime, **facts: Any
) -> None:
    """Write an act on a batch into the audit trail."""
    audit.record(
        action=f"portal.import_{act}",
        actor=actor,
        target=batch,
        at=now,
        organisation_id=batch.organisation_id,
        **facts,
    )
