"""Signing in, failing to, and being put out, over HTTP."""

import datetime as dt
import json

from xinqiao.kernel.accounts import actions, queries
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.tests.acts import issued
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    security_admin,
    system_admin,
)
from xinqiao.kernel.audit.models import AuditEvent

LOGIN = "/manage/login/"


HOME = "/manage/me/"


MINUTE = 60


def sign_in(client, user, password=PASSWORD, **headers):
    username = user if isinstance(user, str) else user.username
    return client.post(LOGIN, {"username": username, "password": password}, **headers)


def fail(client, user, times, **headers):
    return [sign_in(client, user, "wrong", **headers).status_code for _ in range(times)]


def is_in(client):
    return client.get(HOME).status_code == 200


def acts(action):
    return AuditEvent.objects.filter(action=action)


def _disabled(user):
    actions.disable_account(actor=system_admin(), user_id=user.pk, reason="x", now=NOW)


def _put_out(user):
    actions.end_sessions(actor=security_admin(), user_id=user.pk, reason="x", now=NOW)


def _given_another_password(user):
    issued(user)


def _left_without_duties(user):
    row = user.duties.get()
    actions.revoke_duty(actor=security_admin(), assignment_id=row.pk, reason="x", now=NOW)


def _expired(user):
    User.objects.filter(pk=user.pk).update(valid_until=dt.date(2020, 1, 1))


def _write_demo(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    row = {"duty": "编辑", "organisation": "县政府办", "username": "demo", "password": PASSWORD}
    (tmp_path / queries.DEMO_FILE).write_text(json.dumps([row]), encoding="utf-8")
