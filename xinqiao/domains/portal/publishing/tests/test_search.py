"""The simple search: what is found, what is filtered, and what odd input gets for an answer."""

import pytest
from lxml import html as lxml_html

from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.publishing.search import (
    MAX_QUERY_CHARACTERS,
    TookTooLong,
    highlighted,
    snippet,
    time_limit,
    understood,
)
from xinqiao.kernel.press import pages


def searched(**query):
    from urllib.parse import urlencode

    page = pages.render(f"/search/?{urlencode(query)}")
    assert page.status == 200
    return lxml_html.fromstring(page.body.decode())


def titles(tree):
    return [heading.text_content() for heading in tree.xpath("//ol[@class='results']//h2")]


def test_a_title_a_number_and_a_text_are_found(county):
    number = county.document.document_number

    assert titles(searched(q="停车管理"))[0] == "青溪县城区道路停车管理暂行办法"
    assert county.document.title in titles(searched(q=number))
    assert county.document.title in titles(searched(q="电子账簿"))


def test_titles_come_before_texts(county):
    assert titles(searched(q="租赁补贴"))[0] in (
        "关于2026年第四季度住房租赁补贴发放名单的公示",
        "县住建局负责人就租赁补贴办法答记者问",
    )


def test_all_words_must_be_there(county):
    assert titles(searched(q="停车 解读")) == []
    assert titles(searched(q="停车　管理")) == ["青溪县城区道路停车管理暂行办法"]


def test_full_width_letters_and_digits_are_folded(county):
    assert titles(searched(q="２０２６年第四季度")) == [
        "关于2026年第四季度住房租赁补贴发放名单的公示"
    ]


def test_site_and_kind_filter(county):
    assert all("第" in title for title in titles(searched(q="农村饮水", site="water")))
    assert titles(searched(q="租赁补贴", kind="interpretation")) == [
        "县住建局负责人就租赁补贴办法答记者问"
    ]


def test_a_mirrored_article_is_found_once(county):
    title = county.articles["mirror"].title

    assert titles(searched(q=title)).count(title) == 1


def test_what_is_not_online_is_not_found(county):
    Article.objects.filter(pk=county.news.pk).update(public_state="withdrawn", live=False)
    Placement.objects.filter(article=county.news).update(state="withdrawn")

    assert county.news.title not in titles(searched(q="一溪清水"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("水" * 60, f"不超过{MAX_QUERY_CHARACTERS}个字", id="too long"),
        pytest.param("水" * 10_000, f"不超过{MAX_QUERY_CHARACTERS}个字", id="far too long"),
        pytest.param("%%%", "只有符号无法搜索", id="only signs"),
        pytest.param("\x00\x01", "可以搜标题", id="control characters"),
        pytest.param("没有这个词语啊", "没有找到", id="nothing found"),
        pytest.param("", "可以搜标题", id="empty"),
    ],
)
def test_odd_input_gets_a_clear_answer(county, asked, said):
    assert said in searched(q=asked).text_content()


@pytest.mark.parametrize(
    "asked", ["100%", "a_b", "' OR 1=1 --", '"', "\\", "<b>青溪</b>", "*", "青溪" * 20]
)
def test_operators_are_only_text(county, asked):
    page = searched(q=asked)

    assert page.xpath("//h1")[0].text_content() == "搜索"
    assert not page.xpath("//b")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²", ""])
def test_an_odd_page_number_is_no_failure(county, page):
    assert pages.render(f"/search/?q=青溪&page={page}").status == 200


def test_marks_are_put_around_escaped_text():
    assert highlighted("<i>青溪</i>", ["青溪"]) == "&lt;i&gt;<mark>青溪</mark>&lt;/i&gt;"
    assert highlighted("A+b", ["a+B"]) == "<mark>A+b</mark>"


def test_a_snippet_shows_the_place_of_the_word():
    text = "前" * 200 + "目标" + "后" * 200

    part = snippet(text, ["目标"])

    assert part.startswith("…前")
    assert "目标" in part
    assert part.endswith("…")


def test_the_query_is_cut_into_at_most_eight_words_at_its_signs():
    assert understood({"q": "青政规[2026]3号"}).words == ("青政规", "2026", "3号")
    assert len(understood({"q": "a b c d e f g h i j"}).words) == 8


@pytest.mark.django_db
def test_a_search_that_takes_too_long_is_stopped():
    from django.db import connection

    slow = {
        "postgresql": "SELECT pg_sleep(5)",
        "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT count(*) FROM n",
    }[connection.vendor]
    with pytest.raises(TookTooLong), time_limit(0.2), connection.cursor() as cursor:
        cursor.execute(slow)

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
