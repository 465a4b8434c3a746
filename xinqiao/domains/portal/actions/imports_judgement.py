"""What becomes of each line of an import: new, changed, the same, in conflict, or wrong."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.adapters import rows
from xinqiao.domains.portal.adapters.lines import Line
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.sites.models import Column

HELD = frozenset(
    {rules.BatchState.READING, rules.BatchState.READY, rules.BatchState.FAILED}
)  # batches that nobody is reviewing


@dataclass
class Verdict:
    """The outcome of one line, with what is needed to carry it out."""

    line: int
    outcome: rules.ItemOutcome
    source_id: str = ""
    message: str = ""
    title: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    article: Article | None = None


def judge(
    chunk: Sequence[Line],
    *,
    column: Column,
    mapping: Mapping[str, Any],
    now: dt.datetime,
    batch_id: int | None = None,
) -> list[Verdict]:
    """Judge some lines together, with one query for what is already there."""
    verdicts = [_read(line, column=column, mapping=mapping, now=now) for line in chunk]
    keys = {verdict.source_id for verdict in verdicts if verdict.source_id}
    known = _known(column, keys)
    seen: dict[str, int] = {}
    for verdict in verdicts:
        if verdict.outcome == rules.ItemOutcome.FAILED:
            continue
        first = seen.setdefault(verdict.source_id, verdict.line)
        if first != verdict.line:
            _refuse(verdict, f"来源编号与第{first}行重复")
        elif article := known.get(verdict.source_id):
            _compare(verdict, article, batch_id)
    return verdicts


def _known(column: Column, keys: set[str]) -> dict[str, Article]:
    found = Article.objects.filter(
        site_id=column.site_id, column=column, source_key__in=keys
    ).select_related("batch")
    return {article.source_key: article for article in found}


def _read(line: Line, *, column: Column, mapping: Mapping[str, Any], now: dt.datetime) -> Verdict:
    verdict = Verdict(line.number, rules.ItemOutcome.IMPORTED)
    if line.record is None:
        _refuse(verdict, line.problem)
        return verdict
    try:
        row = rows.row_of(line.record, mapping, now=now)
    except rows.BadRow as error:
        _refuse(verdict, str(error))
        return verdict
    verdict.source_id = row.source_id
    verdict.fields = _with_kind(row.fields, column)
    verdict.title = row.fields["title"]
    return verdict


def _with_kind(fields: Mapping[str, Any], column: Column) -> dict[str, Any]:
    """The kind that the column's type asks for; a document without issuer is its unit's."""
    kind = fields.get("kind") or kind_of(column)
    whole = {**fields, "kind": kind}
    if kind == rules.Kind.DOCUMENT and not whole.get("issuing_body"):
        whole["issuing_body"] = column.organisation.name
    return whole


def kind_of(column: Column) -> rules.Kind:
    """The kind of articles that a column of this type holds."""
    for word, kind in _KINDS.items():
        if word in column.column_type:
            return kind
    return rules.Kind.NEWS


_KINDS = {
    "文件": rules.Kind.DOCUMENT,
    "解读": rules.Kind.INTERPRETATION,
    "通知": rules.Kind.NOTICE,
    "公告": rules.Kind.NOTICE,
}


def _compare(verdict: Verdict, article: Article, batch_id: int | None) -> None:
    """An article with this source id is there already."""
    verdict.article = article
    if batch_id is not None and article.batch_id == batch_id:
        _refuse(verdict, "来源编号与前面某行重复")
    elif all(getattr(article, name) == value for name, value in verdict.fields.items()):
        verdict.outcome = rules.ItemOutcome.SKIPPED
        verdict.message = "内容没有变化"
    elif reason := _untouchable(article):
        verdict.outcome = rules.ItemOutcome.CONFLICT
        verdict.message = reason
    else:
        verdict.outcome = rules.ItemOutcome.UPDATED
        verdict.message = "按来源更新"


def _untouchable(article: Article) -> str:
    """Why an import may not change this article; empty when it may."""
    if article.public_state != rules.PublicState.UNPUBLISHED:
        return "已发布，与来源不同，未作改动"
    if article.batch is not None and article.batch.state not in HELD:
        return "所在批次正在审批，未作改动"
    if article.batch is None and article.stage not in rules.UNIT_STAGES:
        return "正在审批，未作改动"
    if article.latest_revision_id is not None:
        return "已在工作台修改，未作改动"
    return ""


def _refuse(verdict: Verdict, message: str) -> None:
    verdict.outcome = rules.ItemOutcome.FAILED
    verdict.message = message
    verdict.article = None
