"""The player of a video article: native controls, a poster, captions, a way to save the file."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Attachment
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press.places import Place

CAPTIONS = "vtt"


def player(
    place: Place, article: Article, attached: Sequence[Attachment], *, is_preview: bool
) -> dict[str, Any] | None:
    """The values of the template; None for what is no video or has no file of its own."""
    found = [row for row in attached if row.file.is_video]
    if article.kind != rules.Kind.VIDEO or not found:
        return None
    stored = found[0].file
    captions = [row for row in attached if row.file.extension == CAPTIONS]
    return {
        "url": _address(place, stored, is_preview=is_preview),
        "type": stored.content_type,
        "size": stored.size,
        "width": stored.width,
        "height": stored.height,
        "duration": rules.duration_words(stored.seconds or 0),
        "poster": _address(place, article.cover, is_preview=is_preview) if article.cover else "",
        "captions": [
            {"url": _address(place, row.file, is_preview=is_preview), "label": row.title}
            for row in captions
        ],
        "transcript": article.details.get("transcript", ""),
        "carries": {found[0].file_id, *(row.file_id for row in captions)},
    }


def shown(video: dict[str, Any] | None) -> tuple[str, ...]:
    """Codes of the fields that the player already shows."""
    return ("duration", "transcript") if video else ()


def _address(place: Place, stored: StoredFile, *, is_preview: bool) -> str:
    """Where the page finds a file; before publication behind the guarded door."""
    if is_preview:
        return reverse("files:show", args=[stored.path])
    return place.link(f"files/{stored.public_name}")
