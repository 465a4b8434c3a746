"""Two units that must not see each other, a desk above both, and one person per duty."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from xinqiao.domains.assessment.models import Finding, SiteReport
from xinqiao.domains.portal import actions
from xinqiao.domains.portal.actions import imports
from xinqiao.domains.portal.adapters import rows
from xinqiao.domains.portal.models import (
    Alert,
    Article,
    CorrectionReport,
    DutyShift,
    HomeLayout,
    ImportBatch,
    ImportItem,
    LegacyFolder,
    LegacySite,
    Placement,
    Push,
    SiteLink,
    Task,
    Topic,
    TopicVersion,
)
from xinqiao.domains.portal.tests.imports import file_of, record
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import (
    DutyAssignment,
    Proposal,
    StaffRoster,
    StaffSession,
    UnitOfficer,
    User,
)
from xinqiao.kernel.accounts.rules import payload_hash
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.files import storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site

SECRET = "陌生单位机密标题"
FIRST_DAY = dt.date(2020, 1, 1)


@dataclass
class Things:
    """One of everything that a unit has; ``title`` stands in each name and text."""

    title: str
    organisation: Organisation
    site: Site
    column: Column
    person: User
    assignment: DutyAssignment
    officer: UnitOfficer
    roster: StaffRoster
    article: Article
    submitted: Article
    batch: ImportBatch
    unread: ImportBatch
    item: ImportItem
    file: StoredFile
    grant: ColumnGrant
    placement: Placement
    alert: Alert
    finding: Finding
    link: SiteLink
    legacy: LegacySite
    legacy_folder: LegacyFolder
    shift: DutyShift
    push: Push
    task: Task
    report: CorrectionReport
    layout: HomeLayout
    topic: Topic
    topic_version: TopicVersion
    notification: Notification
    session: StaffSession
    proposal: Proposal
    event: AuditEvent

    def rows(self) -> list[dict[str, object]]:
        """What the database holds of them now, to see that nobody changed it."""
        things = [thing for thing in vars(self).values() if hasattr(thing, "pk")]
        return [type(thing)._base_manager.filter(pk=thing.pk).values().get() for thing in things]


@dataclass
class World:
    """What the walk needs: the unit of most people, the stranger, the desk's unit."""

    own: Things
    far: Things
    desk: Organisation
    people: dict[str, User] = field(default_factory=dict)

    def holders(self, where: str) -> dict[str, User]:
        """The people of ``own`` or ``desk`` by their duty."""
        split = {key: key.split(" ") for key in self.people}
        return {code: self.people[key] for key, (unit, code) in split.items() if unit == where}


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
    desk = unit("desk", "县政府办")
    portal = Site.objects.create(code="portal", name="门户", kind="portal", organisation=desk)
    front = column(portal, "news", desk)
    own = _things("own", unit("own", "县教体局"), portal, front, "本单位标题")
    far = _things("far", unit("far", "县农业农村局"), portal, front, SECRET)
    people = {}
    for i, duty in enumerate(duties.all_duties()):
        people[f"own {duty.code}"] = person(f"own-{i}", duty.code, own.organisation)
        people[f"desk {duty.code}"] = person(f"desk-{i}", duty.code, desk)
    return World(own=own, far=far, desk=desk, people=people)


