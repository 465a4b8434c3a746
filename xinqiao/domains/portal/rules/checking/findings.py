"""What a check found: of which kind, how grave, where, and how it is shown without repeating it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

AROUND = 12  # characters shown on either side of what was found
MOST_PER_KIND = 50


class Gravity(TextChoices):
    """What a finding means for the way of the text."""

    STOP = "stop", _("不得发布")
    PERSONAL = "personal", _("含个人信息")
    WARNING = "warning", _("提醒")


class Subject(TextChoices):
    """What was looked for."""

    SECRECY_MARK = "secrecy_mark", _("涉密标志")
    ID_NUMBER = "id_number", _("身份证号")
    MOBILE = "mobile", _("手机号")
    BANK_CARD = "bank_card", _("银行卡号")
    PASSPORT = "passport", _("护照号")
    LANDLINE = "landline", _("固定电话")
    SENSITIVE_WORD = "sensitive_word", _("敏感词")
    WRONG_WORD = "wrong_word", _("错别字")
    LEADER = "leader", _("领导姓名职务")
    DEAD_LINK = "dead_link", _("链接")
    MISSING_TAG = "missing_tag", _("网页标签")
    MISSING_ALT = "missing_alt", _("图片说明")
    TABLE_HEADER = "table_header", _("表头")
    UNREAD_FILE = "unread_file", _("未能检查的附件")


GRAVITY = {
    Subject.SECRECY_MARK: Gravity.STOP,
    Subject.ID_NUMBER: Gravity.PERSONAL,
    Subject.MOBILE: Gravity.PERSONAL,
    Subject.BANK_CARD: Gravity.PERSONAL,
    Subject.PASSPORT: Gravity.PERSONAL,
}  # all others are warnings
_ORDER = {gravity: place for place, gravity in enumerate(Gravity)}


@dataclass(frozen=True)
class Segment:
    """A piece of text of one place, such as 正文 or 附件《名单.docx》批注."""

    place: str
    text: str
    is_hidden: bool = False  # readers do not see it, but can find it


@dataclass(frozen=True)
class Finding:
    """One finding; ``excerpt`` never repeats a number of a person in full."""

    subject: str
    place: str
    excerpt: str
    message: str
    suggestion: str = ""

    @property
    def gravity(self) -> Gravity:
        return GRAVITY.get(Subject(self.subject), Gravity.WARNING)

    @property
    def label(self) -> str:
        return str(Subject(self.subject).label)

    def as_dict(self) -> dict[str, Any]:
        """For storing and for the editor."""
        return asdict(self)


def excerpt(text: str, start: int, end: int, *, shown: str | None = None) -> str:
    """What was found with a little around it; ``shown`` stands for it where it is masked."""
    before = text[max(0, start - AROUND) : start].replace("\n", " ").lstrip()
    after = text[end : end + AROUND].replace("\n", " ").rstrip()
    found = text[start:end].replace("\n", " ") if shown is None else shown
    return f"{before}【{found}】{after}"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, each only once, a flood of one kind cut off."""
    kept: list[Finding] = []
    count: dict[str, int] = {}
    for finding in dict.fromkeys(findings):
        count[finding.subject] = count.get(finding.subject, 0) + 1
        if count[finding.subject] <= MOST_PER_KIND:
            kept.append(finding)
    return sorted(kept, key=lambda finding: _ORDER[finding.gravity])
