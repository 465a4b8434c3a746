"""Feeds, QR codes, the share panel, and the notice before a reader leaves."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.rules import leaving
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.models import Site

HOST = "www.qingxi.example"


@pytest.fixture
def named(county):
    """The portal has a host name."""
    Site.objects.filter(kind="portal").update(hostname=HOST)
    return county


def path_of(article):
    return content_path(article.pk, article.first_published_at)


# --- feeds and codes


@pytest.mark.django_db
def test_a_column_is_read_as_rss_and_as_json(named):
    rss = render("/news/feed.xml")
    channel = ElementTree.fromstring(rss.body).find("channel")
    links = [item.findtext("link") for item in channel.findall("item")]
    assert rss.content_type.startswith("application/rss+xml")
    assert links
    assert all(link.startswith(f"https://{HOST}/content/") for link in links)

    feed = json.loads(render("/news/feed.json").body)
    assert [item["url"] for item in feed["items"]] == links
    assert 'type="application/rss+xml" href="/news/feed.xml"' in render("/news/").body.decode()
    assert render("/nothing/feed.xml").status == 404
    assert render("/elder/news/feed.xml").location == "/news/feed.xml"


@pytest.mark.django_db
def test_an_article_is_shared_by_a_code_drawn_here(named):
    path = path_of(named.news)
    page = render(f"/{path}").body.decode()

    qr = re.search(r'<img src="([^"]*-qr\.svg)"', page)[1]
    drawn = render(qr)
    assert drawn.content_type == "image/svg+xml"
    assert ElementTree.fromstring(drawn.body).tag.endswith("svg")
    assert f'<p class="share-address">https://{HOST}/{path}</p>' in page
    assert render("/content/2026/11/999999-qr.svg").status == 404


@pytest.mark.django_db
def test_without_a_host_name_there_is_no_code_to_nowhere(county):
    path = path_of(county.news)

    assert "-qr.svg" not in render(f"/{path}").body.decode()
    assert render(f"/{path.removesuffix('.html')}-qr.svg").status == 404


# --- leaving


@pytest.fixture
def link_out(county):
    """The address of the notice for a link inside an article."""
    body = (
        '<p><a href="https://银行.example/a?b=1&amp;c=2" title="x">银行</a>'
        '<a href="https://www.gov.cn/zhengce/">政策</a><a href="/news/">要闻</a></p>'
    )
    Article.objects.filter(pk=county.news.pk).update(body=body)
    page = render(f"/{path_of(county.news)}").body.decode()
    assert 'href="https://www.gov.cn/zhengce/"' in page
    return unescape(re.search(r'href="(/leaving/[^"]*)"', page)[1])


@pytest.mark.django_db
def test_a_link_to_no_government_leads_to_a_notice_with_the_real_address(link_out):
    page = render(link_out).body.decode()

    assert "xn--g5t158b.example" in page or "xn--" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "b=1&amp;c=2" in page


@pytest.mark.django_db
def test_only_an_address_that_one_of_our_pages_holds_is_shown(link_out):
    told = {name: values[0] for name, values in parse_qs(urlsplit(link_out).query).items()}

    for forged in ({"to": "https://evil.example/"}, {"by": "x"}, {"to": ""}):
        assert render(f"/leaving/?{urlencode(told | forged)}").status == 404
    assert render("/leaving/").status == 404


@pytest.mark.parametrize(
    ("url", "notice"),
    [
        ("https://www.gov.cn/", False),
        ("https://GOV.CN./", False),
        ("https://slj.qingxi.gov.cn/a", False),
        ("https://www.qingxi.example/", False),
        ("https://gov.cn.evil.example/", True),
        ("https://notgov.cn/", True),
        ("https://www.gov.cn@evil.example/", True),
        ("https://[broken/", True),
        ("https:///", True),
    ],
)
def test_a_notice_stands_before_everything_that_is_no_governments(url, notice):
    assert leaving.needs_notice(url, frozenset({HOST})) is notice


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.gov.cn@evil.example:8443/a", "https://evil.example:8443/a"),
        ("https://a.example/\u202egpj.exe\u200b", "https://a.example/gpj.exe"),
        ("https://[broken/", ""),
        ("https://a.example:x/", ""),
    ],
)
def test_an_address_is_shown_as_it_is(url, shown):
    assert leaving.shown(url) == shown


@given(st.text())
def test_no_address_breaks_the_notice(url):
    assert len(leaving.shown(url)) <= leaving.SHOWN_CHARACTERS
    assert isinstance(leaving.needs_notice(url, frozenset()), bool)
