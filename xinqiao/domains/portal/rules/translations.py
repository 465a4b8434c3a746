"""Versions in foreign languages: what translates what, and how far a version lags behind.

Legal basis: 国办发〔2017〕47号 (政府网站发展指引), on foreign versions: where one is opened, its
core content keeps pace with the Chinese one; where that cannot be kept up, none is opened.
Our reading of "keeps pace": the days since the original was published or last changed.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.domains.portal.rules.chain import ChainRefused
from xinqiao.domains.portal.rules.states import PublicState

IN_STEP_DAYS = 7  # a translation later than this is late; our own measure
MAX_CORE_COLUMNS = 40


class Lag(TextChoices):
    """What is wrong with an original's version in another language."""

    MISSING = "missing", gettext_lazy("没有译文")
    OUTDATED = "outdated", gettext_lazy("译文早于原文的修改")


class TranslationRefused(ValueError):
    """The core columns cannot be set so; the message says why, in Chinese."""


@dataclass(frozen=True)
class Behind:
    """How an original's translation lags, and for how many days."""

    lag: Lag
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > IN_STEP_DAYS


def check_original(*, language: str, original_language: str, original_state: str) -> None:
    """A translation is in another language than its public original. Raises ChainRefused."""
    if language == original_language:
        raise ChainRefused(_("译文和原文须在不同语言的网站。"))
    if original_state != PublicState.ONLINE:
        raise ChainRefused(_("只能关联已发布的原文。"))


def check_core(count: int) -> None:
    """Raises TranslationRefused."""
    if count > MAX_CORE_COLUMNS:
        raise TranslationRefused(_("核心栏目最多%d个。") % MAX_CORE_COLUMNS)


def behind(
    *, published: dt.date, changed: dt.date, translated: dt.date | None, today: dt.date
) -> Behind | None:
    """How a translation lags; ``changed`` is the original's last change, None is in step."""
    if translated is None:
        return Behind(Lag.MISSING, (today - published).days)
    if translated < changed:
        return Behind(Lag.OUTDATED, (today - changed).days)
    return None
