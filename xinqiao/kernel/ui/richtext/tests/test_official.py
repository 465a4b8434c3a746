import pytest
from hypothesis import given, settings

from xinqiao.kernel.ui.richtext import clean_html, format_official, plain_text
from xinqiao.kernel.ui.richtext.tests.samples import WORD, WPS
from xinqiao.kernel.ui.richtext.tests.test_clean import PIECES
from xinqiao.kernel.ui.richtext.tests.test_clean import st as strategies


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        pytest.param("<p>　　正文</p>", "<p>正文</p>", id="indent of wide spaces"),
        pytest.param(
            "<p>&nbsp;&nbsp;<b> 正文</b> </p>", "<p><strong>正文</strong></p>", id="indent"
        ),
        pytest.param("<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>", "<p>a</p><p>b</p>", id="empty"),
        pytest.param("<p>甲<br>乙<br><br>丙</p>", "<p>甲</p><p>乙</p><p>丙</p>", id="line breaks"),
        pytest.param("<p><b>一、总则</b></p>", "<h2>一、总则</h2>", id="first level"),
        pytest.param("<p>(一)目标</p>", "<h3>（一）目标</h3>", id="second level"),
        pytest.param("<h4>二、任务</h4>", "<h2>二、任务</h2>", id="heading at the wrong level"),
        pytest.param("<p>第一章 总则</p>", "<h2>第一章　总则</h2>", id="chapter"),
        pytest.param("<p>第二节 范围</p>", "<h3>第二节　范围</h3>", id="section"),
        pytest.param(
            "<p>（一）压实责任。各单位要落实。</p>",
            "<p>（一）压实责任。各单位要落实。</p>",
            id="heading that runs into its text",
        ),
        pytest.param(
            "<p>一、" + "长" * 60 + "</p>", "<p>一、" + "长" * 60 + "</p>", id="too long to be one"
        ),
        pytest.param('<p>要"守土有责"</p>', "<p>要“守土有责”</p>", id="quotes"),
        pytest.param(
            '<p>要"守<b>土"尽"</b>责"</p>',
            "<p>要“守<strong>土”尽“</strong>责”</p>",
            id="over marks",
        ),
        pytest.param('<p>长5"的管</p>', '<p>长5"的管</p>', id="one quote is an inch"),
        pytest.param('<p>say "hi"</p>', '<p>say "hi"</p>', id="English quotes"),
        pytest.param("<p>各村,各组:好!</p>", "<p>各村，各组：好！</p>", id="punctuation"),
        pytest.param("<p>时间10:30,见a,b</p>", "<p>时间10:30,见a,b</p>", id="numbers stay"),
        pytest.param("<p>防 汛 工 作 , 好</p>", "<p>防汛工作，好</p>", id="spaces in Chinese"),
        pytest.param("<p>李　明 and Tom  Li</p>", "<p>李　明 and Tom Li</p>", id="names set out"),
        pytest.param("<p>(试行)</p>", "<p>（试行）</p>", id="brackets"),
        pytest.param(
            "<ul><li> 甲 </li></ul><table><tr><td><p>&nbsp;</p></td></tr></table>",
            "<ul><li>甲</li></ul><table><tbody><tr><td><p></p></td></tr></tbody></table>",
            id="cells",
        ),
        pytest.param(
            "<p>1.工作目标</p><p>到年底完成。</p>",
            "<h4>1. 工作目标</h4><p>到年底完成。</p>",
            id="third level",
        ),
        pytest.param(
            "<p><b>(1) 任务</b></p><p>到年底完成。</p>",
            "<h5>（1）任务</h5><p>到年底完成。</p>",
            id="fourth level",
        ),
        pytest.param("<p>1.甲</p><p>2.乙</p>", "<p>1.甲</p><p>2.乙</p>", id="a list of items"),
        pytest.param(
            "<p>1.目标。</p><p>到年底完成。</p>", "<p>1.目标。</p><p>到年底完成。</p>", id="runs on"
        ),
        pytest.param("<p>1.5倍</p><p>到了。</p>", "<p>1.5倍</p><p>到了。</p>", id="a decimal"),
        pytest.param(
            "<p>青政发[2026]第012号</p>", "<p>青政发〔2026〕12号</p>", id="square brackets"
        ),
        pytest.param("<p>青政办（2026）7 号</p>", "<p>青政办〔2026〕7号</p>", id="round brackets"),
        pytest.param("<p>青政发【2026】8号</p>", "<p>青政发〔2026〕8号</p>", id="thick brackets"),
        pytest.param("<p>会议[2026]记录</p>", "<p>会议[2026]记录</p>", id="no document number"),
        pytest.param("<p>共１２件，Ａ类.</p>", "<p>共12件，A类。</p>", id="wide digits, full stop"),
        pytest.param("<p>等等...甲--乙</p>", "<p>等等……甲——乙</p>", id="dots and dashes"),
        pytest.param("<p>见www.gov.cn</p>", "<p>见www.gov.cn</p>", id="addresses stay"),
        pytest.param(
            "<table><tr><td><b>姓名</b></td><td>单位</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
            '<table><tr><th scope="col">姓名</th><th scope="col">单位</th></tr>'
            "<tr><td>甲</td><td>乙</td></tr></table>",
            id="header of a table",
        ),
        pytest.param(
            "<table><tr><td>1</td><td>2</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
            id="figures are no header",
        ),
        pytest.param("<pre>a  b</pre>", "<pre>a  b</pre>", id="preformatted"),
    ],
)
def test_official_setting(written, printed):
    assert format_official(written) == clean_html(printed)


def test_the_signature_ends_the_text():
    html = format_official("<p>正文很长，有逗号。</p><p>县政府</p><p>2026年1月2日</p>")

    assert html.endswith('<p class="signature">县政府</p><p class="signature">2026年1月2日</p>')
    assert html.startswith("<p>正文")


@pytest.mark.parametrize("page", [WORD, WPS])
def test_a_pasted_document_is_set_in_one_go(page):
    html = format_official(page)

    assert "<h2>" in html
    assert "<h3>" in html or "（一）压实责任。" in html
    assert html.count('class="signature"') == 2
    assert format_official(html) == html


@settings(max_examples=200, deadline=None)
@given(strategies.lists(PIECES, max_size=20).map("".join))
def test_setting_again_changes_nothing(html):
    done = format_official(html)

    assert format_official(done) == done
    assert clean_html(done) == done


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &amp; b</p><p>c<br>d</p>", "a & b\nc\nd"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2"),
        ("<p>a\nb&nbsp; c</p><script>x</script>", "a b c"),
        ("", ""),
    ],
)
def test_plain_text_is_one_line_a_block(html, text):
    assert plain_text(html) == text


def test_a_text_without_a_date_at_its_end_has_no_signature():
    html = "<p>2026年1月2日</p>" + "<p>后面还有正文，不是落款。</p>" * 3

    assert "signature" not in format_official(html)


def test_only_headings_and_paragraphs_become_headings():
    html = format_official("<blockquote><p>一、引文</p></blockquote><h2><img></h2><h3>图</h3>")

    assert html == "<blockquote><p>一、引文</p></blockquote><h3>图</h3>"
