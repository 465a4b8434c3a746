import pytest
from django.http import HttpResponse
from django.urls import reverse

from xinqiao.kernel.audit import exports, jobs, labels
from xinqiao.kernel.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from xinqiao.kernel.audit.tests.trails import NOW, as_attacker, record, sealed

pytestmark = pytest.mark.django_db
LIST = "audit:events"


@pytest.fixture
def auditor(client_of):
    return client_of("auditor")


@pytest.fixture
def csv(monkeypatch):
    def write(rows, columns, file_name):
        return HttpResponse("\n".join("|".join(map(str, row)) for row in [columns, *rows]))

    monkeypatch.setitem(exports._writers, "csv", write)


def listed(client, **query):
    response = client.get(reverse(LIST), query)
    return [event for event, _label in response.context["rows"]]


@pytest.mark.parametrize("duty", ["system_admin", "security_admin", "editor"])
def test_pages_do_not_exist_for_others(client_of, csv, duty):
    event, client = record(), client_of(duty)

    for path in (
        reverse(LIST),
        reverse("audit:event", args=(event.pk,)),
        reverse("audit:verify"),
        reverse("audit:export", args=("csv",)),
    ):
        assert client.get(path).status_code == 404
    assert client.post(reverse("audit:verify")).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"word": "甲"}, ["文章甲"]),
        ({"word": "王"}, ["文章乙"]),
        ({"action": "sites."}, ["文章乙"]),
        ({"result": "refused"}, ["文章甲"]),
        ({"action": "portal.", "since": "2026-11-24"}, ["文章甲"]),
        ({"action": "portal.", "since": "2026-11-25"}, []),
        ({"action": "portal.", "until": "2026-11-23"}, []),
        ({"action": "portal.", "until": "2026-11-24"}, ["文章甲"]),
        ({"target_type": "x", "target_id": "1"}, []),
    ],
    ids=str,
)
def test_events_are_found(auditor, query, found):
    record(action="portal.published", target="文章甲", result="refused")
    event = record(action="sites.opened", target="文章乙")
    as_attacker(f"UPDATE audit_auditevent SET actor_label = '王五' WHERE id = {event.pk}")

    assert [str(event.target_label) for event in listed(auditor, **query)] == found


def test_filter_that_cannot_be_read_asks_for_nothing(auditor):
    record()

    assert (
        len(listed(auditor, since="yesterday", below="x", result="?"))
        == AuditEvent.objects.count() - 1
    )


def test_older_events_are_a_page_away(auditor, django_assert_max_num_queries):
    for number in range(60):
        record(target=f"对象{number}")
    first = auditor.get(reverse(LIST))
    older = first.context["older"]

    with django_assert_max_num_queries(12):
        rows = listed(auditor, below=older)

    assert rows[0].pk < older
    assert all(row.pk < older for row in rows)


def test_every_look_of_the_auditor_is_recorded(auditor, csv):
    event = record()

    auditor.get(reverse(LIST), {"word": "甲"})
    auditor.get(reverse("audit:event", args=(event.pk,)))
    auditor.get(reverse("audit:export", args=("csv",)))
    auditor.post(reverse("audit:verify"))

    own = AuditEvent.objects.filter(action__startswith="audit.").order_by("pk")
    assert [(row.action, row.after) for row in own] == [
        ("audit.queried", {"word": "甲"}),
        ("audit.event_viewed", {"id": event.pk}),
        ("audit.exported", {"kind": "csv"}),
        ("audit.verified", {"sealed": 0}),
    ]
    assert {row.actor_duties for row in own} == {"auditor"}


def test_one_event_is_shown_with_its_seal(auditor):
    event = sealed(1)[0]
    waiting = record(target=event)

    page = auditor.get(reverse("audit:event", args=(event.pk,))).content.decode()
    other = auditor.get(reverse("audit:event", args=(waiting.pk,))).content.decode()

    assert f"已封存，序号{event.seal.position}" in page
    assert "等待封存" in other
    assert auditor.get(reverse("audit:event", args=(10**9,))).status_code == 404


def test_export_follows_the_filters(auditor, csv):
    record(action="portal.published", target="文章甲")
    record(target="文章乙")

    text = auditor.get(reverse("audit:export", args=("csv",)), {"word": "甲"}).content.decode()

    assert "操作人" in text
    assert "文章甲" in text
    assert "文章乙" not in text
    assert auditor.get(reverse("audit:export", args=("pdf",))).status_code == 404


def test_verification_tells_what_is_wrong(auditor):
    sealed(3)
    page = auditor.get(reverse("audit:verify")).content.decode()
    whole = auditor.post(reverse("audit:verify")).content.decode()
    as_attacker("UPDATE audit_auditevent SET reason = '改'")

    broken = auditor.post(reverse("audit:verify")).content.decode()

    assert "开始校验" in page
    assert "逐条核对无误" in whole
    assert "事件被改动" in broken
    assert AuditEvent.objects.latest("pk").result == "failed"


def test_action_is_called_by_the_word_of_its_package(monkeypatch):
    monkeypatch.setattr(labels, "_labels", {})

    labels.register({"portal.published": "发布"})

    assert labels.label("portal.published") == "发布"
    assert labels.label("portal.unknown") == "portal.unknown"


def test_rows_name_themselves():
    event = sealed(1)[0]
    jobs.seal(now=NOW)

    assert str(event) == f"test.done #{event.pk}"
    assert str(AuditSeal.objects.get()) == "#0"
    assert str(AuditCheckpoint.objects.get()) == "1"


def test_export_offers_what_was_registered(monkeypatch):
    monkeypatch.setattr(exports, "_writers", {})

    exports.register("xlsx", lambda rows, columns, file_name: HttpResponse())

    assert exports.kinds() == ("xlsx",)
