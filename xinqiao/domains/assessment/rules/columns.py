"""Which columns are blank, stale, or will be within a week.

Legal basis: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号), part 1, item 4. A parent is as
fresh as what stands below it; a blank column is not counted as stale as well.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.assessment.rules.standards import Standards

AHEAD_DAYS = 7


class Group(TextChoices):
    """What kind of updates a column promises."""

    NEWS = "news", _("动态要闻")
    NOTICE = "notice", _("通知公告和政策文件")
    OTHER = "other", _("其他")


class Level(TextChoices):
    """How far a finding has gone."""

    FAILED = "failed", _("已触红线")
    WARNED = "warned", _("预警")
    AHEAD = "ahead", _("一周内到期")


class Defect(TextChoices):
    """What is wrong, on a column or on the whole site."""

    BLANK = "blank", _("空白栏目")
    STALE_NEWS = "stale_news", _("动态要闻类栏目不更新")
    STALE_NOTICE = "stale_notice", _("通知公告、政策文件栏目不更新")
    STALE_OTHER = "stale_other", _("其他栏目长期不更新")
    HOME = "home", _("首页不更新")
    ACCESS = "access", _("站点无法访问")
    DATES = "dates", _("日期存疑")
    UNSAFE = "unsafe", _("内容安全")
    UNANSWERED = "unanswered", _("留言未回应")
    GUIDE = "guide", _("办事指南要素缺失")
    DEAD_LINK = "dead_link", _("失效链接")


STALE = {
    Group.NEWS: (Defect.STALE_NEWS, "news_days"),
    Group.NOTICE: (Defect.STALE_NOTICE, "notice_days"),
    Group.OTHER: (Defect.STALE_OTHER, "other_days"),
}


@dataclass(frozen=True)
class ColumnFact:
    """One open column as the inspection sees it; ``updated`` is its newest day online."""

    id: int
    tree_path: str
    column_type: str
    is_dynamic: bool
    online: int
    updated: dt.date | None

    @property
    def ancestors(self) -> tuple[int, ...]:
        """Ids from the top down to the column itself."""
        return tuple(int(part) for part in self.tree_path.split("/") if part)


@dataclass(frozen=True)
class ColumnState:
    """How a column stands: ``due`` is the last day (included) on which it is in order."""

    column: int
    defect: Defect
    level: Level | None
    updated: dt.date | None = None
    due: dt.date | None = None


def level_of(
    updated: dt.date, *, limit: int, warning: int, today: dt.date
) -> tuple[Level | None, dt.date]:
    """The level and the last good day of what must be renewed within ``limit`` days."""
    due = updated + dt.timedelta(days=limit)
    if today > due:
        return Level.FAILED, due
    if (today - updated).days >= warning:
        return Level.WARNED, due
    return (Level.AHEAD if (due - today).days <= AHEAD_DAYS else None), due


def states_of(
    columns: Iterable[ColumnFact],
    *,
    groups: Mapping[str, Group],
    standards: Standards,
    today: dt.date,
) -> list[ColumnState]:
    """How each column that counts stands; ``groups`` leads from a column type to its group."""
    facts = {column.id: column for column in columns}
    parents = {part for fact in facts.values() for part in fact.ancestors[:-1]}
    newest = _newest(facts)
    found = []
    for fact in facts.values():
        group = _group(fact, facts, groups)
        if fact.id not in parents and not fact.online:
            found.append(ColumnState(fact.id, Defect.BLANK, Level.FAILED))
        elif _is_renewed(fact, group, facts, groups, parents) and fact.id in newest:
            defect, code = STALE[group]
            line = standards[code]
            level, due = level_of(
                newest[fact.id], limit=line.limit, warning=line.warning, today=today
            )
            found.append(ColumnState(fact.id, defect, level, newest[fact.id], due))
    return found


def _newest(facts: Mapping[int, ColumnFact]) -> dict[int, dt.date]:
    """The newest day in each column or below it."""
    newest: dict[int, dt.date] = {}
    for fact in facts.values():
        if fact.online and fact.updated:
            for part in fact.ancestors:
                newest[part] = max(newest.get(part, fact.updated), fact.updated)
    return newest


def _group(fact: ColumnFact, facts: Mapping[int, ColumnFact], groups: Mapping[str, Group]) -> Group:
    """The group of the nearest column upwards that has a type."""
    for part in reversed(fact.ancestors):
        above = facts.get(part)
        if above and above.column_type:
            return groups.get(above.column_type, Group.OTHER)
    return Group.OTHER


def _is_renewed(
    fact: ColumnFact,
    group: Group,
    facts: Mapping[int, ColumnFact],
    groups: Mapping[str, Group],
    parents: set[int],
) -> bool:
    """Whether this column is one that counts: of notices only the first level does."""
    if not fact.is_dynamic:
        return False
    if group == Group.NOTICE:
        above = facts.get(fact.ancestors[-2]) if len(fact.ancestors) > 1 else None
        return above is None or _group(above, facts, groups) != Group.NOTICE
    return fact.id not in parents or bool(fact.online)
