"""Files to import, as tests write them."""

import io
import json

from xinqiao.domains.portal.actions import imports
from xinqiao.domains.portal.adapters import rows
from xinqiao.kernel.sites.tests.factories import NOW

GENERAL = rows.mapping_of(rows.GENERAL)


def file_of(*records):
    """A file of JSON lines; what is bytes stands as it is."""
    lines = (
        record if isinstance(record, bytes) else json.dumps(record, ensure_ascii=False).encode()
        for record in records
    )
    return io.BytesIO(b"\n".join(lines))


def record(number, **content):
    """One article of an old site."""
    return {
        "id": f"old-{number}",
        "title": f"旧文{number}",
        "body": f"<p>正文{number}</p>",
    } | content


def opened(place, *records, content_class="news", mapping=GENERAL, column=None):
    """A batch whose file lies ready."""
    return imports.open_batch(
        actor=place.fresh("contributor"),
        column_id=(column or place.column).pk,
        file_name="旧站.jsonl",
        source=file_of(*records),
        mapping=mapping,
        content_class=content_class,
        now=NOW,
    )


def read(place, *records, **options):
    """A batch that has been read."""
    batch = opened(place, *records, **options)
    return imports.read_batch(batch_id=batch.pk, now=NOW)


def outcomes(batch):
    """Outcome and message by line."""
    return {item.line: (item.outcome, item.message) for item in batch.items.all()}
