"""The blocks of a composed page, rendered in their order; one with nothing to show is left out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from xinqiao.kernel.press.places import Place
from xinqiao.kernel.ui import blocks, jinja


def rendered(place: Place, spots: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Every block that has something to show; ``anchor`` tells blocks of one sort apart."""
    for number, spot in enumerate(spots, start=1):
        block = blocks.get(spot["block"])
        values = block.values(place, spot.get("settings", {})) if block else {}
        if block and values:
            context = {**values, "anchor": f"part-{number}"}
            # Trusted: rendered with escaping on from a template of the code base.
            html = Markup(jinja.render(block.template, context))  # noqa: S704
            yield {"html": html, "width": spot["width"], "code": block.code}
