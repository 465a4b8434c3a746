"""Fixtures of the checks: a county, and files that really lie on disk."""

import hashlib

import pytest

from xinqiao.domains.portal.tests.factories import StoredFileFactory, county
from xinqiao.kernel.files import storage


@pytest.fixture
def place():
    return county()


@pytest.fixture
def stored(place, settings, tmp_path):
    """``stored("名单.docx", content)`` is a file of the unit with these bytes."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def keep(name, content):
        extension = name.rpartition(".")[2]
        file = StoredFileFactory(
            organisation=place.unit,
            name=name,
            extension=extension,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        file.path = file.path.replace(".pdf", f".{extension}")
        file.save()
        storage.write(file.path, content)
        return file

    return keep
