"""Which rows stand behind the workbench's doors: one rule, used by every view here."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement, Topic
from xinqiao.domains.portal.models.querysets import UNIT_DUTIES
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.ui.scoped import ScopedPolicy

STAFF = (*UNIT_DUTIES, "supervisor", "vendor")
IN_WORK = 200  # corrections of one unit that are looked through for a file
DESK = (rules.EDITING.duty, rules.PUBLISH.duty)


def visible(rows: QuerySet[Article], user: Any) -> QuerySet[Article]:
    """Articles this person may see."""
    return rows.filter(pk__in=Article.objects.visible_to(user).order_by().values("pk"))


def writable(rows: QuerySet[Article], user: Any) -> QuerySet[Article]:
    """Articles whose text this person may change now: drafts of his unit, work at his desk."""
    unit = Q(stage__in=rules.UNIT_STAGES, organisation__in=user.organisations_with("contributor"))
    if rules.EDITING.duty not in user.duty_codes:
        return rows.filter(unit)
    at_desk = sites.desk_columns_for(user, rules.EDITING.duty).order_by().values("pk")
    return rows.filter(unit | Q(stage__in=rules.DESK_STAGES, column__in=at_desk))


def writing_columns(user: Any) -> QuerySet[Column]:
    """Open columns in which this person may write, site by site."""
    columns = sites.columns_for(user, "contributor")
    return _in_order(columns.open().filter(site__is_open=True))


def desk_columns(user: Any) -> QuerySet[Column]:
    """Open columns of the desks where this person edits or publishes."""
    return _in_order(sites.desk_columns_for(user, *DESK).open().filter(site__is_open=True))


def known_sites(user: Any) -> QuerySet[Site]:
    """Sites on which this person can find articles: those of his units and of his desks."""
    organisations = user.organisations_with(*STAFF)
    columns = sites.columns_for(user, *STAFF).order_by().values("site")
    at_desk = Site.objects.with_desk_in(user.organisations_with(*DESK, "site_manager"))
    return Site.objects.filter(
        Q(organisation__in=organisations) | Q(pk__in=columns) | Q(pk__in=at_desk.values("pk"))
    )


def _in_order(columns: QuerySet[Column]) -> QuerySet[Column]:
    return columns.select_related("site").order_by("site__position", "site_id", "path")


def choosable_files(rows: QuerySet[StoredFile], user: Any) -> QuerySet[StoredFile]:
    """Files of the units for which this person works."""
    return rows.filter(organisation__in=user.organisations_with(*UNIT_DUTIES))


def article_or_404(user: Any, pk: int) -> Article:
    """One article this person may see; to anybody else it does not exist."""
    rows = Article.objects.visible_to(user).select_related(
        "site__parent__parent",
        "column__site__parent__parent",
        "organisation",
        "created_by",
        "cover",
        "latest_revision",
        "publisher",
    )
    article: Article = get_object_or_404(rows, pk=pk)
    return article


def placements_at_desk(user: Any) -> QuerySet[Placement]:
    """Placements in columns of the desks where this person edits or publishes."""
    columns = sites.desk_columns_for(user, *DESK).order_by().values("pk")
    return Placement.objects.filter(column__in=columns).exclude(mode=rules.PlacementMode.OWN)


def explainable(user: Any, number: str) -> Article | None:
    """The policy document of this number, if a text of this person may explain it."""
    if not number.isdecimal() or len(number) > 18:
        return None
    rows = Article.objects.filter(pk=int(number))
    own = Article.objects.visible_to(user).filter(pk=int(number), kind=rules.Kind.DOCUMENT)
    found: Article | None = (rows.explainable_for(0) | own).first()
    return found


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """Whoever may see an article may open the files that it shows or links to."""
    articles = Article.objects.visible_to(user).filter(organisation=stored.organisation_id)
    in_row = Q(attachments__file=stored) | Q(cover=stored) | Q(body__contains=stored.public_name)
    if articles.filter(in_row).exists():
        return True
    at_work = articles.exclude(stage=rules.Stage.DONE).filter(has_unpublished_changes=True)
    rows = at_work.select_related("latest_revision").order_by("-updated_at")[:IN_WORK]
    return any(_shows(article.working_copy(), stored) for article in rows)


def may_read_banner(user: Any, stored: StoredFile) -> bool:
    """Whoever manages a site may open the pictures of its topics."""
    topics = Topic.objects.visible_to(user).filter(versions__image=stored)
    return topics.exists()


def _shows(article: Article, stored: StoredFile) -> bool:
    attached = {row.file_id for row in article.attachments.all()}
    return stored.pk in {*attached, article.cover_id} or stored.public_name in article.body


ARTICLES = ScopedPolicy(
    Article, see=visible, change=writable, may_add=lambda user: "contributor" in user.duty_codes
)
FILES = ScopedPolicy(StoredFile, see=choosable_files)
COLUMNS = ScopedPolicy(
    Column,
    see=lambda rows, user: rows.filter(
        pk__in=sites.columns_for(user, *STAFF).order_by().values("pk")
    ),
)
