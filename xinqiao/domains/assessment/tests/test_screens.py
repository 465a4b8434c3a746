"""Screens of the inspection as the people behind them get them."""

import datetime as dt
import html
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xinqiao.domains.assessment import actions
from xinqiao.domains.assessment.actions.visits import note_visits
from xinqiao.domains.assessment.adapters.visiting import Visit
from xinqiao.domains.assessment.models import Finding, StandardLine
from xinqiao.domains.portal.tests.factories import county
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


def client_of(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(client, name, *args, status=200, **fields):
    answer = client.get(reverse(f"assessment:{name}", args=args), fields)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def inspected():
    """A county whose sub-site has one column past its line and one within the week."""
    place, now = county(), timezone.now()
    for name, days in (("工作动态", 30), ("部门要闻", 11)):
        column = ColumnFactory(site=place.subsite, name=name, column_type="工作动态")
        Column.objects.filter(pk=column.pk).update(
            online_count=1, last_published_at=now - dt.timedelta(days=days)
        )
    note_visits(visits=[(place.subsite.pk, Visit(12, "超时"))], now=now)
    actions.inspect_sites(now=now)
    return place


def test_the_assessor_sees_all_sites_with_lamps_in_words(inspected):
    client = client_of(person("assessor", organisation=inspected.office))

    page = text_of(client, "overview")

    assert inspected.portal.name in page
    assert inspected.subsite.name in page
    for words in ("■</span> 不合格", "○</span> 未接入", "一周内将有1个栏目触及红线"):
        assert words in page
    assert inspected.subsite.name not in text_of(client, "overview", lamp="green")


def test_one_site_shows_lamps_findings_and_visits(inspected):
    client = client_of(person("site_manager", organisation=inspected.unit))

    page = text_of(client, "site", inspected.subsite.pk)

    for words in ("工作动态", "已超16天", "还剩3天", "超时", "去处理"):
        assert words in page
    text_of(client, "site", inspected.portal.pk, status=404)


def test_the_forecast_names_the_columns_of_the_coming_week(inspected):
    client = client_of(person("supervisor", organisation=inspected.office))

    page = text_of(client, "findings", coming="on")

    assert "部门要闻" in page
    assert ">工作动态<" not in page


def test_a_finding_leads_to_where_it_is_put_right(inspected):
    writer = inspected.people["contributor"]
    found = Finding.objects.get(title="部门要闻")
    client = client_of(writer)

    page = text_of(client, "finding", found.pk)

    assert found.fix_url in page
    assert "还剩3天" in page
    form = client.get(found.fix_url).context["form"]
    assert str(form["column"].value()) == str(found.column_id)
    stranger = person("contributor", organisation=OrganisationFactory())
    text_of(client_of(stranger), "finding", found.pk, status=404)


def test_a_finding_that_is_gone_says_so(inspected):
    found = Finding.objects.get(title="部门要闻")
    Finding.objects.filter(pk=found.pk).update(closed_at=timezone.now())

    page = text_of(client_of(inspected.people["contributor"]), "finding", found.pk)

    assert "消除" in page
    assert "去处理" not in page


def test_the_workbook_holds_the_findings_of_the_field(inspected):
    client = client_of(person("assessor", organisation=inspected.office))

    answer = client.get(reverse("assessment:findings_export"), {"level": "failed"})

    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = html.unescape("".join(book.read(name).decode() for name in book.namelist()))
    assert "工作动态" in sheet
    assert "部门要闻" not in sheet


def test_the_administrator_sets_the_lines_on_a_page():
    client = client_of(person("system_admin", organisation=OrganisationFactory()))
    address = reverse("assessment:standards")

    said = {"code": "home_days", "limit": 10, "warning": 7}
    assert client.post(address, said, follow=True).status_code == 200
    assert StandardLine.objects.get().limit == 10
    page = client.post(address, {**said, "warning": 11}).content.decode()
    assert "预警线须不小于1，且不大于红线" in page
    assert client.post(address, {**said, "code": "nothing"}).status_code == 200
    assert "没有变化" in client.post(address, said, follow=True).content.decode()


def test_nobody_else_finds_that_page(inspected):
    client = client_of(person("assessor", organisation=inspected.office))

    text_of(client, "standards", status=404)
