"""The editorial chain as data: steps of each class, who must differ, which act fits which stage."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.states import (
    ContentClass,
    PublicState,
    SecrecyOpinion,
    Stage,
)
from xinqiao.kernel.approvals.rules import Signature, Step, missing_steps

UNIT_REVIEW = Step(Stage.UNIT_REVIEW, str(Stage.UNIT_REVIEW.label), "unit_reviewer")
UNIT_HEAD = Step(Stage.UNIT_HEAD, str(Stage.UNIT_HEAD.label), "unit_head")
SECRECY_REVIEW = Step(Stage.SECRECY_REVIEW, str(Stage.SECRECY_REVIEW.label), "secrecy_reviewer")
LEADER = Step(Stage.LEADER, str(Stage.LEADER.label), "leader")
EDITING = Step(Stage.EDITING, str(Stage.EDITING.label), "editor")
PUBLISH = Step("publish", "发布", "publisher")

STEPS = {
    ContentClass.NEWS: (UNIT_REVIEW, SECRECY_REVIEW, EDITING),
    ContentClass.DOCUMENT: (UNIT_REVIEW, UNIT_HEAD, SECRECY_REVIEW, EDITING),
    ContentClass.SENSITIVE: (UNIT_REVIEW, UNIT_HEAD, SECRECY_REVIEW, LEADER, EDITING),
    ContentClass.EXPRESS: (SECRECY_REVIEW,),  # the unit review follows (see express.py)
}

STEP_AT = {step.code: step for step in (UNIT_REVIEW, UNIT_HEAD, SECRECY_REVIEW, LEADER, EDITING)}
DUTY_AT = {code: step.duty for code, step in STEP_AT.items()} | {Stage.APPROVED: PUBLISH.duty}

# The person at a step must be another one than the people at these steps of the same content.
_REVIEWS = frozenset(step.code for step in (UNIT_REVIEW, UNIT_HEAD, SECRECY_REVIEW, LEADER))
APART = {code: _REVIEWS - {code} for code in _REVIEWS} | {
    Stage.SECRECY_REVIEW: (_REVIEWS - {Stage.SECRECY_REVIEW}) | {EDITING.code, PUBLISH.code},
    EDITING.code: frozenset({Stage.SECRECY_REVIEW}),
    PUBLISH.code: frozenset({Stage.SECRECY_REVIEW}),
}

REVIEW_STAGES = frozenset({Stage.UNIT_REVIEW, Stage.UNIT_HEAD, Stage.SECRECY_REVIEW, Stage.LEADER})
BEFORE_SECRECY_REVIEW = frozenset({Stage.UNIT_REVIEW, Stage.UNIT_HEAD})
UNIT_STAGES = frozenset({Stage.DRAFT, Stage.RETURNED})
DESK_STAGES = frozenset({Stage.EDITING, Stage.APPROVED})

# act -> the stages in which it may happen. What is not named here cannot happen.
ACTS = {
    "save": UNIT_STAGES,
    "submit": UNIT_STAGES,
    "take_back": REVIEW_STAGES,
    "pass": REVIEW_STAGES | {Stage.EDITING},
    "send_back": REVIEW_STAGES | DESK_STAGES,
    "edit_at_desk": DESK_STAGES,
    "request_confirmation": DESK_STAGES,
    "publish": frozenset({Stage.APPROVED}),
    "unschedule": frozenset({Stage.APPROVED}),
    "start_correction": frozenset({Stage.DONE}),
    "drop_correction": UNIT_STAGES,
    "delete": UNIT_STAGES,
}

_REFUSALS = {
    "save": _("文章已提交或已发布，不能直接修改；请先撤回，或发起更正。"),
    "submit": _("文章不是草稿，不能提交。"),
    "take_back": _("文章不在审核中，不能撤回。"),
    "pass": _("文章不在审核环节，不能通过。"),
    "send_back": _("文章不在审核或编发环节，不能退回。"),
    "edit_at_desk": _("文章不在编辑部，不能在此修改。"),
    "request_confirmation": _("文章不在编辑部，不能送请确认。"),
    "publish": _("文章尚未完成审批，不能发布。"),
    "unschedule": _("文章没有定时发布。"),
    "start_correction": _("更正正在进行，或文章从未发布。"),
    "drop_correction": _("更正已提交，请先撤回。"),
    "delete": _("文章已提交或已发布，不能删除。"),
}

# Where readers must stand for an act; acts not named do not ask.
_PUBLIC_STATES = {
    "start_correction": frozenset(set(PublicState) - {PublicState.UNPUBLISHED}),
    "drop_correction": frozenset(set(PublicState) - {PublicState.UNPUBLISHED}),
    "delete": frozenset({PublicState.UNPUBLISHED}),
    "withdraw": frozenset({PublicState.ONLINE}),
    "offer": frozenset(PublicState),
}


class ChainRefused(ValueError):
    """The state of the article does not allow the act; the message says why, in Chinese."""


class ContentChanged(ChainRefused):
    """The text is no longer the one that the person saw."""


class PeopleMustDiffer(ChainRefused):
    """The person wrote the text or has passed another step of it."""


def steps_of(content_class: str) -> tuple[Step, ...]:
    """The steps that content of this class needs before it is published."""
    return STEPS[ContentClass(content_class)]


def strictest(classes: Iterable[str]) -> ContentClass:
    """The class with the most steps, for a batch that holds several."""
    return max(
        (ContentClass(value) for value in classes),
        key=lambda value: len(steps_of(value)),
        default=ContentClass.NEWS,
    )


def check_batch_class(content_class: str) -> None:
    """What is imported by the hundred is not urgent. Raises ChainRefused."""
    if content_class == ContentClass.EXPRESS:
        raise ChainRefused(_("批量导入不能走快速通道，请按内容性质选择新闻、公文或敏感。"))


def check_act(act: str, *, stage: str, public_state: str = PublicState.UNPUBLISHED) -> None:
    """Refuse an act that does not fit where the article stands. Raises ChainRefused."""
    stages = ACTS.get(act)
    states = _PUBLIC_STATES.get(act)
    if (stages is not None and stage not in stages) or (
        states is not None and public_state not in states
    ):
        raise ChainRefused(_REFUSALS.get(act, _("文章不在线，不能办理。")))


def may_write(stage: str, *, at_desk: bool) -> bool:
    """Whether the working text may be changed: by its unit as a draft, by the desk while there."""
    return stage in UNIT_STAGES or (at_desk and stage in DESK_STAGES)


def barred(
    authors: frozenset[int], desk_writers: frozenset[int] = frozenset()
) -> dict[str, frozenset[int]]:
    """For each step, who may not take it: authors nowhere, a writing editor not as a reviewer."""
    reviewing = dict.fromkeys(_REVIEWS, authors | desk_writers)
    return reviewing | {EDITING.code: authors, PUBLISH.code: authors}


def next_stage(content_class: str, signatures: Iterable[Signature]) -> Stage:
    """The stage of the first step nobody has taken for this content; APPROVED when all have."""
    missing = missing_steps(steps_of(content_class), signatures)
    return Stage(missing[0].code) if missing else Stage.APPROVED


def step_of(stage: str, content_class: str) -> Step:
    """The step that an article of this class waits for in this stage. Raises ChainRefused."""
    for step in steps_of(content_class):
        if step.code == stage:
            return step
    raise ChainRefused(_REFUSALS["pass"])


def return_targets(content_class: str, stage: str) -> tuple[Stage, ...]:
    """Where an article in this stage may be sent back to; the author comes first."""
    codes = [step.code for step in steps_of(content_class)]
    before = codes[: codes.index(stage)] if stage in codes else codes
    return (Stage.RETURNED, *(Stage(code) for code in before))


def check_return(content_class: str, stage: str, to_stage: str, reason: str) -> None:
    """Refuse a return without reason or to a step that was not taken. Raises ChainRefused."""
    if not reason.strip():
        raise ChainRefused(_("请写明退回原因。"))
    if to_stage not in return_targets(content_class, stage):
        raise ChainRefused(_("只能退回作者或已办过的环节。"))


def voided_by_return(content_class: str, to_stage: str) -> frozenset[str] | None:
    """Codes of the steps whose approvals a return undoes; None means all of them."""
    if to_stage == Stage.RETURNED:
        return None
    codes = [step.code for step in steps_of(content_class)]
    return frozenset(codes[codes.index(to_stage) :]) | {PUBLISH.code}


def check_opinion(opinion: str, basis: str) -> None:
    """The secrecy reviewer gives an opinion with its basis. Raises ChainRefused."""
    if opinion not in SecrecyOpinion.values or not basis.strip():
        raise ChainRefused(_("请选择保密审查意见并写明依据。"))


def check_secrecy(opinion: str, basis: str) -> None:
    """Only 公开 passes, with its basis. Raises ChainRefused.

    Order 711, art. 17: what cannot be decided is referred, what is secret is not disclosed.
    """
    check_opinion(opinion, basis)
    if opinion != SecrecyOpinion.PUBLIC:
        raise ChainRefused(_("意见为不予公开或需报审的，请退回并写明去向。"))


def check_reason(reason: str) -> None:
    """A withdrawal needs a reason. Raises ChainRefused."""
    if not reason.strip():
        raise ChainRefused(_("请写明原因。"))
