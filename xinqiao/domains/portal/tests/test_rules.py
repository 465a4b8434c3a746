"""The tables of the chain and the content document, without a database."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.rules import ContentClass, Stage
from xinqiao.kernel.approvals.rules import Signature


@dataclass
class Text:
    """An article as the content document sees it."""

    kind: str = "news"
    content_class: str = "news"
    title: str = "题"
    subtitle: str = ""
    summary: str = ""
    body: str = "<p>文</p>"
    source: str = ""
    author_name: str = ""
    keywords: str = ""
    document_number: str = ""
    issuing_body: str = ""
    index_number: str = ""
    validity: str = ""
    issued_date: Any = None
    effective_date: Any = None
    original_published_at: Any = None
    site_id: int = 1
    column_id: int = 2
    organisation_id: int = 3


# --- the chain (shared design/duties.md)


@pytest.mark.parametrize(
    ("content_class", "codes"),
    [
        ("news", ["unit_review", "secrecy_review", "editing"]),
        ("document", ["unit_review", "unit_head", "secrecy_review", "editing"]),
        ("sensitive", ["unit_review", "unit_head", "secrecy_review", "leader", "editing"]),
        ("express", ["secrecy_review"]),
    ],
)
def test_steps_of_each_class(content_class, codes):
    assert [step.code for step in rules.steps_of(content_class)] == codes


def test_secrecy_review_belongs_to_every_class():
    assert all(rules.SECRECY_REVIEW in steps for steps in rules.STEPS.values())


def test_batches_do_not_take_the_express_lane():
    with pytest.raises(rules.ChainRefused, match="批量导入"):
        rules.check_batch_class(ContentClass.EXPRESS)


@pytest.mark.parametrize(
    ("classes", "strictest"),
    [([], "news"), (["news", "sensitive"], "sensitive"), (["document", "news"], "document")],
)
def test_batch_is_treated_as_its_strictest_class(classes, strictest):
    assert rules.strictest(classes) == strictest


@pytest.mark.parametrize(
    ("taken", "stage"),
    [
        ([], "unit_review"),
        (["unit_review"], "secrecy_review"),
        (["secrecy_review"], "unit_review"),
        (["unit_review", "secrecy_review"], "editing"),
        (["unit_review", "secrecy_review", "editing"], "approved"),
        (["unit_review", "secrecy_review", "editing", "publish"], "approved"),
    ],
)
def test_next_stage_is_the_first_step_not_taken(taken, stage):
    assert rules.next_stage("news", [Signature(step, 1) for step in taken]) == stage


ALLOWED = [
    ("submit", "draft", "unpublished"),
    ("submit", "returned", "online"),
    ("take_back", "leader", "unpublished"),
    ("pass", "editing", "unpublished"),
    ("send_back", "approved", "unpublished"),
    ("edit_at_desk", "approved", "unpublished"),
    ("publish", "approved", "online"),
    ("start_correction", "done", "online"),
    ("start_correction", "done", "withdrawn"),
    ("drop_correction", "returned", "online"),
    ("delete", "draft", "unpublished"),
    ("withdraw", "draft", "online"),
    ("offer", "done", "online"),
]
REFUSED = [
    ("save", "unit_review", "unpublished"),
    ("save", "done", "online"),
    ("submit", "unit_review", "unpublished"),
    ("take_back", "editing", "unpublished"),
    ("pass", "draft", "unpublished"),
    ("pass", "approved", "unpublished"),
    ("send_back", "draft", "unpublished"),
    ("edit_at_desk", "unit_review", "unpublished"),
    ("publish", "editing", "unpublished"),
    ("start_correction", "done", "unpublished"),
    ("start_correction", "draft", "online"),
    ("drop_correction", "draft", "unpublished"),
    ("delete", "draft", "withdrawn"),
    ("withdraw", "done", "withdrawn"),
    ("withdraw", "done", "unpublished"),
]


@pytest.mark.parametrize(("act", "stage", "public_state"), ALLOWED)
def test_act_that_fits(act, stage, public_state):
    rules.check_act(act, stage=stage, public_state=public_state)


@pytest.mark.parametrize(("act", "stage", "public_state"), REFUSED)
def test_act_that_does_not_fit(act, stage, public_state):
    with pytest.raises(rules.ChainRefused):
        rules.check_act(act, stage=stage, public_state=public_state)


@pytest.mark.parametrize(
    ("stage", "at_desk", "may"),
    [
        ("draft", False, True),
        ("returned", False, True),
        ("unit_review", True, False),
        ("editing", True, True),
        ("editing", False, False),
        ("done", True, False),
    ],
)
def test_text_is_written_by_its_unit_or_at_the_desk(stage, at_desk, may):
    assert rules.may_write(stage, at_desk=at_desk) is may


def test_step_of_a_stage_is_known_to_its_class_only():
    assert rules.step_of("leader", "sensitive") == rules.LEADER
    with pytest.raises(rules.ChainRefused):
        rules.step_of("leader", "news")


@pytest.mark.parametrize(
    ("stage", "targets"),
    [
        ("unit_review", ["returned"]),
        ("secrecy_review", ["returned", "unit_review"]),
        ("approved", ["returned", "unit_review", "secrecy_review", "editing"]),
    ],
)
def test_return_goes_to_the_author_or_to_a_step_that_was_taken(stage, targets):
    assert list(rules.return_targets("news", stage)) == targets


@pytest.mark.parametrize(
    ("to_stage", "reason", "ok"),
    [("returned", "因", True), ("unit_review", "因", True), ("editing", "因", False),
     ("returned", "\n ", False)],
)  # fmt: skip
def test_return_needs_reason_and_target(to_stage, reason, ok):
    if ok:
        rules.check_return("news", "editing", to_stage, reason)
        return
    with pytest.raises(rules.ChainRefused):
        rules.check_return("news", "editing", to_stage, reason)


def test_return_voids_from_its_target_on():
    assert rules.voided_by_return("news", "returned") is None
    assert rules.voided_by_return("news", "secrecy_review") == {
        "secrecy_review",
        "editing",
        "publish",
    }


@pytest.mark.parametrize(
    ("opinion", "basis", "ok"),
    [("public", "依据", True), ("public", " ", False), ("", "依据", False),
     ("refer", "依据", False), ("not_public", "依据", False)],
)  # fmt: skip
def test_only_public_with_a_basis_passes_the_secrecy_review(opinion, basis, ok):
    if ok:
        rules.check_secrecy(opinion, basis)
        return
    with pytest.raises(rules.ChainRefused):
        rules.check_secrecy(opinion, basis)


def test_reason_is_required():
    rules.check_reason("内容有误")
    with pytest.raises(rules.ChainRefused):
        rules.check_reason(" ")


def test_author_takes_no_step_and_writing_editor_no_review():
    barred = rules.barred(frozenset({1}), frozenset({2}))

    assert barred["unit_review"] == barred["secrecy_review"] == {1, 2}
    assert barred["editing"] == barred["publish"] == {1}


# --- placements


@pytest.mark.parametrize(
    ("act", "state", "ok"),
    [
        ("accept", "offered", True),
        ("accept", "declined", True),
        ("accept", "withdrawn", False),
        ("decline", "online", False),
        ("withdraw", "online", True),
        ("withdraw", "accepted", True),
        ("withdraw", "offered", False),
        ("offer", "withdrawn", True),
        ("offer", "online", False),
    ],
)
def test_act_on_a_placement_fits_its_state(act, state, ok):
    if ok:
        rules.check_placement(act, state, mode="mirror")
        return
    with pytest.raises(rules.ChainRefused):
        rules.check_placement(act, state, mode="mirror")


def test_own_column_is_not_changed_as_a_placement():
    with pytest.raises(rules.ChainRefused):
        rules.check_placement("withdraw", "online", mode="own")


@pytest.mark.parametrize(
    ("stage", "public_state", "mode", "ok"),
    [
        ("draft", "unpublished", "mirror", False),
        ("draft", "online", "mirror", True),
        ("unit_review", "unpublished", "link", True),
        ("done", "online", "own", False),
    ],
)
def test_only_what_was_submitted_is_offered(stage, public_state, mode, ok):
    if ok:
        rules.check_offer(stage, public_state, mode)
        return
    with pytest.raises(rules.ChainRefused):
        rules.check_offer(stage, public_state, mode)


def test_placement_follows_its_article():
    assert rules.state_with_article(online=True) == "online"
    assert rules.state_with_article(online=False) == "accepted"


# --- the content document


def hash_of(text, **facts):
    return rules.content_hash(rules.content_document(text, **facts))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "改"}, {"subtitle": "改"}, {"summary": "改"}, {"body": "<p>改</p>"},
        {"source": "改"}, {"author_name": "改"}, {"keywords": "改"}, {"kind": "notice"},
        {"content_class": "sensitive"}, {"document_number": "1号"}, {"issuing_body": "县"},
        {"index_number": "1"}, {"validity": "valid"}, {"issued_date": dt.date(2026, 1, 1)},
        {"effective_date": dt.date(2026, 1, 1)}, {"column_id": 9}, {"organisation_id": 9},
        {"site_id": 9},
        {"original_published_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_everything_that_readers_see_changes_the_hash(change):
    assert hash_of(Text()) != hash_of(replace(Text(), **change))


@pytest.mark.parametrize(
    "facts",
    [
        {"cover": rules.FileFact("图", "b" * 64, 1)},
        {"attachments": [rules.FileFact("一", "b" * 64, 1)]},
        {"attachments": [rules.FileFact("一", "a" * 64, 2)]},
        {"attachments": [rules.FileFact("二", "a" * 64, 1)]},
        {"files": [rules.FileFact("一", "b" * 64, 1)]},
    ],
)
def test_every_file_changes_the_hash(facts):
    base = {
        "cover": rules.FileFact("图", "a" * 64, 1),
        "attachments": [rules.FileFact("一", "a" * 64, 1)],
        "files": [rules.FileFact("一", "a" * 64, 1)],
    }

    assert hash_of(Text(), **base) != hash_of(Text(), **{**base, **facts})


def test_order_of_attachments_is_content_and_that_of_files_is_not():
    one, two = rules.FileFact("一", "a" * 64, 1), rules.FileFact("二", "b" * 64, 1)

    assert hash_of(Text(), attachments=[one, two]) != hash_of(Text(), attachments=[two, one])
    assert hash_of(Text(), files=[one, two]) == hash_of(Text(), files=[two, one])


def test_moment_is_the_same_in_every_time_zone():
    noon = dt.datetime(2026, 1, 1, 4, 0, 0, 7, tzinfo=dt.UTC)
    there = noon.astimezone(dt.timezone(dt.timedelta(hours=8)))

    assert hash_of(replace(Text(), original_published_at=noon)) == hash_of(
        replace(Text(), original_published_at=there)
    )


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<img src="/files/2026/11/abcdefgh.png">', ["2026/11/abcdefgh.png"]),
        ("<a href='/sites/x/files/2026/11/abcdefgh.pdf'>", ["2026/11/abcdefgh.pdf"]),
        ('<a href="/content/2026/11/12345678.html">', []),
        ('<a href="https://example.org/">', []),
        ('<img src="2026/11/abcdefgh.png"><img src="2026/11/abcdefgh.png">',
         ["2026/11/abcdefgh.png"]),
    ],
)  # fmt: skip
def test_files_named_in_the_body(body, names):
    assert list(rules.referenced_files(body)) == names


def test_missing_files_are_named():
    document = rules.content_document(
        Text(),
        attachments=[rules.FileFact("在", "a" * 64, 1), rules.FileFact("附件", "", 0)],
        files=[rules.FileFact("图片", "", 0)],
    )

    assert rules.missing_files(document) == ("附件", "图片")


@pytest.mark.parametrize(
    ("text", "attachments", "missing"),
    [
        (Text(), 0, ()),
        (Text(title=" "), 0, ("标题",)),
        (Text(body=""), 0, ("正文或附件",)),
        (Text(body=""), 1, ()),
        (Text(kind="document", content_class="document"), 0, ("发文机关",)),
    ],
)
def test_what_must_be_filled_in(text, attachments, missing):
    assert rules.missing_fields(text, attachments=attachments) == missing


@pytest.mark.parametrize(
    ("text", "facts", "says"),
    [
        (Text(title=""), {}, "标题"),
        (Text(), {"files": [rules.FileFact("图", "", 0)]}, "不存在"),
        (Text(kind="document", issuing_body="县"), {}, "公文"),
    ],
)
def test_text_that_is_not_complete_is_refused(text, facts, says):
    with pytest.raises(rules.ChainRefused, match=says):
        rules.check_complete(text, rules.content_document(text, **facts))


def test_complete_document_is_accepted():
    text = Text(kind="document", content_class="document", issuing_body="县政府")

    rules.check_complete(text, rules.content_document(text))


def test_manifest_knows_every_item_and_their_order():
    lines = [(1, "a" * 64), (2, "b" * 64)]

    assert rules.manifest_hash(lines) == rules.manifest_hash(iter(lines))
    assert rules.manifest_hash(lines) != rules.manifest_hash(lines[::-1])
    assert rules.manifest_hash(lines) != rules.manifest_hash(lines[:1])


def test_address_of_an_article_is_made_of_its_day_and_number():
    assert rules.article_path(7, dt.date(2026, 3, 1)) == "content/2026/03/7.html"


def test_every_stage_that_waits_has_its_duty():
    waiting = set(Stage) - rules.UNIT_STAGES - {Stage.DONE}

    assert set(rules.DUTY_AT) == waiting
