"""The editorial duties (shared design/duties.md).

Most of them may be held by one person but not used by him on one article: that is ``APART`` and
``barred`` in the chain. What stands here is what nobody may hold together at all.
"""

from django.utils.translation import gettext_lazy as _

_NONE: frozenset[str] = frozenset()

# Who reads across units, or does only what is granted by name, has no run of a unit's files.
WITHOUT_UNIT_FILES = frozenset({"supervisor", "vendor"})
ROSTER_KEEPERS = ("editor", "site_manager")  # who plans the duty editors of a desk
PUSHERS = ("editor", "publisher", "site_manager", "supervisor")  # who sees what a desk pushed

# Held by people of contractors: never without a last day.
OUTSOURCED_DUTIES = frozenset({"vendor"})

# Who answers for the work of his unit's people: may see how to reach them.
LEADING_DUTIES = frozenset({"unit_reviewer", "unit_head", "site_manager"})

# code, name, duties that nobody may hold together with it
EDITORIAL_DUTIES = (
    ("contributor", _("信息员"), _NONE),
    ("unit_reviewer", _("审核员"), _NONE),
    ("secrecy_reviewer", _("保密审查员"), _NONE),
    ("unit_head", _("单位负责人"), _NONE),
    ("leader", _("领导"), _NONE),
    ("editor", _("编辑"), _NONE),
    ("publisher", _("发布员"), _NONE),
    ("site_manager", _("站点管理员"), _NONE),
    ("supervisor", _("监察员"), _NONE),
    ("liaison", _("联络员"), _NONE),
    ("vendor", _("外包人员"), frozenset({"publisher", "unit_reviewer", "secrecy_reviewer"})),
)

RUNNING, MAINTAINING, SUPPLYING = _("网站运行管理团队"), _("技术运维团队"), _("信息和服务保障团队")

# code, name, team, the duties of the post. The maintainers' posts are the three administrators',
# one duty each, and are never granted together with another.
POSTS = (
    ("chief_editor", _("网站主编"), RUNNING, ("editor", "publisher")),
    ("desk_editor", _("责任编辑"), RUNNING, ("editor",)),
    ("site_keeper", _("网站管理岗"), RUNNING, ("site_manager",)),
    ("network_section", _("网络维护岗"), MAINTAINING, ("system_admin",)),
    ("security_section", _("网络安全岗"), MAINTAINING, ("security_admin",)),
    ("outsourced", _("驻场运维岗"), MAINTAINING, ("vendor",)),
    ("collector", _("数据采集岗"), SUPPLYING, ("contributor",)),
    ("unit_desk", _("单位审核岗"), SUPPLYING, ("unit_reviewer",)),
    ("unit_secrecy", _("单位保密岗"), SUPPLYING, ("secrecy_reviewer",)),
    ("unit_lead", _("单位分管领导岗"), SUPPLYING, ("unit_head",)),
)
