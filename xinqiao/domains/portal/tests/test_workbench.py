"""The workbench's screens of articles: one happy path and one refusal each."""

import json
import re

import pytest

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import (
    BASIS,
    StoredFileFactory,
    bring_to,
    draft,
    working_hash,
)
from xinqiao.domains.portal.tests.screens import as_, client_of, do, form_of
from xinqiao.kernel.sites.tests.factories import NOW, person

pytestmark = pytest.mark.django_db


# Writing


def test_contributor_writes_an_article_with_attachments_in_order(place):
    first, second = (StoredFileFactory(organisation=place.unit) for _ in range(2))
    files = json.dumps([{"id": second.pk, "title": "附表"}, {"id": first.pk, "title": ""}])

    answer = as_(place, "contributor").post(
        "/manage/articles/editing/add/", form_of(place, files=files)
    )

    article = Article.objects.get()
    assert answer.status_code == 302
    assert (article.site, article.organisation) == (place.subsite, place.unit)
    assert [(row.file, row.title) for row in article.attachments.order_by("position")] == [
        (second, "附表"),
        (first, ""),
    ]


def test_script_in_the_body_is_cleaned_before_it_is_kept(place):
    body = "<p onclick='x()'>正文</p><script>alert(1)</script><img src=x onerror=alert(1)>"

    as_(place, "contributor").post("/manage/articles/editing/add/", form_of(place, body=body))

    kept = Article.objects.get().body
    assert "正文" in kept
    assert not re.search(r"script|onclick|onerror|alert", kept)


def test_autosave_goes_on_in_its_own_version(place):
    article = draft(place)
    client = as_(place, "contributor")
    address = f"/manage/articles/editing/edit/{article.pk}/"
    loaded = article.latest_revision

    said = []
    for title in ("改一次", "改两次"):
        sent = form_of(place, title=title, loaded_revision_id=loaded.pk)
        sent["loaded_revision_created_at"] = loaded.created_at.isoformat()
        if said:
            sent["overwrite_revision_id"] = said[-1]["revision_id"]
        answer = client.post(address, sent, headers={"Accept": "application/json"})
        said.append(answer.json())

    article.refresh_from_db()
    assert [one["success"] for one in said] == [True, True]
    assert said[0]["revision_id"] == said[1]["revision_id"]
    assert article.title == "改两次"


def test_stale_tab_overwrites_nothing(place):
    article = draft(place)
    old = article.latest_revision
    actions.save_draft(
        actor=place.people["contributor"], article_id=article.pk, title="新的标题", now=NOW
    )

    answer = as_(place, "contributor").post(
        f"/manage/articles/editing/edit/{article.pk}/",
        form_of(
            place,
            title="旧标签页的标题",
            loaded_revision_id=old.pk,
            loaded_revision_created_at=old.created_at.isoformat(),
        ),
    )

    article.refresh_from_db()
    assert "他人已保存" in answer.content.decode()
    assert article.title == "新的标题"


def test_submitted_article_cannot_be_opened_for_editing(place):
    article = bring_to(place, rules.Stage.UNIT_REVIEW)

    answer = as_(place, "contributor").get(f"/manage/articles/editing/edit/{article.pk}/")

    assert answer.status_code == 404


def test_edit_at_the_desk_goes_back_to_be_confirmed(place):
    article = bring_to(place, rules.Stage.EDITING)
    client = as_(place, "editor")
    page = client.get(f"/manage/articles/editing/edit/{article.pk}/")
    article.refresh_from_db()

    client.post(
        f"/manage/articles/editing/edit/{article.pk}/",
        form_of(
            place,
            title="编辑部改的标题",
            loaded_revision_id=article.latest_revision_id,
            loaded_revision_created_at=article.latest_revision.created_at.isoformat(),
        ),
    )

    article.refresh_from_db()
    assert "w-autosave" not in page.content.decode().partition('id="w-editor-form"')[2][:600]
    assert (article.stage, article.confirming) == (rules.Stage.UNIT_REVIEW, True)


