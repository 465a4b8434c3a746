"""Numbers of persons: what is one, however it is written, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.rules.checking import Segment, find_numbers
from xinqiao.domains.portal.rules.checking.numbers import is_bank_card, is_id_number, masked

ID = "330106199003071236"
CARD = "6222021234567894"


def subjects(text, *, is_hidden=False):
    found = find_numbers(Segment("正文", text, is_hidden))
    return [finding.subject for finding in found]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(ID[:-1] + "0", id="wrong check digit"),
        pytest.param("990106199003071236", id="no such region"),
        pytest.param("330106199013071236", id="no such month"),
        pytest.param("330106177003071236", id="born too early"),
        pytest.param(ID[:-1], id="seventeen digits"),
        pytest.param("33010619900307123X6", id="a letter inside"),
    ],
)
def test_what_breaks_gb_11643_is_no_identity_number(number):
    assert not is_id_number(number)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(ID, id="plain"),
        pytest.param(f"{ID[:6]} {ID[6:14]} {ID[14:]}", id="in groups"),
        pytest.param(" ".join(ID), id="spaced"),
        pytest.param("\n".join(ID), id="one digit a cell"),
        pytest.param("".join(chr(ord(one) + 0xFEE0) for one in ID), id="full-width"),
        pytest.param(f"{ID[:9]}\u200b{ID[9:]}", id="zero-width space"),
        pytest.param("33010619491231006x", id="small x"),
        pytest.param("330106 19491231 006Ｘ", id="full-width X in groups"),
        pytest.param(f"编号7，{ID}", id="after another number"),
    ],
)
def test_identity_number_is_found_however_it_is_written(written):
    assert subjects(f"身份证 {written} 。") == ["id_number"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13812345678", ["mobile"]),
        ("手机138-1234-5678", ["mobile"]),
        ("+86 138 1234 5678", ["mobile"]),
        ("8613812345678", ["mobile"]),
        ("1 3 8 1 2 3 4 5 6 7 8", ["mobile"]),
        ("1 3 8 1 2 3 4 5 6 7 8 9", []),
        ("2 1 3 8 1 2 3 4 5 6 7 8", []),
        ("138\t1234\t5678", []),
        ("6222\t0212\t3456\t7894", []),
        ("1381 2345 67 8", []),
        ("总投资15800000000元", []),
        ("经度13812345678.12", []),
        ("合计0.13812345678", []),
        ("流水号213812345678", []),
        ("代码A13812345678", []),
        ("0571-88886666", ["landline"]),
        ("(010) 66667777", ["landline"]),
        ("0571 — 88886666", ["landline"]),
        (f"卡号{CARD}", ["bank_card"]),
        ("卡号6222 0212 3456 7894", ["bank_card"]),
        ("卡号6222 02123456 7894", []),
        ("编号7222021234567894", []),
        ("护照号E12345678", ["passport"]),
        ("护照：EA1234567", ["passport"]),
        ("型号E12345678", []),
        ("身份证号330106900307123", ["id_number"]),
        ("身份证号330106901307123", []),
        ("身份证号990106900307123", []),
        ("没有号码", []),
        (f"{ID} 13812345678", ["id_number", "mobile"]),
        (f"王 {ID}\n李 330106194912310027", ["id_number", "id_number"]),
    ],
)
def test_numbers_in_a_text(text, expected):
    assert subjects(text) == expected


def test_excerpt_never_repeats_a_number():
    found = find_numbers(Segment("正文", f"甲 {ID} 乙 13812345678 卡{CARD}"))

    shown = "".join(finding.excerpt for finding in found)
    assert len(found) == 3
    assert not any(number in shown for number in (ID, "13812345678", CARD, "99003071"))


def test_hidden_text_is_said_to_be_hidden():
    (found,) = find_numbers(Segment("附件批注", ID, is_hidden=True))

    assert "隐藏" in found.message
    assert found.place == "附件批注"
    assert found.gravity == "personal"
    assert found.label == "身份证号"
    assert found.as_dict()["subject"] == "id_number"


def test_many_numbers_of_a_table_cost_little():
    text = "\n".join(f"{row}\t{row * 37}\t{row % 13}" for row in range(3_000))

    assert subjects(text) == []


@pytest.mark.parametrize("number", ["0000000000000000", "62220212345678", "622202123456789X"])
def test_what_is_no_card_number(number):
    assert not is_bank_card(number)


@given(st.text(alphabet="0123456789X 　\n-１２３元.", max_size=80))
def test_any_text_is_read_without_error_and_nothing_is_shown_in_full(text):
    for finding in find_numbers(Segment("正文", text)):
        assert "*" in finding.excerpt or finding.subject == "landline"


def test_short_numbers_are_masked_whole():
    assert masked("12345") == "12345"
    assert masked(ID) == "330*************36"
