"""The lists that the checks use: words and leaders, kept by the site managers of the portal."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.models import CheckWord, RegisteredLeader
from xinqiao.domains.portal.rules import checking
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit

MOST_COMPLAINTS = 20
_KINDS = {str(kind.label): kind.value for kind in checking.WordKind} | {
    kind.value: kind.value for kind in checking.WordKind
}


@transaction.atomic
def save_word(
    *, actor: User, kind: str, word: str, suggestion: str = "", now: dt.datetime
) -> CheckWord:
    """Add a word, or change what is said about it. Raises PermissionDenied, ValidationError."""
    require(policies.can_keep_lists(actor))
    row = CheckWord.objects.filter(kind=kind, word=word.strip()).first() or CheckWord(
        kind=kind, word=word.strip()
    )
    row.suggestion, row.changed_by, row.changed_at = suggestion.strip(), actor, now
    _check_word(row)
    row.save()
    after = {"kind": kind, "word": row.word, "suggestion": row.suggestion}
    _record("check_word_saved", row, actor, now, after=after)
    return row


def _check_word(row: CheckWord) -> None:
    if len(row.word) < checking.SHORTEST:
        raise ValidationError(_("词语至少两个字。"))
    if row.kind == checking.WordKind.WRONG and row.word == row.suggestion:
        raise ValidationError(_("正确写法与错误写法相同。"))
    row.full_clean(exclude=["changed_by"], validate_unique=False, validate_constraints=False)


@transaction.atomic
def delete_word(*, actor: User, word_id: int, now: dt.datetime) -> None:
    """Take a word off its list. Raises PermissionDenied, CheckWord.DoesNotExist."""
    require(policies.can_keep_lists(actor))
    row = CheckWord.objects.get(pk=word_id)
    before = {"kind": row.kind, "word": row.word, "suggestion": row.suggestion}
    _record("check_word_deleted", row, actor, now, before=before)
    row.delete()


def import_words(
    *, actor: User, rows: Sequence[Sequence[str]], source: str, now: dt.datetime
) -> tuple[int, list[str]]:
    """Take lines of kind, word and suggestion in; what is there already is changed.

    Returns how many lines were taken and what was wrong with others. Raises PermissionDenied.
    """
    require(policies.can_keep_lists(actor))
    return _import_words(actor, rows, source, now)


def load_builtin_words(*, rows: Sequence[Sequence[str]], now: dt.datetime) -> int:
    """Fill empty lists of a new installation; returns how many words there are then."""
    if CheckWord.objects.exists():
        return 0
    return _import_words(None, rows, "内置词表", now)[0]


@transaction.atomic
def _import_words(
    actor: User | None, rows: Sequence[Sequence[str]], source: str, now: dt.datetime
) -> tuple[int, list[str]]:
    taken: dict[tuple[str, str], CheckWord] = {}
    wrong: list[str] = []
    for number, cells in enumerate(rows, 1):
        kind, word, suggestion = ([*cells, "", "", ""])[:3]
        if number == 1 and kind == "类别":
            continue
        row = CheckWord(kind=_KINDS.get(kind, kind), word=word, suggestion=suggestion)
        row.changed_by, row.changed_at = actor, now
        try:
            _check_word(row)
        except ValidationError as error:
            wrong.append(f"第{number}行：{''.join(error.messages)}")
            continue
        taken[row.kind, row.word] = row
    CheckWord.objects.bulk_create(
        taken.values(),
        update_conflicts=True,
        unique_fields=["kind", "word"],
        update_fields=["suggestion", "changed_by", "changed_at"],
        batch_size=500,
    )
    after = {"count": len(taken), "refused": len(wrong)}
    _record("check_words_imported", source, actor, now, after=after)
    return len(taken), wrong[:MOST_COMPLAINTS]


@transaction.atomic
def save_leader(
    *, actor: User, now: dt.datetime, leader_id: int | None = None, **facts: Any
) -> RegisteredLeader:
    """Register a leader's office, or correct it; ``facts`` are the fields of the register.

    Raises PermissionDenied, ValidationError.
    """
    require(policies.can_keep_lists(actor))
    row = RegisteredLeader.objects.get(pk=leader_id) if leader_id else RegisteredLeader()
    before = _leader_facts(row) if leader_id else None
    for name, value in facts.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = actor, now
    _check_leader(row)
    row.save()
    _record("leader_saved", row, actor, now, before=before, after=_leader_facts(row))
    return row


def _check_leader(row: RegisteredLeader) -> None:
    if row.ends_date and row.starts_date and row.ends_date < row.starts_date:
        raise ValidationError(_("任职止不能早于任职起。"))
    row.full_clean(exclude=["changed_by"])


def _leader_facts(row: RegisteredLeader) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "rank": row.rank,
        "from": str(row.starts_date),
        "to": str(row.ends_date or ""),
    }


@transaction.atomic
def delete_leader(*, actor: User, leader_id: int, now: dt.datetime) -> None:
    """Delete an office entered by mistake; one that ended gets its last day instead.

    Raises PermissionDenied, RegisteredLeader.DoesNotExist.
    """
    require(policies.can_keep_lists(actor))
    row = RegisteredLeader.objects.get(pk=leader_id)
    _record("leader_deleted", row, actor, now, before=_leader_facts(row))
    row.delete()


@transaction.atomic
def import_leaders(
    *, actor: User, rows: Sequence[Sequence[str]], source: str, now: dt.datetime
) -> tuple[int, list[str]]:
    """Take lines of name, title, rank, first and last day in. Returns as import_words does.

    Raises PermissionDenied.
    """
    require(policies.can_keep_lists(actor))
    count, wrong = 0, []
    for number, cells in enumerate(rows, 1):
        if number == 1 and cells[0] == "姓名":
            continue
        try:
            _import_leader(actor, [*cells, *[""] * 5][:5], now)
        except (ValidationError, ValueError) as error:
            said = "".join(getattr(error, "messages", [_("排序须为数字，日期写作2026-01-31。")]))
            wrong.append(f"第{number}行：{said}")
            continue
        count += 1
    after = {"count": count, "refused": len(wrong)}
    _record("leaders_imported", source, actor, now, after=after)
    return count, wrong[:MOST_COMPLAINTS]


def _import_leader(actor: User, cells: Sequence[str], now: dt.datetime) -> None:
    name, title, rank, starts, ends = cells
    first = dt.date.fromisoformat(starts)
    row = RegisteredLeader.objects.filter(name=name, title=title, starts_date=first).first()
    row = row or RegisteredLeader(name=name, title=title, starts_date=first)
    row.rank = int(rank)
    row.ends_date = dt.date.fromisoformat(ends) if ends else None
    row.changed_by, row.changed_at = actor, now
    _check_leader(row)
    row.save()


def _record(act: str, target: Any, actor: User | None, now: dt.datetime, **facts: Any) -> None:
    audit.record(action=f"portal.{act}", actor=actor, target=target, at=now, **facts)
