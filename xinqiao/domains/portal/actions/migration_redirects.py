"""Old addresses that lead on: left when a batch goes public, taken back with it."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import ImportBatch, LegacyPage
from xinqiao.kernel.sites.models import Redirect

CHUNK = 500


def leave_redirects(batch: ImportBatch) -> int:
    """Lead each old page of a published batch to its article, its list pages to the column."""
    online = LegacyPage.objects.filter(
        batch=batch, article__public_state=rules.PublicState.ONLINE
    ).select_related("article")
    rows = online.only("path", "article__first_published_at", "article__created_at")
    count = _write(_to_article(batch, page) for page in rows.iterator(chunk_size=CHUNK))
    lists = LegacyPage.objects.filter(
        folder__in=online.order_by().values("folder"), outcome=rules.PageOutcome.SKIPPED
    )
    return count + _write(
        Redirect(site_id=batch.site_id, old_path=path, new_path=f"{batch.column.path}/")
        for page in lists
        for path in (page.path, page.path.rpartition("/")[0] + "/")
    )


def take_back_redirects(pages: QuerySet[LegacyPage], site_id: int) -> None:
    """The old addresses of these pages lead nowhere any more."""
    Redirect.objects.filter(site=site_id, old_path__in=pages.values("path")).delete()


def _to_article(batch: ImportBatch, page: LegacyPage) -> Redirect:
    article = page.article
    assert article is not None  # noqa: S101 (only pages with an article are read)
    day = timezone.localdate(article.first_published_at or article.created_at)
    path = rules.article_path(article.pk, day)
    return Redirect(site_id=batch.site_id, old_path=page.path, new_path=path)


def _write(redirects: Iterable[Redirect]) -> int:
    rows, count = iter(redirects), 0
    while chunk := {row.old_path: row for row in islice(rows, CHUNK)}:
        count += len(chunk)
        Redirect.objects.bulk_create(
            chunk.values(),
            update_conflicts=True,
            unique_fields=["site", "old_path"],
            update_fields=["new_path", "gone"],
        )
    return count
