"""Parts of files, as RFC 9110 wants them answered."""

import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.files import ranges
from xinqiao.kernel.files.tests.factories import StoredFileFactory, officer

CONTENT = bytes(range(100))


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=90-", (90, 99)),
        ("bytes=0-", (0, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=95-500", (95, 99)),
        ("BYTES=99-99", (99, 99)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_what_is_asked_for(header, span):
    assert ranges.wanted(header, 100) == (ranges.Span(*span) if span else None)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_behind_the_end_there_is_nothing(header):
    with pytest.raises(ranges.NotSatisfiable):
        ranges.wanted(header, 100)


@given(st.text(max_size=30), st.integers(0, 1000))
def test_whatever_is_asked_lies_within_the_file(header, size):
    for text in (header, f"bytes={header}"):
        try:
            span = ranges.wanted(text, size)
        except ranges.NotSatisfiable:
            continue
        assert span is None or 0 <= span.first <= span.last < size


def ask(method="get", etag='"v1"', **headers):
    request = getattr(RequestFactory(headers=headers), method)("/files/a.mp4")
    file = io.BytesIO(CONTENT)
    return ranges.file_response(request, file, content_type="video/mp4", etag=etag), file


@pytest.mark.django_db
def test_a_part_says_which_it_is_and_closes_its_file():
    answer, file = ask(range="bytes=10-19")

    assert answer.status_code == 206
    assert answer["Content-Range"] == "bytes 10-19/100"
    assert answer["Content-Length"] == "10"
    assert b"".join(answer.streaming_content) == CONTENT[10:20]
    answer.close()
    assert file.closed


def test_the_whole_says_that_parts_may_be_asked_for():
    answer, _file = ask()

    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert b"".join(answer.streaming_content) == CONTENT


@pytest.mark.django_db
def test_no_part_behind_the_end():
    answer, file = ask(range="bytes=100-")

    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */100"
    assert file.closed


@pytest.mark.parametrize(
    ("method", "condition", "status"),
    [("get", '"v1"', 206), ("get", '"v0"', 200), ("get", 'W/"v1"', 200), ("head", '"v1"', 200)],
)
def test_a_part_of_another_version_is_the_whole(method, condition, status):
    answer, _file = ask(method, **{"range": "bytes=0-1", "if-range": condition})

    assert answer.status_code == status


@pytest.mark.django_db
def test_the_guarded_door_gives_parts(client):
    user = officer()
    stored = StoredFileFactory(organisation=user.organisation, content=b"0123456789")
    client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")

    answer = client.get(f"/manage/files/{stored.pk}/", headers={"range": "bytes=2-4"})

    assert answer.status_code == 206
    assert b"".join(answer.streaming_content) == b"234"
    assert "sandbox" in answer["Content-Security-Policy"]
