"""What a body lacks, and what findings mean for its way."""

import pytest

from xinqiao.domains.portal.rules import ChainRefused
from xinqiao.domains.portal.rules.checking import (
    Finding,
    Report,
    check_publishable,
    check_waiver,
    find_in_structure,
    find_missing_tags,
)


def subjects(body, known=("/news/",)):
    found = find_in_structure(body, exists=lambda path: path in known)
    return [finding.subject for finding in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param('<p><img src="a"></p>', ["missing_alt"], id="picture without words"),
        pytest.param('<p><img src="a" alt=" "></p>', ["missing_alt"], id="picture with a blank"),
        pytest.param('<p><img src="a" alt="图"></p>', [], id="picture with words"),
        pytest.param("<table><tr><th>名</th></tr></table>", [], id="table with header"),
        pytest.param("<table><tr><th></th></tr></table>", ["table_header"], id="empty header"),
        pytest.param("<table><tr><td>名</td></tr></table>", ["table_header"], id="no header"),
        pytest.param('<p><a id="x">此处</a></p>', [], id="anchor"),
        pytest.param('<p id="x"><a href="#x">去</a></p>', [], id="known anchor"),
        pytest.param('<p><a href="#y">去</a></p>', ["dead_link"], id="unknown anchor"),
        pytest.param('<p><a href="#">去</a></p>', [], id="top of the page"),
        pytest.param('<p><a href="/news/?a=1#x">去</a></p>', [], id="page of ours"),
        pytest.param('<p><a href="/gone/"></a></p>', ["dead_link"], id="no page of ours"),
        pytest.param('<p><a href="news.html">去</a></p>', ["dead_link"], id="incomplete"),
        pytest.param('<p><a href="https://www.gov.cn/a">去</a></p>', [], id="outside"),
        pytest.param('<p><a href="//www.gov.cn/a">去</a></p>', [], id="outside, no scheme"),
        pytest.param('<p><a href="http://8.8.8.8/">去</a></p>', [], id="by number"),
        pytest.param('<p><a href="http://10.1.2.3/oa">去</a></p>', ["dead_link"], id="inside"),
        pytest.param('<p><a href="http://oa">去</a></p>', ["dead_link"], id="no host"),
        pytest.param('<p><a href="http://[x">去</a></p>', ["dead_link"], id="not an address"),
        pytest.param('<p><a href="mailto:a@b.cn">去</a></p>', [], id="mail"),
    ],
)
def test_what_a_body_lacks(body, expected):
    assert subjects(body) == expected


def test_missing_tags_are_named():
    found = find_missing_tags(keywords=" ", summary="摘要", source="")

    assert [finding.place for finding in found] == ["关键词", "来源"]


STOP = Finding("secrecy_mark", "正文", "", "")
PERSONAL = Finding("id_number", "附件", "", "")
WARNING = Finding("wrong_word", "正文", "", "")


def check(*findings, is_waived=False, needs_waiver=True):
    report = Report.of("h", findings)
    check_publishable(report, is_waived=is_waived, needs_waiver=needs_waiver)


def test_warnings_do_not_hold_a_text():
    check(WARNING)


def test_mark_of_secrecy_holds_a_text_even_if_personal_data_are_let_pass():
    with pytest.raises(ChainRefused, match="正文涉密标志"):
        check(STOP, is_waived=True, needs_waiver=False)


def test_personal_data_hold_a_text_until_a_second_person_lets_them_pass():
    with pytest.raises(ChainRefused, match="附件身份证号"):
        check(PERSONAL)
    check(PERSONAL, is_waived=True)
    check(PERSONAL, needs_waiver=False)


def test_report_sorts_its_findings_by_gravity():
    report = Report.of("h", [WARNING, PERSONAL, STOP])

    assert report.findings == (STOP, PERSONAL, WARNING)
    assert (report.stops, report.personal, report.warnings) == ((STOP,), (PERSONAL,), (WARNING,))


@pytest.mark.parametrize(
    ("findings", "reason", "is_author"),
    [
        pytest.param([STOP, PERSONAL], "公示名单依法公开", False, id="marks are never let pass"),
        pytest.param([WARNING], "公示名单依法公开", False, id="nothing to let pass"),
        pytest.param([PERSONAL], "公示名单依法公开", True, id="one's own text"),
        pytest.param([PERSONAL], " 公 ", False, id="no reason"),
    ],
)
def test_waiver_is_refused(findings, reason, is_author):
    with pytest.raises(ChainRefused):
        check_waiver(Report.of("h", findings), reason=reason, is_author=is_author)


def test_waiver_by_a_second_person_with_a_reason():
    check_waiver(Report.of("h", [PERSONAL]), reason="公示名单依法公开", is_author=False)
