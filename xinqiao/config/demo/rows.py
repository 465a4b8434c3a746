"""Turns the county's writing into rows: articles with their files, approvals and placements."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from xinqiao.config.demo import papers, pictures, plan, readings, trails
from xinqiao.config.demo.commissions import Draft, short_title
from xinqiao.config.demo.lives import SHANGHAI, Life
from xinqiao.config.demo.people import People
from xinqiao.config.demo.trails import Written
from xinqiao.config.demo.world import World
from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Attachment, Placement
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.files.actions import store_content
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.richtext import clean_html

CHUNK = 500
PICTURES = 24
PAPERS = 40
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
RECENT_WORK_DAYS = 3
RETURNED = "标题与正文不一致，请核对日期和数字后再提交。"
WITHDRAWN = "活动已经结束，内容不再适用。"
EARLIER = "<p>（本段在更正时已删去。）</p>"  # what a corrected text said before
COVERED = frozenset({"news/headlines", "news/pictures", "about/scenery", "news/county", "news"})
CLIP = Path(__file__).parent / "texts" / "clip.mp4"  # twelve seconds made from a drawn landscape
Say = Callable[[str], None]


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
        self._clip: list[StoredFile] = []
        self._library = readings.Library()
        self._explained: list[tuple[Article, list[int]]] = []

    def write(self, drafts: Iterator[Draft], say: Say) -> int:
        """Insert every draft. Returns how many."""
        self._covers = [self._picture(number) for number in range(PICTURES)]
        self._papers = [self._paper(number) for number in range(PAPERS)]
        self._clip = [self._store("示意短片.mp4", CLIP.read_bytes(), "government")]
        count = 0
        while chunk := list(islice(drafts, CHUNK)):
            # What explains comes after what it explains, whose number it carries.
            for explains in (False, True):
                self._write([one for one in chunk if ("explains" in one.story.facts) is explains])
            count += len(chunk)
            if count % 3000 < CHUNK:
                say(f"文章 {count} 篇……")
        readings.plan(self.now, self.staff.of("government", "writer"))
        return count

    def _write(self, chunk: list[Draft]) -> None:
        written = [self._written(draft) for draft in chunk]
        Article.objects.bulk_create(one.article for one in written)
        self._attach(one.article for one in written)
        self._library.add((one.article for one in written), short_title)
        readings.tie(self._explained)
        self._explained = []
        Placement.objects.bulk_create(_own_placement(one) for one in written)
        Approval.objects.bulk_create(
            row for one in written for row in trails.approvals(one, self.staff)
        )
        AuditEvent.objects.bulk_create(
            row for one in written for row in trails.trail(one, self.staff, self.now)
        )

    def _written(self, draft: Draft) -> Written:
        article = self._article(draft)
        if explains := draft.story.facts.get("explains"):
            self._explained.append((article, self._library.prepare(article, explains)))
        fate = draft.life.fate
        content_hash = "" if fate == "draft" else self._hash(article)
        earlier = self._hash(article, article.body + EARLIER) if fate == "corrected" else ""
        self._set_state(article, draft, content_hash)
        return Written(article, draft, content_hash, earlier)

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
            submitted_at=self._handed_in(life),
            **_document_facts(story.facts),
        )
        if self._is_covered(draft):
            article.cover = self._covers[hash_number(story.title) % PICTURES]
        return article

    def _handed_in(self, life: Life) -> dt.datetime | None:
        """When the work of these last days was handed in; older work has no target time."""
        if life.fate == "draft":
            return None
        is_young = self.now - life.changed_at < dt.timedelta(days=RECENT_WORK_DAYS)
        return life.changed_at if is_young and life.fate in STAGE_OF else None

    def _is_covered(self, draft: Draft) -> bool:
        """Lead stories of the portal have a picture, every third of the other sites."""
        if draft.story.kind == rules.Kind.VIDEO:
            return True
        if draft.column.path not in COVERED:
            return False
        return draft.column.site == plan.PORTAL or hash_number(draft.story.title) % 3 == 0

    def _set_state(self, article: Article, draft: Draft, content_hash: str) -> None:
        life = draft.life
        article.stage = STAGE_OF.get(life.fate, rules.Stage.DONE)
        if life.fate == "returned":
            article.returned_reason, article.returned_to = RETURNED, rules.Stage.RETURNED
        if life.fate == "approved" and hash_number(article.title) % 2:
            article.publish_at = _tomorrow(self.world.anchor)
        if life.was_published or article.publish_at:
            desk = article.column.site.desk.organisation.code
            article.publisher = self.staff.of(desk, "publisher")
        if not life.was_published:
            return
        article.live = life.is_online
        article.public_state = rules.PublicState.ONLINE if life.is_online else life.fate
        article.online_hash = content_hash if life.is_online else ""
        article.first_published_at = article.published_at = life.published_at
        article.last_published_at = (
            life.changed_at if life.fate == "corrected" else life.published_at
        )
        if life.fate == "withdrawn":
            article.withdrawn_at, article.withdrawn_reason = life.changed_at, WITHDRAWN

    def _hash(self, article: Article, body: str | None = None) -> str:
        """The hash of what the article says with its cover and, if it gets one, its paper."""
        cover, kept = article.cover, article.body
        article.body = kept if body is None else body
        explained = self._explained[-1][1] if article.reading_form else ()
        document = rules.content_document(
            article,
            interprets=explained,
            cover=rules.FileFact("题图", cover.sha256, cover.size) if cover else None,
            attachments=[
                rules.FileFact(paper.name, paper.sha256, paper.size)
                for paper in self._papers_of(article)
            ],
        )
        article.body = kept
        return rules.content_hash(document)

    def _papers_of(self, article: Article) -> list[StoredFile]:
        """Every sixth document or notice carries one; a video carries the clip."""
        if article.kind == rules.Kind.VIDEO:
            return self._clip
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


def hash_number(text: str) -> int:
    """A number that depends on a text only, the same in every process."""
    return int.from_bytes(text.encode()[-6:], "big")


def _tomorrow(anchor: dt.date) -> dt.datetime:
    day = anchor + dt.timedelta(days=1)
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def _own_placement(written: Written) -> Placement:
    """The article's first placement follows it: online with it, waiting when it is not."""
    article, life = written.article, written.draft.life
    return Placement(
        article=article,
        column_id=article.column_id,
        site_id=article.site_id,
        mode=rules.PlacementMode.OWN,
        state=rules.state_with_article(online=life.is_online),
        published_at=life.published_at if life.is_online else None,
        offered_by_id=article.created_by_id,
        offered_at=life.written_at,
    )


def _document_facts(facts: dict[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in facts.items() if name != "explains"}
    return facts | ({"validity": rules.Validity.VALID} if facts.get("document_number") else {})
