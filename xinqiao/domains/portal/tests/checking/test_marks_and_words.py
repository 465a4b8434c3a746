"""Marks of secrecy, words of the lists, and how text is folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.rules.checking import (
    Register,
    Segment,
    Word,
    WordSet,
    find_in_segment,
    find_secrecy_marks,
)
from xinqiao.domains.portal.rules.checking.findings import MOST_PER_KIND, Finding, in_order
from xinqiao.domains.portal.rules.checking.folding import fold, fold_width, fold_words


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘密★",
        "绝密 ★ 长期",
        "機密★十年",
        "前文\n　　秘　密　　\n后文",
        "【机密】",
        "密级：秘密",
        "密 级: 机 密",
        "内部资料 注意保存",
        "（内部资料，注意保存）",
        "内部文件，不得外传。",
        "内部材料 请妥善保管",
        "仅供内部参考",
        "工作秘密",
    ],
)
def test_mark_is_found_and_stops(text):
    found = find_secrecy_marks(Segment("正文", text))

    assert [finding.subject for finding in found] == ["secrecy_mark"]
    assert found[0].gravity == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "机关、单位应当对机密级文件加强管理。",
        "经审查不涉及国家秘密、商业秘密和个人隐私，可以公开。",
        "会议通报了内部资料管理情况，要求注意保存档案。",
        "严守党和国家秘密",
    ],
)
def test_text_that_speaks_about_secrets_bears_no_mark(text):
    assert find_secrecy_marks(Segment("正文", text)) == []


WORDS = WordSet(
    [
        Word("wrong", "布署", "部署"),
        Word("wrong", "了望", "瞭望"),
        Word("wrong", "座谈记要"),
        Word("sensitive", "办证"),
        Word("sensitive", "六合彩", "赌博信息，请删除。"),
        Word("sensitive", "证办"),
        Word("allowed", "办证大厅"),
        Word("allowed", "证办"),
        Word("sensitive", "证办"),
        Word("wrong", "x"),
        Word("sensitive", "★★"),
    ]
)


def found(text):
    return [(one.subject, one.excerpt) for one in WORDS.find(Segment("正文", text))]


def test_wrong_word_comes_with_its_correction():
    (finding,) = WORDS.find(Segment("正文", "会议布署了工作"))

    assert finding.suggestion == "部署"
    assert "部署" in finding.message
    assert finding.excerpt == "会议【布署】了工作"


def test_wrong_word_without_correction_is_only_named():
    (finding,) = WORDS.find(Segment("正文", "座谈记要"))

    assert finding.message == "疑似错别字。"


@pytest.mark.parametrize(
    "text",
    [
        "六合彩",
        "六 合 彩",
        "六.合.彩",
        "六＊合＊彩",
        "六\u200b合彩",
        "六合\u3000彩",
        "陸合彩六合彩",
    ],
)
def test_sensitive_word_is_found_through_spaces_and_symbols(text):
    assert [subject for subject, _excerpt in found(text)] == ["sensitive_word"]


def test_sensitive_word_is_found_in_traditional_characters():
    assert found("提供辦證服務") == [("sensitive_word", "提供【辦證】服務")]


def test_word_over_the_end_of_a_sentence_is_none():
    assert found("材料统一办。证件另发") == []


def test_word_inside_an_allowed_phrase_is_none():
    assert found("请到办证大厅办理") == []
    assert len(found("办证大厅旁有人办证")) == 1


def test_word_both_listed_and_allowed_is_allowed():
    assert found("证办") == []


def test_right_word_is_not_taken_for_its_simplified_form():
    assert found("在瞭望塔上") == []
    assert found("在了望塔上") == [("wrong_word", "在【了望】塔上")]


def test_empty_lists_find_nothing():
    assert WordSet([]).find(Segment("正文", "六合彩")) == []


@given(st.text(max_size=60))
def test_every_folded_character_leads_back_into_the_text(text):
    for form in (fold, fold_width, fold_words):
        folded = form(text)
        assert len(folded.text) == len(folded.places)
        for place in range(len(folded.text)):
            start, end = folded.span(place, place + 1)
            assert 0 <= start < end <= len(text)


def test_all_checks_of_a_text_together():
    text = "机密★\n六合彩 13812345678"

    found = find_in_segment(Segment("正文", text), WORDS, Register([]))

    assert [one.subject for one in in_order(found)] == ["secrecy_mark", "mobile", "sensitive_word"]


def test_a_flood_of_one_kind_is_cut_and_doubles_are_said_once():
    many = [Finding("wrong_word", "正文", str(number), "") for number in range(200)]

    kept = in_order([*many, *many, Finding("mobile", "正文", "", "")])

    assert len(kept) == MOST_PER_KIND + 1
    assert kept[0].subject == "mobile"
