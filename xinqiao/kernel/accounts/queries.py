"""Accounts for screens: lists, duties, locks, phones."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

import pyotp
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Sum, When
from django.utils import timezone

from xinqiao.kernel.accounts import dual, duties, policies, rules
from xinqiao.kernel.accounts.models import (
    DutyAssignment,
    Proposal,
    ProposedGrant,
    RecoveryCode,
    SecondFactor,
    StaffRoster,
    StaffSession,
    UnitOfficer,
    User,
)
from xinqiao.kernel.accounts.rosters.planning import Outcome
from xinqiao.kernel.audit.models import AuditEvent, Result
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault import fields
from xinqiao.kernel.vault.rules import PHONE_DIGITS

MAX_WORD = 40
MAX_PROPOSALS = 50
VENDOR_DAYS = 30
DEMO_FILE = "demo-accounts.json"


def listing(
    *, today: dt.date, now: dt.datetime, word: str = "", duty: str = "", state: str = ""
) -> QuerySet[User]:
    """Accounts by word, by a duty in force, and by state: active, disabled, idle, locked."""
    in_force = DutyAssignment.objects.in_force(today).filter(user=OuterRef("pk"))
    rows = User.objects.select_related("organisation").order_by("username")
    word = word.strip()[:MAX_WORD]
    if word:
        rows = rows.filter(
            _has_phone(word)
            | Q(username__icontains=word)
            | Q(name__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__short_name__icontains=word)
        )
    if duty:
        rows = rows.filter(Exists(in_force.filter(duty=duty)))
    return rows.filter(_in_state(state, in_force, now))


def _has_phone(word: str) -> Q:
    """A whole phone number is found by its blind index, without opening any."""
    if not (word.isdecimal() and len(word) == PHONE_DIGITS):
        return Q(pk__in=[])
    return Q(phone_index=fields.index_of(User, "phone", word))


def _in_state(state: str, in_force: QuerySet[DutyAssignment], now: dt.datetime) -> Q:
    """``idle``: may sign in but holds no duty yet, so that he cannot."""
    conditions = {
        "active": Q(Exists(in_force), is_active=True),
        "disabled": Q(is_active=False),
        "idle": Q(~Exists(in_force), is_active=True),
    }
    if state == "locked":
        return Q(username__in=locked_usernames(now))
    return conditions.get(state, Q())


def duties_of(users: Iterable[User], today: dt.date) -> dict[int, list[DutyAssignment]]:
    """Duties in force today by the id of the user. One query."""
    found: dict[int, list[DutyAssignment]] = {user.pk: [] for user in users}
    rows = DutyAssignment.objects.in_force(today).filter(user__in=list(found))
    for row in rows.select_related("organisation").order_by("pk"):
        found[row.user_id].append(row)
    return found


def history_of(user: User) -> QuerySet[DutyAssignment]:
    """Everything ever granted to a person, what stands first."""
    rows = DutyAssignment.objects.filter(user=user)
    return rows.select_related("organisation", "granted_by", "revoked_by").order_by(
        "-revoked_at", "-pk"
    )


def locked_usernames(now: dt.datetime) -> set[str]:
    """Names that are locked from some address after too many failures."""
    since = now - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    counted = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    return {row["username"] for row in counted if row["username"]}


def phone_of(user: User | UnitOfficer) -> str:
    """The staff phone in clear; what a screen shows is masked unless a reason was given."""
    return fields.read(user, "phone")


def masked_phone_of(user: User | UnitOfficer) -> str:
    """138****1234, or nothing."""
    return fields.masked(user, "phone")


def masked_phones_of(users: Iterable[User] | Iterable[UnitOfficer]) -> dict[int, str]:
    """The masked phones of a list by the id of the row; who has none is left out. One query."""
    return fields.masked_all(users, "phone")


def colleagues_of(user: User) -> QuerySet[User]:
    """Who works in the units in which this person holds a duty, the unit's order first."""
    rows = User.objects.visible_to(user).filter(is_active=True).select_related("organisation")
    return rows.order_by("organisation__path", "name", "pk")


def sessions_of(user: User, now: dt.datetime) -> QuerySet[StaffSession]:
    """Where a person is signed in, the latest first."""
    return StaffSession.objects.filter(user=user).alive(now).order_by("-seen_at", "-pk")


def proposals_waiting_for(user: User, now: dt.datetime) -> list[Proposal]:
    """Acts that this person may decide now, what runs out first at the top."""
    rows = Proposal.objects.open_at(now).filter(kind__in=dual.codes()).exclude(proposed_by=user)
    rows = rows.select_related("proposed_by").order_by("expires_at")
    return [row for row in rows if policies.can_decide_proposal(user, row)]


