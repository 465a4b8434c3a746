"""Kinds of articles with fields of their own: what they must say, keep and show (P33, S43)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.chain import again, do
from xinqiao.domains.portal.tests.factories import county, draft
from xinqiao.domains.portal.tests.screens import as_, form_of

LEADER = {"position": "副县长", "work": "负责教育、卫生"}


@pytest.mark.parametrize(
    ("kind", "details", "source", "url", "missing"),
    [
        ("news", {}, "", "", ()),
        ("leader", {}, "", "", ("职务", "工作分工")),
        ("leader", LEADER, "", "", ()),
        ("institution", {"head": "王某"}, "", "", ("办公地址", "办公时间", "联系电话")),
        ("speech", {"speaker": "张某"}, "", "", ("讲话场合", "讲话时间")),
        ("video", {"duration": " "}, "", "", ()),
        ("reprint", {}, "", "", ("原文地址", "来源")),
        ("reprint", {}, "新华社", "https://example.org/1", ()),
        ("link", {}, "", "", ("原文地址",)),
    ],
)
def test_what_a_kind_must_say(kind, details, source, url, missing):
    assert rules.missing_details(kind, details, source=source, source_url=url) == missing


@given(st.dictionaries(st.sampled_from(["position", "work", "resume", "head", "x"]), st.text()))
def test_a_kind_keeps_only_fields_of_its_own(said):
    kept = rules.own_details("leader", said)

    assert set(kept) <= {"position", "work", "resume"}
    assert all(value.strip() for value in kept.values())


def test_unknown_kind_has_no_fields():
    assert rules.details_of("dance") == ()


@pytest.fixture
def place(db):
    return county()


def test_fields_of_the_kind_are_written_in_the_form(place):
    sent = form_of(place, kind="leader", title="李明", body="", leader_position="副县长")
    sent |= {"leader_work": "负责教育", "institution_head": "不是本类"}

    as_(place, "contributor").post("/manage/articles/editing/add/", sent)

    assert Article.objects.get().details == {"position": "副县长", "work": "负责教育"}


def test_fields_come_back_into_the_form_and_onto_the_matter_page(place):
    article = draft(place, kind="leader", details=LEADER)
    client = as_(place, "contributor")

    form = client.get(f"/manage/articles/editing/edit/{article.pk}/").content.decode()
    page = client.get(f"/manage/articles/{article.pk}/").content.decode()

    assert "负责教育、卫生" in form
    assert "负责教育、卫生" in page


def test_kind_without_its_fields_is_not_submitted(place):
    article = draft(place, kind="leader", body="")

    with pytest.raises(rules.ChainRefused, match="职务、工作分工"):
        do(place, "submit", article, "contributor")


def test_fields_are_part_of_what_people_pass(place):
    article = draft(place, kind="leader", details=LEADER)
    before = queries.hash_of(again(article).working_copy())

    do(place, "save_draft", article, "contributor", details=LEADER | {"work": "负责农业"})

    assert queries.hash_of(again(article).working_copy()) != before


def test_source_address_leads_to_the_web_only(place):
    sent = form_of(place, kind="link", source_url="javascript:alert(1)")

    answer = as_(place, "contributor").post("/manage/articles/editing/add/", sent)

    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_difference_names_the_field(place):
    before = draft(place, kind="leader", details=LEADER)
    after = again(before)
    after.details = {"position": "县长"}

    found = queries.differences(before, after)

    assert [(one.label, one.after) for one in found] == [("本类要素", {"position": "县长"})]
