"""The checks on the screens: beside the editor, without script, and on the matter's page."""

import json

import pytest

from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.checking import papers
from xinqiao.domains.portal.tests.factories import StoredFileFactory, bring_to, draft, working_hash
from xinqiao.domains.portal.tests.screens import as_, do
from xinqiao.domains.portal.views.checking import LONGEST_CHARACTERS
from xinqiao.kernel.sites.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

ID = "330106199003071236"
ADDRESS = "/manage/articles/check/"
JSON = {"Accept": "application/json"}


def subjects(answer):
    return {one["subject"] for one in answer.json()["findings"]}


def test_text_in_the_form_is_checked_without_being_saved(place, stored):
    file = stored("名单.txt", f"名单 {ID}".encode())
    form = {
        "title": "公示",
        "body": "<p>联系人13812345678</p>",
        "keywords": "公示",
        "files": json.dumps([{"id": file.pk, "title": "名单"}]),
    }

    answer = as_(place, "contributor").post(ADDRESS, form, headers=JSON)

    assert {"mobile", "id_number", "missing_tag"} <= subjects(answer)
    first = answer.json()["findings"][0]
    assert first["gravity"] == "personal"
    assert first["label"] == "手机号"
    assert ID not in answer.content.decode()


def test_strangers_file_is_not_read(place, stored):
    file = stored("名单.txt", f"名单 {ID}".encode())
    file.organisation = OrganisationFactory()
    file.save()
    form = {"body": "", "files": json.dumps([{"id": file.pk}])}

    answer = as_(place, "contributor").post(ADDRESS, form, headers=JSON)

    assert "id_number" not in subjects(answer)
    assert "unread_file" not in subjects(answer)


@pytest.mark.parametrize("files", ["x", "[1]", '[{"no": 1}]', '{"a": 1}', '[{"id": "y"}]'])
def test_broken_list_of_files_is_passed_over(place, files):
    answer = as_(place, "contributor").post(ADDRESS, {"files": files}, headers=JSON)

    assert answer.status_code == 200


def test_button_works_without_script(place):
    answer = as_(place, "contributor").post(ADDRESS, {"body": "<p>13812345678</p>"})

    page = answer.content.decode()
    assert "手机号" in page
    assert "没有保存" in page


def test_too_long_a_text_is_refused_in_words(place):
    body = "x" * (LONGEST_CHARACTERS + 1)

    answer = as_(place, "contributor").post(ADDRESS, {"body": body}, headers=JSON)

    assert answer.status_code == 413
    assert "过长" in answer.json()["error"]


def test_who_does_not_write_has_no_such_address(place):
    assert as_(place, "unit_reviewer").post(ADDRESS, {}).status_code == 404


def test_editor_has_the_button_and_the_list_beside(place):
    page = as_(place, "contributor").get("/manage/articles/editing/add/").content.decode()

    assert ADDRESS in page
    assert "data-checks-results" in page
    assert "portal/checks" in page


def test_reviewers_see_the_findings_with_the_hash_they_belong_to(place):
    article = bring_to(place, Stage.UNIT_REVIEW, body=f"<p>{ID}</p>")

    page = as_(place, "unit_reviewer").get(f"/manage/articles/{article.pk}/").content.decode()

    assert "身份证号" in page
    assert working_hash(article)[:12] in page
    assert "acts/waive/" not in page


def test_secrecy_reviewer_lets_pass_on_the_screen(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=f"<p>{ID}</p>")
    client = as_(place, "secrecy_reviewer")
    assert "acts/waive/" in client.get(f"/manage/articles/{article.pk}/").content.decode()

    answer = do(client, article, "waive", reason="依法公示", content_hash=working_hash(article))

    assert answer.status_code == 302
    page = client.get(f"/manage/articles/{article.pk}/").content.decode()
    assert "个人信息已放行" in page
    assert "acts/waive/" not in page


def test_refused_submission_says_where_the_mark_is(place):
    article = draft(place, body="<p>绝密</p>")

    answer = do(as_(place, "contributor"), article, "submit")

    assert answer.status_code == 400
    assert "正文涉密标志" in answer.content.decode()


def test_text_without_findings_says_so(place):
    article = draft(place, keywords="a", summary="b", source="c", body="<p>好</p>")

    page = as_(place, "contributor").get(f"/manage/articles/{article.pk}/").content.decode()

    assert "没有发现问题" in page


def test_file_of_a_visible_article_is_read_for_the_desk(place):
    file = StoredFileFactory(organisation=place.unit, extension="png")
    article = bring_to(place, Stage.EDITING, attachments=[(file.pk, "图")])

    page = as_(place, "editor").get(f"/manage/articles/{article.pk}/").content.decode()

    assert "发布前检查" in page


def test_hidden_number_in_a_workbook_is_shown_with_its_place(place, stored):
    file = stored("名单.xlsx", papers.xlsx(["姓名"], ["王", ID], place="sheet"))
    article = bring_to(place, Stage.UNIT_REVIEW, attachments=[(file.pk, "名单")])

    page = as_(place, "unit_reviewer").get(f"/manage/articles/{article.pk}/").content.decode()

    assert "附件《名单》工作表“底稿”（隐藏工作表）" in page
