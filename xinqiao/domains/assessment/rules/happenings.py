"""What happens in the assessment, in the words of the audit log.

Legal basis: none; the words are ours.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

HAPPENINGS: dict[str, Any] = {
    "assessment.inspected": _("网站自查"),
    "assessment.standard_changed": _("修改检查标准"),
    "assessment.links_patrolled": _("巡查链接"),
}
