"""What a person may do next to an article, as buttons with plain verbs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import actions, policies, rules
from xinqiao.domains.portal.forms import acts as forms
from xinqiao.domains.portal.forms.pushes import PushForm
from xinqiao.domains.portal.models import Article

Data = dict[str, Any]
ON_ITS_WAY = rules.REVIEW_STAGES | rules.DESK_STAGES


@dataclass(frozen=True)
class Act:
    """One act: who may, when, what is asked, and the action that does it."""

    code: str
    label: Any
    form_class: type[forms.ActForm]
    may: Callable[[Any, Article], bool]
    run: Callable[..., Any]
    done: Any
    consequence: Any = ""
    is_main: bool = False

    def seen(self, article: Article, working_hash: str) -> str:
        """The hash of what this act is about: the work, or the version online."""
        return article.online_hash if self.code == "review_after" else working_hash


def _takes_step(user: Any, article: Article) -> bool:
    """Whether this article waits for exactly this person: his duty, and not his own text."""
    if article.stage not in rules.ACTS["pass"] or not policies.can_take_step(user, article):
        return False
    return user.pk not in article.barred.get(article.stage, frozenset())


def _may_pass(user: Any, article: Article) -> bool:
    return article.stage != rules.Stage.SECRECY_REVIEW and _takes_step(user, article)


def _may_review_secrecy(user: Any, article: Article) -> bool:
    return article.stage == rules.Stage.SECRECY_REVIEW and _takes_step(user, article)


def _may_review_after(user: Any, article: Article) -> bool:
    return (
        article.review_due_at is not None
        and policies.can_review_after(user, article)
        and user.pk not in article.barred[rules.UNIT_REVIEW.code]
    )


def _stands(act: str, article: Article) -> bool:
    try:
        rules.check_act(act, stage=article.stage, public_state=article.public_state)
    except rules.ChainRefused:
        return False
    return article.batch_id is None or article.stage != rules.Stage.DONE or _is_out(article)


def _is_out(article: Article) -> bool:
    return article.public_state != rules.PublicState.UNPUBLISHED


def _when(act: str, may: Callable[[Any, Article], bool]) -> Callable[[Any, Article], bool]:
    return lambda user, article: _stands(act, article) and may(user, article)


def _may_take_back(user: Any, article: Article) -> bool:
    return policies.can_write(user, article) and (
        user.pk in {article.submitted_by_id, article.created_by_id}
    )


def _without_hash(action: Callable[..., Any]) -> Callable[..., Any]:
    def run(*, content_hash: str = "", **whole: Any) -> Any:
        return action(**whole)

    return run


def _may_plan(user: Any, article: Article) -> bool:
    return _needs_plan(article) and policies.can_plan_interpretation(user, article)


def _may_exempt(user: Any, article: Article) -> bool:
    return _needs_plan(article) and policies.can_exempt_interpretation(user, article)


def _needs_plan(article: Article) -> bool:
    return article.kind == rules.Kind.DOCUMENT and article.batch_id is None


ACTS = (
    Act(
        "submit",
        _("提交"),
        forms.ActForm,
        _when("submit", policies.can_write),
        _without_hash(lambda **whole: actions.submit(**whole)),
        _("已提交，下一环节的同事会在待办里看到。"),
        is_main=True,
    ),
    Act(
        "pass",
        _("通过"),
        forms.PassForm,
        _may_pass,
        lambda **whole: actions.pass_step(**whole),
        _("已通过。"),
        is_main=True,
    ),
    Act(
        "secrecy",
        _("保密审查"),
        forms.SecrecyForm,
        _may_review_secrecy,
        lambda **whole: actions.pass_step(**whole),
        _("保密审查意见已记录。"),
        is_main=True,
    ),
    Act(
        "waive",
        _("放行个人信息"),
        forms.WaiveForm,
        lambda user, article: (
            article.stage in ON_ITS_WAY
            and policies.can_waive(user, article)
            and user.pk not in article.authors | frozenset(article.desk_writers)
        ),
        lambda **whole: actions.waive(**whole),
        _("已放行，理由已记录。"),
        _("放行后，检查列出的个人信息将随文章公开。"),
    ),
    Act(
        "publish",
        _("发布"),
        forms.PublishForm,
        _when("publish", policies.can_publish),
        _without_hash(lambda **whole: actions.publish(**whole)),
        _("已发布或已排定发布时间。"),
        is_main=True,
    ),
    Act(
        "plan_interpretation",
        _("解读方案"),
        forms.PlanForm,
        _may_plan,
        _without_hash(lambda **whole: actions.plan_interpretation(**whole)),
        _("解读方案已记录。"),
    ),
    Act(
        "exempt_interpretation",
        _("不需解读"),
        forms.ExemptionForm,
        _may_exempt,
        _without_hash(lambda **whole: actions.plan_interpretation(**whole)),
        _("不解读的理由已记录。"),
    ),
    Act(
        "review_after",
        _("补审通过"),
        forms.ActForm,
        _may_review_after,
        lambda **whole: actions.review_after(**whole),
        _("已补审。"),
        _("补审针对在线版本，请先看在线版本。"),
        is_main=True,
    ),
    Act(
        "refuse_after",
        _("补审不通过"),
        forms.ReasonForm,
        _may_review_after,
        _without_hash(lambda **whole: actions.refuse_after(**whole)),
        _("已撤回，公众不再看到这篇文章。"),
        _("补审不通过的，这篇文章立即从所有栏目下线。"),
    ),
    Act(
        "unschedule",
        _("取消定时"),
        forms.ActForm,
        lambda user, article: (
            article.publish_at is not None
            and _stands("unschedule", article)
            and policies.can_publish(user, article)
        ),
        _without_hash(lambda **whole: actions.unschedule(**whole)),
        _("已取消定时发布。"),
    ),
    Act(
        "request_confirmation",
        _("送请确认修改"),
        forms.ActForm,
        lambda user, article: (
            _stands("request_confirmation", article)
            and bool(article.desk_writers)
            and policies.can_edit_at_desk(user, article)
        ),
        _without_hash(lambda **whole: actions.request_confirmation(**whole)),
        _("已送审核人和保密审查人确认编辑部的修改。"),
    ),
    Act(
        "send_back",
        _("退回"),
        forms.SendBackForm,
        _when("send_back", policies.can_send_back),
        _without_hash(lambda **whole: actions.send_back(**whole)),
        _("已退回，并已告知。"),
    ),
    Act(
        "take_back",
        _("收回"),
        forms.ActForm,
        _when("take_back", _may_take_back),
        _without_hash(lambda **whole: actions.take_back(**whole)),
        _("已收回为草稿，可以继续修改。"),
        _("收回后，已办的审核作废，需重新提交。"),
    ),
    Act(
        "start_correction",
        _("更正"),
        forms.ActForm,
        _when("start_correction", policies.can_correct),
        _without_hash(lambda **whole: actions.start_correction(**whole)),
        _("更正已开始：在线版本保持公开，修改后须重新审核。"),
    ),
    Act(
        "drop_correction",
        _("放弃更正"),
        forms.ActForm,
        _when("drop_correction", policies.can_correct),
        _without_hash(lambda **whole: actions.drop_correction(**whole)),
        _("已放弃更正，在线版本不变。"),
        _("未发布的更正内容将不再使用。"),
    ),
    Act(
        "offer",
        _("报送门户"),
        forms.OfferForm,
        lambda user, article: (
            article.site.parent_id is not None and policies.can_offer(user, article)
        ),
        _without_hash(lambda **whole: actions.offer(**whole)),
        _("已报送，等对方编辑部采用。"),
    ),
    Act(
        "push",
        _("要求转载"),
        PushForm,
        lambda user, article: (
            article.public_state == rules.PublicState.ONLINE and policies.can_push(user, article)
        ),
        _without_hash(lambda **whole: actions.push(**whole)),
        _("已推送，各站点的编辑部会在待办里看到。"),
    ),
    Act(
        "withdraw",
        _("撤回已发布的文章"),
        forms.ReasonForm,
        _when("withdraw", policies.can_withdraw),
        _without_hash(lambda **whole: actions.withdraw(**whole)),
        _("已撤回，公众不再看到这篇文章。"),
        _("撤回后，这篇文章将立即从所有栏目下线。"),
    ),
    Act(
        "delete",
        _("删除草稿"),
        forms.ActForm,
        _when("delete", policies.can_write),
        _without_hash(lambda **whole: actions.delete_draft(**whole)),
        _("草稿已删除。"),
        _("删除后不能恢复。"),
    ),
)


def find(code: str) -> Act | None:
    """The act with this code."""
    return next((act for act in ACTS if act.code == code), None)


def offered(user: Any, article: Article) -> Iterator[Act]:
    """The acts open to this person now."""
    return (act for act in ACTS if act.may(user, article))
