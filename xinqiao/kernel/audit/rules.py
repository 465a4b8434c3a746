"""What an event may hold and how its leaf is formed, as pure functions.

Legal basis:
- 网络安全法, in force 2017-06-01: art. 21(3), logs are kept for at least six months.
- GB/T 22239-2019, 8.1.4.3 and 8.1.5.2: the audit covers each user and is protected from
  deletion, change and overwriting.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import rfc8785

LEAF_VERSION = 1
MAX_ACTOR = 100
MAX_DUTIES = 300
MAX_LABEL = 200
MAX_JSON_BYTES = 16 * 1024  # Our reading: longer values are bound by their hash alone.
EXACT_INTEGER = 2**53 - 1  # what RFC 8785 can carry


def plain(value: Any) -> Any:
    """The value as JSON that both databases give back unchanged; long values as their hash."""
    simple = _simple(value)
    encoded = json.dumps(simple, ensure_ascii=False).encode()
    if len(encoded) <= MAX_JSON_BYTES:
        return simple
    return {"sha256": hashlib.sha256(encoded).hexdigest(), "bytes": len(encoded)}


def _simple(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= EXACT_INTEGER else str(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _simple(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_simple(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_simple(item) for item in value), key=str)
    return _text(value)


def _text(value: Any) -> str:
    """Floats become text too, for the databases give back different digits."""
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return f"sha256:{hashlib.sha256(bytes(value)).hexdigest()}"
    return clean(str(value))


def clean(text: str) -> str:
    """Text without what one database keeps and the other refuses: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def moment(at: dt.datetime) -> str:
    """A moment in UTC to the microsecond, the same from every database."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf(fields: Mapping[str, Any]) -> bytes:
    """The canonical bytes of an event (RFC 8785): every column, as it was read back."""
    document = {name: _leaf_value(value) for name, value in fields.items()}
    return rfc8785.dumps({"v": LEAF_VERSION, **document})


def _leaf_value(value: Any) -> Any:
    return moment(value) if isinstance(value, dt.datetime) else value
