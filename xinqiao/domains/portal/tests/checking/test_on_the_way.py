"""What the checks hold on the way of a text, and who may let what pass."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.actions.checking import may_go_online
from xinqiao.domains.portal.models import CheckWaiver, CheckWord, FileScan, RegisteredLeader
from xinqiao.domains.portal.queries import checking as queries
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.chain import again, do, events
from xinqiao.domains.portal.tests.checking import papers
from xinqiao.domains.portal.tests.factories import (
    BASIS,
    NOW,
    StoredFileFactory,
    bring_to,
    draft,
    pass_stage,
    working_hash,
)
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

ID = "330106199003071236"
WITH_ID = f"<p>拟录用人员王某，身份证号{ID}。</p>"
REASON = "依法公示，经本人书面同意"


def waive(place, article, duty="secrecy_reviewer", **facts):
    facts.setdefault("content_hash", working_hash(article))
    facts.setdefault("reason", REASON)
    return do(place, "waive", article, duty, **facts)


def found(article):
    return queries.report_of(again(article).working_copy(), queries.checker(NOW.date())).findings


def test_text_with_a_mark_of_secrecy_is_not_submitted(place):
    article = draft(place, body="<p>机密★5年</p><p>正文</p>")

    with pytest.raises(rules.ChainRefused, match="涉密"):
        do(place, "submit", article, "contributor")

    assert again(article).stage == Stage.DRAFT


def test_mark_in_an_attachment_stops_too(place, stored):
    file = stored("方案.docx", papers.docx(papers.paragraph(papers.run("内部资料 注意保存"))))
    article = draft(place, attachments=[(file.pk, "方案")])

    with pytest.raises(rules.ChainRefused, match="附件《方案》正文涉密标志"):
        do(place, "submit", article, "contributor")


def test_personal_data_pass_the_unit_but_not_the_secrecy_review(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)

    with pytest.raises(rules.ChainRefused, match="个人信息"):
        pass_stage(place, article)


def test_text_with_personal_data_may_always_be_sent_back(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)

    do(
        place,
        "pass_step",
        article,
        "secrecy_reviewer",
        content_hash=working_hash(article),
        opinion="not_public",
        basis=BASIS,
    )

    assert again(article).stage == Stage.RETURNED


def test_secrecy_reviewer_lets_personal_data_pass_with_a_reason_that_is_kept(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)

    waive(place, article)
    pass_stage(place, article)
    pass_stage(place, article)
    done = actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)

    assert done.public_state == rules.PublicState.ONLINE
    assert "portal.personal_data_waived" in events(article)
    event = AuditEvent.objects.get(action="portal.personal_data_waived")
    assert event.reason == REASON
    assert ID not in str(event.after)


@pytest.mark.parametrize("duty", ["contributor", "unit_reviewer", "editor", "publisher"])
def test_nobody_else_lets_personal_data_pass(place, duty):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)

    with pytest.raises(PermissionDenied):
        waive(place, article, duty)


def test_waiver_needs_what_was_seen_a_reason_and_a_text_on_its_way(place):
    article = draft(place, body=WITH_ID)
    with pytest.raises(rules.ChainRefused, match="不在审核"):
        waive(place, article)

    article = bring_to(place, Stage.SECRECY_REVIEW, article)
    with pytest.raises(rules.ContentChanged):
        waive(place, article, content_hash="0" * 64)
    with pytest.raises(rules.ChainRefused, match="理由"):
        waive(place, article, reason=" ")
    assert not CheckWaiver.objects.exists()


def test_waiver_holds_for_exactly_one_content(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)
    waive(place, article)
    do(place, "take_back", article, "contributor")
    do(place, "save_draft", article, "contributor", body=WITH_ID + "<p>电话13812345678</p>")

    article = bring_to(place, Stage.SECRECY_REVIEW, article)

    with pytest.raises(rules.ChainRefused, match="个人信息"):
        pass_stage(place, article)


def test_approved_text_is_checked_again_at_publication(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)
    waive(place, article)
    pass_stage(place, article)
    pass_stage(place, article)
    CheckWaiver.objects.all().delete()

    with pytest.raises(rules.ChainRefused, match="个人信息"):
        actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)

    assert again(article).public_state == rules.PublicState.UNPUBLISHED


def test_planned_publication_is_held_and_its_publisher_is_told(place):
    article = bring_to(place, Stage.SECRECY_REVIEW, body=WITH_ID)
    waive(place, article)
    pass_stage(place, article)
    pass_stage(place, article)
    later = NOW + dt.timedelta(hours=1)
    do(place, "publish", article, "publisher", now=NOW, publish_at=later)
    CheckWaiver.objects.all().delete()

    assert actions.publish_due(now=later) == 0

    assert again(article).publish_at is None


def test_number_hidden_in_an_attachment_is_found_and_never_stored(place, stored):
    hidden = papers.paragraph(papers.run(ID, "<w:vanish/>"))
    file = stored("名单.docx", papers.docx(papers.paragraph(papers.run("名单")), hidden))
    article = draft(place, attachments=[(file.pk, "录用名单")])

    do(place, "submit", article, "contributor")

    (finding,) = [one for one in found(article) if one.gravity == "personal"]
    assert finding.place == "附件《录用名单》正文隐藏文字"
    scan = FileScan.objects.get()
    assert ID not in str(scan.findings)


def test_file_is_read_again_only_when_the_lists_change(place, stored):
    file = stored("通知.txt", "布署工作".encode())
    article = draft(place, attachments=[(file.pk, "通知")])
    lists = queries.checker(NOW.date())
    content = queries.content_of(again(article))
    assert actions.read_files(files=queries.unscanned(content, lists), lists=lists, now=NOW) == 1
    assert queries.unscanned(content, lists) == []

    CheckWord.objects.create(kind="wrong", word="布署", suggestion="部署", changed_at=NOW)
    do(place, "submit", article, "contributor")

    assert "wrong_word" in {one.subject for one in found(article)}
    assert FileScan.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("坏.docx", b"PK broken", "读不出文字"),
        ("模型.dwg", b"x", "不能自动检查"),
    ],
)
def test_file_that_cannot_be_read_is_named_for_the_reviewers(place, stored, name, content, said):
    file = stored(name, content)
    article = draft(place, attachments=[(file.pk, "")])

    do(place, "submit", article, "contributor")

    (finding,) = [one for one in found(article) if one.subject == "unread_file"]
    assert said in finding.message
    assert name in finding.excerpt


def test_very_long_file_is_said_to_be_checked_in_part(place, stored):
    file = stored("长.txt", ("水" * 1_500_001).encode())
    article = draft(place, attachments=[(file.pk, "")])

    do(place, "submit", article, "contributor")

    assert "前面部分" in FileScan.objects.get().problem


def test_pictures_are_not_read_and_missing_files_are_named(place):
    picture = StoredFileFactory(organisation=place.unit, extension="png")
    gone = StoredFileFactory(organisation=place.unit)
    article = draft(place, attachments=[(picture.pk, "图"), (gone.pk, "无")])

    do(place, "submit", article, "contributor")

    assert [one.excerpt for one in found(article) if one.subject == "unread_file"] == ["《无》"]


def test_before_anybody_has_read_a_file_that_is_said(place, stored):
    file = stored("名单.txt", b"x")
    article = draft(place, attachments=[(file.pk, "")])

    assert "尚未检查" in str([one.message for one in found(article)])


def test_words_and_leaders_of_the_installation_are_looked_for(place):
    CheckWord.objects.create(kind="sensitive", word="六合彩", changed_at=NOW)
    day = NOW.date()
    facts = {"changed_at": NOW, "starts_date": day - dt.timedelta(days=90)}
    RegisteredLeader.objects.create(name="李建国", title="县长", rank=1, **facts)
    past = day - dt.timedelta(days=1)
    RegisteredLeader.objects.create(name="王大海", title="县长", rank=2, ends_date=past, **facts)
    article = draft(place, title="副县长李建国、六 合 彩", body="<p>副县长王大海</p>")

    subjects = [one.subject for one in found(article)]

    assert subjects.count("leader") == 1
    assert "sensitive_word" in subjects


def test_links_are_looked_up_in_the_database(place):
    online = actions.publish(
        actor=place.people["publisher"], article_id=bring_to(place, Stage.APPROVED).pk, now=NOW
    )
    file = StoredFileFactory(organisation=place.unit)
    good = (
        online.address,
        place.column.address,
        f"{place.column.address}list-1.html",
        f"/manage/files/{file.path}",
        place.subsite.address(f"files/{file.path}"),
        "/search/",
        place.subsite.address(""),
    )
    bad = (
        online.address.replace(str(online.pk), "999999"),
        place.subsite.address("nothing/"),
        "/manage/files/2026/11/missing000000000.pdf",
        place.subsite.address("no.such.page"),
    )

    assert [path for path in good if not queries.is_our_page(path)] == []
    assert [path for path in bad if queries.is_our_page(path)] == []


def test_without_a_portal_no_page_is_ours(place):
    place.portal.is_open = False
    place.portal.save()

    assert not queries.is_our_page("/news/")


def test_items_of_an_import_that_bear_personal_data_stay_behind(place):
    clean, personal = draft(place), draft(place, title="名单", body=WITH_ID)
    marked = draft(place, title="文", body="<p>秘密★</p>")

    assert may_go_online([clean, personal, marked], NOW) == {clean.pk}
