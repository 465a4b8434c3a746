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
        ("wagtailadmin_home", "accounts:password", "notifications:", "training:"),
    ),
    GuidePage(
        "write",
        _("写一篇文章"),
        _("从 Word、WPS 粘贴，传附件，保存和提交"),
        ("portal_editing:", "portal:word_import", "files:upload"),
        WRITERS | _who("editor"),
    ),
    GuidePage(
        "checks",
        _("发布前检查"),
        _("个人号码、涉密标志、错别字、领导姓名职务"),
        ("portal:check_", "portal:leader"),
        CONTENT,
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
        _("子站报送门户，门户采用、退回、撤下；共建栏目来稿"),
        ("portal:offer", "portal:queue"),
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
        ("portal:task", "portal:flow", "portal:weekly", "portal:event"),
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
        "layouts",
        _("首页编排"),
        _("选版块、看样子、发布、恢复到以前的版本"),
        ("portal:layout",),
        MANAGERS | DESK,
    ),
    GuidePage(
        "figures",
        _("统计"),
        _("栏目更新和访问、没人看的栏目、信息可用率"),
        ("portal:statistics", "portal:unvisited", "portal:usability"),
        CONTENT,
    ),
    GuidePage(
        "links",
        _("友情链接"),
        _("分组、排序，夜里检查失效链接"),
        ("portal:link",),
        MANAGERS,
    ),
    GuidePage(
        "alerts",
        _("应急发布"),
        _("预警、突发事件、哀悼，全部站点同时上线和撤下"),
        ("portal:alert",),
        DESK | MANAGERS,
    ),
    GuidePage(
        "corrections",
        _("网页纠错"),
        _("读者指出的错误，三个工作日内改正和答复"),
        ("portal:correction",),
        CONTENT,
    ),
    GuidePage(
        "inspection",
        _("网站自查"),
        _("六项单项否决、红线预测、规范检查"),
        ("assessment:", "portal:conformance", "portal:site_conformance"),
        CONTENT | _who("supervisor"),
    ),
    GuidePage(
        "legacy",
        _("迁移旧网站"),
        _("上传、对应栏目、抽查、发布，旧地址继续可用"),
        ("portal:legac",),
        WRITERS | MANAGERS,
    ),
    GuidePage(
        "own",
        _("我的账号和本单位人员"),
        _("验证码、恢复码、登录的设备、人员登记"),
        (
            "accounts:own",
            "accounts:session",
            "accounts:factor",
            "accounts:colleague",
            "accounts:officer",
        ),
    ),
    GuidePage(
        "planning",
        _("功能开关和分步实施"),
        _("申请、决定、安排哪个站点什么时候开通什么功能"),
        ("planning:",),
        MANAGERS | _who("publisher", "unit_head", "liaison"),
    ),
    GuidePage(
        "catalogues",
        _("查询目录和招商项目"),
        _("开设目录、填写和导入条目、逐条发布、到期不再显示"),
        ("portal:catalogue",),
        CONTENT,
    ),
    GuidePage(
        "gaps",
        _("责任缺口"),
        _("哪些站点、栏目、单位和在办事项没有责任人"),
        ("planning:gaps",),
        MANAGERS,
    ),
    GuidePage(
        "column-plans",
        _("栏目规划征求意见"),
        _("起草、发出、反馈、到期自动截止、导出结果"),
        ("planning:column",),
        MANAGERS | _who("unit_head", "liaison"),
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
