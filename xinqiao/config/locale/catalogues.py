"""Compiles our catalogues: ``python -m xinqiao.config.locale.catalogues`` after a change."""

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_MAGIC = 0x950412DE


def read(source: str) -> dict[str, str]:
    """Message ids and translations of a .po text, in the form of a .mo file."""
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    keyword = ""
    for line in [*source.splitlines(), 'msgid ""']:
        if line.startswith('"'):
            entry[keyword] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            keyword, _space, text = line.partition(" ")
            if keyword in {"msgctxt", "msgid"} and "msgstr" in {key[:6] for key in entry}:
                _keep(entry, found)
                entry = {}
            entry[keyword] = ast.literal_eval(text)
    return found


def _keep(entry: dict[str, str], found: dict[str, str]) -> None:
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if "msgid_plural" in entry:
        key = f"{key}\x00{entry['msgid_plural']}"
    texts = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
    found[key] = "\x00".join(texts)


def compiled(messages: dict[str, str]) -> bytes:
    """The messages as a GNU .mo file."""
    pairs = [(key.encode(), messages[key].encode()) for key in sorted(messages)]
    start = 28 + 16 * len(pairs)
    tables, body = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), start + len(body))
            body += pair[side] + b"\0"
    header = struct.pack(
        "<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28 + 16 * len(pairs)
    )
    return header + tables[0] + tables[1] + body


def main() -> None:
    """Write every .mo beside its .po."""
    for source in sorted(FOLDER.rglob("*.po")):
        source.with_suffix(".mo").write_bytes(compiled(read(source.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
