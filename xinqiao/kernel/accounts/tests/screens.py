"""What the tests of the administrators' screens look at."""

from django.test import Client
from django.urls import reverse

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


PHONE = "13812345678"


def enter(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def said(client, address, data):
    """What the screen says after a form was sent to one of its addresses."""
    answer = client.post(address, data)
    return text_of(client.get(answer.url))


def opened_by(client, unit, **changes):
    fields = {"username": "li.qing", "name": "李青", "organisation": unit.pk, "phone": PHONE}
    return client.post(reverse("accounts:account_open"), {**fields, **changes})
