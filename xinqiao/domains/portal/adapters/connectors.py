"""The slot for outside registers (a bureau's list of schools, a bus operator's lines).

An adapter registers itself for the slug of a catalogue; its rows then come in like an uploaded
table: judged, shown, taken in by a person, published by another. None is delivered.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Connector(Protocol):
    """Reads an outside register."""

    def rows(self) -> Sequence[Mapping[str, str]]:
        """The rows with words by field name, 名称 first; raises ValueError saying why not."""
        ...


_connectors: dict[str, Connector] = {}


def register(slug: str, connector: Connector) -> None:
    """Let catalogues of this slug be filled from an outside register."""
    _connectors[slug] = connector


def get(slug: str) -> Connector | None:
    """The connector for a catalogue, or None."""
    return _connectors.get(slug)
