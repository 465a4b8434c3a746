"""The daily inspection of a small county, and the ledger of visits."""

import datetime as dt
import http.server
import threading
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from xinqiao.domains.assessment import actions, jobs, policies, public, queries, rules
from xinqiao.domains.assessment.actions.visits import note_visits
from xinqiao.domains.assessment.adapters.visiting import Visit, visit
from xinqiao.domains.assessment.models import (
    Finding,
    SiteLamp,
    SiteReport,
    SiteVisits,
    StandardLine,
    VisitFailure,
)
from xinqiao.domains.assessment.queries import screens
from xinqiao.domains.assessment.views import todo_source
from xinqiao.domains.portal.tests.factories import county, online
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    again,
    person,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def column(site, *, days=None, **fields):
    """An open column whose newest text is so many days old; blank without."""
    fields.setdefault("column_type", "动态要闻")
    made = ColumnFactory(site=site, **fields)
    if days is not None:
        updated = NOW - dt.timedelta(days=days)
        Column.objects.filter(pk=made.pk).update(online_count=2, last_published_at=updated)
    return made


def lamps(site):
    return dict(SiteLamp.objects.filter(report__site=site).values_list("veto", "lamp"))


def test_a_stale_column_is_found_with_page_unit_person_and_days():
    keeper = person("contributor", organisation=OrganisationFactory())
    site = SiteFactory(kind="portal")
    stale = column(site, days=15, keeper=keeper, slug="news")

    assert actions.inspect_sites(now=NOW) == 1

    found = Finding.objects.get(column=stale)
    assert (found.title, found.address) == (stale.name, "/news/")
    assert (found.organisation_id, found.person) == (site.organisation_id, keeper)
    assert (found.defect, found.level) == ("stale_news", "failed")
    assert found.days_left(TODAY) == -1
    assert found.fix_url.endswith(f"?column={stale.pk}")
    assert lamps(site)["home"] == "red"


def test_what_is_put_right_is_closed_and_what_lasts_is_kept():
    site = SiteFactory()
    fresh, lasting = column(site, days=15), column(site, days=16)
    actions.inspect_sites(now=NOW)
    first = Finding.objects.get(column=lasting)
    Column.objects.filter(pk=fresh.pk).update(last_published_at=NOW)

    later = NOW + dt.timedelta(days=1)
    actions.inspect_sites(now=later)

    assert Finding.objects.get(column=fresh).closed_at == later
    assert Finding.objects.get(column=lasting, closed_at=None).pk == first.pk
    assert Finding.objects.get(column=lasting).found_at == NOW


def test_running_it_again_changes_nothing():
    column(SiteFactory(), days=15)
    actions.inspect_sites(now=NOW)
    before = list(Finding.objects.values())

    jobs.inspect_sites(now=NOW)

    assert list(Finding.objects.values()) == before
    assert SiteReport.objects.count() == 1
    assert SiteLamp.objects.count() == 6


def test_a_finding_follows_a_column_that_passes_from_ahead_to_failed():
    site = SiteFactory()
    column(site, days=8)
    actions.inspect_sites(now=NOW)
    assert Finding.objects.get().level == "ahead"
    assert SiteReport.objects.get().ahead == 1

    actions.inspect_sites(now=NOW + dt.timedelta(days=10))

    assert Finding.objects.get(column__isnull=False).level == "failed"
    assert SiteReport.objects.get().ahead == 0


def test_five_blank_columns_fail_a_site():
    site = SiteFactory()
    column(site, days=0)
    for _number in range(5):
        column(site)

    actions.inspect_sites(now=NOW)

    assert lamps(site)["columns"] == "red"
    report = SiteReport.objects.get(site=site)
    assert (report.lamp, report.red) == ("red", 1)


def test_the_number_of_queries_does_not_grow_with_the_sites():
    counts = []
    for number in (3, 20):
        for _each in range(number):
            column(SiteFactory(), days=0)
        actions.inspect_sites(now=NOW)
        with CaptureQueriesContext(connection) as queries_made:
            actions.inspect_sites(now=NOW + dt.timedelta(days=1))
        counts.append(len(queries_made))

    assert counts[0] == counts[1] <= 24


