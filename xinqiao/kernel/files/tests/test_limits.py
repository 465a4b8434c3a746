"""No upload holds a worker for long or takes much memory (security.md U1)."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from functools import cache

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from xinqiao.kernel.files import rules
from xinqiao.kernel.files.rules import papers, work
from xinqiao.kernel.files.tests import builders as b
from xinqiao.kernel.files.tests.corpus import BAD, GOOD

MOST_SECONDS = 10
MOST_MEGABYTES = 300  # of the whole process


def padded(members):
    """A package that keeps below the highest ratio by what cannot be compressed."""
    filling = os.urandom(sum(map(len, members.values())) // 100)
    return b.docx({"word/media/a.dat": filling, **members})


def crowded(count):
    """So many entries that reading their directory alone would take long."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<d/>")
    body = target.getvalue()
    entry = body[body.index(b"PK\x01\x02") : body.rindex(b"PK\x05\x06")]
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) * count, 47, 0)
    return body[: body.index(b"PK\x01\x02")] + entry * count + end


def pdf_bomb():
    """One object stream of a few kilobytes that holds a hundred megabytes."""

    def change(document):
        document.Root.Notes = document.make_indirect(pikepdf.String("a" * 100_000_000))

    return b.pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def turned(size):
    exif = Image.Exif()
    exif[0x0112] = 6
    return b.image("JPEG", size, exif=exif)


@cache
def heavy():
    """Name and bytes of what is dear to check, with the code of its refusal."""
    elements = {"word/a.xml": b"<s>" + b"<c/>" * (work.MOST_ELEMENTS + 5000) + b"</s>"}
    large = padded({f"word/{n}.bin": bytes(100_000_000) for n in range(2)})
    return {
        "photo.jpg": (b.image("JPEG", (7000, 7000)), ""),
        "turned.jpg": (turned((5000, 4000)), ""),
        "printed.jpg": (b.image("JPEG", (5000, 3900), mode="CMYK"), ""),
        "large.png": (b.image("PNG", (5000, 4000), mode="RGBA"), ""),
        "large.webp": (b.image("WEBP", (4000, 3000), mode="RGBA"), ""),
        "too_large.png": (b.image("PNG", (5000, 4100)), "pixels"),
        "moving.gif": (b.animation(frames=200, size=(300, 300)), ""),
        "moving_large.gif": (b.animation(frames=200, size=(600, 600)), "pixels"),
        "elements.docx": (padded(elements), "ratio"),
        "large.docx": (large, ""),
        "nested.zip": (
            b.package({f"{n}.docx": large for n in range(3)}, method=zipfile.ZIP_STORED),
            "ratio",
        ),
        "crowded.docx": (crowded(200_000), "entries"),
        "bomb.pdf": (pdf_bomb(), "pdf_size"),
    }


def unwatched_environment():
    """Ours without what would measure coverage there: counting lines costs more than the work."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**ours, "PYTHONPATH": str(settings.BASE)}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    for name, (content, _code) in heavy().items():
        (folder / name).write_bytes(content)
    told = subprocess.run(
        [sys.executable, "-m", "xinqiao.kernel.files.tests.measure", str(folder)],
        cwd=settings.BASE,
        env=unwatched_environment(),
        check=True,
        capture_output=True,
    )
    return json.loads(told.stdout)


def test_what_is_dear_to_check_is_judged_rightly(outcomes):
    wanted = {name: code for name, (_content, code) in heavy().items()}

    assert {name: found["code"] for name, found in outcomes.items()} == wanted
    assert {found["status"] for found in outcomes.values()} == {0}


def test_no_check_takes_long_or_much_memory(outcomes):
    dear = {
        name: found
        for name, found in outcomes.items()
        if found["seconds"] > MOST_SECONDS or found["megabytes"] > MOST_MEGABYTES
    }

    assert dear == {}


def test_the_corpus_covers_the_classes_of_the_plan():
    kinds = {kind for kind, *_rest in BAD}

    assert len(kinds) >= 24
    assert len(BAD) + len(GOOD) >= 120
    assert {"公文.ofd", "文字.wps"} <= {name for name, _content in GOOD}


def test_work_is_counted_for_each_upload_anew():
    with work.counted():
        work.spend(size=work.MOST_BYTES)
        with pytest.raises(rules.UploadRefused):
            work.spend(size=1)
    with work.counted():
        work.spend(size=work.MOST_BYTES)


def test_a_directory_beyond_the_end_of_the_file_is_broken():
    with pytest.raises(rules.UploadRefused) as refusal:
        rules.check_upload(
            name="a.docx", content=b"PK\x03\x04" + b"PK\x05\x06", limit_bytes=1_000_000
        )
    assert refusal.value.code == "broken"


def test_a_pdf_with_streams_packed_twice_is_refused():
    twice = b"%PDF-1.7 1 0 obj <</Type /ObjStm /Filter [/FlateDecode /FlateDecode]>> stream\n%%EOF"

    with pytest.raises(rules.UploadRefused) as refusal:
        rules.check_upload(name="a.pdf", content=twice, limit_bytes=1_000_000)
    assert refusal.value.code == "pdf_size"


def test_a_pdf_whose_streams_are_not_packed_is_read_as_it_is():
    plain = b"%PDF-1.7 1 0 obj <</Type /ObjStm>> stream\nplain endstream %%EOF"

    with pytest.raises(rules.UploadRefused) as refusal:
        rules.check_upload(name="a.pdf", content=plain, limit_bytes=1_000_000)
    assert refusal.value.code == "broken"


def test_a_photograph_of_very_many_pixels_is_kept_at_half_its_sides():
    photo = b.image("JPEG", (5200, 4000))

    kept = rules.check_upload(name="a.jpg", content=photo, limit_bytes=len(photo))

    assert (kept.width, kept.height) == (2600, 2000)


@pytest.mark.parametrize("count", [5_000, 50_000])
def test_a_directory_of_too_many_entries_is_refused_whatever_it_claims(count):
    with pytest.raises(rules.UploadRefused) as refusal:
        rules.check_upload(name="a.docx", content=crowded(count), limit_bytes=9_000_000)
    assert refusal.value.code == "entries"


def test_a_pdf_that_inflates_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "MOST_BYTES_INNER", 10)
    packed = b.pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    with pytest.raises(rules.UploadRefused) as refusal:
        rules.check_upload(name="a.pdf", content=packed, limit_bytes=1_000_000)
    assert refusal.value.code == "pdf_size"


def test_a_field_with_other_attributes_is_taken():
    body = b"<w:d xmlns:w='w'><w:fldSimple w:dirty='1' w:instr='PAGE'/></w:d>"

    assert rules.check_upload(name="a.docx", content=b.docx(body=body), limit_bytes=1_000_000)
