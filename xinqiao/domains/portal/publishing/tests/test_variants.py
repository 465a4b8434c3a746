"""长辈版 and 繁體: the same pages under another address, by the same code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.publishing import bodies
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.publishing.traditional import convert, traditional
from xinqiao.kernel.press import places
from xinqiao.kernel.press.pages import owner, render
from xinqiao.kernel.sites.models import Site


@pytest.fixture
def news(county):
    return content_path(county.news.pk, county.news.first_published_at)


@pytest.mark.django_db
def test_every_page_stands_in_three_variants(county, news):
    for url in ("/", f"/{news}", "/affairs/", "/sites/water/news/", "/sites/", "/page/about/"):
        for lead in ("/elder", "/zh-hant"):
            assert render(lead + url).status == 200, lead + url
            assert owner(lead + url) == owner(url)


@pytest.mark.django_db
def test_links_lead_on_in_the_same_variant_and_files_have_none(county):
    page = render("/elder/sites/water/").body.decode()

    links = set(re.findall(r'<a [^>]*?href="(/[^"]*)"', page))
    outside = {url for url in links if not url.startswith("/elder/")}
    assert outside == {"/sites/water/", "/zh-hant/sites/water/"}  # the switch keeps the page
    assert "/elder/files/" not in page


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_what_was_asked(county):
    page = render("/elder/search/?q=青溪").body.decode()

    assert 'href="/search/?q=%E9%9D%92%E6%BA%AA"' in page
    assert 'href="/zh-hant/search/?q=%E9%9D%92%E6%BA%AA"' in page


@pytest.mark.django_db
def test_variants_name_the_page_they_come_from(county, news):
    Site.objects.filter(kind="portal").update(hostname="www.qingxi.example")
    page = render(f"/zh-hant/{news}").body.decode()

    root = "https://www.qingxi.example"
    assert f'<link rel="canonical" href="{root}/{news}">' in page
    assert f'hreflang="zh-Hans" href="{root}/{news}"' in page
    assert f'hreflang="zh-Hant" href="{root}/zh-hant/{news}"' in page
    assert f'title="长辈版" href="{root}/elder/{news}"' in page
    assert '<html lang="zh-Hant"' in page


@pytest.mark.django_db
def test_a_site_with_a_name_of_its_own_has_its_variants_there(county):
    Site.objects.filter(code="water").update(hostname="water.qingxi.example")

    inside = places.internal_path("water.qingxi.example", "/elder/news/")
    assert inside == "/elder/sites/water/news/"
    page = render(inside).body.decode()
    assert 'href="/elder/news/"' in page
    assert "/elder/sites/water" not in page


@pytest.mark.django_db
def test_what_is_no_page_has_no_variant(county):
    moved = render("/elder/robots.txt")
    assert (moved.status, moved.location) == (301, "/robots.txt")
    assert render("/zh-hant/nothing/").status == 404
    assert "沒有找到這個頁面" in render("/zh-hant/nothing/").body.decode()
    assert render("/elder/elder/").status == 404
    assert render("/elder").location == "/elder/"


@pytest.mark.django_db
def test_a_character_that_ends_strings_elsewhere_ends_no_page():
    assert traditional("<p>县\0城</p><p>国</p>") == "<p>縣城</p><p>國</p>"


def test_the_text_is_traditional_and_the_addresses_are_as_they_were(county, news):
    simple, page = (render(url).body.decode() for url in (f"/{news}", f"/zh-hant/{news}"))

    assert "一溪清水穿城過" in page
    assert "<h1><span>一溪清水穿城过" in simple
    assert set(re.findall(r'(?:src|content)="[^"]*"', simple)) >= {
        value for value in re.findall(r'(?:src|content)="[^"]*"', page) if "zh-hant" not in value
    }


@pytest.mark.parametrize(
    ("html", "converted"),
    [
        ("<p>发展</p>", "<p>發展</p>"),
        ('<a href="/发展/" title="发展">发展</a>', '<a href="/发展/" title="发展">發展</a>'),
        ('<img alt="a > 发">发', '<img alt="a > 发">發'),
        ("<code>发</code><pre>发</pre>发", "<code>发</code><pre>发</pre>發"),
        ("<script>var a='发'</script>发", "<script>var a='发'</script>發"),
        ("<!-- 发 -->发", "<!-- 发 -->發"),
        ("见 https://a.example/发?a=1 发", "見 https://a.example/发?a=1 發"),
        ("5 < 6 发", "5 < 6 發"),
        ("头发和发展，皇后在后面", "頭髮和發展，皇后在後面"),
        ("台州的台阶，于庄", "台州的臺階，于莊"),
        ("云岭\ue000发", "雲嶺發"),
        ("", ""),
    ],
)
def test_only_words_are_converted(html, converted):
    assert traditional(html) == converted


@given(st.text())
def test_no_text_breaks_the_conversion(text):
    assert isinstance(traditional(text), str)
    assert isinstance(convert(text), str)


@given(st.text(alphabet="<>a发\"'/= &;!-", max_size=60))
def test_tags_come_out_as_they_went_in(text):
    tags = re.compile(r"""</?[a-zA-Z!](?:"[^"]*"|'[^']*'|[^'">])*>""")
    assert tags.findall(traditional(text)) == tags.findall(text)


def test_links_inside_a_text_stay_in_the_variant():
    html = (
        '<p><a href="/news/">甲</a><a href="/files/2026/11/abcdefgh.pdf">乙</a>'
        '<a href="//other.example/">丙</a><a href="https://other.example/">丁</a></p>'
    )
    body = bodies.prepared(html, files_base=None, lead="/elder").html

    assert 'href="/elder/news/"' in body
    assert 'href="/files/2026' in body
    assert "/elder//" not in body
