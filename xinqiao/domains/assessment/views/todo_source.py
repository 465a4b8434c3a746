"""What the inspection has for an owner on the home page of the workbench."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from xinqiao.domains.assessment.models import Finding
from xinqiao.kernel.ui.todo import TodoItem

SHOWN = 20


def items(user: Any) -> Iterator[TodoItem]:
    """Findings that wait for this person, what is due first."""
    rows = Finding.objects.open().owned_by(user).select_related("site")
    for row in rows.order_by("due_date", "pk")[:SHOWN]:
        yield TodoItem(
            label=row.get_level_display(),
            title=f"{row.title}：{row.get_defect_display()}",
            url=reverse("assessment:finding", args=[row.pk]),
            since=row.found_at,
            due=row.due_at,
            site=row.site.name,
        )
