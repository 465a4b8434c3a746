"""Two units that must not see each other, a desk above both, and one person per duty."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.models import Article, ImportBatch, ImportItem, Placement
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site

SECRET = "陌生单位机密标题"
FIRST_DAY = dt.date(2020, 1, 1)


@dataclass
class World:
    """What the walk needs: own unit, the desk's unit, the stranger's things, the people."""

    own: Organisation
    desk: Organisation
    stranger: Organisation
    article: Article
    batch: ImportBatch
    item: ImportItem
    file: StoredFile
    site: Site
    column: Column
    grant: ColumnGrant
    placement: Placement
    account: User
    people: dict[str, User] = field(default_factory=dict)


def unit(code: str, name: str) -> Organisation:
    """A unit at the top of the tree."""
    made = Organisation.objects.create(code=code, name=name, short_name=name[:20])
    made.path = f"/{made.pk}/"
    made.save(update_fields=["path"])
    return made


def column(site: Site, slug: str, organisation: Organisation) -> Column:
    """A column at the top of a site."""
    made = Column.objects.create(
        site=site, slug=slug, path=slug, name=f"栏目{slug}", organisation=organisation
    )
    made.tree_path = f"/{made.pk}/"
    made.save(update_fields=["tree_path"])
    return made


def person(username: str, duty: str, organisation: Organisation) -> User:
    """Somebody who holds one duty in one unit."""
    user = User.objects.create_user(
        username, password=None, name=f"{username}甲", organisation=organisation
    )
    DutyAssignment.objects.create(
        user=user,
        duty=duty,
        organisation=organisation,
        starts_date=FIRST_DAY,
        granted_at=timezone.now(),
    )
    return user


def build() -> World:
    """The county of the door walk."""
    desk, own, stranger = (
        unit("desk", "县政府办"),
        unit("own", "县教体局"),
        unit("far", "县农业农村局"),
    )
    portal = Site.objects.create(code="portal", name="门户", kind="portal", organisation=desk)
    own_site = _sub_site("own", own, portal)
    far_site = _sub_site("far", stranger, portal)
    front = column(portal, "news", desk)
    column(own_site, "news", own)
    far_column = column(far_site, "news", stranger)
    writer = person("far-writer", "contributor", stranger)
    article = actions.create_draft(
        actor=writer,
        column_id=far_column.pk,
        title=SECRET,
        body=f"<p>{SECRET}</p>",
        now=timezone.now(),
    )
    people = {f"own {duty.code}": person(f"own-{i}", duty.code, own) for i, duty in _duties()}
    people |= {f"desk {duty.code}": person(f"desk-{i}", duty.code, desk) for i, duty in _duties()}
    return World(
        own=own,
        desk=desk,
        stranger=stranger,
        article=article,
        site=far_site,
        column=far_column,
        account=writer,
        people=people,
        **_things(article, far_site, far_column, writer, front),
    )


def _duties() -> Any:
    return enumerate(duties.all_duties())


def _sub_site(code: str, organisation: Organisation, portal: Site) -> Site:
    return Site.objects.create(
        code=code,
        name=f"{organisation.name}网站",
        organisation=organisation,
        parent=portal,
        own_desk=True,
    )


def _things(
    article: Article, site: Site, far_column: Column, writer: User, front: Column
) -> dict[str, Any]:
    """The stranger's batch, file, grant and a placement in his own column."""
    now = timezone.now()
    unit_id = site.organisation_id
    batch = ImportBatch.objects.create(
        name=SECRET,
        site=site,
        column=far_column,
        organisation_id=unit_id,
        created_by=writer,
        mapping={"preset": "plain"},
        state="ready",
    )
    return {
        "batch": batch,
        "item": ImportItem.objects.create(
            batch=batch, line=1, article=article, outcome="imported", message=SECRET
        ),
        "file": StoredFile.objects.create(
            organisation_id=unit_id,
            uploader=writer,
            name=f"{SECRET}.pdf",
            extension="pdf",
            size=1,
            sha256="0" * 64,
            content_type="application/pdf",
            path="2026/11/abcdefgh12345678.pdf",
            created_at=now,
        ),
        "grant": ColumnGrant.objects.create(
            column=far_column, organisation_id=front.organisation_id, duties=[]
        ),
        "placement": Placement.objects.get_or_create(
            article=article, column=far_column, defaults={"site": site, "mode": "own"}
        )[0],
    }
