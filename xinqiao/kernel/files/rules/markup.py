"""XML inside packages: no declarations of entities, no references to the outside, no DDE."""

import io
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser
from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules import work
from xinqiao.kernel.files.rules.refusal import UploadRefused

_TYPE_ELEMENTS = frozenset({"Default", "Override", "Types"})
_PLAIN_LINKS = ("/hyperlink",)
_LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "#")
_FETCHING_FIELDS = frozenset({"INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "RD"})
_FIELD_TEXT = frozenset({"instrText", "fldSimple"})
LONGEST_FIELD = 20_000
_COUNTED = 1000  # elements that are counted at a time


class _Watcher(ContentHandler):
    """Looks at elements as they pass; nothing is kept of the document."""

    def __init__(self, is_relationships: bool):
        super().__init__()
        self.is_relationships = is_relationships
        self.field = ""
        self.elements = 0
        self.in_field = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's name
        self.elements += 1
        if self.elements % _COUNTED == 0:
            work.spend(elements=_COUNTED)
        local = name.rpartition(":")[2]
        if self.is_relationships and local == "Relationship":
            _check_relationship(dict(attrs.items()))
        elif local == "ddeLink":
            raise _dde()
        elif local in _FIELD_TEXT:
            self.in_field = True
            for attribute, text in attrs.items():
                if attribute.rpartition(":")[2] == "instr":
                    self._look_at(text)
        elif local in _TYPE_ELEMENTS and "macroenabled" in "".join(attrs.values()).lower():
            raise UploadRefused(_("文件含有宏，请另存为不含宏的文件。"), "macro")

    def endElement(self, name: str) -> None:  # noqa: N802 - the parser's name
        local = name.rpartition(":")[2]
        if local in _FIELD_TEXT:
            self.in_field = False
        elif local == "p":
            self.field = ""  # a field code may be cut into runs, but stays in its paragraph

    def characters(self, content: str) -> None:
        if self.in_field:
            self._look_at(content)

    def _look_at(self, text: str) -> None:
        self.field = (self.field + text)[-LONGEST_FIELD:]
        words = self.field.upper().split()
        if any(word.startswith("DDE") for word in words[:1]) or "DDEAUTO" in words:
            raise _dde()
        if words and words[0] in _FETCHING_FIELDS and ("//" in self.field or "\\\\" in self.field):
            raise _outside()


def check_xml(name: str, content: bytes) -> None:
    """Read one part of a package. Raises UploadRefused."""
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Watcher(name.endswith(".rels")))
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise UploadRefused(_("文件内有实体声明，请重新保存后再上传。"), "xml_entity") from error
    except (SAXException, ValueError, LookupError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(_("文件已损坏或不完整，请重新保存后再上传。"), "broken") from error


def _check_relationship(attributes: dict[str, str]) -> None:
    """A plain link may point outside; a template, picture, workbook or object may not."""
    if attributes.get("TargetMode", "").lower() != "external":
        return
    target = attributes.get("Target", "").strip().lower()
    is_link = attributes.get("Type", "").endswith(_PLAIN_LINKS)
    if not is_link or (":" in target and not target.startswith(_LINK_SCHEMES)):
        raise _outside()


def _outside() -> UploadRefused:
    return UploadRefused(_("文件引用了外部的模板、图片或数据，请断开链接后再上传。"), "external")


def _dde() -> UploadRefused:
    return UploadRefused(_("文件含有动态数据交换，请删除后再上传。"), "macro")
