"""Turns the county's writing into rows: articles with their approvals, placements and trail."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Count, Max

from xinqiao.config.demo import papers, pictures, plan
from xinqiao.config.demo.commissions import Draft
from xinqiao.config.demo.people import People
from xinqiao.config.demo.world import World
from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article, Attachment, Placement
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.files.actions import store_content
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.richtext import clean_html

CHUNK = 500
PICTURES = 24
PAPERS = 40
BASIS = "不涉及国家秘密、工作秘密和个人隐私"
ROLE_AT = {
    rules.Stage.UNIT_REVIEW: "reviewer",
    rules.Stage.UNIT_HEAD: "head",
    rules.Stage.SECRECY_REVIEW: "secrecy",
    rules.Stage.EDITING: "editor",
}
STAGE_OF = {
    "draft": rules.Stage.DRAFT,
    "unit_review": rules.Stage.UNIT_REVIEW,
    "unit_head": rules.Stage.UNIT_HEAD,
    "secrecy_review": rules.Stage.SECRECY_REVIEW,
    "editing": rules.Stage.EDITING,
    "approved": rules.Stage.APPROVED,
    "returned": rules.Stage.RETURNED,
    "correcting": rules.Stage.DRAFT,
}
RETURNED = "标题与正文不一致，请核对日期和数字后再提交。"
WITHDRAWN = "活动已经结束，内容不再适用。"
COVERED = frozenset({"news/headlines", "news/pictures", "about/scenery", "news/county"})


class Writer:
    """Writes drafts by chunks, each with everything that belongs to it."""

    def __init__(
        self,
        world: World,
        organisations: dict[str, Organisation],
        columns: dict[tuple[str, str], Column],
        staff: People,
        now: dt.datetime,
    ) -> None:
        self.world, self.organisations, self.columns = world, organisations, columns
        self.staff, self.now = staff, now
        self._covers: list[StoredFile] = []
        self._papers: list[StoredFile] = []
        self._count = 0

    def write(self, drafts: Iterator[Draft], say: Callable[[str], None]) -> int:
        """Insert every draft. Returns how many."""
        self._covers = [self._picture(number) for number in range(PICTURES)]
        self._papers = [self._paper(number) for number in range(PAPERS)]
        while chunk := list(islice(drafts, CHUNK)):
            self._write(chunk)
            self._count += len(chunk)
            if self._count % 3000 < CHUNK:
                say(f"文章 {self._count} 篇……")
        self._mirror()
        _count_columns()
        return self._count

    def _write(self, chunk: list[Draft]) -> None:
        articles = Article.objects.bulk_create([self._article(draft) for draft in chunk])
        pairs = list(zip(articles, chunk, strict=True))
        self._attach(articles)
        Approval.objects.bulk_create(
            [approval for pair in pairs for approval in self._approvals(*pair)]
        )
        Placement.objects.bulk_create([_own_placement(*pair) for pair in pairs])
        AuditEvent.objects.bulk_create([event for pair in pairs for event in self._trail(*pair)])

    def _article(self, draft: Draft) -> Article:
        column = self.columns[draft.column.site, draft.column.path]
        story, life = draft.story, draft.life
        author = self.staff.of(draft.unit, "writer")
        article = Article(
            site_id=column.site_id,
            column=column,
            organisation=self.organisations[draft.unit],
            kind=story.kind,
            content_class=story.content_class,
            title=story.title,
            summary=story.summary,
            body=clean_html(story.body),
            source=story.source or self.organisations[draft.unit].name,
            author_name=story.author,
            keywords=story.keywords,
            created_by=author,
            created_at=life.written_at,
            updated_at=life.changed_at,
            stage_since=life.changed_at,
            writers=[author.pk],
            submitted_by=None if life.fate == "draft" else author,
            **_document_facts(story.facts),
        )
        if draft.column.path in COVERED and draft.column.site == plan.PORTAL:
            article.cover = self._covers[hash_number(story.title) % PICTURES]
        self._set_state(article, draft)
        return article

    def _set_state(self, article: Article, draft: Draft) -> None:
        life = draft.life
        article.stage = STAGE_OF.get(life.fate, rules.Stage.DONE)
        if life.fate == "returned":
            article.returned_reason, article.returned_to = RETURNED, rules.Stage.RETURNED
        if life.fate == "approved":
            article.publish_at = self.now + dt.timedelta(days=1)
        if not life.was_published:
            return
        article.online_hash = self._hash(article)
        article.publisher = self._desk(article, "publisher")
        article.first_published_at = article.published_at = life.published_at
        article.last_published_at = life.changed_at if life.is_online else life.published_at
        article.live = life.is_online
        article.public_state = rules.PublicState.ONLINE if life.is_online else life.fate
        if life.fate == "withdrawn":
            article.withdrawn_at, article.withdrawn_reason = life.changed_at, WITHDRAWN

    def _hash(self, article: Article) -> str:
        """The hash of what the article says with its cover and, if it gets one, its paper."""
        cover = article.cover
        return rules.content_hash(
            rules.content_document(
                article,
                cover=rules.FileFact("题图", cover.sha256, cover.size) if cover else None,
                attachments=[
                    rules.FileFact(paper.name, paper.sha256, paper.size)
                    for paper in self._papers_of(article)
                ],
            )
        )

    def _papers_of(self, article: Article) -> list[StoredFile]:
        """Every sixth document or notice carries one."""
        number = hash_number(article.title)
        if article.kind not in {rules.Kind.DOCUMENT, rules.Kind.NOTICE} or number % 6:
            return []
        return [self._papers[number // 6 % PAPERS]]

    def _attach(self, articles: Iterable[Article]) -> None:
        Attachment.objects.bulk_create(
            Attachment(article=article, file=paper, title=paper.name)
            for article in articles
            for paper in self._papers_of(article)
        )

    def _approvals(self, article: Article, draft: Draft) -> Iterator[Approval]:
        """What people passed so far, each at his step, bound to the content's hash."""
        if draft.life.fate in {"draft", "returned", "unit_review"}:
            return
        content_hash = article.online_hash or self._hash(article)
        moment = draft.life.written_at
        for step in rules.steps_of(article.content_class):
            if not draft.life.was_published and step.code == article.stage:
                return
            moment += dt.timedelta(minutes=15)
            role = ROLE_AT[rules.Stage(step.code)]
            person = (
                self._desk(article, role) if role == "editor" else self.staff.of(draft.unit, role)
            )
            yield Approval(
                target_type=queries.ARTICLE,
                target_id=article.pk,
                content_hash=content_hash,
                step=step.code,
                actor=person,
                organisation_id=person.organisation_id or 0,
                basis=BASIS if role == "secrecy" else "",
                opinion="public" if role == "secrecy" else "",
                at=moment,
            )

    def _trail(self, article: Article, draft: Draft) -> Iterator[AuditEvent]:
        life = draft.life
        if life.fate != "draft":
            moment = life.written_at + dt.timedelta(minutes=5)
            yield self._event("portal.submit", article, article.created_by, moment)
        if life.published_at:
            yield self._event("portal.publish", article, article.publisher, life.published_at)
        if life.fate == "withdrawn":
            yield self._event("portal.withdraw", article, article.publisher, life.changed_at)

    def _event(
        self, action: str, article: Article, actor: User | None, at: dt.datetime
    ) -> AuditEvent:
        return audit.build(
            action=action, actor=actor, target=article, at=at,
            organisation_id=article.organisation_id,
        )  # fmt: skip

    def _desk(self, article: Article, role: str) -> User:
        """The editor or publisher of the desk that does the last step."""
        return self.staff.of(article.column.site.desk.organisation.code, role)

    def _picture(self, number: int) -> StoredFile:
        content = pictures.draw(self.world, number)
        return self._store(f"青溪风景{number + 1}.jpg", content, "government")

    def _paper(self, number: int) -> StoredFile:
        name, content = papers.write(self.world, number)
        return self._store(name, content, "government")

    def _store(self, name: str, content: bytes, unit: str) -> StoredFile:
        return store_content(
            uploader=self.staff.of(unit, "writer"),
            organisation=self.organisations[unit],
            name=name,
            content=content,
            now=self.now,
        )

    def _mirror(self) -> None:
        """Let the portal carry part of what the sub-sites wrote; a few offers still wait."""
        target = self.columns[plan.PORTAL, "news/county"]
        editor = self.staff.of("government", "editor")
        own = (
            Placement.objects.filter(
                site__kind="subsite",
                state=rules.PlacementState.ONLINE,
                article__kind=rules.Kind.NEWS,
            )
            .select_related("article")
            .order_by("-published_at")
        )
        Placement.objects.bulk_create(
            Placement(
                article=placement.article,
                column=target,
                site_id=target.site_id,
                mode=rules.PlacementMode.MIRROR,
                state=rules.PlacementState.OFFERED if number < 8 else rules.PlacementState.ONLINE,
                published_at=None if number < 8 else placement.published_at,
                offered_by=placement.article.created_by,
                offered_at=placement.published_at or self.now,
                decided_by=None if number < 8 else editor,
                decided_at=None if number < 8 else placement.published_at,
            )
            for number, placement in enumerate(own[:400:4])
        )


def hash_number(text: str) -> int:
    """A number that depends on a text only, the same in every process."""
    return int.from_bytes(text.encode()[-6:], "big")


def _own_placement(article: Article, draft: Draft) -> Placement:
    life = draft.life
    state = rules.PlacementState.ACCEPTED
    if life.was_published:
        state = rules.PlacementState.ONLINE if life.is_online else rules.PlacementState.WITHDRAWN
    return Placement(
        article=article,
        column_id=article.column_id,
        site_id=article.site_id,
        mode=rules.PlacementMode.OWN,
        state=state,
        published_at=life.published_at,
        offered_by_id=article.created_by_id,
        offered_at=life.written_at,
    )


def _document_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | ({"validity": rules.Validity.VALID} if facts.get("document_number") else {})


def _count_columns() -> None:
    online = Placement.objects.filter(state=rules.PlacementState.ONLINE)
    counted = online.values("column").annotate(n=Count("pk"), last=Max("published_at"))
    Column.objects.bulk_update(
        [
            Column(pk=row["column"], online_count=row["n"], last_published_at=row["last"])
            for row in counted.order_by()
        ],
        ["online_count", "last_published_at"],
        batch_size=100,
    )
