import datetime as dt

import pytest

from xinqiao.kernel.calendars import reading, rules
from xinqiao.kernel.calendars.tests.factories import TABLE_2027


def test_table_with_heading_and_chinese_words_is_read():
    text = "日期,安排,节日\n" + TABLE_2027.replace(",off,", ",放假,").replace("-", "/")

    days = reading.read_notice(2027, text)

    assert days[0] == rules.Day(dt.date(2027, 1, 1), "off", "元旦")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_table_is_read_as_excel_saves_it(encoding):
    assert reading.decoded(TABLE_2027.encode(encoding)) == TABLE_2027


@pytest.mark.parametrize(
    "content",
    [b"\xff\xff\xff\xff", b"x" * (reading.MAX_BYTES + 1)],
    ids=["not text", "too large"],
)
def test_file_that_is_no_table_is_refused(content):
    with pytest.raises(rules.BadHolidayNotice):
        reading.decoded(content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有日期"),
        ("\x00", "不是文本"),
        ('2027-01-01,off,"元旦', "不是 CSV"),
        ("2027-01-01,off,元旦\n" * 201, "超过200行"),
        ("2027-01-01,off", "第1行：应有三列"),
        ("date,kind,name\n2027-13-01,off,元旦", "第2行：“2027-13-01”不是日期"),
        ("2027-01-01,free,元旦", "第1行：安排应为"),
    ],
)
def test_what_is_wrong_is_said_line_by_line(text, words):
    with pytest.raises(rules.BadHolidayNotice, match=words):
        reading.read_notice(2027, text)


def test_every_faulty_line_is_named_at_once():
    with pytest.raises(rules.BadHolidayNotice) as refused:
        reading.read_notice(2027, "x,off,元旦\n2027-05-01,off,劳动节\ny,off,国庆节")

    assert [problem.line for problem in refused.value.problems] == [1, 3]
