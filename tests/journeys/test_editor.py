"""The editor in a real browser: paste from Word and WPS, pictures, one-click setting, no script."""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection

from tests.journeys import editor_page
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.ui.richtext import clean_html, format_official
from xinqiao.kernel.ui.richtext.tests.payloads import PAYLOADS
from xinqiao.kernel.ui.richtext.tests.samples import WORD, WPS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="nothing here touches the database"),
]

# No icon and no stored pictures here, and refused ones; and Chromium reports handlers already
# while the pasted text is parsed aside, where none runs.
EXPECTED = re.compile("404|400|Executing inline event handler|base URI")
PASTE = """(clipboard) => {
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(clipboard)) {
    if (kind !== "picture") data.setData(kind, text);
  }
  if (clipboard.picture) {
    const bytes = Uint8Array.from(atob(clipboard.picture), (c) => c.charCodeAt(0));
    data.items.add(new File([bytes], "截图.png", { type: "image/png" }));
  }
  const target = document.querySelector(".jodit-wysiwyg");
  target.focus();
  const range = document.createRange();
  range.selectNodeContents(target);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  target.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""
COUNT_EVENTS = """() => {
  window.heard = [];
  for (const kind of ["input", "change"]) {
    document.querySelector("form").addEventListener(kind, (event) => {
      if (event.target.name === "body") window.heard.push(kind);
    });
  }
}"""


@pytest.fixture
def editor(live_server, settings, page):
    settings.ROOT_URLCONF = "tests.journeys.editor_page"
    editor_page.received.clear()
    page.goto(f"{live_server.url}/editor/")
    page.wait_for_selector(".jodit-wysiwyg")
    page.evaluate(COUNT_EVENTS)
    yield page
    page.complaints[:] = [text for text in page.complaints if not EXPECTED.search(text)]


def paste(page, **clipboard):
    page.evaluate(PASTE, {kind.replace("_", "/"): text for kind, text in clipboard.items()})


def status(page, words):
    page.wait_for_function(
        "words => document.querySelector('.x-editor-status').textContent.includes(words)",
        arg=words,
        timeout=10_000,
    )


def body(page):
    return page.locator("textarea[name=body]").input_value()


@pytest.mark.parametrize("source", [WORD, WPS], ids=["Word", "WPS"])
def test_a_pasted_document_keeps_its_shape_and_loses_the_rest(editor, source):
    paste(editor, text_html=source, text_plain="x")
    status(editor, "已粘贴")

    kept = clean_html(body(editor))
    assert "原有的话" not in kept
    assert "mso" not in body(editor)
    if source is WORD:
        assert 'colspan="2"' in kept
        assert "1 张图片没有带过来" in editor.locator(".x-editor-status").inner_text()
    assert {"input", "change"} <= set(editor.evaluate("window.heard"))


def test_pictures_that_word_hides_in_rtf_are_uploaded(editor):
    picture = builders.image(size=(40, 30)).hex()
    rtf = (
        r"{\rtf1 text {\*\shppict{\pict{\*\picprop{\sp{\sn x}}}\picwgoal600\pngblip\bliptag1"
        r"{\*\blipuid 00ff}" + "\n" + picture + r"}}{\nonshppict{\pict\wmetafile8 0102}}}"
    )

    paste(editor, text_html='<p>图<img src="file:///C:/x/a.png"></p>', text_rtf=rtf)
    status(editor, "已上传 1 张图片")

    assert editor_page.received == [("图片.png", 40)]
    assert 'src="/manage/files/2026/11/' in clean_html(body(editor))


def test_a_screenshot_is_uploaded_and_shown(editor):
    paste(editor, picture=base64.b64encode(builders.image()).decode())
    status(editor, "已上传 1 张图片")

    assert "<img" in clean_html(body(editor))


def test_one_click_sets_the_text_as_official(editor):
    paste(editor, text_html=WPS)
    status(editor, "已粘贴")
    editor.get_by_role("button", name="一键排版").first.click()
    status(editor, "已按公文格式排版")

    assert clean_html(body(editor)) == format_official(WPS)
    editor.locator("#save").click()
    editor.wait_for_selector(".jodit-wysiwyg")
    assert editor_page.received == [format_official(WPS)]


def test_typing_writes_the_textarea_and_wakes_the_autosave(editor):
    editor.locator(".jodit-wysiwyg p").click()
    editor.keyboard.press("End")
    editor.keyboard.type("，补一句")
    editor.wait_for_function("() => window.heard.includes('change')")

    assert clean_html(body(editor)) == "<p>原有的话，补一句</p>"


def test_pasted_attacks_do_not_run(editor):
    editor.evaluate("() => { window.alert = () => { window.attacked = true; }; }")

    for start in range(0, len(PAYLOADS), 10):
        editor.evaluate("document.querySelector('.x-editor-status').textContent = ''")
        paste(editor, text_html="<p>x</p>" + "".join(PAYLOADS[start : start + 10]))
        status(editor, "已粘贴")

    assert editor.evaluate("window.attacked") is None


def test_the_keyboard_reaches_the_tools_and_axe_finds_nothing(editor):
    editor.locator(".jodit-wysiwyg").focus()
    editor.keyboard.press("Alt+F10")

    assert editor.evaluate("document.activeElement.closest('.jodit-toolbar__box') !== null")
    found = Axe().run(editor, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


def test_without_script_the_textarea_is_there(live_server, settings, visit):
    settings.ROOT_URLCONF = "tests.journeys.editor_page"
    page = visit(java_script_enabled=False)
    page.goto(f"{live_server.url}/editor/")

    area = page.locator("textarea[name=body]")
    assert area.is_visible()
    assert area.input_value() == "<p>原有的话</p>"
    page.complaints.clear()
