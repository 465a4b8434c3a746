"""The shared corpus of statutes is imported to the last line."""

import re
from pathlib import Path

import pytest

from xinqiao.domains.portal.actions import imports
from xinqiao.domains.portal.adapters import rows
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import county
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory

CORPUS = Path(__file__).parents[4] / ".." / "shared" / "corpus" / "statutes.jsonl.gz"
STATUTES = 2435


@pytest.mark.corpus
@pytest.mark.django_db
def test_every_statute_becomes_a_policy_document(settings, tmp_path):
    if not CORPUS.exists():
        pytest.skip(f"NO CORPUS: {CORPUS.resolve()} is not there; nothing was imported")
    settings.XINQIAO_DATA = tmp_path
    place = county()
    column = ColumnFactory(site=place.portal, organisation=place.unit, column_type="政策文件")
    with CORPUS.open("rb") as source:
        batch = imports.open_batch(
            actor=place.fresh("contributor"),
            column_id=column.pk,
            file_name=CORPUS.name,
            source=source,
            mapping=rows.mapping_of(rows.STATUTES),
            now=NOW,
        )

    batch = imports.read_batch(batch_id=batch.pk, now=NOW)

    assert (batch.imported, batch.failed, batch.state) == (STATUTES, 0, "ready")
    documents = Article.objects.filter(batch=batch, kind="document").exclude(issuing_body="")
    assert documents.count() == STATUTES
    headed = documents.filter(body__contains='<h3 id="article-1">')
    assert headed.count() > STATUTES * 0.9
    for body in headed.values_list("body", flat=True)[:300]:
        anchors = re.findall(r'id="([^"]+)"', body)
        assert len(anchors) == len(set(anchors))
