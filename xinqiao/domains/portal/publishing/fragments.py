"""Header and footer of a site: the same on all its pages, so rendered once and kept.

The key of a kept fragment is everything that went into it, its language too; a change of the
site, its columns or the template therefore makes a new one, and nothing needs to be cleared.
"""

import json
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from markupsafe import Markup

from xinqiao.kernel.ui import jinja


def fragment(template: str, values: dict[str, Any]) -> Markup:
    """The rendered template, from memory where these very values were rendered before."""
    jinja.record_template(template)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return _rendered(template, text, get_language())


@lru_cache(maxsize=4096)
def _rendered(template: str, values: str, _language: str | None) -> Markup:
    # Trusted: it comes from our own template, rendered with escaping on.
    return Markup(jinja.render(template, json.loads(values)))  # noqa: S704
