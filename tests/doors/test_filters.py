"""Whatever somebody puts into a filter, the list answers: with nothing, or saying what is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.doors import world as worlds

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"

# Each list, who opens it, and what it reads from its address.
LISTS = {
    "portal:articles": (
        "own contributor",
        ("q", "state", "site", "column", "kind", "period", "show", "p", "clear", "other"),
    ),
    "portal:articles_export": ("own contributor", ("q", "site", "column")),
    "portal:offers": ("desk editor", ("tab", "p")),
    "portal:imports": ("own contributor", ("p",)),
    "portal:import_items": ("", ("outcome", "p")),
    "portal:import_export": ("", ("outcome",)),
    "assessment:overview": ("desk assessor", ("lamp", "p")),
    "assessment:findings": ("desk assessor", ("level", "defect", "coming", "p")),
    "assessment:findings_export": ("desk assessor", ("level", "defect", "coming")),
    "portal:legacies": ("own contributor", ("p",)),
    "planning:plan": ("desk site_manager", ("q", "p")),
    "portal:catalogues": ("desk publisher", ("p",)),
    "planning:column_plans": ("desk site_manager", ("p",)),
    "portal:sites": ("desk site_manager", ("q", "p")),
    "notifications:list": ("own contributor", ("before", "p")),
    "accounts:accounts": ("own system_admin", ("q", "duty", "state", "p")),
    "organisations:organisations": ("own system_admin", ("q", "kind", "state", "p")),
    "audit:events": (
        "own auditor",
        ("word", "action", "result", "since", "until", "target_type", "target_id", "below"),
    ),
    "audit:export": ("own auditor", ("word", "since")),
}
HOSTILE = {
    "ten thousand signs": "长" * 10_000,
    "sixty-one signs": "长" * 61,
    "nul": "a\x00b",
    "any": "%",
    "any one": "_",
    "backslash": "\\",
    "quotes": "'\"`--;",
    "emoji": "👩‍👩‍👧‍👦🇨🇳",
    "lone half of a pair": "\ud800",
    "huge number": "9" * 30,
    "number beyond int()": "9" * 5_000,
    "negative": "-1",
    "superscript digit": "²",
    "full-width digits": "１２",
    "float": "1e309",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "cursor beyond": "a" + "9" * 18,
    "cursor huge": "b" + "9" * 40,
    "expression": "{{7*7}}<script>",
    "newline": "a\r\nSet-Cookie: x=1",
}


# What each list says instead of showing everything when its words cannot be read.
WORDS = {
    "portal:articles": "q",
    "accounts:accounts": "q",
    "organisations:organisations": "q",
    "audit:events": "word",
}


def client_of(world, name):
    who = LISTS[name][0]
    client = Client()
    client.force_login(world.people[who] if who else world.far.person, backend=BACKEND)
    return client


def address_of(world, name):
    if name in {"portal:import_items", "portal:import_export"}:
        return reverse(name, kwargs={"pk": world.far.batch.pk})
    return reverse(name, kwargs={"kind": "xlsx"} if name == "audit:export" else {})


def problem(client, address, field, value):
    """What went wrong, if anything did; the answer is read to its end."""
    try:
        answer = client.get(address, {field: value.encode("utf-8", "surrogatepass")}, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    except Exception as error:  # noqa: BLE001 (each is told with its field)
        return repr(error)[:100]
    return "" if answer.status_code == 200 and body else str(answer.status_code)


@pytest.mark.parametrize("name", LISTS)
def test_no_filter_breaks_its_list(name):
    world = worlds.build()
    client, address = client_of(world, name), address_of(world, name)

    broken = [
        (field, kind, found)
        for field in LISTS[name][1]
        for kind, value in HOSTILE.items()
        if (found := problem(client, address, field, value))
    ]

    assert broken == []


@pytest.mark.parametrize("name", WORDS)
def test_words_that_are_too_long_are_answered_in_chinese(name):
    world = worlds.build()

    page = client_of(world, name).get(address_of(world, name), {WORDS[name]: "长" * 10_000})

    text = page.content.decode()
    assert page.status_code == 200
    assert "没有使用：" in text
    assert 'role="alert"' in text
    if name != "audit:events":
        assert "没有符合条件的" in text


def test_an_export_with_words_that_cannot_be_read_hands_out_nothing():
    world = worlds.build()
    client = client_of(world, "portal:import_items")

    book = client.get(reverse("portal:articles_export"), {"q": "长" * 61, "as": "csv"})

    assert len(b"".join(book.streaming_content).splitlines()) == 1


def test_a_column_of_a_site_chosen_before_does_not_hide_everything():
    world = worlds.build()
    client = client_of(world, "portal:import_items")

    page = client.get(reverse("portal:articles"), {"site": world.far.site.pk, "column": 10**6})

    assert worlds.SECRET in page.content.decode()
