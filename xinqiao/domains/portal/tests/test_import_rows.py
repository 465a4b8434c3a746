"""From a record to an article: fields, dates, statutes, and what is refused."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.adapters import rows, statutes
from xinqiao.kernel.ui.richtext import clean_html

NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
GENERAL = rows.mapping_of(rows.GENERAL)
STATUTES = rows.mapping_of(rows.STATUTES)


def row(mapping=GENERAL, **record):
    whole = {"id": "a1", "title": "标题", "body": "<p>正文</p>"} if mapping is GENERAL else {}
    return rows.row_of(whole | record, mapping, now=NOW)


def test_general_record_keeps_its_fields():
    made = row(
        source="青溪日报",
        summary="摘要",
        document_number="青政发〔2020〕1号",
        issued_date="2020-03-04",
        date="2020年3月5日",
    )

    assert made.source_id == "a1"
    assert made.fields["source"] == "青溪日报"
    assert made.fields["issued_date"] == dt.date(2020, 3, 4)
    assert made.fields["original_published_at"].isoformat() == "2020-03-05T00:00:00+08:00"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        pytest.param("第一段\n\n第二段", "<p>第一段</p><p>第二段</p>", id="plain text"),
        pytest.param(["第一段", "第二段"], "<p>第一段</p><p>第二段</p>", id="list of paragraphs"),
        pytest.param("3 < 5 且 a > b", "<p>3 &lt; 5 且 a &gt; b</p>", id="signs in plain text"),
        pytest.param(
            "<p onclick=x>字<script>y()</script></p>", "<p>字</p>", id="what could run is gone"
        ),
    ],
)
def test_body_becomes_clean_html(body, html):
    assert row(body=body).fields["body"] == html


def test_title_loses_its_markup_and_line_breaks():
    assert row(title="<b>关于</b>\n 供暖").fields["title"] == "关于 供暖"


def test_number_is_taken_as_text():
    assert row(id=42).source_id == "42"


def test_without_an_id_the_same_text_has_the_same_one():
    first, again, other = row(id=None), row(id=""), row(id=None, title="另一篇")

    assert first.source_id == again.source_id != other.source_id
    assert first.source_id.startswith("sha256:")


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        pytest.param({"title": ""}, "没有标题", id="no title"),
        pytest.param({"title": None}, "没有标题", id="null title"),
        pytest.param({"title": "字" * 201}, "“标题”超过200字", id="title too long"),
        pytest.param({"title": ["一"]}, "“标题”应是文字", id="title is a list"),
        pytest.param({"id": "x" * 101}, "“来源编号”超过100字", id="id too long"),
        pytest.param({"body": ""}, "没有正文", id="no body"),
        pytest.param({"body": {"a": 1}}, "“正文”应是文字或文字的列表", id="body is an object"),
        pytest.param({"body": ["一", 2]}, "“正文”应是文字或文字的列表", id="body holds a number"),
        pytest.param({"body": "字" * 2_000_001}, "正文超过200万字", id="body too long"),
        pytest.param({"body": "<script>x</script>"}, "没有正文", id="nothing is left of the body"),
        pytest.param({"date": "昨天"}, "“原发布时间”不是日期：昨天", id="no date"),
        pytest.param({"date": 20200101}, "“原发布时间”不是日期：20200101", id="date as a number"),
        pytest.param({"date": "2020-02-30"}, "“原发布时间”不是日期：2020-02-30", id="no such day"),
        pytest.param(
            {"date": "2020-01-01 09:00+29:00"},
            "“原发布时间”不是日期：2020-01-01 09:00+29:00",
            id="no such zone",
        ),
        pytest.param(
            {"issued_date": "1899-12-31"},
            "“成文日期”早于1900年或晚于今天：1899-12-31",
            id="too early",
        ),
        pytest.param(
            {"issued_date": "2026-11-25"},
            "“成文日期”早于1900年或晚于今天：2026-11-25",
            id="in the future",
        ),
    ],
)
def test_bad_record_is_refused_with_its_reason(record, problem):
    with pytest.raises(rows.BadRow, match=re.escape(problem)):
        row(**record)


def test_body_that_grows_too_long_in_cleaning_is_refused():
    with pytest.raises(rows.BadRow, match="正文超过200万字"):
        row(body="<" * 1_999_999)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2020-03-05", "2020-03-05T00:00:00+08:00", id="a day"),
        pytest.param("2020/3/5 9:08", "2020-03-05T09:08:00+08:00", id="slashes and minutes"),
        pytest.param("2020.03.05 09:08:07", "2020-03-05T09:08:07+08:00", id="dots and seconds"),
        pytest.param("2020-03-05T09:08:07.25Z", "2020-03-05T09:08:07+00:00", id="ISO in UTC"),
        pytest.param("2020-03-05T09:08:07+08:00", "2020-03-05T09:08:07+08:00", id="ISO, zone"),
        pytest.param("2020-03-05 09:08-0330", "2020-03-05T09:08:00-03:30", id="west"),
    ],
)
def test_dates_of_old_sites_are_understood(text, moment):
    assert row(date=text).fields["original_published_at"].isoformat() == moment


def test_mapping_takes_other_keys():
    mapping = rows.mapping_of(rows.GENERAL, {"title": "标题", "body": "内容", "summary": ""})

    made = rows.row_of({"id": 1, "标题": "甲", "内容": "乙"}, mapping, now=NOW)

    assert (made.fields["title"], made.fields["body"]) == ("甲", "<p>乙</p>")


def test_unknown_preset_or_field_is_refused():
    with pytest.raises(rows.BadRow, match="没有“other”这种字段对应方案"):
        rows.mapping_of("other")
    with pytest.raises(rows.BadRow, match="没有这些字段：stage"):
        rows.mapping_of(rows.GENERAL, {"stage": "x"})


STATUTE = {
    "id": "s1",
    "title": "示例条例",
    "category": "地方法规",
    "region": "青溪",
    "date": "2020-05-14",
    "history": ["2019年1月2日 青溪县人民代表大会第三次会议通过"],
    "paragraphs": [
        "## 第一章  总则",
        "第一条 为了示例，制定本条例。",
        "### 第一节 目的",
        "第二条 甲 < 乙：",
        "（一）丙；",
        "第二条之一　补充。",
        "第三条",
        "",
        "## 附则",
        "第一条 又一个第一条。",
    ],
}


def test_statute_has_headings_with_anchors():
    made = rows.row_of(STATUTE, STATUTES, now=NOW)

    assert made.fields["body"] == (
        "<blockquote><p>2019年1月2日 青溪县人民代表大会第三次会议通过</p></blockquote>"
        '<h2 id="chapter-1">第一章 总则</h2>'
        '<h3 id="article-1">第一条</h3><p>为了示例，制定本条例。</p>'
        '<h3 id="section-1">第一节 目的</h3>'
        '<h3 id="article-2">第二条</h3><p>甲 &lt; 乙：</p><p>（一）丙；</p>'
        '<h3 id="article-2-1">第二条之一</h3><p>补充。</p>'
        '<h3 id="article-3">第三条</h3>'
        '<h2 id="heading">附则</h2>'
        '<h3 id="article-1-2">第一条</h3><p>又一个第一条。</p>'
    )


def test_statute_knows_who_passed_it_and_when():
    fields = rows.row_of(STATUTE, STATUTES, now=NOW).fields

    assert fields["issuing_body"] == "青溪县人民代表大会"
    assert fields["issued_date"] == dt.date(2020, 5, 14)
    assert (fields["kind"], fields["keywords"]) == ("document", "地方法规，青溪")


@pytest.mark.parametrize(
    ("history", "category", "region", "body"),
    [
        pytest.param([], "行政法规", "", "国务院", id="by its category"),
        pytest.param([], "部门规章", "", "部门规章", id="category alone"),
        pytest.param(["另行说明"], "地方法规", "青溪", "青溪（地方法规）", id="by its region"),
        pytest.param(
            ["2008年8月1日 中华人民共和国国务院令第531号公布"],
            "行政法规",
            "",
            "中华人民共和国国务院",
            id="by an order",
        ),
    ],
)
def test_issuer_is_found_or_named_by_kind(history, category, region, body):
    assert statutes.issuer(history, category, region) == body


@pytest.mark.parametrize("paragraphs", [None, [], ["", "  "]])
def test_statute_without_articles_is_refused(paragraphs):
    with pytest.raises(rows.BadRow, match="没有条文"):
        rows.row_of(STATUTE | {"paragraphs": paragraphs}, STATUTES, now=NOW)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一千二百六十", 1260),
        ("二〇二六", 2026),
        ("两百", 200),
        ("37", 37),
    ],
)
def test_chinese_numbers_are_read(text, number):
    assert statutes.number_of(text) == number


PARAGRAPH = st.one_of(
    st.text(max_size=40),
    st.integers(1, 99).map(lambda number: f"第{number}条 内容<b>&"),
    st.integers(1, 9).map(lambda number: f"## 第{number}章 <i>"),
    st.sampled_from(["#### 附件", "##", "第条", "第一条之", "第二条之二：", "### 第三节"]),
)


@given(paragraphs=st.lists(PARAGRAPH, max_size=20), history=st.lists(st.text(max_size=20)))
def test_whatever_stands_in_a_statute_every_anchor_is_its_own(paragraphs, history):
    html = statutes.body(paragraphs, history)

    anchors = re.findall(r'id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[a-z]+(-[0-9]+)*", anchor) for anchor in anchors)
    cleaned = clean_html(html)
    assert clean_html(cleaned) == cleaned


@given(
    st.lists(
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30).filter(
            lambda text: not text.startswith(("第", "#"))
        ),
        min_size=1,
        max_size=10,
    )
)
def test_no_word_of_a_statute_is_lost(paragraphs):
    html = statutes.body(paragraphs)

    assert re.sub(r"<[^>]+>", "", html) == "".join(text.strip() for text in paragraphs)
