"""What a person may do next to an import batch, as buttons with plain verbs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import (
    imports,
    imports_approval,
    imports_background,
    imports_rollback,
)
from xinqiao.domains.portal.forms import imports as forms
from xinqiao.domains.portal.models import ImportBatch

State = rules.BatchState
REVIEWS = frozenset({State.UNIT_REVIEW, State.UNIT_HEAD, State.LEADER, State.EDITING})


@dataclass(frozen=True)
class Act:
    """One act: who may, what is asked, what is done."""

    code: str
    label: Any
    form_class: type[forms.BatchActForm]
    may: Callable[[Any, ImportBatch], bool]
    run: Callable[..., Any]
    done: Any
    consequence: Any = ""
    is_main: bool = True


def _is_importer(user: Any, batch: ImportBatch) -> bool:
    return batch.created_by_id == user.pk


def _unstarted(user: Any, batch: ImportBatch) -> bool:
    reading = batch.state == State.READING and not batch.mapping.get(imports.STARTED)
    return reading and _is_importer(user, batch)


def _takes_step(user: Any, batch: ImportBatch) -> bool:
    """Whether the batch waits for a duty that this person holds, and he did not import it."""
    waiting = batch.state in {*REVIEWS, State.SECRECY_REVIEW, State.APPROVED}
    if not waiting or _is_importer(user, batch):
        return False
    duty = imports_approval.waiting_step(batch).duty
    return policies.can_take_batch_step(user, batch, duty)


def _may_publish(user: Any, batch: ImportBatch) -> bool:
    return (
        batch.state == State.APPROVED
        and _takes_step(user, batch)
        and not imports_approval.is_publishing(batch)
    )


def _may_return(user: Any, batch: ImportBatch) -> bool:
    if batch.state == State.APPROVED:
        return _may_publish(user, batch)
    return _takes_step(user, batch)


def _takes_publication(user: Any, batch: ImportBatch) -> bool:
    return policies.can_take_batch_step(user, batch, rules.PUBLISH.duty)


def _plain(action: Callable[..., Any]) -> Callable[..., Any]:
    def run(*, manifest_hash: str = "", **whole: Any) -> Any:
        return action(**whole)

    return run


ACTS = (
    Act(
        "start",
        _("开始导入"),
        forms.BatchActForm,
        _unstarted,
        _plain(imports_background.start_reading),
        _("已开始导入，可以离开本页，完成后在待办里看到。"),
    ),
    Act(
        "abandon",
        _("放弃"),
        forms.BatchActForm,
        _unstarted,
        _plain(imports.abandon),
        _("已放弃这次导入。"),
        is_main=False,
    ),
    Act(
        "submit",
        _("整批提交"),
        forms.BatchActForm,
        lambda user, batch: batch.state == State.READY and _is_importer(user, batch),
        _plain(imports_approval.submit_batch),
        _("已提交，下一环节的同事会在待办里看到。"),
    ),
    Act(
        "pass",
        _("整批通过"),
        forms.BatchPassForm,
        lambda user, batch: batch.state in REVIEWS and _takes_step(user, batch),
        imports_approval.pass_batch,
        _("已通过。"),
        _("通过后，清单中的每一篇都视为由您审核。"),
    ),
    Act(
        "secrecy",
        _("整批保密审查"),
        forms.BatchSecrecyForm,
        lambda user, batch: batch.state == State.SECRECY_REVIEW and _takes_step(user, batch),
        imports_approval.pass_batch,
        _("保密审查意见已记录。"),
    ),
    Act(
        "publish",
        _("整批发布"),
        forms.BatchActForm,
        _may_publish,
        _plain(imports_background.start_publishing),
        _("已开始发布。"),
        _("发布后，清单中的全部文章立即对公众可见。"),
    ),
    Act(
        "send_back",
        _("退回导入人"),
        forms.BatchReasonForm,
        _may_return,
        _plain(imports_approval.send_back_batch),
        _("已退回。"),
        is_main=False,
    ),
    Act(
        "delete",
        _("删除这一批"),
        forms.BatchReasonForm,
        lambda user, batch: (
            batch.state in rules.DELETABLE_BATCHES and policies.can_delete_batch(user, batch)
        ),
        _plain(imports_rollback.delete_batch),
        _("已删除，这批网页可以重新导入。"),
        _("删除后，这批导入的文章不再存在。"),
        is_main=False,
    ),
    Act(
        "withdraw",
        _("整批撤回"),
        forms.BatchReasonForm,
        lambda user, batch: batch.state == State.PUBLISHED and _takes_publication(user, batch),
        _plain(imports_background.start_withdrawing),
        _("已开始整批撤回。"),
        _("撤回后，这批文章全部不再公开，旧地址也不再转接。"),
        is_main=False,
    ),
)


def find(code: str) -> Act | None:
    """The act with this code."""
    return next((act for act in ACTS if act.code == code), None)


def offered(user: Any, batch: ImportBatch) -> Iterator[Act]:
    """The acts open to this person now."""
    return (act for act in ACTS if act.may(user, batch))
