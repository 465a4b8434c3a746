import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xinqiao.kernel.files import access, storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.files.tests.corpus import BAD
from xinqiao.kernel.files.tests.factories import (
    OrganisationFactory,
    StoredFileFactory,
    UserFactory,
    officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
        return client

    return sign_in


def doors_of(stored):
    return (
        reverse("files:download", args=[stored.pk]),
        reverse("files:show", args=[stored.path]),
    )


def test_staff_of_the_unit_save_a_file_with_its_name(signed_in):
    user = officer()
    stored = StoredFileFactory(organisation=user.organisation)

    for address in doors_of(stored):
        answer = signed_in(user).get(address)
        assert b"".join(answer.streaming_content) == b"abc"
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert "filename*=UTF-8''%E9%80%9A" in answer["Content-Disposition"]
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"


def test_a_picture_is_shown_in_the_editor_but_cannot_act(signed_in):
    user = officer()
    stored = StoredFileFactory(
        organisation=user.organisation, extension="png", content_type="image/png"
    )

    answer = signed_in(user).get(reverse("files:show", args=[stored.path]))

    assert answer["Content-Disposition"].startswith("inline; ")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("make", [officer, UserFactory])
def test_for_anybody_else_the_file_does_not_exist(signed_in, make):
    stored = StoredFileFactory()

    for address in doors_of(stored):
        answer = signed_in(make()).get(address)
        assert answer.status_code == 404 or "/login/" in answer["Location"]


def test_who_is_not_signed_in_is_asked_to(client):
    for address in doors_of(StoredFileFactory()):
        assert client.get(address).status_code == 302


def test_a_registered_rule_opens_the_door(signed_in):
    stored, reader = StoredFileFactory(), officer()

    def rule(user, file):
        return user == reader and file == stored

    access.register(rule)
    access.register(rule)
    try:
        assert signed_in(reader).get(doors_of(stored)[0]).status_code == 200
        assert signed_in(officer()).get(doors_of(stored)[0]).status_code == 404
    finally:
        access.unregister(rule)
    assert signed_in(reader).get(doors_of(stored)[0]).status_code == 404


def test_a_file_whose_bytes_are_gone_is_not_found(signed_in):
    user = officer()
    stored = StoredFileFactory(organisation=user.organisation)
    storage.remove(stored.path)

    assert signed_in(user).get(doors_of(stored)[0]).status_code == 404


def test_the_editor_learns_the_address_of_what_it_sent(signed_in):
    user = officer()
    sent = SimpleUploadedFile("图.png", builders.image(), content_type="text/html")

    answer = signed_in(user).post(reverse("files:upload"), {"file": sent})

    stored = StoredFile.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": stored.pk,
        "name": "图.png",
        "size": stored.size,
        "is_image": True,
        "width": 40,
        "height": 30,
        "address": f"/manage/files/{stored.path}",
    }
    assert stored.uploader == user
    assert signed_in(user).get(answer.json()["address"]).status_code == 200


def test_a_refusal_says_why_in_chinese(signed_in):
    sent = SimpleUploadedFile("图.svg", b"<svg/>", content_type="image/png")

    answer = signed_in(officer()).post(reverse("files:upload"), {"file": sent})

    assert answer.status_code == 400
    assert "不能上传这种文件" in answer.json()["error"]


def test_who_has_no_duty_in_the_unit_cannot_upload(signed_in):
    def send(user, **fields):
        sent = SimpleUploadedFile("a.txt", b"x")
        answer = signed_in(user).post(reverse("files:upload"), {"file": sent, **fields})
        return answer.status_code

    assert send(UserFactory()) in {302, 403, 404}  # the workbench itself turns away who has no duty
    assert send(officer(), organisation=OrganisationFactory().pk) == 403
    assert not StoredFile.objects.exists()


def test_without_a_file_there_is_nothing_to_do(signed_in):
    assert signed_in(officer()).post(reverse("files:upload")).status_code == 400
    assert signed_in(officer()).get(reverse("files:upload")).status_code == 405


def test_whatever_name_comes_nothing_is_written_outside(signed_in, media):
    user = officer()
    for _kind, name, content, _code in BAD[::4]:
        sent = SimpleUploadedFile("x.pdf", content)
        sent._name = name
        signed_in(user).post(reverse("files:upload"), {"file": sent})

    assert all(path.parent.name.isdecimal() for path in media.rglob("*.*"))
