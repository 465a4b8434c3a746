"""The Jinja2 environment of the public pages: escaped always, compiled once.

Templates stand in ``<app>/jinja2/<app>/``. They get plain values, no request; what they need
of the outside are the filters below and ``_`` for texts. Rendering records the template and
everything it includes, so that a new release of a template makes its pages stale.
"""

import datetime as dt
import hashlib
from functools import lru_cache
from typing import Any

from django.template import engines
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined, meta

from xinqiao.kernel.press import recorder

SIZE_UNITS = ("字节", "KB", "MB", "GB")


def environment(**options: Any) -> Environment:
    """Build the environment; Django's template settings name this function."""
    given = {**options, "extensions": ["jinja2.ext.i18n"], "trim_blocks": True}
    given |= {"undefined": StrictUndefined, "lstrip_blocks": True, "autoescape": True}
    env = Environment(**given)  # noqa: S701 (escaping is set one line above)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["static"] = static
    env.filters.update(
        moment=moment, day=day, short_day=short_day, long_day=long_day, file_size=file_size
    )
    return env


def render(template: str, context: dict[str, Any]) -> str:
    """Render a public template from plain values, recording which templates took part."""
    record_template(template)
    return _environment().get_template(template).render(context)


def record_template(template: str) -> None:
    """Note that the page depends on a template and on everything it includes."""
    recorder.record(*_template_keys(template))


def moment(value: dt.datetime | None) -> str:
    """2026-11-20 09:30, as the national guideline wants publication times."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


def day(value: dt.datetime | dt.date | None) -> str:
    """2026-11-20."""
    return _date(value).isoformat() if value else ""


def short_day(value: dt.datetime | dt.date | None) -> str:
    """11-20, for narrow lists on home pages."""
    return _date(value).strftime("%m-%d") if value else ""


def long_day(value: dt.datetime | dt.date | None) -> str:
    """2026年11月20日."""
    if not value:
        return ""
    date = _date(value)
    said = {"year": date.year, "month": date.month, "day": date.day}
    return gettext("%(year)d年%(month)d月%(day)d日") % said


def file_size(size_bytes: int) -> str:
    """1.4 MB, from a number of bytes."""
    size = float(size_bytes)
    for unit in SIZE_UNITS[:-1]:
        if size < 1024:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "字节" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} {SIZE_UNITS[-1]}"


def _date(value: dt.datetime | dt.date) -> dt.date:
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


def _environment() -> Environment:
    backend: Any = engines["jinja2"]
    env: Environment = backend.env
    return env


@lru_cache(maxsize=256)
def _template_keys(template: str) -> tuple[str, ...]:
    """One key a template: its name and the start of the digest of its text."""
    env = _environment()
    waiting, keys = [template], dict[str, str]()
    while waiting:
        name = waiting.pop()
        if name in keys or env.loader is None:
            continue
        source = env.loader.get_source(env, name)[0]
        digest = hashlib.sha256(source.encode()).hexdigest()[:12]
        keys[name] = f"template:{name}@{digest}"
        waiting += [found for found in meta.find_referenced_templates(env.parse(source)) if found]
    return tuple(keys.values())
