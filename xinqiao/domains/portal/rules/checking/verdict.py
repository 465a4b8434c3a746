"""What findings mean for the way of a text: stopped, waiting for a second person, or free."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import ChainRefused
from xinqiao.domains.portal.rules.checking.findings import Finding, Gravity, in_order

SHORTEST_REASON = 4


@dataclass(frozen=True)
class Report:
    """All findings for exactly one content, the gravest first."""

    content_hash: str
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, content_hash: str, findings: Iterable[Finding]) -> "Report":
        return cls(content_hash, tuple(in_order(findings)))

    def _with(self, gravity: Gravity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.gravity == gravity)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What nobody may let pass."""
        return self._with(Gravity.STOP)

    @property
    def personal(self) -> tuple[Finding, ...]:
        """What passes only with a reason by the secrecy reviewer."""
        return self._with(Gravity.PERSONAL)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What every reviewer is shown."""
        return self._with(Gravity.WARNING)

    @property
    def digest(self) -> str:
        """What exactly is let pass: other personal data need another decision."""
        lines = sorted(f"{one.subject}|{one.place}|{one.excerpt}" for one in self.personal)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def check_publishable(report: Report, *, is_waived: bool, needs_waiver: bool) -> None:
    """Refuse marks of secrecy always, personal data unless let pass. Raises ChainRefused.

    ``needs_waiver`` is false before the secrecy review, which is where they are let pass.
    """
    if report.stops:
        raise ChainRefused(_("检查发现涉密或内部标志，不能办理：%s。") % _where(report.stops))
    if report.personal and needs_waiver and not is_waived:
        raise ChainRefused(
            _("检查发现个人信息，须删除，或由保密审查员说明理由后放行：%s。")
            % _where(report.personal)
        )


def _where(findings: tuple[Finding, ...]) -> str:
    places = dict.fromkeys(f"{finding.place}{finding.label}" for finding in findings)
    return "、".join(list(places)[:5])


def check_waiver(report: Report, *, reason: str, is_author: bool) -> None:
    """Only personal data are let pass, by a second person, with a reason. Raises ChainRefused."""
    if report.stops:
        raise ChainRefused(_("涉密或内部标志任何人不得放行。"))
    if not report.personal:
        raise ChainRefused(_("没有需要放行的个人信息。"))
    if is_author:
        raise ChainRefused(_("撰稿人不能放行自己文章中的个人信息。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ChainRefused(_("请写明放行理由。"))
