"""What the tests of the workbench's screens do over HTTP."""

from django.test import Client

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def as_(place, duty: str) -> Client:
    return client_of(place.people[duty])


def form_of(place, **fields) -> dict[str, object]:
    """What the article form sends."""
    return {
        "title": "全县安全生产会议召开",
        "column": place.column.pk,
        "kind": "news",
        "content_class": "news",
        "body": "<p>会议部署了冬季工作。</p>",
        "files": "[]",
        "cover_file": "[]",
    } | fields


def do(client, article, code: str, **said):
    """Press one button of the matter's screen."""
    sent = {f"{code}-{name}": value for name, value in said.items()}
    return client.post(f"/manage/articles/{article.pk}/acts/{code}/", sent)
