"""Errors that readers report: without a session, counted by a digest, answered under a code."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.domains.portal.actions import corrections as actions
from xinqiao.domains.portal.models import CorrectionReport
from xinqiao.domains.portal.rules import corrections as rules
from xinqiao.domains.portal.tests.factories import draft, online
from xinqiao.domains.portal.views import todo_source
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import NOW, person

pytestmark = pytest.mark.django_db
TEXT = "第二段“十一月”误为“十二月”。"


def sent(**changes):
    said = {"text": TEXT, "sender": "a", "now": NOW, "page": "首页", **changes}
    return actions.report(**said)


def test_a_report_goes_to_the_unit_of_the_column_and_is_due_in_three_working_days(place):
    article = online(place)

    report = sent(article_id=article.pk, page="")

    assert report.organisation_id == place.column.organisation_id
    assert (report.title, report.column) == (article.title, place.column)
    assert report.due_date == dt.date(2026, 11, 27)  # a Tuesday's third working day
    assert str(report) == article.title


def test_a_report_on_any_other_page_goes_to_the_portal(place):
    assert sent().organisation_id == place.office.pk


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"text": "错了"}, id="says too little"),
        pytest.param({"text": "错" * 1001}, id="too long"),
        pytest.param({"page": " "}, id="no page"),
        pytest.param({"article_id": 0}, id="an article that is not there"),
    ],
)
def test_a_report_that_helps_nobody_is_refused(place, changes):
    with pytest.raises(rules.ReportRefused):
        sent(**changes)


def test_an_article_that_is_not_online_cannot_be_reported(place):
    with pytest.raises(rules.ReportRefused):
        sent(article_id=draft(place).pk)


def test_without_a_portal_nothing_is_taken():
    with pytest.raises(rules.ReportRefused):
        sent()


def test_one_address_sends_five_an_hour(place):
    for _number in range(5):
        sent()
    with pytest.raises(rules.ReportRefused):
        sent()

    sent(sender="b")
    sent(now=NOW + dt.timedelta(hours=1))


def test_the_people_of_the_unit_answer_once_and_the_reader_sees_it(place):
    report = sent(article_id=online(place).pk)
    who = place.people["contributor"]

    with pytest.raises(rules.ReportRefused):
        actions.answer(actor=who, report_id=report.pk, answer=" ", now=NOW)
    stranger = person("contributor", organisation=place.office)
    with pytest.raises(PermissionDenied):
        actions.answer(actor=stranger, report_id=report.pk, answer="已经改正", now=NOW)
    assert "正在核实" in render(f"/report/{report.code}/").body.decode()
    actions.answer(actor=who, report_id=report.pk, answer="已经改正。", now=NOW)
    with pytest.raises(rules.ReportRefused):
        actions.answer(actor=who, report_id=report.pk, answer="已经改正。", now=NOW)

    page = render(f"/report/{report.code}/")
    assert "已经改正" in page.body.decode()
    assert page.is_dynamic
    assert render("/report/AAAAAAAAAAAA/").status == 404


# --- what the reader does


def test_a_reader_reports_without_a_cookie_and_gets_a_code(place):
    article = online(place)
    client = Client(enforce_csrf_checks=True)

    page = client.get(f"/elder/report/?article={article.pk}")
    assert article.title in page.content.decode()
    answer = client.post("/elder/report/", {"article": article.pk, "text": TEXT})

    report = CorrectionReport.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/elder/report/{report.code}/")
    assert not client.cookies
    assert report.article == article


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param({"page": "", "text": TEXT}, 'href="#page"', id="no page"),
        pytest.param({"page": "首页", "text": "错"}, 'href="#text"', id="too short"),
        pytest.param({"article": "x", "text": TEXT}, 'href="#text"', id="no article"),
        pytest.param({"page": "首页", "text": TEXT, "website": "a"}, "请清空", id="the trap"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(place, said, told):
    answer = Client().post("/report/", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert said["text"] in page
    assert not CorrectionReport.objects.exists()


def test_a_site_with_its_own_name_leads_to_the_form_of_the_portal(place):
    Site.objects.filter(pk=place.subsite.pk).update(hostname="unit.qingxi.example")
    Site.objects.filter(pk=place.portal.pk).update(hostname="www.qingxi.example")

    page = render(f"/sites/{place.subsite.code}/").body.decode()
    assert 'href="//www.qingxi.example/report/"' in page


# --- workbench


def sign_in(user):
    client = Client()
    client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    return client


def test_a_report_is_a_to_do_and_is_answered_in_the_workbench(place):
    report = sent(article_id=online(place).pk)
    client = sign_in(place.people["contributor"])
    (waits,) = todo_source.reported_errors(place.people["contributor"])
    assert waits.url == reverse("portal:correction", args=[report.pk])

    assert report.title in client.get(reverse("portal:corrections")).content.decode()
    assert TEXT in client.get(waits.url).content.decode()
    assert client.post(waits.url, {"answer": "好"}).status_code == 200
    assert client.post(waits.url, {"answer": "已经改正。"}).status_code == 302
    assert list(todo_source.reported_errors(place.people["contributor"])) == []
    assert list(todo_source.reported_errors(place.people["leader"])) == []
