"""The editorial duties and what they exclude on the same article (shared design/duties.md)."""

from django.utils.translation import gettext_lazy as _

_NONE: frozenset[str] = frozenset()

# code, name, duties that the same person may not use on the same article
EDITORIAL_DUTIES = (
    ("contributor", _("信息员"), _NONE),
    ("unit_reviewer", _("审核员"), frozenset({"contributor"})),
    ("secrecy_reviewer", _("保密审查员"), frozenset({"contributor", "unit_reviewer"})),
    ("unit_head", _("单位负责人"), frozenset({"contributor", "unit_reviewer"})),
    ("leader", _("领导"), frozenset({"contributor", "unit_reviewer", "unit_head"})),
    ("editor", _("编辑"), _NONE),
    ("publisher", _("发布员"), frozenset({"contributor", "secrecy_reviewer"})),
    ("site_manager", _("站点管理员"), _NONE),
    ("supervisor", _("监察员"), _NONE),
    ("vendor", _("外包人员"), frozenset({"publisher", "unit_reviewer", "secrecy_reviewer"})),
)
