"""What an approval binds, which steps are missing, and which people must differ.

Legal basis: 信息公开前的保密审查 (Order 711, art. 17): no disclosure without secrecy review.
Our reading: docs/decisions/0008-approval-bound-to-content.md.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    """How somebody passed a content."""

    PASSED = "passed", _("通过")
    CONFIRMED = "confirmed", _("确认修改")


@dataclass(frozen=True)
class Step:
    """One step of a chain: its code, its Chinese name, the duty that takes it."""

    code: str
    label: str
    duty: str


@dataclass(frozen=True)
class Content:
    """What is passed: a thing, and the hash of what it says now."""

    target_type: str
    target_id: int
    content_hash: str


@dataclass(frozen=True)
class Signature:
    """Who took a step."""

    step: str
    actor_id: int


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document as RFC 8785 JSON: one content, one string of bytes."""
    return rfc8785.dumps(dict(document))


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical document, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def missing_steps(steps: Iterable[Step], signatures: Iterable[Signature]) -> tuple[Step, ...]:
    """The required steps that nobody has taken, in their order."""
    taken = {signature.step for signature in signatures}
    return tuple(step for step in steps if step.code not in taken)


def may_pass(
    step: str,
    person: int,
    *,
    signatures: Iterable[Signature],
    barred: Mapping[str, frozenset[int]],
    apart: Mapping[str, frozenset[str]],
) -> bool:
    """Whether this person may take this step beside those who wrote and passed the content.

    ``barred`` names, for a step, people who may not take it, such as the authors; ``apart`` the
    steps whose person must be another one.
    """
    if person in barred.get(step, frozenset()):
        return False
    others = apart.get(step, frozenset())
    return all(row.actor_id != person for row in signatures if row.step in others)


def is_whole(
    steps: Iterable[Step],
    signatures: Iterable[Signature],
    *,
    barred: Mapping[str, frozenset[int]],
    apart: Mapping[str, frozenset[str]],
) -> bool:
    """Whether every step is taken, each by somebody who may take it beside the others."""
    rows = list(signatures)
    required = list(steps)
    return (
        bool(required)
        and not missing_steps(required, rows)
        and all(
            may_pass(row.step, row.actor_id, signatures=rows, barred=barred, apart=apart)
            for row in rows
        )
    )
