"""The content document of articles with the digests of their files, and whether it is approved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import (
    Article,
    Attachment,
    ImportBatch,
    ImportItem,
    Interpretation,
)
from xinqiao.kernel.approvals import queries as approvals
from xinqiao.kernel.approvals.rules import Content, Step
from xinqiao.kernel.files.models import StoredFile

ARTICLE = "portal.article"
BATCH = "portal.importbatch"


def document_of(article: Article) -> dict[str, Any]:
    """The content document of one article, as a row or as an object of a revision."""
    rows = list(article.attachments.all())
    rows.sort(key=lambda row: (row.position, row.pk or 0))
    return _document(article, rows, *_files([article], rows), _explained(article))


def _explained(article: Article) -> list[int]:
    """Ids of the documents that this object explains; other kinds are not even asked."""
    if article.kind != rules.Kind.INTERPRETATION:
        return []
    return [row.document_id for row in article.interprets.all()]


def hash_of(article: Article) -> str:
    """The hash that people approve for what this object says."""
    return rules.content_hash(document_of(article))


def missing_of_video(article: Article) -> tuple[str, ...]:
    """What a video article still lacks; reads its attachments only for that kind."""
    if article.kind != rules.Kind.VIDEO:
        return ()
    return rules.missing_of_video(
        article.kind,
        has_file=any(row.file.is_video for row in article.attachments.all()),
        has_poster=article.cover_id is not None,
        details=article.details,
        body=article.body,
        source_url=article.source_url,
    )


def documents_of(articles: Sequence[Article]) -> dict[int, dict[str, Any]]:
    """The documents of many rows by article id, with four queries whatever their number."""
    attached: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(article__in=[article.pk for article in articles])
    for row in rows.order_by("position", "id"):
        attached[row.article_id].append(row)
    by_id, by_name = _files(articles, [row for part in attached.values() for row in part])
    explained = _explained_by(articles)
    return {
        article.pk: _document(
            article, attached[article.pk], by_id, by_name, explained.get(article.pk, ())
        )
        for article in articles
    }


def _explained_by(articles: Sequence[Article]) -> dict[int, list[int]]:
    kind = rules.Kind.INTERPRETATION
    ids = [article.pk for article in articles if article.kind == kind]
    found: dict[int, list[int]] = defaultdict(list)
    if ids:
        rows = Interpretation.objects.filter(article__in=ids)
        for article_id, document_id in rows.values_list("article_id", "document_id"):
            found[article_id].append(document_id)
    return found


def _files(
    articles: Iterable[Article], attachments: Iterable[Attachment]
) -> tuple[dict[int, StoredFile], dict[str, StoredFile]]:
    """The stored files that the articles show, by id and by public name."""
    ids = {row.file_id for row in attachments}
    names: set[str] = set()
    for article in articles:
        names.update(rules.referenced_files(article.body))
        if article.cover_id:
            ids.add(article.cover_id)
    by_id = StoredFile.objects.in_bulk(ids) if ids else {}
    found = StoredFile.objects.filter(path__in=names) if names else ()
    return by_id, {stored.path: stored for stored in found}


def _document(
    article: Article,
    attachments: Sequence[Attachment],
    by_id: dict[int, StoredFile],
    by_name: dict[str, StoredFile],
    explained: Iterable[int],
) -> dict[str, Any]:
    return rules.content_document(
        article,
        cover=_fact("题图", by_id.get(article.cover_id)) if article.cover_id else None,
        attachments=[_attached(row, by_id.get(row.file_id)) for row in attachments],
        files=[_fact(name, by_name.get(name)) for name in rules.referenced_files(article.body)],
        interprets=explained,
    )


def _attached(row: Attachment, stored: StoredFile | None) -> rules.FileFact:
    return _fact(row.title or (stored.name if stored else "附件"), stored)


def _fact(name: str, stored: StoredFile | None) -> rules.FileFact:
    if stored is None:
        return rules.FileFact(name, "", 0)
    return rules.FileFact(name, stored.sha256, stored.size)


def is_approved(article: Article, content_hash: str, *, also: tuple[Step, ...] = ()) -> bool:
    """Whether this content of the article has its complete set of approvals, by people apart.

    Its own approvals count, or those of the import batch whose manifest names exactly this hash.
    ``also`` are steps beyond those of the class.
    """
    return approvals.is_approved(
        Content(ARTICLE, article.pk, content_hash),
        (*rules.steps_of(article.content_class), *also),
        barred=article.barred,
        apart=rules.APART,
    )


def batch_is_approved(batch: ImportBatch) -> bool:
    """Whether the batch's manifest is that of its items and has been passed whole."""
    if not batch.manifest_hash or manifest_of(batch) != batch.manifest_hash:
        return False
    return manifest_is_passed(batch)


def manifest_is_passed(batch: ImportBatch, *, also: tuple[Step, ...] = ()) -> bool:
    """Whether the manifest, as it was fixed, has been passed whole by people apart."""
    return approvals.is_approved(
        Content(BATCH, batch.pk, batch.manifest_hash),
        (*rules.steps_of(batch.content_class), *also),
        barred=rules.barred(frozenset({batch.created_by_id})),
        apart=rules.APART,
    )


def manifest_hashes(batch: ImportBatch, article_ids: Sequence[int]) -> dict[int | None, str]:
    """The hashes that the manifest names for these articles."""
    items = batch.items.filter(article__in=article_ids, outcome__in=rules.WRITTEN)
    return dict(items.values_list("article_id", "content_hash"))


def online_is_approved(article: Article) -> bool:
    """What press asks again before it writes a file: the row is online, unchanged and approved."""
    return (
        article.public_state == rules.PublicState.ONLINE
        and hash_of(article) == article.online_hash
        and approvals.is_approved(
            Content(ARTICLE, article.pk, article.online_hash),
            rules.steps_of(article.content_class),
            apart=rules.APART,
        )
    )


def covering_batch(article_id: int, content_hash: str) -> Content | None:
    """The import batch whose manifest holds exactly this content of this article."""
    item = (
        ImportItem.objects.filter(
            article=article_id, content_hash=content_hash, outcome__in=rules.WRITTEN
        )
        .exclude(batch__manifest_hash="")
        .select_related("batch")
        .first()
    )
    return Content(BATCH, item.batch_id, item.batch.manifest_hash) if item else None


def manifest_of(batch: ImportBatch) -> str:
    """The manifest's hash, computed anew from the items of the batch, in flat memory."""
    return rules.manifest_hash(_manifest_lines(batch))


def _manifest_lines(batch: ImportBatch) -> Iterator[tuple[int, str]]:
    items = batch.items.filter(outcome__in=rules.WRITTEN).order_by("line")
    for article_id, content_hash in items.values_list("article_id", "content_hash").iterator():
        yield article_id or 0, content_hash


def workbench_path(article: Article) -> str:
    """Where the workbench shows an article; one place, so that messages need no URL names."""
    return f"/manage/articles/{article.pk}/"
