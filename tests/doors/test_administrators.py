"""Three administrators and the people of two units doing anything in any order (security d.5).

However they play, no one person publishes alone, reads another unit's papers or personal data,
or wipes out a trace. Each person acts through his own account only: that nobody signs in as
another is what passwords, which two people issue, and the second factor are for. What may happen
is computed here from the rows of duties and of the trail, by a reading of shared design/duties.md
of its own.
"""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.doors.crew import ADMINISTRATORS, UNIT, crew
from xinqiao.domains.portal import actions, queries
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import BASIS, county
from xinqiao.kernel.accounts import actions as accounts
from xinqiao.kernel.accounts import policies
from xinqiao.kernel.accounts import rules as separation
from xinqiao.kernel.accounts.backends import DutyBackend
from xinqiao.kernel.accounts.models import DutyAssignment, Proposal, User
from xinqiao.kernel.accounts.tests.factories import NOW
from xinqiao.kernel.approvals.actions import AlreadyPassed
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.audit import policies as audit_policies
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.files import access
from xinqiao.kernel.files.tests.factories import StoredFileFactory
from xinqiao.kernel.organisations import actions as units
from xinqiao.kernel.organisations import rules as tree
from xinqiao.kernel.sites import actions as sites
from xinqiao.kernel.sites.models import ColumnGrant
from xinqiao.kernel.sites.tests.factories import OrganisationFactory

REFUSALS = (
    PermissionDenied,
    ValidationError,
    ObjectDoesNotExist,
    ValueError,  # refusals of the chain, of sites and of columns
    AlreadyPassed,
    accounts.AlreadyGranted,
    separation.DutyRefused,
    separation.AccountRefused,
    separation.UnmaskRefused,
    tree.TreeRefused,
)
WORKING = frozenset({*UNIT, "unit_head", "leader", "editor", "publisher", "site_manager"})
LEADING = ("unit_reviewer", "unit_head", "site_manager")
CODES = sorted(ADMINISTRATORS | WORKING | {"supervisor", "vendor"})
CREW = 11
PEOPLE = st.integers(0, CREW - 1)
ACTORS = st.one_of(st.integers(1, 2), PEOPLE)  # those who keep accounts more often
EVERYTHING = (
    "grant_duty",
    "revoke_duty",
    "reveal_phone",
    "propose_act",
    "confirm_act",
    "open_account",
    "pass_step",
    "publish",
    "withdraw",
)
SEEN = Counter()  # what succeeded, so that an idle walk does not pass as a proof


