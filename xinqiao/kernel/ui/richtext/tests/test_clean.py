import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xinqiao.kernel.ui.richtext import allowed, blocks, clean, clean_html
from xinqiao.kernel.ui.richtext.tests.payloads import PAYLOADS
from xinqiao.kernel.ui.richtext.tests.samples import OLD_PAGE, WORD, WPS

OURS = "/manage/files/2026/11/0123456789abcdef.png"


class Reader(HTMLParser):
    """Reads what came out with another parser than the one that cleaned it."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def handle_decl(self, decl):
        self.tags.append(("!" + decl, {}))

    def handle_comment(self, data):
        self.tags.append(("!--", {}))


def assert_harmless(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    for tag, attributes in reader.tags:
        assert tag in allowed.TAGS
        known = {"rel"} | allowed.ATTRIBUTES["*"] | allowed.ATTRIBUTES.get(tag, set())
        assert set(attributes) <= known
        assert set((attributes.get("class") or "").split()) <= allowed.CLASSES
        href = (attributes.get("href") or "").strip().lower()
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", re.sub(r"[\s\x00-\x20]", "", href))
        assert scheme is None or scheme[0][:-1] in allowed.SCHEMES
        if tag == "img":
            assert allowed.FILE_ADDRESS.fullmatch(attributes["src"])


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<table><tr><td>{}</td></tr></table>"])
def test_nothing_that_runs_gets_through(payload, around):
    cleaned = clean_html(around.format(payload))

    assert_harmless(cleaned)
    assert clean_html(cleaned) == cleaned


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 60


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<table>", "<tr>", "<td>", "</td>"),
        *("</table>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<i>", "</i>", "<a href=x>", "</a>"),
        *("<a name=x>", "<br>", "<hr>", "<pre>", "\n", " ", "&nbsp;", "&lt;", "<", ">", "&", '"'),
        *("<span style='font-weight:bold'>", "</span>", "<center>", "</center>", "<o:p>", "</o:p>"),
        *("<figure>", "<figcaption>", "</figure>", "<blockquote>", "</blockquote>", "<caption>"),
        *("<thead>", "<colgroup>", "<col>", "<dl>", "<dt>", "<dd>", "<svg>", "</svg>", "<math>"),
        *("<!--", "-->", "<![if x]>", "<![endif]>", "文字", "a", "\u3000", f"<img src={OURS}>"),
        *("<p align=center>", "<div style='text-align:right'>", "<sup>", "</sup>", "<form>"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80)))
@example("<p><div>")
@example("<pre>\n\nx</pre>")
def test_cleaning_again_changes_nothing(html):
    cleaned = clean_html(html)

    assert clean_html(cleaned) == cleaned
    assert_harmless(cleaned)


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        pytest.param("text", "<p>text</p>", id="loose text becomes a paragraph"),
        pytest.param("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>", id="text between blocks"),
        pytest.param("<div>a</div><div>b</div>", "<p>a</p><p>b</p>", id="div is a paragraph"),
        pytest.param(
            "<div align=center>x<p>y</p></div>",
            '<p class="align-center">x</p><p class="align-center">y</p>',
            id="div of blocks hands down its alignment",
        ),
        pytest.param("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h5>b</h5>", id="heading levels"),
        pytest.param("<h1><div>a</div></h1>", "<h2>a</h2>", id="container in a heading"),
        pytest.param("<b>a</b><i>b</i>", "<p><strong>a</strong><em>b</em></p>", id="marks"),
        pytest.param("<center>a</center>", '<p class="align-center">a</p>', id="center"),
        pytest.param(
            "<p style='text-align: end'>a</p>", '<p class="align-right">a</p>', id="style to class"
        ),
        pytest.param(
            '<p class="align-center no-indent" style="text-align: left">a</p>',
            '<p class="no-indent">a</p>',
            id="aligned anew",
        ),
        pytest.param(
            "<span style='font-weight:700;font-style:italic;vertical-align:sub'>a</span>",
            "<p><strong><em><sub>a</sub></em></strong></p>",
            id="styled span",
        ),
        pytest.param("<span style='font-weight:bold'> </span>", "", id="empty styled span"),
        pytest.param('<p><a name="_Toc1">x</a></p>', "<p>x</p>", id="anchor of Word goes"),
        pytest.param(
            '<a name="part1">x</a>', '<p><a id="part1" rel="noopener">x</a></p>', id="name"
        ),
        pytest.param("<a>x</a>", "<p>x</p>", id="link to nowhere"),
        pytest.param("<p></p>", "", id="nothing"),
        pytest.param(
            '<p class="align-center MsoNormal align-center">a</p>',
            '<p class="align-center">a</p>',
            id="foreign classes go",
        ),
        pytest.param(
            f'<p><img src="{OURS}" alt="图" width="10" height="1e3"></p>',
            f'<p><img src="{OURS}" alt="图" width="10"></p>',
            id="our pictures stay",
        ),
        pytest.param(
            '<ol start="3" type="a"><li>x</li></ol>',
            '<ol start="3" type="a"><li>x</li></ol>',
            id="list",
        ),
        pytest.param("<th scope=evil>", "", id="loose cell"),
    ],
)
def test_what_is_kept_and_how(given_html, kept):
    assert clean_html(given_html) == kept


@pytest.mark.parametrize("prefix", ["", "/party", "/sites/water-bureau", "/manage"])
def test_pictures_of_every_site_are_ours(prefix):
    body = f'<p><img src="{prefix}/files/2026/11/0123456789abcdef.png" alt=""></p>'

    assert clean_html(body) == body


def test_a_table_keeps_its_shape():
    cleaned = clean_html(WORD)

    assert 'colspan="2"' in cleaned
    assert 'rowspan="2"' in cleaned
    assert '<p class="align-center"><strong>物资</strong></p>' in cleaned


@pytest.mark.parametrize("page", [WORD, WPS, OLD_PAGE])
def test_nothing_of_the_office_programs_stays(page):
    cleaned = clean_html(page)

    assert not re.search(r"(?i)mso|style|font|class=\"[^a]|o:p|xml|<!|&lt;", cleaned)
    assert clean_html(cleaned) == cleaned


def test_wps_marks_become_elements():
    cleaned = clean_html(WPS)

    assert "<u>下划线</u><sup>2</sup>文字<br>换行" in cleaned
    assert "<li>项目一</li>" in cleaned


def test_what_is_nested_too_deep_becomes_plain_paragraphs():
    assert clean_html("<blockquote>" * 3000 + "a<p>b &lt; c</p>") == "<p>a</p><p>b &lt; c</p>"


@pytest.mark.parametrize("page", [WORD, WPS, OLD_PAGE])
def test_the_short_way_and_the_long_way_agree(page):
    cleaned = clean_html(page)

    assert blocks.is_arranged(cleaned)
    assert clean._last.clean(blocks.arranged(clean._first.clean(cleaned))) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "a<p>b</p>",
        "<p>a</p> ",
        "<p></p>",
        "<h2><p>a</p></h2>",
        "<pre><p>a</p></pre>",
        "</p>",
        "<p>",
    ],
)
def test_what_needs_arranging_is_told_without_a_tree(html):
    assert not blocks.is_arranged(html)
