"""What every site of the cluster must show, whatever its manager chose.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): marks of header and footer, tags of each
page, links that work; accessibility as GB/T 37668 and WCAG 2.2 (AA) ask for it, as far as a
program can see.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IDENTIFIER = re.compile(r"[0-9A-Za-z]{10}")
# field of a site, name, whether a sub-site that has none shows the portal's
MARKS = (
    ("sponsor", _("主办单位"), False),
    ("description", _("网站简介（Description 标签）"), False),
    ("keywords", _("网站关键词（Keywords 标签）"), False),
    ("phone", _("联系电话"), True),
    ("identifier_code", _("网站标识码"), True),
    ("icp", _("ICP备案编号"), True),
    ("police_number", _("公安备案编号"), True),
)
SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ONCE = frozenset({"SiteName", "SiteDomain", "SiteIDCode"})


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: under which norm, what, whether it is in order, how not."""

    group: str | Promise
    label: str | Promise
    is_right: bool
    detail: str = ""


def missing_marks(own: Mapping[str, str], portal: Mapping[str, str]) -> list[Finding]:
    """The mandatory values that a site neither has nor inherits, or has in a wrong form."""
    return [finding for finding in check_marks(own, portal) if not finding.is_right]


def check_marks(own: Mapping[str, str], portal: Mapping[str, str]) -> list[Finding]:
    """Every mandatory value of a site; ``portal`` has those that it may inherit."""
    return [
        _mark(name, label, own[name] or (portal[name] if is_inherited else ""))
        for name, label, is_inherited in MARKS
    ]


def _mark(name: str, label: str | Promise, value: str) -> Finding:
    if not value.strip():
        return Finding(_("标识与页脚"), label, False, str(_("未填写")))
    if name == "identifier_code" and not IDENTIFIER.fullmatch(value):
        return Finding(_("标识与页脚"), label, False, str(_("应为10位字母或数字")))
    return Finding(_("标识与页脚"), label, True)


@dataclass
class PageFacts(HTMLParser):
    """What a program can see of a page."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    inputs: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    language: str = ""
    headings: int = 0
    bare_images: int = 0
    has_search: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of one element."""
        said = {name: value or "" for name, value in attrs}
        self.classes.update(said.get("class", "").split())
        self.has_search |= said.get("role") == "search"
        if tag == "html":
            self.language = said.get("lang", "")
        elif tag == "meta" and "name" in said:
            self.tags.append((said["name"], said.get("content", "")))
        elif tag == "h1":
            self.headings += 1
        elif tag == "img":
            self.bare_images += "alt" not in said
        else:
            self._note_control(tag, said)

    def _note_control(self, tag: str, said: dict[str, str]) -> None:
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        elif tag == "label":
            self.labels.add(said.get("for", ""))
        elif tag == "input" and said.get("type") != "hidden" and "aria-label" not in said:
            self.inputs.append(said.get("id", ""))


def read_page(html: str) -> PageFacts:
    """The facts of a page; any text is answered."""
    facts = PageFacts()
    facts.feed(html)
    facts.close()
    return facts


def check_page(facts: PageFacts, *, is_column: bool = False) -> list[Finding]:
    """Tags, search, marks and accessibility of one page."""
    wanted = (*SITE_TAGS, *COLUMN_TAGS) if is_column else SITE_TAGS
    unlabelled = [name for name in facts.inputs if name not in facts.labels]
    accessible = _("无障碍")
    return [
        *(_tag(facts, name) for name in wanted),
        Finding(_("搜索"), _("页面顶部有搜索框"), facts.has_search),
        Finding(_("标识与页脚"), _("党政机关标识与找错入口"), "marks" in facts.classes),
        Finding(accessible, _("标明页面语言"), bool(facts.language)),
        Finding(accessible, _("可以跳到正文"), "skip" in facts.classes),
        Finding(accessible, _("只有一个主标题"), facts.headings == 1, str(facts.headings)),
        Finding(accessible, _("图片有替代文字"), not facts.bare_images, str(facts.bare_images)),
        Finding(accessible, _("输入框有名称"), not unlabelled, "、".join(unlabelled)),
    ]


def _tag(facts: PageFacts, name: str) -> Finding:
    values = [content for known, content in facts.tags if known == name]
    label = f"{name}"
    if not any(values):
        return Finding(_("网页标签"), label, False, str(_("没有或为空")))
    if name in ONCE and len(values) > 1:
        return Finding(_("网页标签"), label, False, str(_("重复出现")))
    return Finding(_("网页标签"), label, True)


def check_links(answers: Mapping[str, int]) -> Finding:
    """Whether the links of a page lead somewhere, by their status."""
    dead = [address for address, status in answers.items() if status >= 400]
    return Finding(_("链接"), _("首页链接都能打开"), not dead, "、".join(dead[:10]))


def check_columns(untyped: Iterable[str], unkept: Iterable[str]) -> list[Finding]:
    """Whether the columns of a site are described as a common database needs them."""
    without_type, without_keeper = list(untyped), list(unkept)
    group = _("数据规范")
    return [
        Finding(group, _("栏目都有栏目类型"), not without_type, "、".join(without_type[:10])),
        Finding(group, _("栏目都有责任人"), not without_keeper, "、".join(without_keeper[:10])),
    ]
