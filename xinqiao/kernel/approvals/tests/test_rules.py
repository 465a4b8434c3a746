"""What an approval binds, and which people must differ."""

import pytest

from xinqiao.kernel.approvals import rules
from xinqiao.kernel.approvals.rules import Signature, Step

REVIEW = Step("review", "审核", "reviewer")
SECRECY = Step("secrecy", "保密审查", "secrecy")
APART = {"review": frozenset({"secrecy"}), "secrecy": frozenset({"review"})}


def test_canonical_form_knows_no_order_of_keys():
    assert rules.canonical({"b": 1, "a": "字"}) == '{"a":"字","b":1}'.encode()
    assert rules.content_hash({"a": 1, "b": 2}) == rules.content_hash({"b": 2, "a": 1})


def test_hash_is_sha256_of_the_canonical_form():
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"

    assert rules.content_hash({}) == empty


@pytest.mark.parametrize("other", [{"a": 2}, {"a": "1"}, {"b": 1}, {"a": 1, "b": ""}])
def test_another_content_has_another_hash(other):
    assert rules.content_hash({"a": 1}) != rules.content_hash(other)


@pytest.mark.parametrize(
    ("taken", "missing"),
    [
        ([], ["review", "secrecy"]),
        ([Signature("secrecy", 2)], ["review"]),
        ([Signature("review", 1), Signature("secrecy", 2)], []),
    ],
)
def test_missing_steps_keep_their_order(taken, missing):
    assert [step.code for step in rules.missing_steps([REVIEW, SECRECY], taken)] == missing


@pytest.mark.parametrize(
    ("person", "may"),
    [(1, False), (7, False), (3, True)],
    ids=["has reviewed", "wrote it", "another"],
)
def test_secrecy_reviewer_is_neither_author_nor_reviewer(person, may):
    barred = {"secrecy": frozenset({7})}
    signed = [Signature("review", 1)]

    assert rules.may_pass("secrecy", person, signatures=signed, barred=barred, apart=APART) is may


@pytest.mark.parametrize(
    ("steps", "people", "whole"),
    [
        ([REVIEW, SECRECY], (1, 2), True),
        ([REVIEW, SECRECY], (1, 1), False),
        ([REVIEW, SECRECY], (1,), False),
        ([REVIEW, SECRECY], (7, 2), False),
        ([], (1, 2), False),
    ],
    ids=["complete", "one person twice", "one step missing", "author", "no steps asked"],
)
def test_set_is_whole_when_every_step_has_its_own_person(steps, people, whole):
    codes = ("review", "secrecy")
    signed = [Signature(code, person) for code, person in zip(codes, people, strict=False)]
    barred = {"review": frozenset({7})}

    assert rules.is_whole(steps, signed, barred=barred, apart=APART) is whole
