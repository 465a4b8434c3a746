"""The pages of the user guide: for whom each is, and which screens it explains.

Legal basis: none; the guide is ours. Routes are named as the resolver names them; ``portal:import``
stands for all routes that begin so.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class GuidePage:
    """One subject of the guide; without duties it is for everybody."""

    slug: str
    title: Any
    summary: Any
    routes: tuple[str, ...]
    duties: frozenset[str] = frozenset()

    def explains(self, route: str) -> bool:
        """Whether a screen belongs to this page."""
        return any(route.startswith(one) for one in self.routes)

    def is_for(self, duties: frozenset[str]) -> bool:
        """Whether the holders of these duties need it."""
        return not self.duties or bool(self.duties & duties)


def _who(*codes: str) -> frozenset[str]:
    return frozenset(codes)


WRITERS = _who("contributor", "vendor")
REVIEWERS = _who("unit_reviewer", "unit_head", "secrecy_reviewer", "leader", "supervisor")
DESK = _who("editor", "publisher")
MANAGERS = _who("site_manager")
CONTENT = WRITERS | REVIEWERS | DESK | MANAGERS

PAGES = (
    GuidePage(
        "start",
        _("开始使用"),
        _("登录、待办、消息、改密码"),
        ("wagtailadmin_home", "accounts:own", "accounts:password", "notifications:", "training:"),
    ),
    GuidePage(
        "write",
        _("写一篇文章"),
        _("从 Word、WPS 粘贴，传附件，保存和提交"),
        ("portal_editing:",),
        WRITERS | _who("editor"),
    ),
    GuidePage(
        "review",
        _("审核、保密审查、编发、发布"),
        _("每一步看什么、怎么通过、怎么退回"),
        ("portal:matter", "portal:act", "portal:compare", "portal:preview"),
        CONTENT,
    ),
    GuidePage(
        "articles",
        _("查找和导出文章"),
        _("筛选、批量办理、导出表格"),
        ("portal:articles",),
        CONTENT,
    ),
    GuidePage(
        "readings",
        _("政策解读"),
        _("解读方案、关联文件、三个工作日"),
        ("portal:readings",),
        CONTENT,
    ),
    GuidePage(
        "offers",
        _("报送和采用"),
        _("子站报送门户，门户采用、退回、撤下"),
        ("portal:offer",),
        CONTENT,
    ),
    GuidePage(
        "reprints",
        _("要求转载和值班"),
        _("推送到各站点、看谁没转载、排值班表"),
        ("portal:push", "portal:roster", "portal:shift"),
        DESK | MANAGERS | _who("supervisor"),
    ),
    GuidePage(
        "tasks",
        _("任务、流程图和例会材料"),
        _("交办、回复、催办，看每个栏目等谁，打印例会材料"),
        ("portal:task", "portal:flow", "portal:weekly"),
        CONTENT | _who("liaison"),
    ),
    GuidePage(
        "imports",
        _("批量导入"),
        _("把旧网站或表格里的文章成批导入"),
        ("portal:import",),
        CONTENT,
    ),
    GuidePage(
        "sites",
        _("站点与栏目"),
        _("建子站、设栏目、授权、更新提醒、合并和关闭"),
        (
            "portal:site",
            "portal:branch",
            "portal:column",
            "portal:grant",
            "portal:kept_columns",
            "portal:upkeep",
        ),
        MANAGERS | WRITERS | DESK,
    ),
    GuidePage(
        "topics",
        _("专题"),
        _("用版块编排专题页，预览、发布、恢复、归档"),
        ("portal:site_topics", "portal:topic"),
        MANAGERS,
    ),
    GuidePage(
        "accounts",
        _("账号和职责"),
        _("系统管理员开户，安全管理员授予职责"),
        ("accounts:", "organisations:"),
        _who("system_admin", "security_admin"),
    ),
    GuidePage(
        "calendars",
        _("工作日历"),
        _("节假日安排怎样导入，期限怎样计算"),
        ("calendars:",),
        _who("system_admin", "security_admin", "auditor") | CONTENT,
    ),
    GuidePage(
        "audit",
        _("审计日志"),
        _("查询、核对、导出"),
        ("audit:",),
        _who("auditor"),
    ),
)


def page_of(slug: str) -> GuidePage | None:
    """The page of this name."""
    return next((page for page in PAGES if page.slug == slug), None)


def page_for(route: str) -> GuidePage | None:
    """The page that explains a screen: the one that names it most exactly."""
    found = [(len(one), page) for page in PAGES for one in page.routes if route.startswith(one)]
    return max(found, key=lambda pair: pair[0])[1] if found else None
