"""The people of the demo county: who holds which duty where, and which accounts are shown."""

import datetime as dt
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from xinqiao.config.demo import grammar, plan, units
from xinqiao.config.demo.world import World
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.organisations.models import Organisation

# In every content unit: the person's role and his duties there.
UNIT_STAFF = (
    ("writer", ("contributor",)),
    ("reviewer", ("unit_reviewer",)),
    ("head", ("unit_head",)),
    ("secrecy", ("secrecy_reviewer",)),
)
DESK_STAFF = (
    ("editor", ("editor",)),
    ("publisher", ("publisher",)),
    ("manager", ("site_manager",)),
)
# Shown on the sign-in page: login name, unit, role (or a duty held only by this account).
SHOWN = (
    ("contributor", "civil-affairs", "writer"),
    ("reviewer", "civil-affairs", "reviewer"),
    ("head", "civil-affairs", "head"),
    ("secrecy", "civil-affairs", "secrecy"),
    ("gov-writer", "government", "writer"),
    ("gov-reviewer", "government", "reviewer"),
    ("gov-head", "government", "head"),
    ("gov-secrecy", "government", "secrecy"),
    ("editor", "government", "editor"),
    ("publisher", "government", "publisher"),
    ("manager", "government", "manager"),
    ("stranger", "culture", "writer"),
    ("stranger-reviewer", "culture", "reviewer"),
    ("edu-writer", "education", "writer"),
    ("edu-reviewer", "education", "reviewer"),
    ("edu-secrecy", "education", "secrecy"),
    ("edu-editor", "education", "editor"),
    ("edu-publisher", "education", "publisher"),
)
ALONE = (  # one account each, in a unit
    ("leader", "leader", "civil-affairs"),
    ("supervisor", "supervisor", "government"),
    ("liaison", "liaison", "civil-affairs"),
    ("sysadmin", duties.SYSTEM_ADMIN, "information-centre"),
    ("secadmin", duties.SECURITY_ADMIN, "information-centre"),
    ("auditor", duties.AUDITOR, "information-centre"),
)


@dataclass
class People:
    """The accounts made, by unit and role."""

    by_role: dict[tuple[str, str], User] = field(default_factory=dict)

    def of(self, unit: str, role: str) -> User:
        return self.by_role[unit, role]


def make(
    world: World, organisations: dict[str, Organisation], data: Path, now: dt.datetime
) -> People:
    """Insert accounts and duties, and write the list that the sign-in page shows."""
    password = f"qingxi-{secrets.token_hex(4)}"
    shown = {(unit, role): name for name, unit, role in SHOWN}
    rows = [
        (name, unit, role, held)
        for unit, role, held in _posts()
        for name in [shown.get((unit, role), f"{unit}.{role}")]
    ]
    rows += [(name, unit, name, (duty,)) for name, duty, unit in ALONE if _known(duty)]
    names = _names(world, len(rows))
    listed = {*shown.values(), *(name for name, _duty, _unit in ALONE)}
    users = [
        User(
            username=username,
            name=name,
            organisation=organisations[unit],
            opened_at=now,
            password=make_password(password if username in listed else None),
        )
        for (username, unit, _role, _held), name in zip(rows, names, strict=True)
    ]
    made = User.objects.bulk_create(users)
    _grant(made, rows, now)
    _write_list(data, made, rows, listed, password)
    return People(
        {(unit, role): user for (_n, unit, role, _h), user in zip(rows, made, strict=True)}
    )


def _posts() -> list[tuple[str, str, tuple[str, ...]]]:
    desks = {site.unit for site in plan.sites() if site.own_desk}
    writing = [*units.content_units(), *(u for u in units.all_units() if u.kind == "window")]
    posts: list[tuple[str, str, tuple[str, ...]]] = [
        (unit.code, role, held) for unit in writing for role, held in UNIT_STAFF
    ]
    return posts + [(unit, role, held) for unit in sorted(desks) for role, held in DESK_STAFF]


def _known(duty: str) -> bool:
    return any(row.code == duty for row in duties.all_duties())


def _names(world: World, count: int) -> list[str]:
    words = grammar.load("words")
    random = world.random("staff")
    return [random.choice(words["surname"]) + random.choice(words["given"]) for _ in range(count)]


def _grant(
    users: list[User], rows: list[tuple[str, str, str, tuple[str, ...]]], now: dt.datetime
) -> None:
    today = timezone.localdate(now)
    DutyAssignment.objects.bulk_create(
        DutyAssignment(
            user=user,
            duty=duty,
            organisation_id=user.organisation_id or 0,
            starts_date=today - dt.timedelta(days=400),
            exclusion_group=duties.get(duty).group,
            granted_at=now,
        )
        for user, (_name, _unit, _role, held) in zip(users, rows, strict=True)
        for duty in held
    )


def _write_list(
    data: Path,
    users: list[User],
    rows: list[tuple[str, str, str, tuple[str, ...]]],
    listed: set[str],
    password: str,
) -> None:
    accounts = [
        {
            "duty": "、".join(str(duties.get(duty).label) for duty in held),
            "organisation": str(user.organisation),
            "username": user.username,
            "password": password,
        }
        for user, (_name, _unit, _role, held) in zip(users, rows, strict=True)
        if user.username in listed
    ]
    order = [name for name, *_rest in (*SHOWN, *ALONE)]
    accounts.sort(key=lambda row: order.index(row["username"]))
    path = data / "demo-accounts.json"
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")