def proposals_of(user: User) -> QuerySet[Proposal]:
    """What this person proposed or decided, the latest first."""
    rows = Proposal.objects.concerning(user).filter(kind__in=dual.codes())
    return rows.select_related("proposed_by", "decided_by").order_by("-pk")[:MAX_PROPOSALS]


def factor_of(user: User) -> SecondFactor | None:
    """The authenticator of a person, in force or being enrolled."""
    return SecondFactor.objects.filter(user=user).first()


def has_factor(user: User) -> bool:
    """Whether a person signs in by password and code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def pending_secret_of(user: User) -> str:
    """The secret of an enrolment under way, for the person himself; empty when there is none."""
    factor = factor_of(user)
    if factor is None or factor.pending is None:
        return ""
    return factor.reveal(factor.pending, user)


def enrolment_address(user: User, secret: str) -> str:
    """What the QR code says to the authenticator (``otpauth://``)."""
    clock = pyotp.TOTP(secret, digits=rules.CODE_DIGITS, interval=rules.STEP_SECONDS)
    return clock.provisioning_uri(name=user.username, issuer_name=settings.WAGTAIL_SITE_NAME)


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(factor__user=user, used_at__isnull=True).count()


def demo_accounts() -> list[dict[str, str]]:
    """The demo's accounts with their passwords, from the data folder; none outside the demo."""
    path = settings.XINQIAO_DATA / DEMO_FILE
    if not settings.XINQIAO_DEMO or not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


@dataclass(frozen=True)
class VendorRow:
    """One outsourced duty, whether it has ended, and what its holder did lately."""

    duty: DutyAssignment
    has_ended: bool
    acts: int
    refused: int


def vendors(now: dt.datetime) -> list[VendorRow]:
    """Every outsourced duty that was not taken back, who acts now first. Two queries."""
    today, since = timezone.localdate(now), now - dt.timedelta(days=VENDOR_DAYS)
    rows = DutyAssignment.objects.filter(duty__in=duties.outsourced_codes(), revoked_at=None)
    rows = rows.select_related("user", "organisation").order_by("-ends_date", "pk")
    acts = AuditEvent.objects.filter(actor__in=rows.values("user"), at__gte=since, at__lte=now)
    counts = acts.values("actor").annotate(
        acts=Count("pk"), refused=Count("pk", filter=Q(result=Result.REFUSED))
    )
    found = {row["actor"]: (row["acts"], row["refused"]) for row in counts.order_by()}
    return [
        VendorRow(
            row, bool(row.ends_date and row.ends_date < today), *found.get(row.user_id, (0, 0))
        )
        for row in rows
    ]


def officers_of(user: User, today: dt.date) -> QuerySet[UnitOfficer]:
    """The registers this person may see, who is in office first, with the hours of training."""
    rows = UnitOfficer.objects.visible_to(user).select_related("organisation")
    rows = rows.annotate(training_hours=Sum("trainings__hours"))
    gone = Case(When(ends_date__lt=today, then=1), default=0)
    return rows.order_by(gone, "organisation__path", "role", "pk")


def units_without_officers(user: User, today: dt.date) -> list[tuple[Organisation, list[str]]]:
    """Units that write and have no information or no liaison officer, with what they lack."""
    units = Organisation.objects.active().order_by("path")
    if duties.SYSTEM_ADMIN in user.duty_codes:
        writing = DutyAssignment.objects.in_force(today).filter(duty="contributor")
        units = units.filter(pk__in=writing.values("organisation"))
    else:
        units = units.filter(pk__in=user.organisations_with(*duties.leading_codes()))
    named = set(
        UnitOfficer.objects.in_office(today)
        .filter(organisation__in=units)
        .values_list("organisation_id", "role")
    )
    found = [
        (unit, [str(r.label) for r in UnitOfficer.Role if (unit.pk, r.value) not in named])
        for unit in units
    ]
    return [(unit, missing) for unit, missing in found if missing]


def rosters() -> QuerySet[StaffRoster]:
    """Every roster, the newest first; their sealed rows are not loaded."""
    rows = StaffRoster.objects.select_related("uploaded_by").order_by("-pk")
    waiting = Count("proposals", filter=Q(proposals__decided_at=None))
    return rows.annotate(waiting=waiting)


def grants_asked_by(roster: StaffRoster) -> QuerySet[ProposedGrant]:
    """What a roster asks for, person by person."""
    rows = ProposedGrant.objects.filter(roster=roster)
    return rows.select_related("user", "organisation").order_by("user__username", "pk")


def roster_report(roster: StaffRoster) -> list[tuple[str, list[dict[str, object]]]]:
    """The lines of an imported roster by the word of their outcome."""
    return [
        (str(outcome.label), lines)
        for outcome in Outcome
        if (lines := [line for line in roster.report if line["outcome"] == outcome.value])
    ]
