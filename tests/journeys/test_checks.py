# ruff: noqa: E501 - a clipboard is as wide as it is
"""A notice pasted from Word, set in one click, warned about, corrected and submitted."""

import pytest
from django.utils import timezone

from tests.journeys.test_editor import PASTE
from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.checking import papers
from xinqiao.domains.portal.tests.factories import county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "qingxi-journey-2026"
ID_NUMBER = "330106199003071236"
SHOTS = None  # a folder, to look at the screens

# As Word 365 puts it on the clipboard: conditional comments, o:p, mso styles, a table.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal {mso-style-unhide:no; text-indent:32.0pt;
font-family:仿宋_GB2312;} --></style></head><body lang=ZH-CN><!--StartFragment-->
<p class=MsoNormal><span style='font-size:16.0pt;mso-bidi-font-family:仿宋'>　　根据《青溪县公开招聘办法》
<span lang=EN-US>(</span>青政发<span lang=EN-US>[2026]</span>第<span lang=EN-US>012</span>号
<span lang=EN-US>)</span>规定<span lang=EN-US>,</span>现将拟聘用人员公示如下<span lang=EN-US>:<o:p></o:p></span></span></p>
<p class=MsoNormal><b><span style='font-family:黑体'>一、拟聘用人员<span lang=EN-US><o:p></o:p></span></span></b></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>
<tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'><td width=189 valign=top style='width:142.05pt;border:solid windowtext 1.0pt'>
<p class=MsoNormal align=center><b>姓名<span lang=EN-US><o:p></o:p></span></b></p></td>
<td width=189 valign=top><p class=MsoNormal align=center><b>岗位</b><o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>王某<o:p></o:p></p></td><td><p class=MsoNormal>窗口服务<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><b><span style='font-family:黑体'>二、公示时间</span></b><o:p></o:p></p>
<p class=MsoNormal>公示期五个工作日<span lang=EN-US>.</span>会议布署了后续工作。<o:p></o:p></p>
<p class=MsoNormal align=right>青溪县人力资源和社会保障局<o:p></o:p></p>
<p class=MsoNormal align=right>2026年11月24日<o:p></o:p></p><!--EndFragment--></body></html>"""


@pytest.fixture
def place():
    from xinqiao.domains.portal.models import CheckWord

    made = county()
    for user in made.people.values():
        user.set_password(PASSWORD)
        user.save()
    CheckWord.objects.create(
        kind="wrong", word="布署", suggestion="部署", changed_at=timezone.now()
    )
    return made


@pytest.fixture
def writer(live_server, visit, place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = visit()
    page.goto(f"{live_server.url}/manage/login/")
    page.fill("[name=username]", place.people["contributor"].username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/manage/")
    return page


def attach(page, content):
    """Put a document under the article's attachments."""
    page.locator("[data-file-list]").first.locator("input[type=file]").set_input_files(
        {"name": "拟聘用人员名单.docx", "mimeType": "application/x", "buffer": content}
    )
    page.locator(".x-files__name", has_text="拟聘用人员名单.docx").wait_for()


def checked(page, words):
    """Wait until the checks beside the editor say this."""
    page.locator("[data-checks-results]", has_text=words).wait_for(state="attached")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_notice_with_a_hidden_number_is_warned_corrected_and_submitted(live_server, writer, place):
    page = writer
    page.goto(f"{live_server.url}/manage/articles/editing/add/")
    page.fill("[name=title]", "拟聘用人员公示")
    page.select_option("[name=column]", str(place.column.pk))
    page.wait_for_selector(".jodit-wysiwyg")
    page.evaluate(PASTE, {"text/html": WORD, "text/plain": "x"})
    page.locator(".x-editor-status", has_text="已粘贴").wait_for()
    page.get_by_text("一键排版", exact=True).first.click()
    page.locator(".x-editor-status", has_text="已按公文格式排版").wait_for()
    body = page.locator("textarea[name=body]").input_value()
    assert "青政发〔2026〕12号" in body
    assert "<h2>一、拟聘用人员</h2>" in body
    assert '<th scope="col">' in body

    hidden = papers.paragraph(papers.run(f"身份证{ID_NUMBER}", "<w:vanish/>"))
    attach(page, papers.docx(papers.paragraph(papers.run("名单")), hidden))
    page.locator("[data-checks] button").click()
    checked(page, "身份证号")
    checked(page, "隐藏文字")
    checked(page, "部署")
    assert ID_NUMBER not in page.locator("[data-checks-results]").inner_text()
    shot(page, "checks-warned")

    page.locator("[data-file-list]").first.locator("button", has_text="×").click()
    attach(page, papers.docx(papers.paragraph(papers.run("名单"))))
    page.locator("[data-checks-results]", has_text="身份证号").wait_for(state="detached")
    page.locator("[name=action-proceed]").dispatch_event("click")  # in the menu of the button
    page.wait_for_url("**/manage/articles/*/")
    shot(page, "checks-matter")
    page.locator("form[action$='/acts/submit/'] button").click()
    page.locator(".messages", has_text="已提交").wait_for()

    article = Article.objects.get()
    assert article.stage == rules.Stage.UNIT_REVIEW
    assert article.attachments.count() == 1


def test_button_works_where_no_script_runs(live_server, visit, place, writer):
    """The same form, sent without script, answers with a page of its own."""
    state = writer.context.storage_state()
    page = visit(java_script_enabled=False, storage_state=state)
    page.goto(f"{live_server.url}/manage/articles/editing/add/")
    page.fill("textarea[name=body]", "<p>联系人13812345678</p>")
    with page.context.expect_page() as opened:
        page.locator("[data-checks] button").click()
    opened.value.wait_for_load_state()
    assert "手机号" in opened.value.content()
    opened.value.close()