def test_all_sites_are_inspected_however_small_the_batches():
    made = [SiteFactory() for _number in range(5)]

    assert actions.inspect_sites(now=NOW, batch=2) == 5
    assert SiteReport.objects.filter(site__in=made).count() == 5


def test_a_closed_site_is_inspected_no_longer():
    site = SiteFactory()
    actions.inspect_sites(now=NOW)
    site.is_open = False
    site.save()

    actions.inspect_sites(now=NOW)

    assert not SiteReport.objects.exists()
    assert not Finding.objects.open().exists()


def test_an_article_from_after_its_own_publication_fails_the_site():
    place = county(own_desk=True)
    people = place.people
    people["editor"] = people["publisher"] = person("editor", "publisher", organisation=place.unit)
    article = online(place)
    type(article).objects.filter(pk=article.pk).update(issued_date=TODAY + dt.timedelta(days=3))

    actions.inspect_sites(now=NOW)

    found = Finding.objects.get(defect="dates")
    assert str(article.pk) in found.fix_url
    assert lamps(place.subsite)["safety"] == "red"
    assert lamps(place.portal)["safety"] == "green"


def test_letters_plug_in_and_the_grey_lamp_becomes_a_measured_one():
    site = SiteFactory()
    actions.inspect_sites(now=NOW)
    assert lamps(site)["replies"] == "grey"

    def unanswered(site_ids, now):
        return [
            public.Signal(
                site_id=site.pk,
                organisation_id=site.organisation_id,
                key="letter:1",
                defect=public.Defect.UNANSWERED,
                title="来信一",
            )
        ]

    public.register_source("unanswered", unanswered)
    public.register_source("unanswered", unanswered)  # twice is once
    try:
        actions.inspect_sites(now=NOW)
    finally:
        queries.unregister_source("unanswered", unanswered)

    assert lamps(site)["replies"] == "red"
    assert Finding.objects.filter(key="letter:1").count() == 1
    with pytest.raises(LookupError):
        public.register_source("unknown", unanswered)


