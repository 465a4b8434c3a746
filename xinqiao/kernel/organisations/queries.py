"""Units for screens and choices."""

from django.db.models import Q, QuerySet

from xinqiao.kernel.organisations.models import Organisation

MAX_WORD = 40


def listing(*, word: str = "", kind: str = "", state: str = "") -> QuerySet[Organisation]:
    """The register in the order of the tree, by word, kind and state (``open``, ``closed``)."""
    rows = Organisation.objects.select_related("parent").order_by("path")
    word = word.strip()[:MAX_WORD]
    if word:
        rows = rows.filter(
            Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(is_active=state == "open")
    return rows


def possible_parents(organisation: Organisation | None) -> QuerySet[Organisation]:
    """Open units under which this one (or a new one) may stand."""
    rows = Organisation.objects.active().order_by("path")
    if organisation is not None:
        rows = rows.exclude(path__startswith=organisation.path)
    return rows
