import hashlib
import json

import pytest
from django import forms
from django.contrib.staticfiles import finders

from xinqiao.kernel.files.tests.factories import officer
from xinqiao.kernel.ui.richtext import RichTextWidget
from xinqiao.kernel.ui.richtext.views import LONGEST_CHARACTERS, transform


class BodyForm(forms.Form):
    body = forms.CharField(widget=RichTextWidget)


def test_vendored_files_are_those_that_were_looked_at():
    with open(finders.find("ui/editor/VENDORED.json")) as file:
        vendored = json.load(file)

    for name, digest in vendored["files"].items():
        with open(finders.find(f"ui/editor/{name}"), "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest
    assert vendored["licence"] == "MIT"


def test_the_widget_is_a_textarea_that_says_where_to_send_things():
    html = str(BodyForm(initial={"body": "<p onclick=x>甲</p><script>x</script>"})["body"])

    assert "&lt;p&gt;甲&lt;/p&gt;" in html
    assert "script" not in html
    assert 'data-upload-url="/manage/files/upload/"' in html
    assert 'data-transform-url="/manage/rich-text/"' in html
    assert 'data-accept=".jpg,' in html


def test_the_scripts_of_the_widget_exist():
    for path in [*RichTextWidget().media._js, *RichTextWidget().media._css["all"]]:
        assert finders.find(path)


def test_what_comes_back_is_clean():
    form = BodyForm({"body": "<div>甲<img src=x onerror=y></div>"})

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>甲</p>"
    assert RichTextWidget().value_from_datadict({}, {}, "body") is None
    assert RichTextWidget().format_value(None) is None


@pytest.mark.parametrize(
    ("sent", "status", "html"),
    [
        ({"html": "<p>　　甲</p>", "how": "clean"}, 200, "<p>　　甲</p>"),
        ({"html": "<p>　　甲</p>", "how": "official"}, 200, "<p>甲</p>"),
        ({"html": "<p>甲</p>", "how": "other"}, 400, None),
        ({"html": "x" * (LONGEST_CHARACTERS + 1), "how": "clean"}, 413, None),
    ],
)
def test_the_server_cleans_and_sets(rf, sent, status, html):
    answer = transform(rf.post("/", sent))

    assert answer.status_code == status
    assert json.loads(answer.content).get("html") == html


def test_transforming_is_only_posted_to(rf):
    assert transform(rf.get("/")).status_code == 405


@pytest.mark.django_db
def test_the_address_is_open_to_staff_and_to_nobody_else(client):
    address, sent = "/manage/rich-text/", {"html": "<p>甲", "how": "clean"}

    assert client.post(address, sent).status_code == 302
    client.force_login(officer(), backend="xinqiao.kernel.accounts.backends.DutyBackend")
    assert client.post(address, sent).json() == {"html": "<p>甲</p>"}