def test_visits_are_counted_by_day_and_failures_kept():
    site = SiteFactory()
    day = dt.timedelta(days=1)
    for back in (1, 0):
        for number in range(20):
            made = Visit(100 + number, "超时" if number == 0 else "")
            note_visits(visits=[(site.pk, made)], now=NOW - back * day)

    row = SiteVisits.objects.get(site=site, day=TODAY)
    assert (row.attempts, row.failures, row.slowest_milliseconds) == (20, 1, 119)
    assert VisitFailure.objects.filter(site=site).count() == 2
    assert queries.weeks_of([site.pk], TODAY)[site.pk] == rules.Access(40, 2, 20)
    actions.inspect_sites(now=NOW)
    assert lamps(site)["access"] == "red"
    assert Finding.objects.filter(defect="access", level="failed").exists()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers well, badly, or not in time."""

    def do_GET(self):
        if "slow" in self.path:
            time.sleep(0.3)  # the machine that does not answer, not the test, takes its time
        self.send_response(500 if "broken" in self.path else 200)
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "limit", "reason"),
    [("/", 5, ""), ("/broken/", 5, "状态码500"), ("/slow/", 0.1, "超时")],
)
def test_a_visit_says_how_it_went(server, path, limit, reason):
    assert visit(server, path, host="localhost", limit_seconds=limit).reason == reason


def test_a_server_that_is_not_there_is_a_failure(server):
    assert "连接失败" in visit("http://127.0.0.1:1", "/", host="localhost").reason


def test_every_open_site_is_visited(server, settings):
    settings.XINQIAO_VISIT_ADDRESS = server
    settings.ALLOWED_HOSTS = ["*", "www.example.test"]
    for _number in range(3):
        SiteFactory()
    old = SiteVisits.objects.create(site=SiteFactory(code="broken"), day=dt.date(2020, 1, 1))

    assert actions.visit_sites(now=NOW, batch=2) == 4

    assert SiteVisits.objects.filter(day=TODAY, attempts=1).count() == 4
    assert VisitFailure.objects.get().reason == "状态码500"
    assert not SiteVisits.objects.filter(pk=old.pk).exists()


def test_without_an_address_nothing_is_visited(settings):
    settings.XINQIAO_VISIT_ADDRESS = ""
    SiteFactory()

    assert jobs.visit_sites(now=NOW) == 0


def test_the_administrator_sets_a_line_and_the_inspection_keeps_to_it():
    admin = person("system_admin", organisation=OrganisationFactory())
    site = SiteFactory()
    column(site, days=8)

    actions.set_standard(actor=admin, code="news_days", limit=7, warning=5, now=NOW)
    actions.inspect_sites(now=NOW)

    assert Finding.objects.get(column__isnull=False).level == "failed"
    event = AuditEvent.objects.get(action="assessment.standard_changed")
    assert (event.before["limit"], event.after["limit"]) == (14, 7)
    assert actions.set_standard(actor=admin, code="news_days", limit=7, warning=5, now=NOW) is None


def test_nobody_else_sets_a_line():
    other = person("assessor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        actions.set_standard(actor=other, code="news_days", limit=7, warning=5, now=NOW)
    assert not StandardLine.objects.exists()
    assert policies.can_read_reports(other)
    assert not policies.can_set_standards(other)


def test_a_line_that_makes_no_sense_is_refused():
    admin = person("system_admin", organisation=OrganisationFactory())

    with pytest.raises(rules.BadStandard):
        actions.set_standard(actor=admin, code="news_days", limit=7, warning=8, now=NOW)


def test_readers_see_their_field_managers_their_sites_and_owners_their_own():
    place = county()
    far = SiteFactory()  # of a unit outside the county
    for site in (place.subsite, far):
        column(site, days=15)
    actions.inspect_sites(now=NOW)

    assessor = person("assessor", organisation=place.office)
    manager = person("site_manager", organisation=place.unit)
    keeper = person("contributor", organisation=OrganisationFactory())
    Finding.objects.filter(site=far, column__isnull=False).update(person=keeper)

    assert set(_sites_of(assessor)) == {place.portal.pk, place.subsite.pk}
    assert set(_sites_of(manager)) == {place.subsite.pk}
    assert _sites_of(keeper) == []
    assert [row.site_id for row in Finding.objects.visible_to(again(keeper))] == [far.pk]
    assert Finding.objects.visible_to(again(place.people["contributor"])).exists()


def _sites_of(user):
    return [report.site_id for report in screens.reports(again(user))]


def test_owners_find_it_in_their_to_do_list_and_the_named_person_alone():
    place = county()
    stale = column(place.subsite, days=11)
    actions.inspect_sites(now=NOW)
    writer = place.people["contributor"]
    item = next(row for row in todo_source.items(again(writer)) if "栏目不更新" in row.title)
    assert item.due == Finding.objects.get(column=stale).due_at

    keeper = person("contributor", organisation=place.unit)
    Finding.objects.update(person=keeper)

    assert list(todo_source.items(again(writer))) == []
    assert list(todo_source.items(again(keeper)))


def test_things_name_themselves():
    site = SiteFactory(name="教育局网站")
    column(site, days=15, name="要闻")
    actions.inspect_sites(now=NOW)

    assert str(SiteReport.objects.get()) == "教育局网站 不合格"
    assert "首页更新 不合格" in {str(lamp) for lamp in SiteLamp.objects.all()}
    assert str(Finding.objects.get(column__isnull=False)) == "要闻：动态要闻类栏目不更新"
    assert str(SiteVisits(site=site, day=TODAY)) == "教育局网站 2026-11-24"
    assert "超时" in str(VisitFailure(site=site, at=NOW, reason="超时"))
    assert str(StandardLine(code="home_days")) == "home_days"
    assert Finding(due_date=None).due_at is None
    assert Finding(due_date=None).days_left(TODAY) is None
