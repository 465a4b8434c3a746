"""What the checks find in an article as it stands, and whether somebody let it pass."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xinqiao.domains.portal.models import (
    Article,
    CheckWaiver,
    CheckWord,
    FileScan,
    Placement,
    RegisteredLeader,
)
from xinqiao.domains.portal.queries.content import hash_of
from xinqiao.domains.portal.rules import PlacementState, checking, referenced_files
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press import places, registry
from xinqiao.kernel.sites.models import Column, Redirect
from xinqiao.kernel.ui.richtext import plain_text

VERSION = "1"  # of the reading and the rules: what was scanned by another is scanned anew
TEXTS = (
    ("title", "标题"),
    ("subtitle", "副标题"),
    ("summary", "摘要"),
    ("source", "来源"),
    ("author_name", "作者"),
    ("keywords", "关键词"),
    ("document_number", "发文字号"),
    ("issuing_body", "发文机关"),
    ("details", "本类要素"),
)
MEDIA = frozenset({"jpg", "jpeg", "png", "gif", "webp", "mp4", "mp3"})
_GUARDED = "/manage/files/"


@dataclass(frozen=True)
class Checker:
    """The lists as they are now, ready for use; ``fingerprint`` names them."""

    words: checking.WordSet
    register: checking.Register
    fingerprint: str

    def find(self, segment: checking.Segment) -> list[checking.Finding]:
        """Everything that the words of a piece of text tell."""
        return checking.find_in_segment(segment, self.words, self.register)


def checker(today: dt.date) -> Checker:
    """The lists and the leaders in office on a day; two queries."""
    words = list(CheckWord.objects.order_by("id").values_list("kind", "word", "suggestion"))
    leaders = list(RegisteredLeader.objects.in_office(today).values_list("name", "title", "rank"))
    said = repr((VERSION, words, leaders))
    return Checker(
        checking.WordSet(checking.Word(*line) for line in words),
        checking.Register([checking.Leader(*line) for line in leaders]),
        hashlib.sha256(said.encode()).hexdigest(),
    )


@dataclass(frozen=True)
class Content:
    """What is checked: fields by name, the body, files with the names readers see."""

    fields: Mapping[str, str]
    body: str
    files: Sequence[tuple[StoredFile, str]]


def content_of(article: Article) -> Content:
    """What an article says, as a row or as an object of a revision."""
    rows = list(article.attachments.all())
    stored = StoredFile.objects.in_bulk([row.file_id for row in rows]) if rows else {}
    attached = [
        (stored[row.file_id], row.title or stored[row.file_id].name)
        for row in rows
        if row.file_id in stored
    ]
    names = referenced_files(article.body)
    linked = StoredFile.objects.filter(path__in=names) if names else ()
    fields = {name: str(getattr(article, name)) for name, _label in TEXTS}
    fields["details"] = "\n".join(map(str, article.details.values()))
    return Content(fields, article.body, [*attached, *((file, file.name) for file in linked)])


def findings_in(content: Content, lists: Checker) -> list[checking.Finding]:
    """What is found in fields, body and files, as far as these have been scanned."""
    found: list[checking.Finding] = []
    for name, label in TEXTS:
        if text := content.fields.get(name, ""):
            found += lists.find(checking.Segment(label, text))
    found += lists.find(checking.Segment("正文", plain_text(content.body)))
    found += checking.find_in_structure(content.body, exists=is_our_page)
    found += checking.find_missing_tags(
        keywords=content.fields.get("keywords", ""),
        summary=content.fields.get("summary", ""),
        source=content.fields.get("source", ""),
    )
    return [*found, *_in_files(content.files)]


def _in_files(files: Sequence[tuple[StoredFile, str]]) -> Iterator[checking.Finding]:
    read = [(file, name) for file, name in files if file.extension not in MEDIA]
    if not read:
        return
    scans = {
        scan.sha256: scan
        for scan in FileScan.objects.filter(sha256__in={file.sha256 for file, _name in read})
    }
    for file, name in read:
        scan = scans.get(file.sha256)
        problem = scan.problem if scan else "尚未检查，提交或办理时自动检查"
        for line in scan.findings if scan else ():
            yield checking.Finding(**{**line, "place": f"附件《{name}》{line['place']}"})
        if problem:
            message = f"{problem}，请人工核对。"
            yield checking.Finding("unread_file", "附件", f"《{name}》", message)


def unscanned(content: Content, lists: Checker) -> list[StoredFile]:
    """Files that must be read, because nobody has with these lists."""
    wanted = {file.sha256: file for file, _name in content.files if file.extension not in MEDIA}
    fresh = FileScan.objects.filter(sha256__in=wanted, fingerprint=lists.fingerprint)
    done = set(fresh.values_list("sha256", flat=True))
    return [file for sha256, file in wanted.items() if sha256 not in done]


def report_of(article: Article, lists: Checker, content: Content | None = None) -> checking.Report:
    """All findings for what this object says, bound to its hash."""
    found = findings_in(content or content_of(article), lists)
    return checking.Report.of(hash_of(article), found)


def is_waived(article_id: int, report: checking.Report) -> bool:
    """Whether a second person let exactly these personal data of this content pass."""
    return waiver_of(article_id, report) is not None


def waiver_of(article_id: int, report: checking.Report) -> CheckWaiver | None:
    """The waiver, with who gave it."""
    rows = CheckWaiver.objects.filter(
        article=article_id, content_hash=report.content_hash, digest=report.digest
    )
    return rows.select_related("actor").order_by("-at").first()


def is_our_page(path: str) -> bool:
    """Whether a path of our own sites leads to something now: looked up, never fetched."""
    if path.startswith(_GUARDED):
        return StoredFile.objects.filter(path=path.removeprefix(_GUARDED)).exists()
    try:
        place = places.find(path)
    except places.NoPortal:
        return False
    found = registry.resolve(place)
    if found is not None:
        known = _KNOWN.get(found[0].name)
        return known is None or known(place, found[1])
    return Redirect.objects.filter(site=place.site, old_path__in=[path, place.path]).exists()


def _article_is_online(place: places.Place, match: re.Match[str]) -> bool:
    online = Placement.objects.filter(article=int(match["id"]), state=PlacementState.ONLINE)
    return online.filter(article__site=place.site).exists()


def _file_is_there(place: places.Place, match: re.Match[str]) -> bool:
    return StoredFile.objects.filter(path=match["name"]).exists()


def _column_is_open(place: places.Place, match: re.Match[str]) -> bool:
    return Column.objects.open().filter(site=place.site, path=match["path"]).exists()


# How an address of a known family is looked up; pages of other families always answer.
_KNOWN: dict[str, Callable[[places.Place, re.Match[str]], bool]] = {
    "portal.article": _article_is_online,
    "portal.file": _file_is_there,
    "portal.column": _column_is_open,
    "portal.column_list": _column_is_open,
}
