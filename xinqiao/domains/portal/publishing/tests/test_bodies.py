"""Bodies are cleaned again, get anchors, and lead to the public address of their files."""

import pytest

from xinqiao.domains.portal.publishing.bodies import prepared

NAME = "2026/11/0123456789abcdef0123456789abcdef.jpg"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<img src="https://elsewhere.example/a.png">',
        "<svg><script>alert(1)</script></svg>",
        '<p style="position:fixed">a</p>',
        '<iframe src="/"></iframe>',
    ],
)
def test_what_was_not_cleaned_on_save_is_cleaned_on_render(html):
    body = prepared(html, files_base="/files/").html

    for bad in ("script", "onclick", "javascript", "elsewhere", "style", "iframe"):
        assert bad not in body


@pytest.mark.parametrize("base", ["/manage", "", "/sites/water"])
def test_files_lead_to_the_site_that_shows_them(base):
    html = f'<p><img src="{base}/files/{NAME}" alt="图"><a href="{base}/files/{NAME}">下载</a></p>'

    body = prepared(html, files_base="/sites/health/files/").html

    assert f'src="/sites/health/files/{NAME}"' in body
    assert f'href="/sites/health/files/{NAME}"' in body


def test_a_preview_leaves_files_where_the_editor_has_them():
    html = f'<p><img src="/manage/files/{NAME}" alt="图"></p>'

    assert f'src="/manage/files/{NAME}"' in prepared(html, files_base=None).html


def test_headings_get_anchors_that_are_never_those_of_the_page():
    html = '<h2 id="main">甲</h2><h2 id="a">乙</h2><h3 id="a">丙</h3><h2>丁</h2>'

    body = prepared(html, files_base="/files/")

    assert [heading.anchor for heading in body.contents] == ["s1", "a", "a-3", "s4"]
    assert [heading.text for heading in body.contents] == ["甲", "乙", "丙", "丁"]


def test_a_short_text_has_no_contents():
    assert prepared("<h2>一</h2><p>二</p>", files_base="/files/").contents == ()


def test_a_table_scrolls_in_a_region_of_its_own():
    body = prepared("<table><tbody><tr><td>1</td></tr></tbody></table>", files_base="/files/").html

    assert 'role="region" tabindex="0"' in body
