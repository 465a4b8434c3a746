"""Policy documents and what explains them: plan before publication, ties both ways (P18-P20)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Interpretation, InterpretationPlan
from xinqiao.domains.portal.rules import Lamp
from xinqiao.domains.portal.tests.chain import again, do, events
from xinqiao.domains.portal.tests.factories import NOW, bring_to, county, draft, online
from xinqiao.domains.portal.tests.screens import as_, form_of
from xinqiao.domains.portal.tests.screens import do as press
from xinqiao.kernel.calendars.rules import WorkingCalendar
from xinqiao.kernel.jobs.models import OutboxEvent

MONDAY = dt.date(2026, 11, 23)
DOCUMENT = {"kind": "document", "content_class": "document", "issuing_body": "县民政局"}


def document(place, **content):
    return draft(place, **{"title": "关于冬季供暖的通知", **DOCUMENT, **content})


def planned(place, article):
    do(place, "plan_interpretation", article, "contributor", reading_forms=["text"])
    return article


def public_document(place, **content):
    article = planned(place, document(place, **content))
    return online(place, article)


def explaining(place, *documents, **content):
    said = {"kind": "interpretation", "reading_form": "chart", "title": "一图读懂供暖通知"}
    said |= {"interprets": [one.pk for one in documents], **content}
    return draft(place, **said)


# Rules


@pytest.mark.parametrize(
    ("forms", "exemption", "says"),
    [
        ((), "", "至少一种"),
        (("text",), "不涉及群众", "不要再选"),
        ((), "无", "写明"),
        (("dance",), "", "dance"),
    ],
)
def test_plan_has_forms_or_a_reason(forms, exemption, says):
    with pytest.raises(rules.ChainRefused, match=says):
        rules.check_plan(forms, exemption)


@pytest.mark.parametrize(
    ("forms", "exemption"), [(("text", "chart"), ""), ((), "人事任免，不涉及群众办事")]
)
def test_plan_that_says_one_thing_stands(forms, exemption):
    rules.check_plan(forms, exemption)


@pytest.mark.parametrize(
    ("kind", "has_plan", "is_first", "refused"),
    [
        pytest.param("document", False, True, True, id="first publication without a plan"),
        pytest.param("document", True, True, False, id="with a plan"),
        pytest.param("document", False, False, False, id="correction"),
        pytest.param("news", False, True, False, id="news"),
    ],
)
def test_document_is_first_published_with_a_plan(kind, has_plan, is_first, refused):
    if not refused:
        rules.check_planned(kind, has_plan=has_plan, is_first=is_first)
        return
    with pytest.raises(rules.ChainRefused, match="解读方案"):
        rules.check_planned(kind, has_plan=has_plan, is_first=is_first)


@pytest.mark.parametrize(
    ("kind", "form", "documents", "outside", "missing"),
    [
        ("news", "", 0, "", ()),
        ("interpretation", "", 0, "", ("解读形式", "解读的政策文件")),
        ("interpretation", "text", 1, "", ()),
        ("interpretation", "text", 0, "国务院某意见", ()),
    ],
)
def test_what_an_interpretation_lacks(kind, form, documents, outside, missing):
    found = rules.missing_reading(
        kind, reading_form=form, documents=documents, outside_document=outside
    )

    assert found == missing


def test_interpretation_is_due_in_three_working_days():
    friday, calendar = dt.date(2026, 11, 20), WorkingCalendar({}, frozenset({2026}))

    assert rules.latest_day(friday, calendar) == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("facts", "today", "lamp"),
    [
        ({"is_read": True, "has_plan": False}, 30, Lamp.DONE),
        ({"is_exempt": True}, 30, Lamp.EXEMPT),
        ({}, 26, Lamp.OVERDUE),
        ({"has_plan": False}, 26, Lamp.NONE),
        ({"has_plan": False, "due": None}, 26, Lamp.UNPLANNED),
        ({"due": None}, 26, Lamp.WAITING),
        ({}, 25, Lamp.DUE),
        ({}, 24, Lamp.WAITING),
    ],
)
def test_lamp_of_a_document(facts, today, lamp):
    usual = {"has_plan": True, "is_exempt": False, "is_read": False, "due": dt.date(2026, 11, 25)}

    found = rules.lamp(**(usual | facts), today=dt.date(2026, 11, today))

    assert found == lamp


# Planning


@pytest.fixture
def place(db):
    return county()


def test_document_without_a_plan_is_not_published(place):
    article = bring_to(place, rules.Stage.APPROVED, document(place))

    with pytest.raises(rules.ChainRefused, match="解读方案"):
        actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)

    assert again(article).stage == rules.Stage.APPROVED


def test_document_without_a_plan_is_not_scheduled(place):
    article = bring_to(place, rules.Stage.APPROVED, document(place))

    with pytest.raises(rules.ChainRefused, match="解读方案"):
        do(place, "publish", article, "publisher", publish_at=NOW + dt.timedelta(days=2))


def test_planned_document_goes_public(place):
    article = public_document(place)

    assert article.public_state == "online"
    assert "portal.interpretation_planned" in events(article)


def test_unit_head_puts_on_record_why_there_is_none(place):
    article = document(place)

    plan = do(place, "plan_interpretation", article, "unit_head", exemption="人事任免，不涉及群众")

    assert plan.is_exempt
    assert "portal.interpretation_exempted" in events(article)
    assert online(place, article).public_state == "online"


def test_contributor_cannot_exempt(place):
    article = document(place)

    with pytest.raises(PermissionDenied):
        do(place, "plan_interpretation", article, "contributor", exemption="人事任免，不涉及群众")

    assert not InterpretationPlan.objects.exists()


def test_another_unit_cannot_plan(place):
    article, other = document(place), county()

    with pytest.raises(PermissionDenied):
        do(other, "plan_interpretation", article, "contributor", reading_forms=["text"])


def test_news_needs_no_plan(place):
    with pytest.raises(rules.ChainRefused, match="只有政策文件"):
        planned(place, draft(place))


def test_plan_is_said_anew(place):
    article = planned(place, document(place))

    do(place, "plan_interpretation", article, "editor", reading_forms=["chart"], points="补贴标准")

    plan = InterpretationPlan.objects.get()
    assert (plan.forms, plan.points) == (["chart"], "补贴标准")


# Ties


def test_interpretation_names_what_it_explains_before_it_is_submitted(place):
    article = explaining(place, reading_form="")

    with pytest.raises(rules.ChainRefused, match="解读形式、解读的政策文件"):
        do(place, "submit", article, "contributor")


def test_tie_is_part_of_what_people_pass(place):
    first, second = public_document(place), public_document(place, title="关于补贴的通知")
    article = explaining(place, first)
    before = queries.hash_of(again(article).working_copy())

    do(place, "save_draft", article, "contributor", interprets=[first.pk, second.pk])

    assert queries.hash_of(again(article).working_copy()) != before
    assert queries.documents_of([again(article)])[article.pk]["interprets"] == [
        first.pk,
        second.pk,
    ]


def test_text_of_another_kind_is_hashed_as_before_the_fields_came(place):
    assert "interprets" not in queries.document_of(draft(place))
    assert "reading_form" not in queries.document_of(draft(place))


def test_foreign_unpublished_document_cannot_be_explained(place):
    hidden = document(county())

    with pytest.raises(rules.ChainRefused, match="不存在"):
        explaining(place, hidden)

    assert not Interpretation.objects.exists()


def test_own_document_on_its_way_may_be_explained_already(place):
    article = explaining(place, document(place))

    assert article.interprets.count() == 1


def test_interpretation_explains_a_few_documents_only(place):
    with pytest.raises(rules.ChainRefused, match="最多"):
        draft(place, kind="interpretation", interprets=list(range(1, 30)))


def test_published_interpretation_tells_the_document_to_be_pressed_anew(place):
    explained = public_document(place)

    online(place, explaining(place, explained))

    event = OutboxEvent.objects.filter(topic="publish").latest("pk")
    assert f"article:{explained.pk}" in event.keys


def test_gap_closes_with_the_interpretation(place):
    explained = public_document(place)
    organisations = [place.unit.pk]

    assert list(queries.interpretation_gaps(organisations, now=NOW)) == [explained]

    online(place, explaining(place, explained))
    assert list(queries.interpretation_gaps(organisations, now=NOW)) == []


def test_readings_cost_the_same_queries_for_many(place, django_assert_num_queries):
    documents = [public_document(place, title=f"通知{number}") for number in range(4)]
    online(place, explaining(place, documents[0]))

    with django_assert_num_queries(4):
        found = queries.readings_of(documents, today=MONDAY)

    assert [one.lamp for one in found] == [Lamp.DONE, *[Lamp.WAITING] * 3]


# Screens


def test_writer_ties_by_number_address_and_title(place):
    one = public_document(place, document_number="青民发〔2026〕1号")
    two, three = public_document(place, title="办法甲"), public_document(place, title="办法乙")
    lines = f"青民发〔2026〕1号\n{two.address}\n\n办法乙\n办法乙"
    sent = form_of(
        place, kind="interpretation", reading_form="text", interprets_lines=lines, title="三个文件"
    )

    as_(place, "contributor").post("/manage/articles/editing/add/", sent)

    article = Interpretation.objects.first().article
    assert {row.document_id for row in article.interprets.all()} == {one.pk, two.pk, three.pk}


@pytest.mark.parametrize(
    ("lines", "says"),
    [("没有的文件", "没有找到"), ("重名文件", "有几个文件"), ("#99999999999", "没有找到")],
)
def test_line_that_names_no_document_says_so(place, lines, says):
    public_document(place, title="重名文件")
    public_document(place, title="重名文件")
    sent = form_of(place, kind="interpretation", interprets_lines=lines)

    answer = as_(place, "contributor").post("/manage/articles/editing/add/", sent)

    assert says in answer.content.decode()
    assert not Interpretation.objects.exists()


def test_document_offers_to_write_its_interpretation(place):
    explained = public_document(place)
    client = as_(place, "contributor")

    page = client.get(f"/manage/articles/{explained.pk}/").content.decode()
    form = client.get(f"/manage/articles/editing/add/?interprets={explained.pk}").content.decode()

    assert f"?interprets={explained.pk}" in page
    assert f"#{explained.pk} {explained.title}" in form


@pytest.mark.parametrize("number", ["x", "0", "9" * 30])
def test_odd_document_number_begins_an_empty_text(place, number):
    answer = as_(place, "contributor").get(f"/manage/articles/editing/add/?interprets={number}")

    assert answer.status_code == 200


def test_plan_and_exemption_are_made_on_the_matter_page(place):
    article = document(place)

    press(as_(place, "contributor"), article, "plan_interpretation", reading_forms=["chart"])
    press(as_(place, "unit_head"), article, "exempt_interpretation", exemption="仅涉内部管理事项")

    assert InterpretationPlan.objects.get().exemption == "仅涉内部管理事项"


def test_list_of_readings_shows_where_each_stands(place):
    explained = public_document(place)
    online(place, explaining(place, explained))

    page = as_(place, "contributor").get("/manage/interpretations/").content.decode()

    assert explained.title in page
    assert "已解读" in page


def test_home_page_counts_what_is_to_be_explained(place):
    public_document(place)

    page = as_(place, "contributor").get("/manage/").content.decode()

    assert "待解读" in page


def test_foreign_document_is_not_in_the_list(place):
    explained = public_document(place)

    page = as_(county(), "contributor").get("/manage/interpretations/").content.decode()

    assert explained.title not in page
