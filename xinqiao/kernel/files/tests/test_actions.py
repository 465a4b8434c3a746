import datetime as dt
import hashlib
import os

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.files import actions, jobs, policies, queries, rules, storage
from xinqiao.kernel.files.models import LibraryDocument, LibraryImage, StoredFile
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.files.tests.factories import NOW, OrganisationFactory, UserFactory, officer

pytestmark = pytest.mark.django_db


def store(actor, *, name="通知.pdf", content=None, organisation=None, content_type="text/html"):
    return actions.store_upload(
        actor=actor,
        organisation=organisation or actor.organisation,
        upload=SimpleUploadedFile(name, content or builders.pdf(), content_type),
        now=NOW,
    )


def test_an_accepted_file_is_stored_under_a_random_name(media):
    actor = officer()
    content = builders.pdf()

    stored = store(actor, content=content)

    assert stored.public_name.startswith("2026/11/")
    assert stored.public_name.endswith(".pdf")
    assert "通知" not in stored.path
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.content_type == "application/pdf"
    assert not stored.is_image
    assert queries.open_stored(stored).read() == content
    assert (media / stored.path).stat().st_mode & 0o777 == 0o640
    event = AuditEvent.objects.get()
    assert (event.action, event.organisation_id) == ("files.stored", actor.organisation_id)


def test_a_picture_is_stored_as_it_was_redrawn():
    stored = store(officer(), name="照片.jpg", content=builders.photo_with_place())

    assert stored.is_image
    assert (stored.width, stored.height) == (30, 40)
    assert b"Zhang" not in queries.open_stored(stored).read()


def test_staff_of_another_unit_may_not_store_for_this_one():
    with pytest.raises(PermissionDenied):
        store(officer(), organisation=OrganisationFactory())
    assert not StoredFile.objects.exists()


def test_a_refused_file_leaves_nothing(media):
    with pytest.raises(rules.UploadRefused):
        store(officer(), content=b"MZ" + bytes(99))

    assert not StoredFile.objects.exists()
    assert not media.exists()


def test_size_is_looked_at_before_the_bytes(settings):
    settings.XINQIAO_UPLOAD_BYTES = 10

    with pytest.raises(rules.UploadRefused) as refusal:
        store(officer())
    assert refusal.value.code == "size"


def test_an_import_stores_without_a_person():
    stored = actions.store_content(
        uploader=None,
        organisation=OrganisationFactory(),
        name="a.txt",
        content="文".encode(),
        now=NOW,
    )

    assert str(stored) == "a.txt"
    assert AuditEvent.objects.get().action == "files.stored"


def test_what_a_rollback_leaves_is_swept_a_day_later(media):
    actor = officer()
    kept = store(actor)
    with transaction.atomic():
        lost = store(actor)
        transaction.set_rollback(True)
    later = NOW + dt.timedelta(days=400)

    assert actions.sweep_orphans(now=NOW - dt.timedelta(days=400)) == 0
    assert (media / lost.path).exists()
    assert jobs.sweep_orphans(now=later) == 1
    assert not (media / lost.path).exists()
    assert (media / kept.path).exists()


def test_sweeping_goes_in_batches(monkeypatch):
    monkeypatch.setattr(actions, "SWEEP_BATCH", 2)
    for _file in range(5):
        storage.write(storage.new_path("txt", NOW), b"x")

    assert actions.sweep_orphans(now=NOW + dt.timedelta(days=400)) == 5


def test_a_file_is_written_whole_or_not_at_all(media, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)  # stands in for a full disk
    with pytest.raises(OSError, match="No space"):
        storage.write("2026/11/a.txt", b"x")

    assert list(media.rglob("*.*")) == []


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "2026/../../x"])
def test_a_path_never_leaves_the_media_folder(path):
    with pytest.raises(ValueError, match="leaves"):
        storage.absolute(path)


@pytest.mark.parametrize(
    ("make", "may"),
    [
        pytest.param(officer, True, id="holds a duty in the unit"),
        pytest.param(UserFactory, False, id="belongs to the unit without a duty"),
        pytest.param(lambda: officer(is_active=False), False, id="account closed"),
        pytest.param(lambda: officer(duty="auditor"), False, id="administrator"),
        pytest.param(lambda: officer(duty="system_admin"), False, id="opens accounts only"),
    ],
)
def test_who_may_upload(make, may):
    user = make()

    assert policies.can_upload(user, user.organisation) is may
    assert not policies.can_upload(user, OrganisationFactory())


def test_the_unit_to_upload_for():
    user = officer()
    homeless = officer(OrganisationFactory())
    homeless.organisation = None

    assert queries.unit_to_upload_for(user, None) == user.organisation
    assert queries.unit_to_upload_for(user, user.organisation_id) == user.organisation
    assert queries.unit_to_upload_for(user, OrganisationFactory().pk) is None
    assert queries.unit_to_upload_for(homeless, None) is not None
    assert queries.unit_to_upload_for(UserFactory(), None) is None


def test_wagtail_stores_pictures_under_random_names_too():
    image = LibraryImage(title="x", collection_id=1)

    assert image.get_upload_to("照片 原名.JPG").startswith("wagtail/")
    assert image.get_upload_to("照片.JPG").endswith(".jpg")
    assert "照片" not in image.get_upload_to("照片.JPG")
    assert LibraryDocument._meta.verbose_name == "文档"
