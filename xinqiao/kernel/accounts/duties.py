"""The registry of duties: the kernel's own here, the domains' from their apps.ready()."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ADMINISTRATORS = "administrators"


@dataclass(frozen=True)
class Duty:
    """One duty: its code, its Chinese name and the duties nobody may hold together with it.

    Of an exclusion ``group`` a person holds at most one duty, and nothing else, anywhere.
    ``needs_end_date``: it is granted only until a day. ``has_unit_files``: its holder uploads for
    his unit and opens what was uploaded for it; administrators and who only reads do not.
    """

    code: str
    label: str | Promise
    not_with: frozenset[str] = frozenset()
    group: str = ""
    needs_end_date: bool = False
    has_unit_files: bool = True
    is_outsourced: bool = False  # held by people of a contractor
    leads: bool = False  # answers for the people of the unit and may see how to reach them


@dataclass(frozen=True)
class Post:
    """A post in one of the three teams: duties that are granted together to one person.

    Legal basis: 政府网站发展指引（国办发〔2017〕47号）一、（三）and 六: who runs, who maintains and
    who supplies the content of government websites.
    """

    code: str
    label: str | Promise
    team: str | Promise
    duties: tuple[str, ...]


class UnknownDuty(LookupError):
    """No such duty is registered."""


_duties: dict[str, Duty] = {}
_posts: dict[str, Post] = {}


def register(*duties: Duty) -> None:
    """Add duties; the same code again replaces it."""
    for duty in duties:
        _duties[duty.code] = duty


def register_posts(*posts: Post) -> None:
    """Add posts; the same code again replaces it."""
    for post in posts:
        _posts[post.code] = post


def all_posts() -> tuple[Post, ...]:
    """Every post, team by team."""
    return tuple(_posts.values())


def get(code: str) -> Duty:
    """The duty of a code. Raises UnknownDuty."""
    try:
        return _duties[code]
    except KeyError as error:
        raise UnknownDuty(code) from error


def all_duties() -> tuple[Duty, ...]:
    """Every duty, the kernel's first."""
    return tuple(_duties.values())


def with_unit_files() -> frozenset[str]:
    """Codes of the duties whose holders work with the files of their unit."""
    return frozenset(code for code, duty in _duties.items() if duty.has_unit_files)


def outsourced_codes() -> tuple[str, ...]:
    """Codes of the duties that people of contractors hold."""
    return tuple(duty.code for duty in _duties.values() if duty.is_outsourced)


def leading_codes() -> tuple[str, ...]:
    """Codes of the duties that lead a unit."""
    return tuple(duty.code for duty in _duties.values() if duty.leads)


SYSTEM_ADMIN = "system_admin"
SECURITY_ADMIN = "security_admin"
AUDITOR = "auditor"
ADMINISTRATOR_CODES = frozenset({SYSTEM_ADMIN, SECURITY_ADMIN, AUDITOR})

register(
    Duty(SYSTEM_ADMIN, _("系统管理员"), group=ADMINISTRATORS, has_unit_files=False),
    Duty(SECURITY_ADMIN, _("安全管理员"), group=ADMINISTRATORS, has_unit_files=False),
    Duty(AUDITOR, _("审计管理员"), group=ADMINISTRATORS, has_unit_files=False),
)