# One screen for one matter


def test_matter_says_who_is_next_and_offers_only_what_this_person_may_do(place):
    article = bring_to(place, rules.Stage.UNIT_REVIEW)
    reviewer = place.people["unit_reviewer"]

    for_reviewer = as_(place, "unit_reviewer").get(f"/manage/articles/{article.pk}/")
    for_author = as_(place, "contributor").get(f"/manage/articles/{article.pk}/")

    codes = [one.act.code for one in for_reviewer.context["offered"]]
    assert codes[:2] == ["pass", "send_back"]
    assert reviewer.get_full_name() in for_reviewer.content.decode()
    assert [one.act.code for one in for_author.context["offered"]][:1] == ["take_back"]


def test_pass_button_carries_the_content_that_was_seen(place):
    article = bring_to(place, rules.Stage.UNIT_REVIEW)

    page = as_(place, "unit_reviewer").get(f"/manage/articles/{article.pk}/").content.decode()
    do(as_(place, "unit_reviewer"), article, "pass", content_hash=working_hash(article))

    article.refresh_from_db()
    assert working_hash(article) in page
    assert article.stage == rules.Stage.SECRECY_REVIEW


def test_changed_content_is_not_passed_and_the_screen_says_so(place):
    article = bring_to(place, rules.Stage.UNIT_REVIEW)

    answer = do(as_(place, "unit_reviewer"), article, "pass", content_hash="0" * 64)

    article.refresh_from_db()
    assert answer.status_code == 400
    assert "内容已变化" in answer.content.decode()
    assert article.stage == rules.Stage.UNIT_REVIEW


def test_secrecy_review_needs_its_basis(place):
    article = bring_to(place, rules.Stage.SECRECY_REVIEW)
    client = as_(place, "secrecy_reviewer")
    seen = working_hash(article)

    refused = do(client, article, "secrecy", content_hash=seen, opinion="public", basis="")
    do(client, article, "secrecy", content_hash=seen, opinion="public", basis=BASIS)

    article.refresh_from_db()
    assert refused.status_code == 400
    assert article.stage == rules.Stage.EDITING


def test_not_public_returns_the_article_to_its_author(place):
    article = bring_to(place, rules.Stage.SECRECY_REVIEW)

    do(
        as_(place, "secrecy_reviewer"),
        article,
        "secrecy",
        content_hash=working_hash(article),
        opinion="not_public",
        basis="涉及个人隐私",
    )

    article.refresh_from_db()
    assert article.stage == rules.Stage.RETURNED
    assert "涉及个人隐私" in article.returned_reason


def test_return_needs_a_reason_and_shows_it_to_the_author(place):
    article = bring_to(place, rules.Stage.UNIT_REVIEW)
    client = as_(place, "unit_reviewer")

    refused = do(client, article, "send_back", to_stage="returned", reason="  ")
    do(client, article, "send_back", to_stage="returned", reason="数字有误")

    assert refused.status_code == 400
    assert "数字有误" in as_(place, "contributor").get("/manage/").content.decode()


def test_author_who_also_reviews_is_not_offered_his_own_article(place):
    author = person("contributor", organisation=place.unit)
    place.people["contributor"] = author
    article = bring_to(place, rules.Stage.UNIT_REVIEW)
    author.duties.create(
        duty="unit_reviewer", organisation=place.unit, starts_date=NOW.date(), granted_at=NOW
    )

    page = client_of(author).get(f"/manage/articles/{article.pk}/")
    answer = do(client_of(author), article, "pass", content_hash=working_hash(article))

    article.refresh_from_db()
    assert "pass" not in [one.act.code for one in page.context["offered"]]
    assert answer.status_code == 400
    assert article.stage == rules.Stage.UNIT_REVIEW
