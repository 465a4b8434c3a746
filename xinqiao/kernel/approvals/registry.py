"""Domains register here how a content may be covered by the approval of a batch."""

from collections.abc import Callable

from xinqiao.kernel.approvals.rules import Content

# Given the id and the hash of a content, the batch that covers exactly this content, if any.
CoverFinder = Callable[[int, str], Content | None]

_finders: dict[str, CoverFinder] = {}


def register_cover(target_type: str, finder: CoverFinder) -> None:
    """Let ``finder(target_id, content_hash)`` name the batch that covers exactly this content."""
    _finders[target_type] = finder


def cover_of(target_type: str, target_id: int, content_hash: str) -> Content | None:
    """The batch that covers this content, if any."""
    finder = _finders.get(target_type)
    return finder(target_id, content_hash) if finder else None
