"""Walks every address under /manage/ as every duty: what is a stranger's is not there.

Who finds what stands in ``matrix.py``. Run it at every upgrade of Wagtail (docs/decisions/0004).
"""

import html
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from tests.doors import world as worlds
from tests.doors.matrix import LINES, Line
from tests.doors.routes import Route, manage_routes
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.ui import doors

pytestmark = pytest.mark.django_db

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
METHODS = ("get", "post", "json")
ROUTES = {route.name: route for route in manage_routes()}
MESSAGE = (
    "These routes of the workbench have no line in tests/doors/matrix.py. Say there for which "
    "duties GET and POST find something, and which thing of a unit the route shows: "
)


class Visitor:
    """One person in a browser that forgets after each request what the answer changed in it."""

    def __init__(self, user: User | None = None):
        self.client = Client()
        if user is not None:
            self.client.force_login(user, backend=BACKEND)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, method: str, address: str) -> HttpResponse:
        """One request; ``json`` is a POST as scripts send it."""
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        if method != "json":
            return getattr(self.client, method)(address)
        headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
        return self.client.post(address, b"{}", "application/json", headers=headers)

    def try_out(self, method: str, address: str) -> HttpResponse:
        """One request of which the database keeps nothing."""
        with transaction.atomic():
            answer = self.ask(method, address)
            transaction.set_rollback(True)
        return answer


@pytest.fixture
def world():
    return worlds.build()


def _client(user=None) -> Client:
    return Visitor(user).client


def _address(line: Line, things: worlds.Things) -> str:
    return ROUTES[line.route].address(**(line.thing(things) if line.thing else {}))


def _known_lines() -> list[Line]:
    return [line for line in LINES.values() if line.route in ROUTES]


def _is_ours(route: Route) -> bool:
    """Whether the route is open, or leads to code of ours."""
    if doors.find(route.name) is not None:
        return True
    return resolve(route.address()).func.__module__.startswith("xinqiao.")


def _closed_routes() -> list[Route]:
    return [
        route
        for route in manage_routes()
        if doors.find(route.name) is None and route.name not in doors.MOVED
    ]


def _finds(answer: HttpResponse) -> bool:
    """Whether there was something: neither a 404 nor a wrong method nor the way to sign in."""
    return answer.status_code not in {404, 405} and not _is_sent_to_sign_in(answer)


def _is_sent_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code in {302, 307} and "/manage/login/?next=" in answer.headers["Location"]


def _told(wrong: list[tuple[object, ...]]) -> str:
    """Each route with what was not expected, one a line."""
    lines: dict[object, list[str]] = {}
    for route, *facts in wrong:
        lines.setdefault(route, []).append(" ".join(map(str, facts)))
    told = [f"{route}: {'; '.join(facts)}" for route, facts in lines.items()]
    return "Not as tests/doors/matrix.py says:\n" + "\n".join(told)


# The matrix itself


def test_every_route_has_its_line_in_the_matrix():
    missing = [name for name, route in ROUTES.items() if _is_ours(route) and name not in LINES]

    assert not missing, MESSAGE + ", ".join(missing)


def test_no_line_of_the_matrix_leads_nowhere():
    assert [line.route for line in LINES.values() if line.route not in ROUTES] == []


def test_every_line_names_duties_that_there_are():
    named = {code for line in LINES.values() for code in (line.get or set()) | (line.post or set())}

    assert named - {"*"} <= {duty.code for duty in duties.all_duties()}


def test_no_door_leads_nowhere():
    dead = [
        door.route
        for door in doors.all_doors()
        if not door.route.endswith(":*") and door.route not in ROUTES
    ]

    assert dead == []


def test_every_duty_is_walked(world):
    codes = {duty.code for duty in duties.all_duties()}

    assert world.holders("own").keys() == world.holders("desk").keys() == codes
    assert {"contributor", "publisher", "system_admin", "security_admin", "auditor"} <= codes


# The walks


@pytest.mark.parametrize("method", METHODS)
def test_each_duty_finds_in_its_unit_what_the_matrix_says(world, method):
    wrong = [
        (line.route, method, code, answer.status_code)
        for code, user in world.holders("own").items()
        for visitor in [Visitor(user)]
        for line in _known_lines()
        for answer in [visitor.try_out(method, _address(line, world.own))]
        if _finds(answer) != line.lets(code, method)
    ]

    assert not wrong, _told(wrong)


def _strangers(world: worlds.World) -> Iterator[tuple[str, str, Visitor, Line]]:
    """Everybody beside each line that shows a unit's thing and is not his everywhere."""
    for who, user in world.people.items():
        visitor, (where, code) = Visitor(user), who.split(" ")
        for line in _known_lines():
            is_portals = where == "desk" and code in line.portal
            if line.thing is not None and not line.everywhere and not is_portals:
                yield where, code, visitor, line


