"""What each row of a roster would do, judged against the register; writes nothing."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.kernel.accounts import duties, rules
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.rosters.reading import PEOPLE_SHEET, UNIT_SHEET, Row
from xinqiao.kernel.organisations.models import Kind, Organisation
from xinqiao.kernel.vault import fields

PHONE = re.compile(r"1[0-9]{10}")
SPLIT = re.compile(r"[、,，;；/\s]+")


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("新增")
    CHANGED = "changed", gettext_lazy("更新")
    SAME = "same", gettext_lazy("不变")
    WRONG = "wrong", gettext_lazy("有错")


@dataclass
class UnitPlan:
    """One row of units."""

    row: Row
    code: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = Kind.DEPARTMENT
    parent_code: str = ""
    position: int = 0
    outcome: Outcome = Outcome.NEW
    problems: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.name}（{self.code}）"


@dataclass
class PersonPlan:
    """One row of people, with the duties that will be proposed."""

    row: Row
    username: str = ""
    name: str = ""
    unit_code: str = ""
    phone: str = ""
    email: str = ""
    valid_until: dt.date | None = None
    duty_codes: tuple[str, ...] = ()
    duty_ends: dt.date | None = None
    outcome: Outcome = Outcome.NEW
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.name}（{self.username}）"

    @property
    def duty_labels(self) -> list[str]:
        return [str(duties.get(code).label) for code in self.duty_codes]


@dataclass
class Plan:
    """The whole roster; it may be imported only when nothing is wrong."""

    units: list[UnitPlan]
    people: list[PersonPlan]

    @property
    def rows(self) -> list[UnitPlan | PersonPlan]:
        return [*self.units, *self.people]

    @property
    def wrong(self) -> list[UnitPlan | PersonPlan]:
        return [row for row in self.rows if row.problems]

    def counts(self) -> dict[str, int]:
        """How many rows of each outcome, by its Chinese word."""
        found = Counter(row.outcome for row in self.rows)
        return {str(outcome.label): found[outcome] for outcome in Outcome}


def plan(rows: Iterable[Row], *, today: dt.date) -> Plan:
    """Judge every row. A dozen queries, however many rows."""
    listed = list(rows)
    units = [_unit(row) for row in listed if row.sheet == UNIT_SHEET]
    people = [_person(row, today) for row in listed if row.sheet == PEOPLE_SHEET]
    _judge_units(units)
    _judge_people(people, {unit.code for unit in units})
    made = Plan(units, people)
    for row in made.wrong:
        row.outcome = Outcome.WRONG
    return made


def _unit(row: Row) -> UnitPlan:
    cells = row.cells
    made = UnitPlan(
        row, cells.get("代码", "").lower(), cells.get("全称", ""), cells.get("简称", "")
    )
    made.parent_code = cells.get("上级代码", "").lower()
    kinds = {str(kind.label): kind.value for kind in Kind}
    word = cells.get("类别", "") or str(Kind.DEPARTMENT.label)
    if word not in kinds:
        made.problems.append(
            _("没有类别“%(word)s”，可填：%(kinds)s。") % {"word": word, "kinds": "、".join(kinds)}
        )
    made.kind = kinds.get(word, Kind.DEPARTMENT)
    position = cells.get("顺序", "") or "0"
    if not (position.isdecimal() and len(position) <= 6):
        made.problems.append(_("顺序应为不大于六位的整数。"))
    else:
        made.position = int(position)
    return made


def _judge_units(units: list[UnitPlan]) -> None:
    codes = Counter(unit.code for unit in units)
    wanted = {*codes, *(unit.parent_code for unit in units)}
    known = {row.code: row for row in Organisation.objects.filter(code__in=wanted)}
    parents = {row.pk: row.code for row in Organisation.objects.filter(children__code__in=codes)}
    seen: set[str] = set()
    for unit in units:
        _check_unit(unit, codes)
        row = known.get(unit.code)
        if row is not None:
            _compare_unit(unit, row, parents.get(row.parent_id or 0, ""))
        elif unit.parent_code and unit.parent_code not in {*known, *seen}:
            unit.problems.append(_("上级代码没有登记，也不在本表前面的行里。"))
        seen.add(unit.code)


def _check_unit(unit: UnitPlan, codes: Counter[str]) -> None:
    candidate = Organisation(
        code=unit.code, name=unit.name, short_name=unit.short_name, kind=unit.kind
    )
    try:
        candidate.clean_fields(exclude=["parent", "path"])
    except ValidationError as error:
        unit.problems += _messages(error, Organisation)
    if codes[unit.code] > 1:
        unit.problems.append(_("代码在表中重复。"))


def _compare_unit(unit: UnitPlan, row: Organisation, parent_code: str) -> None:
    if unit.parent_code and unit.parent_code != parent_code:
        unit.problems.append(_("单位已登记在另一上级之下，请在单位页移动。"))
    now = (row.name, row.short_name, row.kind, row.position)
    wanted = (unit.name, unit.short_name, unit.kind, unit.position)
    unit.outcome = Outcome.SAME if now == wanted else Outcome.CHANGED


def _person(row: Row, today: dt.date) -> PersonPlan:
    cells = row.cells
    made = PersonPlan(row, cells.get("登录名", "").lower(), cells.get("姓名", ""))
    made.unit_code = cells.get("单位代码", "").lower()
    made.phone, made.email = cells.get("手机号", ""), cells.get("电子邮箱", "")
    made.valid_until = _day(cells.get("有效期至", ""), _("有效期至"), made, today)
    made.duty_ends = _day(cells.get("职责到期", ""), _("职责到期"), made, today)
    if made.phone and not PHONE.fullmatch(made.phone):
        made.problems.append(_("手机号应为11位。"))
    _take_duties(made, cells.get("职责或岗位", ""), today)
    return made


def _day(text: str, label: str, made: PersonPlan, today: dt.date) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        made.problems.append(_("%(label)s应写成 2027-12-31 的样子。") % {"label": label})
        return None
    if day < today:
        made.problems.append(_("%(label)s已经过去。") % {"label": label})
    return day


def _take_duties(made: PersonPlan, text: str, today: dt.date) -> None:
    """Each word is a duty or a post; together they must be allowed to one person."""
    words = {str(post.label): post.duties for post in duties.all_posts()}
    words |= {str(duty.label): (duty.code,) for duty in duties.all_duties()}
    codes: dict[str, None] = {}
    for word in filter(None, SPLIT.split(text)):
        if word not in words:
            made.problems.append(_("没有职责或岗位“%(word)s”。") % {"word": word})
        codes |= dict.fromkeys(words.get(word, ()))
    made.duty_codes = tuple(codes)
    found = [duties.get(code) for code in codes]
    try:
        for number, duty in enumerate(found):
            rules.check_grant(duty, found[:number])
            rules.check_dates(duty, starts=today, ends=made.duty_ends, today=today)
    except rules.DutyRefused as error:
        made.problems.append(str(error))


def _judge_people(people: list[PersonPlan], new_units: set[str]) -> None:
    names = Counter(person.username for person in people)
    rows = User.objects.filter(username__in=names).select_related("organisation")
    known = {row.username: row for row in rows}
    codes = {person.unit_code for person in people} - new_units
    there = set(Organisation.objects.active().filter(code__in=codes).values_list("code", flat=True))
    held = _held(known.values())
    phones = fields.indexes_of(User, "phone", {person.phone for person in people})
    for person in people:
        if names[person.username] > 1:
            person.problems.append(_("登录名在表中重复。"))
        if person.unit_code not in there | new_units:
            person.problems.append(_("单位代码没有登记，或单位已撤销。"))
        row = known.get(person.username)
        if row is None:
            _check_person(person)
        else:
            _compare_person(person, row, held.get(row.pk, set()), phones)
    _hint_at_shared_phones(people, phones)


def _held(users: Iterable[User]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    rows = DutyAssignment.objects.filter(user__in=list(users), revoked_at__isnull=True)
    for user_id, duty, code in rows.values_list("user_id", "duty", "organisation__code"):
        found.setdefault(user_id, set()).add((duty, code))
    return found


def _check_person(person: PersonPlan) -> None:
    candidate = User(username=person.username, name=person.name, email=person.email)
    try:
        candidate.clean_fields(exclude=["password", "organisation"])
    except ValidationError as error:
        person.problems += _messages(error, User)


def _compare_person(
    person: PersonPlan, row: User, held: set[tuple[str, str]], phones: dict[str, str]
) -> None:
    if row.name != person.name:
        person.problems.append(_("登录名已属于%(name)s。") % {"name": row.name})
    elif row.organisation is None or row.organisation.code != person.unit_code:
        person.problems.append(_("账号在另一单位；调动请在账号页修改。"))
    new = [code for code in person.duty_codes if (code, person.unit_code) not in held]
    person.duty_codes = tuple(new)
    phone_differs = bool(person.phone) and row.phone_index != phones[person.phone]
    differs = phone_differs or (person.email and person.email != row.email)
    differs = differs or (person.valid_until and person.valid_until != row.valid_until)
    person.outcome = Outcome.CHANGED if differs or new else Outcome.SAME


def _hint_at_shared_phones(people: list[PersonPlan], phones: dict[str, str]) -> None:
    indexes = {phones[person.phone]: person for person in people if person.phone}
    rows = User.objects.filter(phone_index__in=indexes).exclude(phone_index="")
    for row in rows:
        person = indexes[row.phone_index]
        if row.username != person.username:
            person.hints.append(_("手机号与%(name)s相同。") % {"name": row.name})


def _messages(error: ValidationError, model: type[Organisation] | type[User]) -> list[str]:
    return [
        f"{model._meta.get_field(name).verbose_name}：{' '.join(found)}"  # type: ignore[union-attr]
        for name, found in error.message_dict.items()
    ]
