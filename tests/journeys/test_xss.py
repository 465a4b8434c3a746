"""Whatever is typed into any field runs in nobody's browser (security.md C1).

One unit's every text field is filled with payloads, past all cleaning, and every page of the
workbench that ``tests/doors/matrix.py`` names is opened, then the public ones. The hooks below
see a script that ran, one that the content security policy stopped, and the mark that a payload
left in the page; the first test shows that they do see.
"""

import json

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from tests import xss
from tests.doors import world as worlds
from tests.doors.matrix import LINES
from tests.doors.routes import manage_routes
from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.tests.factories import NOW, county, draft, online
from xinqiao.kernel.audit import actions as audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
CONTENT = sorted(set(rules.CONTENT_FIELDS) & {f.name for f in Article._meta.get_fields()})
# What names files, addresses and codes: it never holds what somebody typed.
KEPT = {
    "path", "tree_path", "code", "slug", "username", "password", "email", "sha256", "extension",
    "content_type", "stage", "public_state", "duty", "kind", "hostname", "manifest_hash",
    "online_hash", "url", "action", "state", "theme", "colour", "once_key", "outcome", "mode",
    "source_key", "request_id", "address",
}  # fmt: skip
HOOKS = """
for (const name of ["xss", "alert", "confirm", "prompt", "print"])
  Object.defineProperty(window, name, { value: (n) => window.__told(`${name}(${n}) ran`) });
document.addEventListener("securitypolicyviolation", (event) =>
  window.__told(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
MARKS = """(product) => [...document.querySelectorAll("*")].flatMap((element) =>
  [...element.attributes].filter((attribute) =>
    /^(on|data-xss|srcdoc|hx-on|x-init|v-html|ng-init)/.test(attribute.name)
    || (/^(href|src|action|formaction|data|xlink:href|values|content)$/.test(attribute.name)
      && /^[^a-z]*(javascript|vbscript|data:text)/i.test(attribute.value))
  ).map((attribute) => `${attribute.name}=${attribute.value}`.slice(0, 90))
).concat([...document.scripts].filter((script) => /xss\\(\\d/.test(script.text)
    && !script.type.endsWith("json")).map((script) => script.text.slice(0, 90))
).concat(document.documentElement.outerHTML.includes(product) ? ["computed"] : [])"""


class Watch:
    """A page of a signed-in person that notes whatever runs, is stopped, or leaves its mark."""

    def __init__(self, page, url):
        self.page, self.url, self.told = page, url, []
        page.context.expose_binding("__told", lambda _source, text: self.told.append(text))
        page.context.add_init_script(HOOKS)
        page.on("dialog", self._dialog)

    def _dialog(self, dialog):
        self.told.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def sign_in(self, user):
        """The person's session in this browser; nobody's with None."""
        self.page.context.clear_cookies()
        client = Client()
        if user is not None:
            client.force_login(user, backend=BACKEND)
        for name, morsel in client.cookies.items():
            cookie = {"name": name, "value": morsel.value, "url": self.url}
            self.page.context.add_cookies([cookie])

    def look(self, address):
        """Open an address and tell what happened there."""
        self.told.clear()
        self.page.goto(self.url + address)
        self.page.wait_for_load_state("load")
        return [*self.told, *self.marks()]

    def look_without_policy(self, address, user):
        """The same answer as a frozen page that nothing protects but its own escaping."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        text = client.get(address).content.decode()
        frozen = f"{self.url}/health/live?frozen"
        self.page.route(frozen, lambda route: route.fulfill(body=text, content_type="text/html"))
        return self.look("/health/live?frozen")

    def marks(self):
        """What payloads left in the page and in the frames of our own pages inside it."""
        frames = [frame for frame in self.page.frames if frame.url.startswith(self.url)]
        return [mark for frame in frames for mark in frame.evaluate(MARKS, xss.PRODUCT)]


@pytest.fixture
def watch(live_server, visit):
    return Watch(visit(), live_server.url)


def text_fields(thing):
    """The fields of a row into which somebody may type."""
    return [
        field
        for field in thing._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and field.name not in KEPT
    ]


def poison(thing, turn):
    """Fill every text field of a row with payloads; gives the names of those that took them."""
    taken = set()
    for field in text_fields(thing):
        value = xss.packed(field.max_length or 10**6, turn)
        try:
            with transaction.atomic():
                type(thing)._base_manager.filter(pk=thing.pk).update(**{field.name: value})
        except IntegrityError:  # a constraint keeps the column to codes
            continue
        taken.add(f"{thing._meta.model_name}.{field.name}")
    return taken


def poison_revision(article, turn):
    """The text under work is a revision: its fields too, without any cleaning."""
    revision = article.latest_revision
    rooms = {field.name: field.max_length for field in text_fields(article)}
    for name in set(CONTENT) & rooms.keys():
        revision.content[name] = xss.packed(rooms[name] or 10**6, turn + 1)
    revision.save(update_fields=["content"])


def poisoned_event(turn):
    """The trail is never changed: an event that was recorded so."""
    words = xss.packed(200, turn)
    return audit.record(
        action="portal.drafted",
        actor=None,
        target=words,
        at=timezone.now(),
        reason=words,
        before={"title": words},
        after={words: "".join(xss.PAYLOADS)},
    )


def poison_all(world, turn):
    """Every row of the unit, every person's name and the desk; gives the fields that took it."""
    things = world.own
    rows = [row for row in vars(things).values() if hasattr(row, "pk") and row is not things.event]
    rows += [*things.article.attachments.all(), *world.people.values(), world.desk]
    taken = set().union(*(poison(row, turn) for row in rows))
    for article in (things.article, things.submitted):
        poison_revision(Article.objects.get(pk=article.pk), turn)
    things.event = poisoned_event(turn)
    return taken


def holder(world, line):
    """Somebody whom the matrix lets in; the writer himself where a contributor may."""
    allowed = [code for code in world.holders("own") if line.lets(code, "get")]
    writer = "contributor" in allowed or len(allowed) > 10
    return world.own.person if writer else world.holders("own")[allowed[0]]


def pages(world):
    """Every page of the workbench that shows something, with somebody who may open it."""
    routes = {route.name: route for route in manage_routes()}
    for line in LINES.values():
        if not line.get or line.route not in routes:
            continue
        arguments = line.thing(world.own) if line.thing else {}
        address = routes[line.route].address(**arguments)
        user = holder(world, line)
        client = Client()
        client.force_login(user, backend=BACKEND)
        answer = client.get(address)
        is_page = answer["Content-Type"].startswith("text/html")
        if answer.status_code == 200 and is_page and "Content-Disposition" not in answer:
            yield address, user
            if line.thing is None:
                asked = "show=site&show=column&show=organisation&show=author&q="
                yield f"{address}?{asked}{xss.packed(60)}&word={xss.packed(40)}", user


def test_the_corpus_is_large_and_the_hooks_see_it_run(watch):
    assert len(xss.PAYLOADS) == len(set(xss.PAYLOADS)) >= 200
    assert "".join(xss.fillings(10**6)) == "".join(xss.PAYLOADS)

    seen = set()
    for payload in xss.PAYLOADS:
        watch.told.clear()
        frame = json.dumps(f"<!doctype html><body>{payload}</body>")
        watch.page.goto(f"{watch.url}/health/live")
        watch.page.evaluate(f"document.open(), document.write({frame}), document.close()")
        watch.page.wait_for_load_state("load")
        if watch.told or watch.marks():
            seen.add(payload)

    watch.page.complaints.clear()
    assert len(seen) >= 150


def test_no_page_of_the_workbench_runs_what_is_in_a_field(watch):
    world = worlds.build()
    taken = poison_all(world, 0)
    assert {"article.title", "article.body", "site.name", "column.name", "user.name"} <= taken
    assert {"notification.text", "storedfile.name", "importbatch.name"} <= taken
    found, looked, signed_in = {}, 0, None

    for address, user in pages(world):
        if user != signed_in:
            watch.sign_in(user)
            signed_in = user
        looked += 1
        if happened := watch.look(address):
            found[address[:60]] = happened[:5]

    assert found == {}
    assert looked > 40
    assert watch.page.complaints == []


@pytest.mark.full
def test_every_payload_in_every_field_of_the_workbench(watch):
    """As many rounds as the narrowest field needs, on pages without their security policy."""
    world, found = worlds.build(), {}
    for turn in range(max(len(xss.fillings(room)) for room in (60, 100, 200))):
        poison_all(world, turn)
        for address, user in pages(world):
            if happened := watch.look_without_policy(address, user):
                found[f"{turn} {address[:60]}"] = happened[:5]

    watch.page.complaints.clear()  # the pictures that a policy would have kept away
    assert found == {}


@pytest.mark.parametrize("kind", [rules.Kind.NEWS, rules.Kind.DOCUMENT])
def test_no_public_page_runs_what_is_in_a_field(watch, kind):
    place = county()
    facts = {
        "issuing_body": "青溪县人民政府",
        "document_number": "青政发〔2026〕1号",
        "content_class": rules.ContentClass.DOCUMENT,
    }
    written = draft(place, kind=kind, body="".join(xss.PAYLOADS), **facts)
    if kind == rules.Kind.DOCUMENT:
        actions.plan_interpretation(
            actor=place.fresh("contributor"), article_id=written.pk, reading_forms=["text"], now=NOW
        )
    article = online(place, written)
    for row in (place.office, place.unit, place.portal, place.subsite, place.news, place.column):
        poison(row, 0)
    assert {"article.title", "article.body", "article.summary"} <= poison(article, 0)
    site = "/sites/" + place.subsite.code + "/"
    article_path = content_path(article.pk, article.first_published_at)

    found = {
        address[:60]: happened[:5]
        for address in (
            "/",
            site,
            f"{site}{place.column.path}/",
            f"{site}{article_path}",
            f"/{article_path}",
            "/sites/",
            "/sitemap/",
            f"/search/?q={xss.packed(60)}",
            f"/search/?q={xss.packed(60, 1)}",
            f"/{xss.packed(60)}/",
        )
        if (happened := watch.look(address))
    }

    watch.page.complaints[:] = [text for text in watch.page.complaints if "404" not in text]
    assert found == {}
    assert watch.page.complaints == []


@pytest.mark.parametrize("turn", range(3))
def test_the_editor_of_the_body_runs_nothing(watch, turn):
    """Its script reads the body as HTML and writes it again: all payloads, then two thirds."""
    world = worlds.build()
    revision = Article.objects.get(pk=world.own.article.pk).latest_revision
    revision.content["body"] = "".join(xss.PAYLOADS[turn::3] if turn else xss.PAYLOADS)
    revision.save(update_fields=["content"])
    watch.sign_in(world.own.person)

    happened = watch.look(f"/manage/articles/editing/edit/{world.own.article.pk}/")
    watch.page.wait_for_selector(".jodit-wysiwyg")

    assert [*happened, *watch.told, *watch.marks()] == []