@pytest.mark.parametrize("method", [*METHODS, "put", "delete"])
def test_a_strangers_thing_is_a_404_for_every_duty(world, method):
    before = world.far.rows()

    found = [
        (line.route, where, code, answer.status_code)
        for where, code, visitor, line in _strangers(world)
        for answer in [visitor.ask(method, _address(line, world.far))]
        if not _is_refused(answer, line, method)
    ]

    assert not found, _told(found)
    assert world.far.rows() == before


def _is_refused(answer: HttpResponse, line: Line, method: str) -> bool:
    """404; or 405 for a method that the route never takes, which says nothing of the thing."""
    if answer.status_code != 405:
        return answer.status_code == 404
    taken = {"get": line.get, "post": line.post, "json": line.post}
    return taken.get(method) is None


def test_administrators_find_every_units_accounts_and_nobody_else_does(world):
    wrong = [
        (line.route, method, code, answer.status_code)
        for code, user in world.holders("own").items()
        for visitor in [Visitor(user)]
        for line in _known_lines()
        if line.everywhere
        for method in METHODS
        for answer in [visitor.try_out(method, _address(line, world.far))]
        if _finds(answer) != line.lets(code, method)
    ]

    assert not wrong, _told(wrong)


@pytest.mark.parametrize("method", METHODS)
def test_closed_routes_are_not_there_for_anybody(world, method):
    routes = _closed_routes()
    assert len(routes) > 150  # Wagtail's own rooms

    opened = [
        (route.name or route.text, code, answer.status_code)
        for code, user in world.holders("own").items()
        for visitor in [Visitor(user)]
        for route in routes
        for answer in [visitor.ask(method, route.address())]
        if answer.status_code != 404
    ]

    assert opened == []


@pytest.mark.parametrize("method", [*METHODS, "put", "delete"])
def test_who_is_not_signed_in_is_sent_to_sign_in_or_finds_nothing(world, method):
    visitor = Visitor()
    addresses = {route.name: route.address() for route in _closed_routes()}
    addresses |= {
        line.route: _address(line, world.far) for line in _known_lines() if not line.anonymous
    }
    before = world.far.rows()

    let_in = [
        (name, answer.status_code)
        for name, address in addresses.items()
        for answer in [visitor.ask(method, address)]
        if _finds(answer) or (answer.status_code == 405 and method == "get" and LINES[name].get)
    ]

    assert let_in == []
    assert world.far.rows() == before


@pytest.mark.parametrize(
    "query", ["?show=site&show=column&show=organisation", "?q=陌生&p=a999999", "?state=draft&p=b0"]
)
def test_no_list_search_or_export_holds_a_strangers_title(world, query):
    held = [
        (line.route, who)
        for who, user in world.people.items()
        for client in [_client(user)]
        for line in _known_lines()
        if line.lists and line.lets(who.split(" ")[1], "get")
        if not (who.startswith("desk ") and who.split(" ")[1] in line.portal)
        for answer in [client.get(_address(line, world.far) + query, follow=True)]
        if worlds.SECRET.encode() in _content(answer)
    ]

    assert held == []


def _content(answer) -> bytes:
    """The whole answer; a workbook is unpacked and its references resolved."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist())
    return html.unescape(text).encode()


def test_the_owners_export_holds_his_title(world):
    answer = _client(world.far.person).get("/manage/articles/export/")

    assert worlds.SECRET.encode() in _content(answer)


def test_bulk_acts_pass_over_a_strangers_article(world):
    for user in world.people.values():
        answer = _client(user).post(
            "/manage/articles/bulk/",
            {"act": "submit", "confirmed": "1", "pk": [world.far.article.pk]},
        )
        assert answer.status_code in {302, 404}

    world.far.article.refresh_from_db()
    assert world.far.article.stage == "draft"


def test_forms_refuse_a_strangers_column_and_file(world):
    client = _client(world.people["own contributor"])
    form = {
        "title": "标题",
        "kind": "news",
        "content_class": "news",
        "column": world.far.column.pk,
        "files": f'[{{"id": {world.far.file.pk}}}]',
        "cover_file": "[]",
    }

    answer = client.post("/manage/articles/editing/add/", form)

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) >= {"column", "files"}
    assert worlds.SECRET not in answer.content.decode()


def test_every_answer_of_the_workbench_carries_its_policy(world):
    client = _client(world.far.person)

    for address in ("/manage/", "/manage/articles/", "/manage/pages/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'self'" in policy


def test_preview_has_the_policy_of_public_pages_but_may_be_framed(world):
    client = _client(world.far.person)

    policy = client.get(f"/manage/articles/{world.far.article.pk}/preview/page/")[
        "Content-Security-Policy"
    ]

    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy
