"""Every kind of public page: what must stand on it, what it depends on, what it costs."""

import json
import re

import pytest
from lxml import html as lxml_html

from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.publishing import fragments, render_article_preview
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.publishing.tests import county as counties
from xinqiao.kernel.press import pages
from xinqiao.kernel.sites.models import Column, Site

SITE_TAGS = {"SiteName", "SiteDomain", "SiteIDCode", "Keywords", "Description", "Url"}
COLUMN_TAGS = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE_TAGS = {"ArticleTitle", "PubDate", "ContentSource"}


def url_of(article, prefix=""):
    return f"{prefix}/{content_path(article.pk, article.first_published_at)}"


@pytest.fixture
def addresses(county):
    """One address of every kind of page."""
    return {
        "portal home": "/",
        "sub-site home": "/sites/water/",
        "edition home": "/party/",
        "column with children": "/affairs/",
        "column": "/sites/water/news/",
        "older list": "/sites/water/news/list-1.html",
        "documents": "/affairs/policies/",
        "single text": "/about/overview/",
        "document": url_of(county.document),
        "news": url_of(county.news),
        "sub-sites": "/sites/",
        "site map": "/sitemap/",
        "about": "/page/about/",
        "privacy": "/sites/water/page/privacy/",
        "accessibility": "/page/accessibility/",
        "search": "/search/?q=青溪",
    }


def parsed(url, status=200):
    page = pages.render(url)
    assert page.status == status, url
    return lxml_html.fromstring(page.body.decode())


def metas(tree):
    return {meta.get("name"): meta.get("content") for meta in tree.iterfind(".//meta[@name]")}


def test_every_page_carries_what_the_guideline_asks(addresses):
    for name, url in addresses.items():
        tree = parsed(url)
        tags = metas(tree)
        text = tree.text_content()

        assert tree.get("lang") == "zh-Hans", name
        assert set(tags) >= SITE_TAGS, name
        assert tags["SiteIDCode"] == "0000000001", name
        assert len(tree.findall(".//h1")) == 1, name
        assert tree.find('.//a[@class="skip"]').get("href") == "#main", name
        for mark in (
            "主办：",
            "网站标识码：",
            "备案序号：",
            "示例公网安备",
            "党政机关",
            "找错",
            "网站地图",
        ):
            assert mark in text, (name, mark)
        names = [meta.get("name") for meta in tree.iterfind(".//meta[@name]")]
        assert len(names) == len(set(names)), name


def test_no_page_carries_inline_script_or_style(addresses):
    for name, url in addresses.items():
        tree = parsed(url)
        inline = [s for s in tree.iter("script") if not s.get("src")]
        assert all(s.get("type") == "application/ld+json" for s in inline), name
        assert not tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), name
        for script in inline:
            json.loads(script.text)
        outside = [
            value
            for value in tree.xpath("//img/@src | //script/@src | //link[@rel='stylesheet']/@href")
            if not value.startswith("/")
        ]
        assert outside == [], name


def test_every_link_on_every_page_leads_somewhere(addresses):
    seen = set()
    for url in addresses.values():
        tree = parsed(url)
        for link in tree.xpath("//a/@href | //form/@action"):
            target = link.partition("#")[0]
            if target.startswith("/") and target not in seen and not target.startswith("/files/"):
                seen.add(target)
                assert pages.render(target).status == 200, (url, target)
    assert len(seen) > 60


def test_column_and_article_pages_name_their_column(addresses):
    for name in ("column", "older list", "documents", "document", "news"):
        assert set(metas(parsed(addresses[name]))) >= COLUMN_TAGS, name


def test_an_article_names_its_title_time_to_the_minute_and_source(county):
    tags = metas(parsed(url_of(county.document)))

    assert set(tags) >= ARTICLE_TAGS
    assert tags["ArticleTitle"] == county.document.title
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "青溪县人民政府办公室"


def test_a_document_shows_its_number_validity_attachment_and_contents(county):
    tree = parsed(url_of(county.document))
    text = tree.text_content()

    assert county.document.document_number in text
    assert "有效" in text
    assert "租金减收申请表" in text
    assert [a.get("href") for a in tree.xpath("//nav[contains(@class, 'contents')]//a")] == [
        "#chapter-1",
        "#s2",
        "#s3",
        "#s4",
    ]
    assert tree.xpath("//*[@id='s2']")[0].tag == "h2"


def test_a_repealed_document_says_so(county):
    repealed = Article.objects.get(validity="repealed")

    assert "本文件已废止，仅供查阅。" in parsed(url_of(repealed)).text_content()


def test_an_article_page_costs_at_most_eight_queries(county, django_assert_max_num_queries):
    fragments._rendered.cache_clear()

    with django_assert_max_num_queries(8):
        pages.render(url_of(county.document))


@pytest.mark.parametrize(
    ("url", "most"), [("/", 17), ("/affairs/", 5), ("/sites/water/news/", 5), ("/sites/", 4)]
)
def test_lists_and_homes_cost_a_fixed_number_of_queries(
    county, url, most, django_assert_max_num_queries
):
    with django_assert_max_num_queries(most):
        pages.render(url)


def test_rendering_writes_nothing(addresses, django_assert_max_num_queries):
    with django_assert_max_num_queries(400) as queries:
        for url in addresses.values():
            pages.render(url)

    writes = [
        q for q in queries.captured_queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])
    ]
    assert writes == []


def test_a_page_records_what_it_depends_on(county):
    article = county.document
    keys = pages.render(url_of(article)).keys

    assert {
        f"article:{article.pk}",
        f"list:column:{article.column_id}",
        f"site:{county.portal.pk}",
        f"site:{county.portal.pk}:navigation",
    } <= keys
    assert any(key.startswith("template:portal/article.html@") for key in keys)
    assert any(key.startswith("template:ui/public/header.html@") for key in keys)


