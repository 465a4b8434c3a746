"""The canonical content document of an article: everything its readers will see."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import ChainRefused
from xinqiao.domains.portal.rules.interpretation import missing_reading
from xinqiao.domains.portal.rules.kinds import missing_details
from xinqiao.domains.portal.rules.states import ContentClass, Kind
from xinqiao.kernel.approvals.rules import content_hash as _hash

VERSION = 1
WITHOUT_BODY = frozenset({Kind.LINK, Kind.LEADER, Kind.INSTITUTION, Kind.VIDEO})
FOR_DOCUMENTS = frozenset({ContentClass.DOCUMENT, ContentClass.SENSITIVE})
_REFERENCE = re.compile(
    r"""(?:src|href|poster)\s*=\s*["'][^"']*?(?<!content/)"""
    r"""\b(\d{4}/\d{2}/[A-Za-z0-9_-]{8,}\.[a-z0-9]{2,5})["']"""
)
_TEXT_FIELDS = (
    "kind",
    "content_class",
    "title",
    "subtitle",
    "summary",
    "body",
    "source",
    "author_name",
    "keywords",
    "document_number",
    "issuing_body",
    "index_number",
    "validity",
)
# Left out of the document while empty, so that what was approved before they came stays approved.
_LATER_FIELDS = ("reading_form", "author_kind", "outside_document", "source_url", "details")
_DATE_FIELDS = ("issued_date", "effective_date", "original_published_at")
_IDENTITY_FIELDS = ("site_id", "column_id", "organisation_id")
CONTENT_FIELDS = (
    *_TEXT_FIELDS,
    *_LATER_FIELDS,
    *_DATE_FIELDS,
    "column",
    "cover",
    "interprets",
    "translation_of",
)


@dataclass(frozen=True)
class FileFact:
    """A file as the document knows it; an empty digest means it is missing."""

    name: str
    sha256: str
    size: int


class ArticleLike(Protocol):
    """What a content document is made from: a row, a revision as an object, an unsaved row."""

    kind: Any
    content_class: Any
    title: Any
    body: Any
    issuing_body: Any
    site_id: Any
    column_id: Any
    organisation_id: Any


def referenced_files(body: str) -> tuple[str, ...]:
    """Public names (``yyyy/mm/random.ext``) of the files that the body shows or links to."""
    return tuple(dict.fromkeys(unescape(name) for name in _REFERENCE.findall(body)))


def _day(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC).replace(microsecond=0)
    return value.isoformat()


def content_document(
    article: ArticleLike,
    *,
    cover: FileFact | None = None,
    attachments: Sequence[FileFact] = (),
    files: Sequence[FileFact] = (),
    interprets: Iterable[int] = (),
) -> dict[str, Any]:
    """Everything a reader will see, with the digests of its files, ready for RFC 8785.

    ``attachments`` in the order shown; ``files`` are those that the body refers to;
    ``interprets`` are ids of the policy documents that it explains.
    """
    document: dict[str, Any] = {"v": VERSION}
    document |= {name: str(getattr(article, name)) for name in _TEXT_FIELDS}
    later = {name: getattr(article, name, "") for name in _LATER_FIELDS}
    document |= {name: value for name, value in later.items() if value}
    if original := getattr(article, "translation_of_id", None):
        document["translation_of"] = original
    if explained := sorted(interprets):
        document["interprets"] = explained
    document |= {name: _day(getattr(article, name)) for name in _DATE_FIELDS}
    document |= {name: getattr(article, name) for name in _IDENTITY_FIELDS}
    document["cover"] = cover.sha256 if cover else ""
    document["attachments"] = [asdict(fact) for fact in attachments]
    document["files"] = [asdict(fact) for fact in sorted(files, key=lambda fact: fact.name)]
    return document


def content_hash(document: dict[str, Any]) -> str:
    """The hash that people approve."""
    return _hash(document)


def missing_files(document: dict[str, Any]) -> tuple[str, ...]:
    """Names of files that the document refers to but that are not there."""
    facts = [*document["attachments"], *document["files"]]
    return tuple(fact["name"] for fact in facts if not fact["sha256"])


def missing_fields(article: ArticleLike, *, attachments: int = 0) -> tuple[str, ...]:
    """Chinese names of what must still be filled in before the article can be submitted."""
    missing = []
    if not article.title.strip():
        missing.append("标题")
    if article.kind not in WITHOUT_BODY and not article.body.strip() and not attachments:
        missing.append("正文或附件")
    if article.kind == Kind.DOCUMENT and not article.issuing_body.strip():
        missing.append("发文机关")
    missing += missing_details(
        article.kind,
        getattr(article, "details", {}),
        source=getattr(article, "source", ""),
        source_url=getattr(article, "source_url", ""),
    )
    return tuple(missing)


def _missing_reading(article: ArticleLike, document: dict[str, Any]) -> tuple[str, ...]:
    return missing_reading(
        article.kind,
        reading_form=document.get("reading_form", ""),
        documents=len(document.get("interprets", ())),
        outside_document=document.get("outside_document", ""),
    )


def check_complete(article: ArticleLike, document: dict[str, Any], *, attachments: int = 0) -> None:
    """Refuse what is not fit to be submitted or published. Raises ChainRefused."""
    fields = missing_fields(article, attachments=attachments)
    if fields := (*fields, *_missing_reading(article, document)):
        raise ChainRefused(_("还有未填写的内容：%s。") % "、".join(fields))
    if files := missing_files(document):
        raise ChainRefused(_("引用的文件不存在：%s。") % "、".join(files))
    if article.kind == Kind.DOCUMENT and article.content_class not in FOR_DOCUMENTS:
        raise ChainRefused(_("政策文件须按公文或敏感内容办理。"))


def manifest_hash(lines: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over an import batch: article id and content hash of each item, in line order."""
    digest = hashlib.sha256()
    for article_id, item_hash in lines:
        digest.update(f"{article_id} {item_hash}\n".encode())
    return digest.hexdigest()


def article_path(article_id: int, day: dt.date) -> str:
    """The address of an article within its site, for ever; ``day`` is its first publication."""
    return f"content/{day:%Y}/{day:%m}/{article_id}.html"
