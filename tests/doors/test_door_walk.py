"""Walks every address under /manage/ as every duty: what is a stranger's is not there.

A route that neither table below knows fails the walk: whoever adds a screen says here which
thing it shows. Run it at every upgrade of Wagtail (docs/decisions/0004).
"""

import html
import io
import zipfile

import pytest
from django.test import Client

from tests.doors import world as worlds
from tests.doors.routes import Route, manage_routes
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.ui import doors

pytestmark = pytest.mark.django_db

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
NOBODY: frozenset[str] = frozenset()

# Routes that show one thing: what is put into their arguments to reach the stranger's.
THINGS = {
    "portal:matter": lambda world: {"pk": world.article.pk},
    "portal:act": lambda world: {"pk": world.article.pk, "code": "submit"},
    "portal:compare": lambda world: {"pk": world.article.pk, "base": "approved"},
    "portal:preview": lambda world: {"pk": world.article.pk},
    "portal:preview_frame": lambda world: {"pk": world.article.pk},
    "portal:offer_decide": lambda world: {"pk": world.placement.pk},
    "portal:site": lambda world: {"pk": world.site.pk},
    "portal:branch_open": lambda world: {"pk": world.site.pk},
    "portal:column_open": lambda world: {"pk": world.site.pk},
    "portal:column": lambda world: {"pk": world.column.pk},
    "portal:column_rename": lambda world: {"pk": world.column.pk},
    "portal:column_close": lambda world: {"pk": world.column.pk},
    "portal:grant": lambda world: {"pk": world.column.pk},
    "portal:grant_revoke": lambda world: {"pk": world.grant.pk},
    "portal:import_batch": lambda world: {"pk": world.batch.pk},
    "portal:import_mapping": lambda world: {"pk": world.batch.pk},
    "portal:import_rehearsal": lambda world: {"pk": world.batch.pk},
    "portal:import_act": lambda world: {"pk": world.batch.pk, "code": "submit"},
    "portal:import_items": lambda world: {"pk": world.batch.pk},
    "portal:import_export": lambda world: {"pk": world.batch.pk},
    "portal:import_item": lambda world: {"pk": world.item.pk},
    "portal_editing:edit": lambda world: {"pk": world.article.pk},
    "portal_editing:preview_on_edit": lambda world: {"pk": world.article.pk},
    "files:download": lambda world: {"file_id": world.file.pk},
    "files:show": lambda world: {"path": world.file.path},
    "wagtailadmin_editing_sessions:ping": lambda world: {
        "app_label": "portal",
        "model_name": "article",
        "object_id": world.article.pk,
        "session_id": 1,
    },
}

# Routes that show lists, forms or pages of one's own: nothing of a stranger's may be in them.
COMMON = {
    "wagtailadmin_home",
    "wagtailadmin_dismissibles",
    "portal:articles",
    "portal:articles_export",
    "portal:articles_bulk",
    "files:upload",
    "portal:imports",
    "portal:import_new",
    "portal:offers",
    "portal:sites",
    "portal:site_open",
    "rich_text_transform",
    "portal_editing:add",
    "portal_editing:preview_on_add",
}

# Routes that touch only rows of the person who asks, whatever the argument.
OWN_ROWS = {"wagtailadmin_editing_sessions:release"}

# Before sign-in.
ANONYMOUS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}

# Pages of the administrators and of the account itself, with tests of their own beside them.
GUARDED_ELSEWHERE = (
    "accounts:",
    "audit:",
    "organisations:",
    "notifications:",
    "calendars:",
    "jobs:",
)


@pytest.fixture
def world():
    return worlds.build()


def _client(user=None) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def _open_routes() -> list[Route]:
    return [route for route in manage_routes() if doors.find(route.name) is not None]


def _closed_routes() -> list[Route]:
    return [
        route
        for route in manage_routes()
        if doors.find(route.name) is None and route.name not in doors.MOVED
    ]


def _is_elsewhere(route: Route) -> bool:
    return route.name.startswith(GUARDED_ELSEWHERE)


def test_every_open_route_is_known_to_this_walk():
    known = THINGS.keys() | COMMON | OWN_ROWS | ANONYMOUS

    unknown = [
        route.name
        for route in _open_routes()
        if route.name not in known and not _is_elsewhere(route)
    ]

    assert unknown == []


def test_no_door_leads_nowhere():
    names = {route.name for route in manage_routes()}

    dead = [
        door.route
        for door in doors.all_doors()
        if not door.route.endswith(":*") and door.route not in names
    ]

    assert dead == []


