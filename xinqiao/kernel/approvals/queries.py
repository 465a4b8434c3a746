"""Who has passed a content, and whether that is enough."""

from collections.abc import Iterable, Mapping

from xinqiao.kernel.approvals import registry, rules
from xinqiao.kernel.approvals.models import Approval, ApprovalQuerySet


def standing(target_type: str, target_id: int, content_hash: str) -> ApprovalQuerySet:
    """The approvals of exactly this content that are not voided, in their order."""
    return (
        Approval.objects.of(target_type, target_id)
        .standing()
        .filter(content_hash=content_hash)
        .order_by("id")
    )


def signatures(target_type: str, target_id: int, content_hash: str) -> list[rules.Signature]:
    """The standing approvals as pure facts, of the content itself only."""
    rows = standing(target_type, target_id, content_hash).values_list("step", "actor_id")
    return [rules.Signature(step, actor_id) for step, actor_id in rows]


def covering_signatures(
    target_type: str, target_id: int, content_hash: str
) -> list[rules.Signature]:
    """The standing approvals of the batch that covers this content; empty without one."""
    cover = registry.cover_of(target_type, target_id, content_hash)
    if cover is None:
        return []
    return signatures(cover.target_type, cover.target_id, cover.content_hash)


def is_approved(
    target: rules.Content,
    required_steps: Iterable[rules.Step],
    *,
    barred: Mapping[str, frozenset[int]] | None = None,
    apart: Mapping[str, frozenset[str]] | None = None,
) -> bool:
    """Whether every required step of this content is taken, by people who differ as they must.

    The content's own approvals and those of a batch that covers it are two ways, never mixed.
    """
    steps = list(required_steps)
    key = (target.target_type, target.target_id, target.content_hash)
    return any(
        rules.is_whole(steps, find(*key), barred=barred or {}, apart=apart or {})
        for find in (signatures, covering_signatures)
    )