def test_a_fragment_from_memory_records_its_template_too(county):
    first = pages.render("/page/about/").keys

    assert pages.render("/page/about/").keys == first


def test_lists_are_numbered_from_the_oldest(county):
    url = "/sites/water/news/"
    oldest = pages.render(f"{url}list-1.html").body
    column = Column.objects.get(site=county.sub_site, path="news")

    counties.add_article(county, column, "新的一条", minutes=-5)

    assert pages.render(f"{url}list-1.html").body == oldest
    assert "新的一条" in pages.render(url).body.decode()


def test_every_article_of_a_column_is_on_exactly_one_page(county):
    column = Column.objects.get(site=county.sub_site, path="news")
    expected = list(
        Placement.objects.filter(column=column)
        .order_by("-published_at", "-id")
        .values_list("article_id", flat=True)
    )
    found = []
    for url in ("", "list-1.html"):
        tree = parsed(f"/sites/water/news/{url}")
        links = tree.xpath("//div[@class='long-list']//a/@href")
        found += [int(re.search(r"/(\d+)\.html", link)[1]) for link in links]

    assert found == expected
    assert pages.render("/sites/water/news/list-9.html").status == 404


def test_a_withdrawn_article_is_gone_and_not_in_lists(county):
    article = county.news
    Article.objects.filter(pk=article.pk).update(public_state="withdrawn", live=False)
    Placement.objects.filter(article=article).update(state="withdrawn")

    page = pages.render(url_of(article))

    assert page.status == 410
    assert article.title not in page.body.decode()
    assert article.title not in pages.render("/").body.decode()


def test_what_never_was_public_is_simply_not_there(county):
    draft = Article.objects.create(
        title="未公开的草稿",
        site=county.portal,
        column=county.news.column,
        organisation=county.portal.organisation,
        created_by=county.author,
    )

    page = pages.render(f"/content/2026/11/{draft.pk}.html")

    assert page.status == 404
    assert "未公开的草稿" not in page.body.decode()


def test_a_wrong_month_leads_to_the_right_address(county):
    page = pages.render(f"/content/2020/01/{county.news.pk}.html")

    assert (page.status, page.location) == (301, url_of(county.news))


def test_a_mirrored_article_stands_on_both_sites_and_names_its_source(county):
    Site.objects.filter(pk=county.portal.pk).update(hostname="www.example.gov.cn")
    mirror = county.articles["mirror"]

    tree = parsed(url_of(mirror))

    assert parsed(url_of(mirror, "/sites/water")) is not None
    assert tree.xpath("//link[@rel='canonical']/@href") == [
        f"https://www.example.gov.cn{url_of(mirror, '/sites/water')}"
    ]


def test_an_article_of_another_site_is_not_served_here(county):
    other = Article.objects.filter(site=county.sub_site, column__slug="notices").first()

    assert pages.render(url_of(other)).status == 404


def test_an_unknown_host_is_never_reflected(county, client):
    response = client.get("/", headers={"host": "evil.example"})

    assert b"evil.example" not in response.content


def test_error_pages_offer_search_and_ways_on(county):
    tree = parsed("/sites/water/nothing/here/", status=404)

    assert len(tree.xpath("//form[@role='search']")) == 2
    assert "没有找到这个页面" in tree.text_content()
    assert "/sites/water/sitemap/" in tree.xpath("//main//a/@href")


def test_the_page_for_a_failure_needs_no_database():
    from xinqiao.domains.portal.publishing.errors import error_page

    assert "暂时无法显示" in error_page(None, 500)


def test_a_preview_shows_what_nobody_else_sees_yet(county):
    draft = Article(
        title="还没有保存的文章",
        site=county.portal,
        column=county.news.column,
        organisation=county.portal.organisation,
        body="<p>正文</p><script>alert(1)</script>",
    )

    text = render_article_preview(draft)

    assert "还没有保存的文章" in text
    assert "这是预览" in text
    assert "alert(1)" not in text


def test_a_sub_site_with_a_hostname_links_from_its_own_root(county):
    Site.objects.filter(pk=county.sub_site.pk).update(hostname="water.example.gov.cn")
    Site.objects.filter(pk=county.portal.pk).update(hostname="www.example.gov.cn")

    links = parsed("/sites/water/").xpath("//nav[@class='nav']//a/@href")
    to_portal = parsed("/sites/water/").xpath("//form[@class='search']/@action")

    assert links[:2] == ["/", "/overview/"]
    assert to_portal == ["//www.example.gov.cn/search/"]
    assert "//water.example.gov.cn/" in parsed("/sites/").xpath("//main//a/@href")


def test_site_maps_and_robots_tell_machines_the_way(county):
    Site.objects.filter(pk=county.portal.pk).update(hostname="www.example.gov.cn")

    index = pages.render("/sitemap.xml").body.decode()
    articles = pages.render("/sitemap-1.xml").body.decode()
    robots = pages.render("/robots.txt").body.decode()

    assert "https://www.example.gov.cn/sitemap-1.xml" in index
    assert f"https://www.example.gov.cn{url_of(county.news)}" in articles
    assert "/affairs/policies/" in pages.render("/sitemap-columns.xml").body.decode()
    assert "Sitemap: https://www.example.gov.cn/sitemap.xml" in robots
    assert pages.render("/sitemap-7.xml").status == 404


def test_the_public_answers_set_no_cookie_and_ask_for_none(county, client):
    for url in ("/", url_of(county.news), "/search/?q=a", "/nothing"):
        response = client.get(url)
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url
