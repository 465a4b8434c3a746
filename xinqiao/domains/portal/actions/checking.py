"""Checks on the way of a text: reading its files, holding what may not pass, letting pass."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.adapters import attachments
from xinqiao.domains.portal.models import Article, CheckWaiver, FileScan
from xinqiao.domains.portal.queries import checking as queries
from xinqiao.domains.portal.rules import checking
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.files import storage
from xinqiao.kernel.files.models import StoredFile

WHERE_PERSONAL_DATA_MAY_WAIT = rules.REVIEW_STAGES | rules.DESK_STAGES


def read_files(*, files: Iterable[StoredFile], lists: queries.Checker, now: dt.datetime) -> int:
    """Read these files and keep what was found in them; returns how many.

    Each is read in a process of its own and takes up to attachments.SECONDS. Findings name no
    number in full.
    """
    count = 0
    for count, file in enumerate(files, 1):  # noqa: B007 (the count is what is returned)
        findings, problem = _read(file, lists)
        FileScan.objects.update_or_create(
            sha256=file.sha256,
            defaults={
                "fingerprint": lists.fingerprint,
                "findings": [finding.as_dict() for finding in findings],
                "problem": problem,
                "scanned_at": now,
            },
        )
    return count


def _read(file: StoredFile, lists: queries.Checker) -> tuple[list[checking.Finding], str]:
    if file.extension not in attachments.READABLE:
        return [], str(_("这种文件不能自动检查"))
    try:
        segments, is_whole = attachments.texts_of(storage.absolute(file.path), file.extension)
    except attachments.Unreadable as error:
        return [], str(error)
    found = checking.in_order(finding for segment in segments for finding in lists.find(segment))
    return found, "" if is_whole else str(_("内容过长，只检查了前面部分"))


def read_files_of(*, article_id: int, now: dt.datetime) -> int:
    """Read the files of an article's working text before a transaction locks anything."""
    rows = Article.objects.select_related("latest_revision")
    content = queries.content_of(rows.get(pk=article_id).working_copy())
    if not content.files:
        return 0
    lists = queries.checker(timezone.localdate(now))
    return read_files(files=queries.unscanned(content, lists), lists=lists, now=now)


def checked(copy: Article, now: dt.datetime) -> checking.Report:
    """All findings for this content, its files read."""
    lists = queries.checker(timezone.localdate(now))
    content = queries.content_of(copy)
    if content.files:
        read_files(files=queries.unscanned(content, lists), lists=lists, now=now)
    return queries.report_of(copy, lists, content)


def hold(copy: Article, now: dt.datetime, *, needs_waiver: bool) -> None:
    """Refuse marks of secrecy, and personal data that nobody let pass. Raises ChainRefused."""
    report = checked(copy, now)
    is_waived = bool(report.personal) and queries.is_waived(copy.pk, report)
    checking.check_publishable(report, is_waived=is_waived, needs_waiver=needs_waiver)


@transaction.atomic
def waive(
    *, actor: User, article_id: int, content_hash: str, reason: str, now: dt.datetime
) -> CheckWaiver:
    """Let the personal data of exactly this content pass; the secrecy reviewer says why.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_waive(actor, article))
    if article.stage not in WHERE_PERSONAL_DATA_MAY_WAIT:
        raise rules.ChainRefused(_("文章不在审核或编发环节，不能放行。"))
    copy = acts.seen_copy(article, content_hash)
    report = checked(copy, now)
    is_author = actor.pk in article.authors | frozenset(article.desk_writers)
    checking.check_waiver(report, reason=reason, is_author=is_author)
    given = CheckWaiver.objects.create(
        article=article,
        content_hash=content_hash,
        digest=report.digest,
        reason=reason.strip()[:500],
        actor=actor,
        at=now,
    )
    places = [f"{finding.place}{finding.label}" for finding in report.personal]
    after = {"content": content_hash, "found": places[:20]}
    acts.record("personal_data_waived", article, actor, now, after=after, reason=given.reason)
    return given


def may_go_online(articles: Iterable[Article], now: dt.datetime) -> frozenset[int]:
    """Of articles of an import, those without marks of secrecy and personal data."""
    lists = queries.checker(timezone.localdate(now))
    free = set()
    for article in articles:
        content = queries.content_of(article)
        read_files(files=queries.unscanned(content, lists), lists=lists, now=now)
        report = checking.Report.of("", queries.findings_in(content, lists))
        if not report.stops and not report.personal:
            free.add(article.pk)
    return frozenset(free)