def test_every_duty_is_walked(world):
    codes = {duty.code for duty in duties.all_duties()}

    assert {key.partition(" ")[2] for key in world.people} == codes
    assert {"contributor", "unit_reviewer", "secrecy_reviewer", "editor", "publisher"} <= codes
    assert {"site_manager", "system_admin", "security_admin", "auditor"} <= codes


@pytest.mark.parametrize("method", ["get", "post"])
def test_closed_routes_are_not_there_for_anybody(world, method):
    people = [world.people["own contributor"], world.people["desk site_manager"]]
    people += [world.people["own system_admin"], world.account]
    routes = _closed_routes()
    assert len(routes) > 150  # Wagtail's own rooms

    opened = [
        (route.name or route.text, user.username, answer.status_code)
        for user in people
        for client in [_client(user)]
        for route in routes
        for answer in [getattr(client, method)(route.address())]
        if answer.status_code != 404
    ]

    assert opened == []


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_a_strangers_thing_is_a_404_for_every_duty(world, method):
    found = [
        (route.name, who, answer.status_code)
        for who, user in world.people.items()
        for client in [_client(user)]
        for route in _open_routes()
        if route.name in THINGS
        for answer in [
            getattr(client, method)(
                route.address(**THINGS[route.name](world)),
                headers={"X-Requested-With": "XMLHttpRequest"},
            )
        ]
        if not _is_refused(answer, method)
    ]

    assert found == []


def _is_refused(answer, method: str) -> bool:
    """404; or 405 for a method that the route never takes, which says nothing of the thing."""
    return (
        answer.status_code == 404
        or (answer.status_code == 405 and method != "get")
        or (answer.status_code == 405 and "GET" not in answer.headers.get("Allow", "GET"))
    )


def test_the_owner_is_let_in_where_strangers_are_not(world):
    """So that the walk proves the guard and not a broken address."""
    client = _client(world.account)

    reached = [
        client.get(route.address(**THINGS[route.name](world))).status_code
        for route in _open_routes()
        if route.name
        in {"portal:matter", "portal:preview", "portal:preview_frame", "portal_editing:edit"}
    ]

    assert reached == [200, 200, 200, 200]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_sign_in_or_finds_nothing(world, method):
    client = _client()

    let_in = [
        (route.name, answer.status_code)
        for route in manage_routes()
        if not _is_elsewhere(route) and route.name not in ANONYMOUS
        for answer in [
            getattr(client, method)(
                route.address(**(THINGS[route.name](world) if route.name in THINGS else {}))
            )
        ]
        if answer.status_code not in {302, 307, 404}
    ]

    assert let_in == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=陌生",
        "?state=draft",
        "?show=site&show=column&show=organisation",
        "?p=a999999",
        "?p=b0",
    ],
)
def test_no_list_search_or_export_holds_a_strangers_title(world, query):
    held = []
    for who, user in world.people.items():
        client = _client(user)
        for route in _open_routes():
            if route.name not in COMMON or route.name == "wagtailadmin_dismissibles":
                continue
            answer = client.get(route.address() + query, follow=True)
            if worlds.SECRET.encode() in _content(answer):
                held.append((route.name, who))

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
    answer = _client(world.account).get("/manage/articles/export/")

    assert worlds.SECRET.encode() in _content(answer)


def test_bulk_acts_pass_over_a_strangers_article(world):
    for user in world.people.values():
        answer = _client(user).post(
            "/manage/articles/bulk/", {"act": "submit", "confirmed": "1", "pk": [world.article.pk]}
        )
        assert answer.status_code in {302, 404}

    world.article.refresh_from_db()
    assert world.article.stage == "draft"


def test_forms_refuse_a_strangers_column_and_file(world):
    client = _client(world.people["own contributor"])
    form = {
        "title": "标题",
        "kind": "news",
        "content_class": "news",
        "column": world.column.pk,
        "files": f'[{{"id": {world.file.pk}}}]',
        "cover_file": "[]",
    }

    answer = client.post("/manage/articles/editing/add/", form)

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) >= {"column", "files"}
    assert worlds.SECRET not in answer.content.decode()


def test_every_answer_of_the_workbench_carries_its_policy(world):
    client = _client(world.account)

    for address in ("/manage/", "/manage/articles/", "/manage/pages/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'self'" in policy


def test_preview_has_the_policy_of_public_pages_but_may_be_framed(world):
    client = _client(world.account)

    policy = client.get(f"/manage/articles/{world.article.pk}/preview/page/")[
        "Content-Security-Policy"
    ]

    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy
