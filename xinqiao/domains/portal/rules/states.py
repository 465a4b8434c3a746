"""The words of the editorial chain: kinds, classes, stages, states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What an article is for its readers."""

    NEWS = "news", _("新闻")
    NOTICE = "notice", _("通知公告")
    DOCUMENT = "document", _("政策文件")
    INTERPRETATION = "interpretation", _("政策解读")
    LEADER = "leader", _("领导信息")
    INSTITUTION = "institution", _("机构职能")
    SPEECH = "speech", _("领导讲话")
    VIDEO = "video", _("视频")
    REPRINT = "reprint", _("转载")
    LINK = "link", _("链接")
    PAGE = "page", _("固定页面")


class ContentClass(TextChoices):
    """How the content is treated on its way (requirement P06)."""

    NEWS = "news", _("新闻")
    DOCUMENT = "document", _("公文")
    SENSITIVE = "sensitive", _("敏感")
    EXPRESS = "express", _("快速通道")


class Stage(TextChoices):
    """Where the working text stands; beside it, ``PublicState`` says what readers get."""

    DRAFT = "draft", _("草稿")
    UNIT_REVIEW = "unit_review", _("待审核")
    UNIT_HEAD = "unit_head", _("待单位负责人审签")
    SECRECY_REVIEW = "secrecy_review", _("待保密审查")
    LEADER = "leader", _("待领导审签")
    EDITING = "editing", _("待编发")
    APPROVED = "approved", _("待发布")
    RETURNED = "returned", _("已退回")
    DONE = "done", _("已办结")


class PublicState(TextChoices):
    """What readers get."""

    UNPUBLISHED = "unpublished", _("未发布")
    ONLINE = "online", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")


class Validity(TextChoices):
    """Whether a policy document is in force."""

    VALID = "valid", _("有效")
    AMENDED = "amended", _("已修改")
    EXPIRED = "expired", _("失效")
    REPEALED = "repealed", _("废止")


class PlacementMode(TextChoices):
    """How an article stands in a column."""

    OWN = "own", _("本栏目")
    MIRROR = "mirror", _("同步")
    COPY = "copy", _("复制")
    LINK = "link", _("链接")
    MANDATORY = "mandatory", _("必须转载")


class PlacementState(TextChoices):
    """Whether it stands there."""

    OFFERED = "offered", _("待采用")
    ACCEPTED = "accepted", _("已采用")
    DECLINED = "declined", _("未采用")
    ONLINE = "online", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


class BatchState(TextChoices):
    """Where an import batch stands."""

    READING = "reading", _("读取中")
    READY = "ready", _("待提交")
    UNIT_REVIEW = "unit_review", _("待审核")
    UNIT_HEAD = "unit_head", _("待单位负责人审签")
    SECRECY_REVIEW = "secrecy_review", _("待保密审查")
    LEADER = "leader", _("待领导审签")
    EDITING = "editing", _("待编发")
    APPROVED = "approved", _("待发布")
    PUBLISHED = "published", _("已发布")
    FAILED = "failed", _("失败")
    TAKEN_BACK = "taken_back", _("已回退")


# Batches that nobody is reviewing and nobody reads: they may be deleted whole.
DELETABLE_BATCHES = frozenset({BatchState.READY, BatchState.FAILED})


class ItemOutcome(TextChoices):
    """What became of one line of an import."""

    IMPORTED = "imported", _("已导入")
    UPDATED = "updated", _("已更新")
    SKIPPED = "skipped", _("已存在")
    CONFLICT = "conflict", _("与已发布内容冲突")
    FAILED = "failed", _("失败")


WRITTEN = frozenset({ItemOutcome.IMPORTED, ItemOutcome.UPDATED})  # lines that a manifest holds


class SecrecyOpinion(TextChoices):
    """The secrecy reviewer's opinion (requirement P05)."""

    PUBLIC = "public", _("公开")
    NOT_PUBLIC = "not_public", _("不予公开")
    REFER = "refer", _("需报审")
