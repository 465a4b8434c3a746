"""What each of the three administrators tries in vain: acts, and every address of theirs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.kernel.accounts import actions, duties, policies
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations import actions as organisations
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
PEOPLE = {"system": system_admin, "security": security_admin, "audit": auditor}


def _person(**fields):
    return {"user_id": UserFactory(**fields).pk}


def _unit():
    return {"organisation_id": OrganisationFactory().pk}


OPENING = {
    "open an account": lambda: (
        actions.open_account,
        {
            "username": "new",
            "name": "新人",
            "organisation": OrganisationFactory(),
        },
    ),
    "change an account": lambda: (
        actions.change_account,
        {**_person(), "name": "甲", "organisation": OrganisationFactory()},
    ),
    "disable an account": lambda: (actions.disable_account, {**_person(), "reason": "x"}),
    "enable an account": lambda: (
        actions.enable_account,
        {**_person(is_active=False), "reason": "x"},
    ),
    "reveal a phone": lambda: (actions.reveal_phone, {**_person(), "reason": "x"}),
    "open a unit": lambda: (
        organisations.open_organisation,
        {"code": "x", "name": "某局", "short_name": "某局"},
    ),
    "rename a unit": lambda: (
        organisations.rename_organisation,
        {**_unit(), "name": "某局", "short_name": "某局", "kind": "department", "position": 0},
    ),
    "move a unit": lambda: (organisations.move_organisation, {**_unit(), "parent": None}),
    "close a unit": lambda: (organisations.close_organisation, {**_unit(), "reason": "x"}),
    "reopen a unit": lambda: (organisations.reopen_organisation, {**_unit(), "reason": "x"}),
}
SECURING = {
    "grant a duty": lambda: (
        actions.grant_duty,
        {**_person(), "duty": "contributor", "organisation": OrganisationFactory()},
    ),
    "grant an administrator": lambda: (
        actions.grant_duty,
        {**_person(), "duty": duties.AUDITOR, "organisation": OrganisationFactory()},
    ),
    "take back a duty": lambda: (
        actions.revoke_duty,
        {"assignment_id": DutyAssignmentFactory().pk, "reason": "x"},
    ),
    "issue a password": lambda: (
        actions.propose_act,
        {
            "kind": actions.ISSUE_PASSWORDS,
            "payload": actions.passwords_for([holder("editor")]),
            "reason": "x",
        },
    ),
    "unlock": lambda: (actions.unlock, _person()),
    "end sessions": lambda: (actions.end_sessions, {**_person(), "reason": "x"}),
}
FORBIDDEN = [
    *(("system", name, act) for name, act in SECURING.items()),
    *(("security", name, act) for name, act in OPENING.items()),
    *(("audit", name, act) for name, act in {**OPENING, **SECURING}.items()),
]


@pytest.mark.parametrize(
    ("who", "make"), [pytest.param(w, m, id=f"{w}: {name}") for w, name, m in FORBIDDEN]
)
def test_an_administrator_does_not_do_the_work_of_another(who, make):
    action, arguments = make()
    actor = PEOPLE[who]()
    before = AuditEvent.objects.count()

    with pytest.raises(PermissionDenied):
        action(actor=actor, now=NOW, **arguments)

    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("make", [*OPENING.values(), *SECURING.values()])
def test_an_editor_does_none_of_it(make):
    action, arguments = make()

    with pytest.raises(PermissionDenied):
        action(actor=holder("editor"), now=NOW, **arguments)


def test_only_the_auditor_reads_the_audit():
    readers = {who for who, make in PEOPLE.items() if policies.can_read_audit(make())}

    assert readers == {"audit"}


OPENING_PAGES = {
    "accounts:account_open": (),
    "accounts:account_change": ("person",),
    "accounts:account_disable": ("person",),
    "accounts:account_enable": ("person",),
    "accounts:phone": ("person",),
    "organisations:organisation_open": (),
    "organisations:move": ("unit",),
    "organisations:close": ("unit",),
    "organisations:reopen": ("unit",),
}
SECURING_PAGES = {
    "accounts:grant": ("person",),
    "accounts:unlock": ("person",),
    "accounts:end_sessions": ("person",),
    "accounts:set_password": ("person",),
    "accounts:revoke": ("duty",),
}
LOOKING_PAGES = {
    "accounts:accounts": (),
    "accounts:account": ("person",),
    "organisations:organisations": (),
    "organisations:organisation": ("unit",),
}


def _client(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("who", "closed"),
    [
        pytest.param(system_admin, SECURING_PAGES, id="system administrator"),
        pytest.param(security_admin, OPENING_PAGES, id="security administrator"),
        pytest.param(auditor, {**OPENING_PAGES, **SECURING_PAGES, **LOOKING_PAGES}, id="auditor"),
        pytest.param(
            lambda: holder("editor"),
            {**OPENING_PAGES, **SECURING_PAGES, **LOOKING_PAGES},
            id="editor",
        ),
    ],
)
def test_the_pages_of_others_are_not_there(who, closed):
    client = _client(who())
    duty = DutyAssignmentFactory()
    things = {"person": duty.user_id, "unit": duty.organisation_id, "duty": duty.pk}

    answers = {
        name: client.post(
            reverse(name, args=[things[kind] for kind in kinds]), {"reason": "x"}
        ).status_code
        for name, kinds in closed.items()
    }

    assert set(answers.values()) == {404}


def test_nobody_looks_without_signing_in():
    for name in ("accounts:accounts", "accounts:own", "organisations:organisations"):
        answer = Client().get(reverse(name))
        assert answer.status_code == 302
        assert answer.url.startswith("/manage/login/")
