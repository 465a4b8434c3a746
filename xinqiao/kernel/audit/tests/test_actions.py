import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from xinqiao.kernel.audit import context, guards, jobs
from xinqiao.kernel.audit.middleware import RequestContextMiddleware
from xinqiao.kernel.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from xinqiao.kernel.audit.tests.trails import NOW, as_attacker, record, sealed

pytestmark = pytest.mark.django_db


def test_event_says_who_did_what_to_which_object(holder):
    user = holder("editor")

    event = record(actor=user, target=user, before={"d": {dt.date(2026, 1, 2)}}, reason="试")

    event.refresh_from_db()
    assert (event.actor, event.actor_label, event.actor_name) == (user, "张三", "editor")
    assert (event.actor_duties, event.actor_organisation_id) == ("editor", user.organisation_id)
    assert (event.target_type, event.target_id) == ("accounts.user", str(user.pk))
    assert event.before == {"d": ["2026-01-02"]}
    assert event.at == NOW


@pytest.mark.parametrize(("actor", "label"), [(None, "系统"), (AnonymousUser(), "未登录")], ids=str)
def test_act_without_an_account_is_recorded_too(actor, label):
    assert record(actor=actor).actor_label == label


@pytest.mark.parametrize(
    ("target", "label"), [("文章", "文章"), (None, ""), (AuditSeal(), "#None")]
)
def test_target_may_be_a_word_or_nothing(target, label):
    event = record(target=target)

    assert (event.target_id, event.target_label) == ("", label)


def test_rolled_back_act_leaves_no_event():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


def refused(act):
    with pytest.raises(DatabaseError, match=guards.MESSAGE), transaction.atomic():
        act()


@pytest.mark.parametrize("model", [AuditEvent, AuditSeal, AuditCheckpoint])
def test_database_refuses_to_change_or_delete_what_was_recorded(model):
    sealed(1)
    column = {AuditEvent: "reason", AuditSeal: "leaf_hash", AuditCheckpoint: "note"}[model]

    refused(lambda: model.objects.update(**{column: b"x" if model is AuditSeal else "x"}))
    refused(lambda: model.objects.all()._raw_delete("default"))


@pytest.mark.parametrize("table", guards.TABLES)
def test_database_refuses_to_replace_or_empty_a_table(table):
    sealed(1)
    sql = f"REPLACE INTO {table} SELECT * FROM {table}"
    if connection.vendor != "sqlite":
        sql = f"TRUNCATE {table} CASCADE"

    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they refuse before the guard
        refused(lambda: cursor.execute(sql))


def test_dropped_guard_is_missed():
    as_attacker()
    assert guards.missing(connection) == []

    with connection.cursor() as cursor:
        for statement in guards.remove_statements(connection.vendor):
            cursor.execute(statement)

    assert guards.missing(connection) == guards.expected(connection.vendor)


@pytest.mark.django_db(transaction=True)
def test_flush_of_a_test_leaves_the_guards_standing():
    record()


@pytest.mark.django_db(transaction=True)
def test_flush_of_the_test_before_left_nothing_else():
    assert not AuditEvent.objects.exists()
    assert guards.missing(connection) == []


def request(settings, peer="10.0.0.1", **headers):
    settings.XINQIAO_TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]
    return RequestFactory().get("/", REMOTE_ADDR=peer, **headers)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        pytest.param("10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9", id="last that is not ours"),
        pytest.param("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9", id="two proxies"),
        pytest.param("7.7.7.7", "6.6.6.6", "7.7.7.7", id="a stranger may not forward"),
        pytest.param("10.0.0.1", "6.6.6.6, <script>", "10.0.0.1", id="no free text"),
        pytest.param("10.0.0.1", "10.0.0.2", "10.0.0.2", id="proxies only"),
        pytest.param("::ffff:7.7.7.7", "", "7.7.7.7", id="mapped address"),
        pytest.param("", "", "", id="unix socket"),
    ],
)
def test_address_is_that_of_the_caller(settings, peer, forwarded, address):
    given = request(settings, peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert context.client_address(given) == address


def test_event_carries_the_circumstances_of_its_request(settings):
    events = []
    given = request(settings, HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_REQUEST_ID="abcdef123456")
    given.COOKIES[settings.SESSION_COOKIE_NAME] = "secret"
    middleware = RequestContextMiddleware(lambda _request: events.append(record()) or {})

    response = middleware(given)

    assert response["X-Request-ID"] == events[0].request_id == "abcdef123456"
    assert events[0].address == "203.0.113.9"
    assert len(events[0].session_digest) == 32
    assert record().request_id == ""


@pytest.mark.parametrize("header", ["short", "a b c d e f g h", "x" * 65])
def test_request_number_that_is_not_one_is_not_taken_over(settings, header):
    known = context.context_of(request(settings, HTTP_X_REQUEST_ID=header))

    assert known.request_id != header
    assert known.session_digest == ""


def test_sealing_nothing_leaves_no_trace(folder):
    assert jobs.seal(now=NOW) == 0
    assert list(folder.iterdir()) == []
