"""Any people doing anything in any order: nothing goes online that was not approved as it is.

Security C3. A Hypothesis state machine drives the real actions on a real database; what is
refused is part of the play. After every act the invariants are computed from the rows, by a
reading of the rules of its own (shared design/duties.md), not by the code under test.
"""

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.tests.crowd import NEXT, REQUIRED, REVIEWERS, crowd
from xinqiao.domains.portal.tests.factories import BASIS, NOW, county
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.approvals.actions import AlreadyPassed
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.sites.models import Column

REFUSALS = (PermissionDenied, rules.ChainRefused, AlreadyPassed)
TITLES = st.sampled_from(["甲", "乙"])
CLASSES = st.sampled_from(sorted(REQUIRED))
PEOPLE = st.integers(min_value=0, max_value=8)
SECRECY = {"secrecy_review": {"opinion": "public", "basis": BASIS}}
SEEN = Counter()  # how far the plays came, so that an idle machine does not pass as a proof


class Chain(RuleBasedStateMachine):
    """One article and nine people."""

    place, people = None, ()

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.users = [User.objects.get(pk=pk) for pk in self.people]
        self.hands = {}  # article -> people who wrote its working text for the unit
        self.desk_hands = {}  # article -> people who changed it at the desk
        self.seen_online = {}
        self.withdrawn = {}  # content hash -> when it was withdrawn
        self.is_settled = False  # whether nothing was done since the invariants were last asked

    def teardown(self):
        for row in Article.objects.all():
            SEEN[row.public_state] += 1
            SEEN["corrected"] += row.first_published_at != row.last_published_at
            SEEN["correcting"] += row.live and row.stage != "done"
        SEEN["confirmed"] += Approval.objects.filter(decision="confirmed").exists()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(content_class=CLASSES, far=st.integers(0, 16), restless=st.booleans(), start=PEOPLE)
    def begin(self, content_class, far, restless, start):
        self.restless = restless
        made = actions.create_draft(
            actor=self.users[0],
            column_id=self.place.column.pk,
            title="甲",
            body="<p>文</p>",
            content_class=content_class,
            now=NOW,
        )
        self.article = made.pk
        self.hands[made.pk] = {self.people[0]}
        self.desk_hands[made.pk] = set()
        self.push(start=start, steps=far)

    # --- the play

    def attempt(self, act, who, article=None, **facts):
        """Do it as this person; None when it is refused."""
        self.now += dt.timedelta(minutes=1)
        actor = self.users[who]
        if article is not None:
            facts["article_id"] = article
        try:
            with transaction.atomic():
                done = getattr(actions, act)(actor=actor, now=self.now, **facts) or True
        except REFUSALS:
            return None
        self.is_settled = False
        return done

    def pass_step(self, article, who, *, stale=False):
        row = Article.objects.get(pk=article)
        return self.attempt(
            "pass_step",
            who,
            article,
            content_hash="0" * 64 if stale else queries.hash_of(row.working_copy()),
            **SECRECY.get(row.stage, {}),
        )

    def submit(self, article, who):
        done = self.attempt("submit", who, article)
        if done:
            self.hands[article].add(self.people[who])
        return done

    def step(self, article, who):
        """The act that leads on from where the article stands, by this person if he may."""
        row = Article.objects.get(pk=article)
        stage, other = row.stage, "乙" if row.working_copy().title == "甲" else "甲"
        if stage in {"draft", "returned"}:
            if row.live:
                self.save(who, other, row.content_class)
            return self.submit(article, who)
        if stage == "editing" and self.restless and not row.desk_writers:
            return self.edit_at_desk(who, other, row.content_class)
        if stage == "approved":
            return self.attempt("publish", who, article)
        if stage == "done":
            return self.start_correction(article, who)
        return self.pass_step(article, who)

    def start_correction(self, article, who):
        done = self.attempt("start_correction", who, article)
        if done:
            self.before = self.hands[article], self.desk_hands[article]
            if Article.objects.get(pk=article).review_due_at:
                return done  # its hands are still barred from the review that follows
            self.hands[article] = {Article.objects.get(pk=article).created_by_id}
            self.desk_hands[article] = set()
        return done

    @rule(start=PEOPLE, steps=st.integers(1, 6))
    def push(self, start, steps):
        """Everybody with the duty in turn tries to bring it on: makes long ways likely."""
        article = self.article
        for _step in range(steps):
            duty = NEXT.get(Article.objects.values_list("stage", flat=True).get(pk=article))
            order = [(start + offset) % len(self.people) for offset in range(len(self.people))]
            able = [who for who in order if duty in self.users[who].duty_codes]
            if not any(self.step(article, who) for who in able):
                return

    @rule(who=PEOPLE, stale=st.booleans())
    def somebody_passes(self, who, stale):
        passed = self.pass_step(self.article, who, stale=stale)
        assert not (passed and stale)

    @rule(who=PEOPLE, title=TITLES, content_class=CLASSES)
    def save(self, who, title, content_class):
        article = self.article
        if self.attempt("save_draft", who, article, title=title, content_class=content_class):
            self.hands[article].add(self.people[who])

    @rule(
        who=PEOPLE,
        act=st.sampled_from(["take_back", "drop_correction", "request_confirmation", "unschedule"]),
    )
    def turn_round(self, who, act):
        done = self.attempt(act, who, self.article)
        if done and act == "drop_correction":
            # The version online is again all there is, with the hands that made it.
            self.hands[self.article], self.desk_hands[self.article] = self.before

    @rule(who=PEOPLE)
    def correct(self, who):
        self.start_correction(self.article, who)

    @rule(who=PEOPLE, stage=st.sampled_from(sorted(rules.Stage.values)))
    def send_back(self, who, stage):
        self.attempt("send_back", who, self.article, to_stage=stage, reason="请改")

    @rule(who=PEOPLE, title=TITLES, content_class=CLASSES)
    def somebody_edits_at_desk(self, who, title, content_class):
        self.edit_at_desk(who, title, content_class)

    def edit_at_desk(self, who, title, content_class):
        article = self.article
        content = {"title": title, "content_class": content_class}
        before = queries.hash_of(Article.objects.get(pk=article).working_copy())
        done = self.attempt("edit_at_desk", who, article, **content)
        if done and queries.hash_of(Article.objects.get(pk=article).working_copy()) != before:
            self.desk_hands[article].add(self.people[who])
        return done

    @rule(who=PEOPLE, title=TITLES)
    def save_through_wagtail(self, who, title):
        """What Wagtail's own edit view does: the row while it is not live, and a version."""
        article = self.article
        row = Article.objects.get(pk=article)
        copy = row.working_copy()
        copy.title = title
        try:
            with transaction.atomic():
                if not row.live:
                    copy.save()
                copy.save_revision(user=self.users[who], clean=False)
        except PermissionDenied:
            return
        self.is_settled = False
        hands = self.desk_hands if row.stage in {"editing", "approved"} else self.hands
        hands[article].add(self.people[who])

    @rule()
    def publish_through_wagtail(self):
        self.is_settled = False
        row = Article.objects.select_related("latest_revision").get(pk=self.article)
        with pytest.raises(PermissionDenied):
            row.latest_revision.publish(skip_permission_checks=True)

    @rule(who=PEOPLE, minutes=st.sampled_from([-5, 1, 5]))
    def publish(self, who, minutes):
        moment = self.now + dt.timedelta(minutes=minutes)
        self.attempt("publish", who, self.article, publish_at=moment)

    @rule(minutes=st.integers(0, 10))
    def clock(self, minutes):
        self.is_settled = False
        self.now += dt.timedelta(minutes=minutes)
        actions.publish_due(now=self.now)
        actions.place_due(now=self.now)

    @rule(who=PEOPLE)
    def withdraw(self, who):
        before = Article.objects.get(pk=self.article).online_hash
        if self.attempt("withdraw", who, self.article, reason="有误"):
            self.withdrawn[before] = self.now

    @rule(who=PEOPLE, refuse=st.booleans(), stale=st.booleans())
    def somebody_reviews_after(self, who, refuse, stale):
        row = Article.objects.get(pk=self.article)
        before = row.online_hash
        if refuse:
            if self.attempt("refuse_after", who, self.article, reason="有误"):
                self.withdrawn[before] = self.now
            return
        seen = "0" * 64 if stale else before
        done = self.attempt("review_after", who, self.article, content_hash=seen)
        SEEN["reviewed"] += bool(done)
        assert not (done and stale)

    @rule(hours=st.sampled_from([1, 23, 25]))
    def a_day_passes(self, hours):
        row = Article.objects.get(pk=self.article)
        self.now += dt.timedelta(hours=hours)
        self.is_settled = False
        gone = actions.withdraw_unreviewed(now=self.now)
        assert bool(gone) == bool(row.review_due_at and row.review_due_at <= self.now)
        if gone:
            self.withdrawn[row.online_hash] = self.now
            SEEN["unreviewed"] += 1

    @rule(who=PEOPLE, mode=st.sampled_from(["mirror", "copy"]))
    def offer(self, who, mode):
        self.attempt("offer", who, self.article, column_id=self.place.news.pk, mode=mode)

    @rule(who=PEOPLE, act=st.sampled_from(["decline", "withdraw"]))
    def say_no(self, who, act):
        for placement in self.carriers():
            placement_id, before = placement.pk, placement.mode
            done = self.attempt(f"{act}_placement", who, placement_id=placement_id, reason="因")
            assert not (done and before == "mandatory")

    @rule(who=PEOPLE, hours=st.sampled_from([None, 1, 30]))
    def accept(self, who, hours):
        own_time = self.now + dt.timedelta(hours=hours) if hours else None
        for placement in self.carriers():
            done = self.attempt(
                "accept_placement", who, placement_id=placement.pk, publish_at=own_time
            )
            if done and done.copy_id:
                self.hands[done.copy_id] = {self.people[who]}
                self.desk_hands[done.copy_id] = set()

    @rule(who=PEOPLE)
    def require_reprint(self, who):
        SEEN["pushed"] += bool(self.attempt("push", who, self.article, basis="依据"))

    @rule(who=PEOPLE)
    def acknowledge(self, who):
        for placement in self.carriers():
            self.attempt("acknowledge_recall", who, placement_id=placement.pk)

    def carriers(self):
        return Placement.objects.filter(article=self.article).exclude(mode="own")

    # --- what must hold
    @invariant()
    def everything_is_as_it_must_be(self):
        if self.is_settled:
            return  # the last act was refused
        self.nothing_is_online_without_its_complete_set()
        self.express_is_reviewed_or_falls_due_within_a_day()
        self.no_author_passes_his_own_text()
        self.version_online_changes_only_by_publication()
        self.lists_hold_what_is_online_and_counts_agree()
        self.is_settled = True

    def nothing_is_online_without_its_complete_set(self):
        for row in Article.objects.filter(public_state="online"):
            assert queries.hash_of(row) == row.online_hash
            people = self.signed(row, row.online_hash)
            assert REQUIRED[row.content_class] | {"publish"} <= set(people)
            reviewers = [people[step] for step in REVIEWERS & set(people)]
            assert len(set(reviewers)) == len(reviewers)
            assert people["secrecy_review"] not in {people.get("editing"), people["publish"]}
            assert row.created_by_id not in people.values()
            if row.stage == "done":  # else a correction has begun its own list of hands
                assert not self.hands[row.pk] & set(people.values())
                assert not self.desk_hands[row.pk] & set(reviewers)

    def express_is_reviewed_or_falls_due_within_a_day(self):
        for row in Article.objects.all():
            if row.public_state != "online" or row.content_class != "express":
                assert row.review_due_at is None
            elif row.review_due_at is None:
                assert "unit_review" in self.signed(row, row.online_hash)
            else:
                assert row.review_due_at <= row.last_published_at + dt.timedelta(hours=24)
                SEEN["express"] += 1

    def no_author_passes_his_own_text(self):
        # A draft may say what was once approved: submitting it voids what still stands.
        for row in Article.objects.exclude(stage__in=["done", "draft", "returned"]):
            content_hash = queries.hash_of(row.working_copy())
            if content_hash == row.online_hash:
                continue
            for step, actor in self.signed(row, content_hash).items():
                assert actor not in self.hands[row.pk], step

    def signed(self, row, content_hash):
        rows = Approval.objects.filter(
            target_type="portal.article",
            target_id=row.pk,
            content_hash=content_hash,
            voided_at=None,
        )
        # A correction that was under way when another text was withdrawn keeps its own reviews.
        moment = self.withdrawn.get(content_hash)
        if row.public_state == "online" and moment:
            assert all(signed.at > moment for signed in rows)
        return dict(rows.values_list("step", "actor_id"))

    def version_online_changes_only_by_publication(self):
        for row in Article.objects.all():
            before = self.seen_online.get(row.pk)
            if before and row.online_hash and before[0] != row.online_hash:
                assert before[1] != row.last_published_at
            self.seen_online[row.pk] = (row.online_hash, row.last_published_at)

    def lists_hold_what_is_online_and_counts_agree(self):
        online = Counter()
        for placement in Placement.objects.select_related("article"):
            article = placement.article
            if placement.state == "online":
                online[placement.column_id] += 1
                assert article.public_state == "online"
                own_time = placement.publish_at or article.published_at
                assert placement.published_at == max(own_time, article.published_at)
                assert own_time <= self.now
                assert placement.mode != "copy"
                assert placement.recalled_at is None
            assert placement.mode != "own" or (placement.state == "online") == article.live
        for column in Column.objects.all():
            assert column.online_count == online[column.pk]


def play(sequences):
    Chain.place = county()
    Chain.people = crowd(Chain.place)
    SEEN.clear()
    steps = settings(
        max_examples=sequences,
        stateful_step_count=12,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Chain, settings=steps)
    for far in ("online", "withdrawn", "corrected", "correcting", "confirmed", "express"):
        assert SEEN[far] > sequences // 100, (far, SEEN)


@pytest.mark.django_db
def test_no_order_of_acts_brings_unapproved_content_online():
    play(100)


@pytest.mark.full
@pytest.mark.django_db
def test_no_order_in_five_thousand_brings_unapproved_content_online():
    play(5_000)