class Walk(RuleBasedStateMachine):
    """A county of eleven people; the world behind it is made once."""

    place = None
    far = None
    people = ()
    paper = None  # the other unit's draft
    file = None  # and a file of its

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.first = AuditEvent.objects.order_by("pk").values_list("pk", flat=True)[0]
        self.trail = self.read_trail()
        self.opened = 0
        self.is_settled = False  # whether anything was done since the duties were last looked at

    def teardown(self):
        assert self.read_trail()[: len(self.trail)] == self.trail
        SEEN["online"] += Article.objects.filter(public_state="online").exists()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- acting

    def attempt(self, act, who, **facts):
        """Do it as this person, freshly signed in; None when he is refused.

        Whatever succeeds must have left a trace with his name.
        """
        self.now += dt.timedelta(minutes=1)
        actor = User.objects.get(pk=self.people[who])
        if not DutyBackend().user_can_authenticate(actor):
            return None
        last = AuditEvent.objects.latest("pk").pk
        try:
            with transaction.atomic():
                done = act(actor=actor, now=self.now, **facts) or True
        except REFUSALS:
            return None
        name = f"{act.__module__.split('.')[2]}.{act.__name__}"
        assert AuditEvent.objects.filter(pk__gt=last, actor_id=actor.pk).exists(), name
        self.judge(act, actor, facts)
        SEEN[act.__name__] += 1
        self.is_settled = False
        return done

    def judge(self, act, actor, facts):
        """What this person did was his to do, by the duties that stood before."""
        held = self.held_by(actor.pk)
        if act.__module__.startswith("xinqiao.domains."):
            assert not held & ADMINISTRATORS
        if act is accounts.grant_duty:
            assert "security_admin" in held
            assert facts["user_id"] != actor.pk
        if act is accounts.propose_act:
            assert "security_admin" in held
            assert actor.pk not in facts["payload"]["users"]
        if act is accounts.confirm_act:
            self.judge_second_word(actor, held, facts["proposal_id"])
        if act in {accounts.open_account, accounts.change_account, accounts.disable_account}:
            assert "system_admin" in held
        if act is accounts.reveal_phone:
            assert "system_admin" in held or self.leads(actor, facts["user_id"])

    def judge_second_word(self, actor, held, proposal_id):
        """A password takes two people, neither of whom is its owner."""
        row = Proposal.objects.get(pk=proposal_id)
        (owner,) = row.payload["users"]
        assert len({actor.pk, row.proposed_by_id, owner}) == 3
        assert held & {"system_admin", "security_admin"} or self.leads(actor, owner)

    def leads(self, actor, user_id):
        """Whether it is himself, or somebody of a unit that he leads."""
        unit = User.objects.get(pk=user_id).organisation_id
        rows = DutyAssignment.objects.filter(user=actor, revoked_at=None, organisation=unit)
        return user_id == actor.pk or rows.filter(duty__in=LEADING).exists()

    def held_by(self, pk):
        rows = DutyAssignment.objects.filter(user_id=pk, revoked_at=None)
        return frozenset(rows.values_list("duty", flat=True))

    def read_trail(self):
        rows = AuditEvent.objects.filter(pk__gte=self.first).order_by("pk")
        return list(rows.values_list("pk", "actor_id", "action", "reason"))

    def organisation(self, number):
        return [self.place.unit, self.place.office, self.far][number % 3]

    # --- administrators, and everybody else trying what is theirs

    @rule(who=ACTORS, whom=PEOPLE, code=st.sampled_from(CODES), unit=st.integers(0, 2))
    def grant(self, who, whom, code, unit):
        self.attempt(
            accounts.grant_duty,
            who,
            user_id=self.people[whom],
            duty=code,
            organisation=self.organisation(unit),
        )

    @rule(who=ACTORS, whom=PEOPLE, number=st.integers(0, 9))
    def revoke(self, who, whom, number):
        rows = DutyAssignment.objects.filter(user_id=self.people[whom], revoked_at=None)
        found = list(rows.order_by("pk").values_list("pk", flat=True))
        if found:
            chosen = found[number % len(found)]
            self.attempt(accounts.revoke_duty, who, assignment_id=chosen, reason="调整")

    @rule(
        who=ACTORS,
        whom=PEOPLE,
        act=st.sampled_from(["disable_account", "enable_account", "end_sessions", "reveal_phone"]),
    )
    def keep(self, who, whom, act):
        facts = {"user_id": self.people[whom], "reason": "核实"}
        self.attempt(getattr(accounts, act), who, **facts)

    @rule(who=ACTORS, whom=PEOPLE, second=PEOPLE)
    def issue_a_password(self, who, whom, second):
        try:
            payload = accounts.passwords_for([User.objects.get(pk=self.people[whom])])
        except separation.AccountRefused:
            return
        facts = {"kind": accounts.ISSUE_PASSWORDS, "payload": payload, "reason": "忘记"}
        row = self.attempt(accounts.propose_act, who, **facts)
        if row:
            read = {"proposal_id": row.pk, "payload_hash": row.payload_hash}
            self.attempt(accounts.confirm_act, second, **read)

    @rule(who=ACTORS, unit=st.integers(0, 2))
    def open_account(self, who, unit):
        self.opened += 1
        self.attempt(
            accounts.open_account,
            who,
            username=f"new-{self.opened}",
            name="新人",
            organisation=self.organisation(unit),
        )

    @rule(who=ACTORS, whom=PEOPLE, unit=st.integers(0, 2))
    def move_person(self, who, whom, unit):
        facts = {"name": "改名", "organisation": self.organisation(unit)}
        self.attempt(accounts.change_account, who, user_id=self.people[whom], **facts)

    @rule(who=ACTORS, unit=st.integers(0, 2), act=st.sampled_from(["close", "reopen", "move"]))
    def keep_units(self, who, unit, act):
        facts = {"organisation_id": self.organisation(unit).pk}
        facts |= {"parent": self.place.office} if act == "move" else {"reason": "调整"}
        self.attempt(getattr(units, f"{act}_organisation"), who, **facts)

    @rule(who=PEOPLE, own_desk=st.booleans())
    def hand_over_the_desk(self, who, own_desk):
        site = self.place.subsite.pk
        self.attempt(sites.change_site, who, site_id=site, own_desk=own_desk)

    @rule(who=PEOPLE, unit=st.integers(0, 2), codes=st.sets(st.sampled_from(UNIT)))
    def grant_column(self, who, unit, codes):
        facts = {"organisation_id": self.organisation(unit).pk, "duties": codes}
        self.attempt(sites.grant_column, who, column_id=self.place.column.pk, **facts)

    # --- content

    @rule(who=PEOPLE)
    def write(self, who):
        facts = {"column_id": self.place.column.pk, "title": "供暖", "body": "<p>文</p>"}
        self.attempt(actions.create_draft, who, **facts)

    @initialize(start=PEOPLE, far=st.integers(0, 6))
    def begin(self, start, far):
        self.write(who=3)
        self.lead_on(start=start, steps=far, lone=False)

    @rule(start=PEOPLE, steps=st.integers(1, 6), lone=st.booleans())
    def lead_on(self, start, steps, lone):
        """Bring the oldest article on with whoever is let; alone, one person tries every step."""
        order = [start] if lone else [(start + n) % CREW for n in range(CREW)]
        for _step in range(steps):
            waiting = Article.objects.exclude(pk=self.paper).exclude(stage="done").order_by("pk")
            pk = waiting.values_list("pk", flat=True).first()
            if pk is None or not any(self.step(pk, who) for who in order):
                return

    def step(self, article_id, who):
        article = Article.objects.get(pk=article_id)
        if article.stage in {"draft", "returned"}:
            return self.attempt(actions.submit, who, article_id=article_id)
        if article.stage == "approved":
            return self.attempt(actions.publish, who, article_id=article_id)
        secrecy = article.stage == "secrecy_review"
        return self.attempt(
            actions.pass_step,
            who,
            article_id=article_id,
            content_hash=queries.hash_of(article.working_copy()),
            opinion="public" if secrecy else "",
            basis=BASIS if secrecy else "",
        )

    @rule(who=PEOPLE)
    def withdraw(self, who):
        for pk in Article.objects.filter(public_state="online").values_list("pk", flat=True)[:1]:
            self.attempt(actions.withdraw, who, article_id=pk, reason="内容有误")

    # --- wiping out

    @rule(way=st.integers(0, 4))
    def wipe_out(self, way):
        """Straight at the rows, as code with the application's own rights could try."""
        tables = ("UPDATE audit_auditevent SET reason = ''", "DELETE FROM audit_auditevent")
        ways = [
            lambda: AuditEvent.objects.all().delete(),
            lambda: AuditEvent.objects.update(actor_label="别人"),
            lambda: AuditEvent.objects.latest("pk").delete(),
            lambda: connection.cursor().execute(tables[0]),
            lambda: connection.cursor().execute(tables[1]),
        ]
        with pytest.raises((DatabaseError, PermissionDenied)), transaction.atomic():
            ways[way]()
        SEEN["wiping tried"] += 1

    # --- what must hold after every step

    @invariant()
    def duties_and_what_they_open_are_right(self):
        if self.is_settled:
            return
        rows = list(DutyAssignment.objects.all())
        in_force = [row for row in rows if row.revoked_at is None]
        self.administrators_stay_apart(in_force)
        self.nobody_gives_to_himself_or_takes_from_himself(rows)
        for user in User.objects.filter(is_active=True):
            held = {(row.duty, row.organisation_id) for row in in_force if row.user_id == user.pk}
            self.another_units_papers_are_not_there(user, held)
            self.only_their_keepers_see_people_and_trail(user, {duty for duty, _unit in held})
        self.is_settled = True

    def administrators_stay_apart(self, in_force):
        duties = {}
        for row in in_force:
            duties.setdefault(row.user_id, set()).add(row.duty)
        seats = [held for held in duties.values() if held & ADMINISTRATORS]
        assert all(len(held) == 1 for held in seats), seats
        assert set().union(*seats) == ADMINISTRATORS  # and no seat is ever empty

    def nobody_gives_to_himself_or_takes_from_himself(self, rows):
        assert not [row for row in rows if row.granted_by_id == row.user_id]
        assert not [row for row in rows if row.revoked_by_id == row.user_id]

    def another_units_papers_are_not_there(self, user, held):
        works_there = any(unit == self.far.pk and duty in WORKING for duty, unit in held)
        sees = Article.objects.visible_to(user).filter(pk=self.paper).exists()
        assert sees <= works_there, user.duty_codes
        assert access.may_read(user, self.file) <= works_there, user.duty_codes

    def only_their_keepers_see_people_and_trail(self, user, held):
        assert policies.can_look(user) <= bool(held & {"system_admin", "security_admin"})
        assert audit_policies.can_read(user) <= (held == {"auditor"})

    @invariant()
    def nobody_publishes_alone(self):
        for article in Article.objects.filter(public_state="online"):
            passed = Approval.objects.filter(
                target_type="portal.article",
                target_id=article.pk,
                content_hash=article.online_hash,
                voided_at=None,
            )
            steps = dict(passed.values_list("step", "actor_id"))
            assert {"unit_review", "secrecy_review", "editing", "publish"} <= set(steps)
            assert len({article.created_by_id, *steps.values()}) >= 3
            assert article.created_by_id not in steps.values()
            assert steps["secrecy_review"] not in {steps["unit_review"], steps["publish"]}

    @invariant()
    def no_trace_is_gone(self):
        now = self.read_trail()
        assert now[: len(self.trail)] == self.trail
        self.trail = now


def play(sequences, steps, reached):
    Walk.place = county()
    Walk.far = OrganisationFactory()
    Walk.people = crew(Walk.place, Walk.far)
    stranger = User.objects.get(pk=Walk.people[-1])
    column = Walk.place.column
    ColumnGrant.objects.create(column=column, organisation=Walk.far, duties=["contributor"])
    draft = actions.create_draft(
        actor=stranger, column_id=column.pk, title="密", organisation_id=Walk.far.pk, now=NOW
    )
    Walk.paper, Walk.file = draft.pk, StoredFileFactory(organisation=Walk.far)
    SEEN.clear()
    options = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    with time_machine.travel(NOW, tick=False):
        run_state_machine_as_test(Walk, settings=options)
    print(dict(SEEN))
    assert [done for done in reached if not SEEN[done]] == [], SEEN


@pytest.mark.once
@pytest.mark.django_db
def test_no_one_person_does_it_alone():
    play(8, 25, ("pass_step", "revoke_duty", "change_account", "wiping tried"))


@pytest.mark.full
@pytest.mark.django_db
def test_no_one_person_does_it_alone_in_twenty_thousand_steps():
    play(400, 50, (*EVERYTHING, "wiping tried"))
