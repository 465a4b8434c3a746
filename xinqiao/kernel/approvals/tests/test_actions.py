"""Approvals are written once, voided and never deleted; a batch may cover a content."""

import pytest
from django.db import IntegrityError, transaction

from xinqiao.kernel.approvals import actions, queries, registry
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.approvals.rules import Content, Step
from xinqiao.kernel.sites.tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
STEPS = (Step("review", "审核", "reviewer"),)
HASH, OTHER = "a" * 64, "b" * 64


def sign(actor, *, content_hash=HASH, step="review", target=("thing", 1)):
    return actions.pass_step(
        content=Content(*target, content_hash),
        step=step,
        actor=actor,
        organisation_id=actor.organisation_id,
        now=NOW,
        basis="依据",
    )


def test_approval_counts_for_exactly_its_content():
    sign(UserFactory())

    assert queries.is_approved(Content("thing", 1, HASH), STEPS)
    assert not queries.is_approved(Content("thing", 1, OTHER), STEPS)
    assert not queries.is_approved(Content("thing", 2, HASH), STEPS)


def test_step_is_passed_once():
    sign(UserFactory())

    with pytest.raises(actions.AlreadyPassed):
        sign(UserFactory())
    row = Approval.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_voided_approval_stays_and_counts_no_more():
    row = sign(UserFactory())

    assert actions.void(target_type="thing", target_id=1, reason="改", now=NOW) == 1

    row.refresh_from_db()
    assert (row.voided_at, row.voided_reason) == (NOW, "改")
    assert not queries.standing("thing", 1, HASH).exists()
    assert str(sign(UserFactory())) == "thing#1 review"


def test_voiding_can_spare_contents_and_steps():
    for content_hash in (HASH, OTHER):
        for step in ("review", "secrecy"):
            sign(UserFactory(), content_hash=content_hash, step=step)

    actions.void(
        target_type="thing",
        target_id=1,
        reason="改",
        now=NOW,
        steps={"secrecy"},
        keep_hashes=(HASH, ""),
    )

    left = Approval.objects.standing().values_list("content_hash", "step")
    assert set(left) == {(HASH, "review"), (HASH, "secrecy"), (OTHER, "review")}


def test_batch_covers_the_contents_that_its_manifest_names(monkeypatch):
    manifest = "c" * 64
    monkeypatch.setitem(
        registry._finders,
        "thing",
        lambda pk, seen: Content("batch", 9, manifest) if (pk, seen) == (1, HASH) else None,
    )
    sign(UserFactory(), content_hash=manifest, target=("batch", 9))

    assert queries.is_approved(Content("thing", 1, HASH), STEPS)
    assert not queries.is_approved(Content("thing", 1, OTHER), STEPS)
    assert not queries.is_approved(Content("unknown", 1, HASH), STEPS)


def test_half_of_the_steps_from_the_batch_and_half_of_its_own_is_not_whole(monkeypatch):
    steps = (*STEPS, Step("secrecy", "保密审查", "secrecy"))
    monkeypatch.setitem(registry._finders, "thing", lambda pk, seen: Content("batch", 9, OTHER))
    sign(UserFactory(), target=("batch", 9), content_hash=OTHER)
    sign(UserFactory(), step="secrecy")

    assert not queries.is_approved(Content("thing", 1, HASH), steps)


def test_registering_a_finder_is_all_a_domain_does(monkeypatch):
    monkeypatch.setattr(registry, "_finders", {})

    registry.register_cover("thing", lambda pk, seen: Content("batch", pk, seen))

    assert registry.cover_of("thing", 1, HASH) == Content("batch", 1, HASH)


def test_voiding_can_name_the_one_content_that_goes():
    for content_hash in (HASH, OTHER):
        sign(UserFactory(), content_hash=content_hash)

    actions.void(target_type="thing", target_id=1, reason="撤", now=NOW, only_hash=HASH)

    assert [row.content_hash for row in Approval.objects.standing()] == [OTHER]
