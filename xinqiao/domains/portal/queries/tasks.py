"""Tasks for screens: to whom they can be given, where they stand, what waits."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Task, TaskUnit
from xinqiao.kernel.organisations.models import Organisation


def task_targets(organisation_id: int) -> QuerySet[Organisation]:
    """Units below this one, and those that keep a site or a column under one of its sites."""
    path = Organisation.objects.values_list("path", flat=True).get(pk=organisation_id)
    near = (
        Q(path__startswith=path)
        | Q(sites__parent__organisation=organisation_id)
        | Q(sites__parent__parent__organisation=organisation_id)
        | Q(columns__site__organisation=organisation_id)
        | Q(column_grants__column__site__organisation=organisation_id)
    )
    ids = Organisation.objects.filter(near).order_by().values("pk")
    return Organisation.objects.filter(pk__in=ids, is_active=True).exclude(pk=organisation_id)


def task_path(task: Task) -> str:
    """Where the workbench shows a task; one place, as for articles."""
    return f"/manage/tasks/{task.pk}/"


def tasks_with_counts(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Each task with the number of its units (``asked``) and of those that replied."""
    counted = rows.annotate(
        asked=Count("units"), replied=Count("units", filter=Q(units__replied_at__isnull=False))
    )
    return counted.select_related("organisation", "created_by")


def parts_waiting(user: Any, limit: int) -> Iterator[TaskUnit]:
    """What the person's units were asked and have not answered."""
    units = user.organisations_with(rules.LIAISON)
    if not units:
        return
    rows = TaskUnit.objects.filter(
        replied_at=None, organisation__in=units, task__closed_at=None
    ).select_related("task__organisation")
    yield from rows.order_by("task__due_at", "pk")[:limit]


def tasks_answered(user: Any, limit: int) -> Iterator[Task]:
    """What this person gave and every unit has answered: to be looked at and closed."""
    given = user.organisations_with(*rules.TASK_GIVERS)
    if not given:
        return
    rows = tasks_with_counts(Task.objects.open().filter(organisation__in=given, created_by=user))
    unanswered = TaskUnit.objects.filter(replied_at=None).order_by().values("task")
    yield from rows.exclude(pk__in=unanswered).order_by("due_at", "pk")[:limit]
