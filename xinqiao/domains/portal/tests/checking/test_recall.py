"""How much is found in made documents: at least 99 % of identity numbers and phones."""

import sys
from collections import Counter

import pytest

from xinqiao.domains.portal.adapters import attachments
from xinqiao.domains.portal.rules import checking
from xinqiao.domains.portal.tests.checking.corpus import MAKERS, documents
from xinqiao.kernel.ui.richtext import plain_text


def found_in(document, folder):
    """How many numbers of each kind the checks find in one document."""
    if document.body:
        segments = [checking.Segment("正文", plain_text(document.body))]
    else:
        path = folder / f"名单.{document.extension}"
        path.write_bytes(document.file)
        segments, is_whole = attachments.texts_of(path, document.extension)
        assert is_whole
    return Counter(
        finding.subject for segment in segments for finding in checking.find_numbers(segment)
    )


def measured(count, folder):
    """For each kind: planted, found of these, found beside."""
    figures = {kind: [0, 0, 0] for kind in MAKERS}
    for document in documents(count):
        found = found_in(document, folder)
        for kind, line in figures.items():
            planted = document.planted.get(kind, 0)
            line[0] += planted
            line[1] += min(planted, found[kind])
            line[2] += max(0, found[kind] - planted)
    return figures


@pytest.mark.parametrize("count", [40])
def test_numbers_of_persons_are_found_in_texts_and_files(count, tmp_path):
    figures = measured(count, tmp_path)

    assert {kind: line[1:] for kind, line in figures.items()} == {
        kind: [line[0], 0] for kind, line in figures.items()
    }


@pytest.mark.full
def test_five_hundred_documents_with_figures(tmp_path, capsys):
    figures = measured(500, tmp_path)

    with capsys.disabled():
        for kind, (planted, hit, beside) in figures.items():
            precision = hit / (hit + beside)
            sys.stdout.write(f"\n{kind}: {hit} of {planted}, precision {precision:.4f}")
    for kind in ("id_number", "mobile", "landline"):
        planted, hit, _beside = figures[kind]
        assert hit >= 0.99 * planted > 0
