"""Header and footer of a site: the same on all its pages, so rendered once and kept.

The key of a kept fragment is everything that went into it; a change of the site, its columns or
the template therefore makes a new one, and nothing needs to be cleared.
"""

import json
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from xinqiao.kernel.ui import jinja


def fragment(template: str, values: dict[str, Any]) -> Markup:
    """The rendered template, from memory where these very values were rendered before."""
    jinja.record_template(template)
    return _rendered(template, json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))


@lru_cache(maxsize=4096)
def _rendered(template: str, values: str) -> Markup:
    # Trusted: it comes from our own template, rendered with escaping on.
    return Markup(jinja.render(template, json.loads(values)))  # noqa: S704
