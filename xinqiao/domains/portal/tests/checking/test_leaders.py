"""Leaders' names, titles and order."""

import pytest

from xinqiao.domains.portal.rules.checking import Leader, Register, Segment

REGISTER = Register(
    [
        Leader("周明远", "县委书记", 1),
        Leader("李建国", "县委副书记、县长", 2),
        Leader("王芳", "县政府副县长", 3),
        Leader("赵海", "县公安局局长", 4),
    ]
)


def messages(text, register=REGISTER):
    return [finding.message for finding in register.find(Segment("正文", text))]


@pytest.mark.parametrize(
    "text",
    [
        "县委书记周明远主持会议",
        "书记周明远主持会议",
        "县委副书记、县长李建国出席",
        "李建国县长指出",
        "副县长王芳参加",
        "县公安局局长赵海汇报",
        "局长赵海汇报",
        "安委会主任周明远部署工作",
        "领导小组组长李建国",
        "县领导周明远、李建国、王芳出席",
        "县委书记周明远，县委副书记、县长李建国出席",
        "周明远同志",
        "与领导无关的文字",
        "县长指出",
    ],
)
def test_what_agrees_with_the_register_is_not_remarked(text):
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("县长周明远主持会议", "周明远现任县委书记"),
        ("副县长李建国出席", "李建国现任县委副书记、县长"),
        ("县长王芳参加", "王芳现任县政府副县长"),
        ("王芳县长参加", "王芳现任县政府副县长"),
        ("县委书记、县长李建国出席", "李建国现任"),
        ("青溪县县长周明远", "周明远现任县委书记"),
    ],
)
def test_wrong_title_beside_a_name_is_found(text, said):
    (message,) = messages(text)

    assert said in message


@pytest.mark.parametrize(
    "text",
    [
        "县领导李建国、周明远、王芳出席",
        "县长李建国，县委书记周明远出席会议",
        "王芳和李建国参加",
    ],
)
def test_wrong_order_is_found(text):
    (message,) = messages(text)

    assert "排序" in message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县长李健国指出", "李建国"),
        ("县委书记周远明强调", "周明远"),
        ("县委书记周明强调，", "周明远"),
        ("县长李建新国指出", "李建国"),
        ("书记周明", "周明远"),
    ],
)
def test_name_one_character_off_after_its_title_is_found(text, name):
    (message,) = messages(text)

    assert name in message
    assert "写错" in message


@pytest.mark.parametrize("text", ["县长张三丰指出", "副县长王方参加", "县长，李健国"])
def test_other_names_are_left_alone(text):
    assert messages(text) == []


def test_empty_register_says_nothing():
    assert messages("县长李健国", Register([])) == []
