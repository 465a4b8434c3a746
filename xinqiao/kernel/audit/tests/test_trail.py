import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from xinqiao.kernel.audit import actions, context, jobs, queries
from xinqiao.kernel.audit.models import AuditEvent, AuditSeal

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path


def record(**more):
    return actions.record(
        **{"action": "test.done", "actor": None, "target": "对象", "at": NOW} | more
    )


def sealed(count):
    for number in range(count):
        record(after={"number": number})
    jobs.seal(now=NOW)


def verify():
    return queries.verify(jobs.checkpoint_file())


def as_attacker(sql):
    """Change rows as somebody would who owns the database and dropped the guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("audit_auditevent", "audit_auditseal"):
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            cursor.execute("DROP FUNCTION audit_refuse() CASCADE")
        cursor.execute(sql)


def test_an_event_says_who_did_what_to_which_object():
    user = get_user_model().objects.create_user("zhang.wei", name="张伟")

    event = record(actor=user, target=user, before={"d": {dt.date(2026, 1, 2)}}, reason="试")

    assert (event.actor, event.actor_label, event.target_type) == (user, "张伟", "accounts.user")
    assert event.before == {"d": ["2026-01-02"]}
    assert record(actor=AnonymousUser()).actor_label == "系统"


def test_an_event_carries_the_circumstances_of_the_request(settings):
    settings.XINQIAO_TRUSTED_PROXIES = ["10.0.0.1"]
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9"
    )
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "secret"

    token = context.enter(context.of_request(request))
    event = record()
    context.leave(token)

    assert event.address == "203.0.113.9"
    assert len(event.session_digest) == 16
    assert "secret" not in event.session_digest
    assert record().request_id == ""


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="7.7.7.7", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert context.client_address(request) == "7.7.7.7"
    settings.XINQIAO_TRUSTED_PROXIES = ["7.7.7.7", "6.6.6.6"]
    assert context.client_address(request) == "7.7.7.7"


@pytest.mark.parametrize("change", [{"reason": "x"}, None], ids=["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_event(change):
    record()
    rows = AuditEvent.objects.all()
    act = (lambda: rows.update(**change)) if change else (lambda: rows._raw_delete("default"))

    with pytest.raises(DatabaseError, match="insert-only"):
        transaction.atomic(act)()


def test_a_rolled_back_act_leaves_no_event():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


def test_an_untouched_trail_is_sound(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(jobs, "BATCH", 3)
    with django_capture_on_commit_callbacks(execute=True):
        sealed(7)
    record()

    report = verify()

    assert report.is_sound
    assert (report.sealed, report.waiting) == (7, 1)
    assert len(jobs.checkpoint_file().read_text().splitlines()) == 3
    assert jobs.seal(now=NOW) == 1
    assert jobs.seal(now=NOW) == 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        pytest.param(
            "UPDATE audit_auditevent SET actor_label = '别人' WHERE id = (SELECT event_id "
            "FROM audit_auditseal WHERE sequence = 2)", "被改动过", id="event changed",
        ),
        pytest.param(
            "UPDATE audit_auditseal SET leaf_hash = (SELECT leaf_hash FROM audit_auditseal "
            "WHERE sequence = 0) WHERE sequence = 1", "校验点不符", id="seal replaced",
        ),
        pytest.param("DELETE FROM audit_auditseal WHERE sequence = 1", "缺少序号1", id="gap"),
        pytest.param("DELETE FROM audit_auditseal WHERE sequence > 2", "末尾被删去", id="tail cut"),
    ],
)  # fmt: skip
def test_a_trail_that_was_tampered_with_is_found_out(
    sql, words, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sealed(5)

    as_attacker(sql)

    assert words in "".join(verify().problems)


def test_events_are_found_by_word_and_action():
    record(action="portal.publish", target="文章甲")
    record(action="sites.opened", target="文章乙")

    assert [str(event.target_label) for event in queries.events(word="甲")] == ["文章甲"]
    assert [event.action for event in queries.events(action="sites.")] == ["sites.opened"]
    assert "sites.opened" in str(queries.events().first())
    sealed(0)
    assert str(AuditSeal.objects.first()) == "0"