def _things(
    code: str, organisation: Organisation, portal: Site, front: Column, title: str
) -> Things:
    site = Site.objects.create(
        code=code, name=f"{title}网站", organisation=organisation, parent=portal, own_desk=True
    )
    home, offers = column(site, "news", organisation), column(site, "offers", organisation)
    writer = person(f"{code}-writer", "contributor", organisation)
    now = timezone.now()
    article = actions.create_draft(
        actor=writer, column_id=home.pk, title=title, body=f"<p>{title}</p>", now=now
    )
    submitted = actions.create_draft(
        actor=writer, column_id=home.pk, title=title, body=f"<p>{title}</p>", now=now
    )
    actions.submit(actor=writer, article_id=submitted.pk, now=now)
    batch = _batch(title, home, writer)
    return Things(
        title=title,
        organisation=organisation,
        site=site,
        column=home,
        person=writer,
        assignment=writer.duties.get(),
        officer=UnitOfficer.objects.create(
            organisation=organisation,
            role="liaison",
            name=title,
            starts_date=FIRST_DAY,
            recorded_by=writer,
            recorded_at=now,
        ),
        roster=StaffRoster.objects.create(name=title, uploaded_by=writer, uploaded_at=now),
        article=article,
        submitted=submitted,
        batch=batch,
        unread=_unread(title, home, writer),
        item=ImportItem.objects.create(
            batch=batch, line=1, article=article, outcome="imported", message=title
        ),
        file=_file(article, writer, title),
        grant=ColumnGrant.objects.create(
            column=home, organisation_id=front.organisation_id, duties=[]
        ),
        placement=Placement.objects.create(
            article=article, column=offers, site=site, mode="mirror", state="offered"
        ),
        alert=Alert.objects.create(
            kind="incident",
            level="red",
            title=title,
            reason=title,
            organisation=home.organisation,
            put_up_by=writer,
            put_up_at=now,
        ),
        **_legacy(site, title, writer),
        link=SiteLink.objects.create(site=site, label=title, address=f"https://{code}.example/"),
        finding=_finding(site, title, now),
        shift=DutyShift.objects.create(
            organisation=organisation, day=dt.date(2030, 1, 1), editor=writer
        ),
        push=Push.objects.create(
            article=article,
            organisation=organisation,
            pushed_by=writer,
            pushed_at=now,
            due_at=now,
            basis=title,
        ),
        task=_task(title, writer, organisation),
        report=CorrectionReport.objects.create(
            code=f"{code:X>12}"[:12],
            site=site,
            title=title,
            text=title,
            organisation=home.organisation,
            sent_at=now,
            due_date=FIRST_DAY,
        ),
        layout=HomeLayout.objects.create(
            site=site, spots=[], state="draft", made_by=writer, made_at=now
        ),
        **_topic(site, title, writer, now),
        notification=Notification.objects.create(
            user=writer, kind="test", text=title, created_at=now
        ),
        event=AuditEvent.objects.latest("pk"),
        session=StaffSession.objects.create(
            user=writer, session_key=code, device=title, started_at=now, seen_at=now
        ),
        proposal=_proposal(writer, title, now),
    )


def _topic(site: Site, title: str, writer: User, now: dt.datetime) -> dict[str, Any]:
    """A topic that nobody published yet."""
    topic = Topic.objects.create(
        site=site, slug="flood", title=title, created_by=writer, created_at=now
    )
    spot = {"block": "topic.text", "width": 12, "settings": {"title": title, "text": title}}
    version = TopicVersion.objects.create(
        topic=topic, title=title, spots=[spot], state="draft", made_by=writer, made_at=now
    )
    return {"topic": topic, "topic_version": version}


def _proposal(writer: User, title: str, now: dt.datetime) -> Proposal:
    payload = {"user": writer.pk}
    return Proposal.objects.create(
        kind="accounts.reset_factor",
        payload=payload,
        payload_hash=payload_hash("accounts.reset_factor", payload),
        reason=title,
        proposed_by=writer,
        proposed_at=now,
        expires_at=now + dt.timedelta(minutes=30),
    )


def _task(title: str, writer: User, organisation: Organisation) -> Task:
    made: Task = Task.objects.create(
        kind="content",
        title=title,
        organisation=organisation,
        created_by=writer,
        created_at=timezone.now(),
        due_at=timezone.now() + dt.timedelta(days=1),
    )
    made.units.create(organisation=organisation)
    return made


def _batch(title: str, home: Column, writer: User) -> ImportBatch:
    return ImportBatch.objects.create(
        name=title,
        site=home.site,
        column=home,
        organisation=home.organisation,
        created_by=writer,
        mapping=rows.mapping_of(rows.GENERAL),
        state="ready",
    )


def _legacy(site: Site, title: str, writer: User) -> dict[str, Any]:
    """An old site on its way in."""
    legacy = LegacySite.objects.create(
        name=title, site=site, organisation=site.organisation, folder="/nothing", created_by=writer
    )
    folder = LegacyFolder.objects.create(legacy=legacy, path="news", selectors={})
    return {"legacy": legacy, "legacy_folder": folder}


def _finding(site: Site, title: str, now: dt.datetime) -> Finding:
    """Something wrong on a site that has been inspected."""
    SiteReport.objects.create(site=site, lamp="red", checked_at=now)
    return Finding.objects.create(
        site=site,
        key="column:1",
        defect="blank",
        level="failed",
        title=title,
        organisation_id=site.organisation_id,
        found_at=now,
    )


def _unread(title: str, home: Column, writer: User) -> ImportBatch:
    """A batch whose file lies ready, before anything of it was read."""
    return imports.open_batch(
        actor=writer,
        column_id=home.pk,
        file_name=f"{title}.jsonl",
        source=file_of(record(1, title=title)),
        mapping=rows.mapping_of(rows.GENERAL),
        now=timezone.now(),
    )


def _file(article: Article, writer: User, title: str) -> StoredFile:
    path = storage.new_path("pdf", timezone.now())
    storage.write(path, title.encode())
    made: StoredFile = StoredFile.objects.create(
        organisation=article.organisation,
        uploader=writer,
        name=f"{title}.pdf",
        extension="pdf",
        size=1,
        sha256="0" * 64,
        content_type="application/pdf",
        path=path,
        created_at=timezone.now(),
    )
    article.attachments.create(file=made, title=title)
    return made
