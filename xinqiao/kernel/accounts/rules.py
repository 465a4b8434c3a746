"""Who may hold what together.

Legal basis: GB/T 22239-2019 (等保三级) 8.1.4 and 8.1.5: system, security and audit
administrators are different people, and none of them does the work of the others.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from xinqiao.kernel.accounts.duties import Duty


class DutyRefused(Exception):
    """The duty cannot be granted; the message says why."""


def check_grant(duty: Duty, held: Iterable[Duty]) -> None:
    """Raises DutyRefused when ``held`` (in the whole installation) excludes ``duty``."""
    for other in held:
        if other.code == duty.code:
            continue
        if excludes(duty, other):
            raise DutyRefused(
                _("“%(new)s”不能与已有的“%(old)s”由一人兼任。")
                % {"new": duty.label, "old": other.label}
            )


def excludes(duty: Duty, other: Duty) -> bool:
    """Whether one person may not hold both: the three administrators hold nothing else."""
    return bool(duty.group or other.group)
