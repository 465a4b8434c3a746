"""XML parts of packages, read as a stream and without entities."""

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

MOST_PART_BYTES = 200 * 1024 * 1024


def events(package: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Any]]:
    """Start and end of each element; finished elements are emptied."""
    with package.open(name) as file:
        reader = etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            recover=True,
        )
        for event, element in reader:
            if isinstance(element.tag, str):
                yield event, element


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without namespace; "" if it is not there."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def all_text(package: zipfile.ZipFile, name: str) -> str:
    """The text of every element of a part, a line each."""
    lines = []
    for event, element in events(package, name):
        if event == "end":
            if element.text and element.text.strip():
                lines.append(element.text.strip())
            if len(element) == 0:
                element.clear(keep_tail=True)
    return "\n".join(lines)
