"""The reader of JSON lines: every file is read to its end, whatever stands in a line."""

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.adapters import lines


def read(content, **options):
    return list(lines.read(lines.opened(io.BytesIO(content)), **options))


def test_plain_and_packed_files_read_the_same():
    content = b'{"id": 1}\n{"id": 2}\n'

    assert read(content) == read(gzip.compress(content))
    assert [line.record for line in read(content)] == [{"id": 1}, {"id": 2}]


def test_byte_order_mark_windows_line_ends_and_blank_lines_do_no_harm():
    content = b'\xef\xbb\xbf{"id": 1}\r\n\r\n   \n{"id": 2}'

    assert [(line.number, line.record) for line in read(content)] == [
        (1, {"id": 1}),
        (4, {"id": 2}),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"{not json}", "不是有效的JSON", id="bad JSON"),
        pytest.param(b'{"a": NaN}', "不是有效的JSON", id="not a number"),
        pytest.param(b'{"a": 1e999}', "不是有效的JSON", id="infinite number"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "不是有效的JSON", id="endless number"),
        pytest.param(b"[1, 2]", "每行应是一个JSON对象", id="a list"),
        pytest.param(b'{"a": "\xff\xfe"}', "不是UTF-8编码", id="another encoding"),
        pytest.param(b"\x00\x01\x02", "含有二进制内容，不是文本", id="binary"),
        pytest.param(b'{"a": "\\u0000"}', "含有空字符", id="null character"),
        pytest.param(b'{"\\u0000": 1}', "含有空字符", id="null character in a name"),
        pytest.param(b'{"a": ["\\ud800"]}', "含有无法识别的字符", id="half a character"),
        pytest.param(
            b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "嵌套层次太深", id="nested too deep"
        ),
        pytest.param(
            b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "嵌套层次太深", id="a bomb"
        ),
    ],
)
def test_bad_line_is_reported_and_the_next_one_read(content, problem):
    bad, good = read(content + b'\n{"id": 2}\n')

    assert (bad.number, bad.record, bad.problem) == (1, None, problem)
    assert (good.number, good.record, good.problem) == (2, {"id": 2}, "")


def test_endless_line_is_passed_over_without_being_kept():
    content = b'{"a": "' + b"x" * 5000 + b'"}\n{"id": 2}\n'

    long, good = read(content, limit=1024)

    assert long.problem == "一行超过1KB，未读取"
    assert long.end == len(content) - len(b'{"id": 2}\n')
    assert good.record == {"id": 2}


def test_line_of_exactly_the_limit_is_read():
    content = b'{"a": "' + b"x" * 100 + b'"}'

    (line,) = read(content, limit=len(content))

    assert line.record is not None


@pytest.mark.parametrize("cut", [30, 60, 200])
def test_damaged_archive_is_read_as_far_as_it_goes(cut):
    content = gzip.compress(b"".join(b'{"id": %d}\n' % n for n in range(5000)))

    found = read(content[: len(content) - cut])

    assert found[-1].problem == "文件不完整或已损坏，此后的内容未能读取"
    assert all(not line.problem for line in found[:-1])


def test_counting_sees_what_reading_sees():
    content = b'{"id": 1}\n\n{bad\n{"id": 3}'

    assert lines.count(io.BytesIO(content)) == len(read(content)) == 3

    damaged = gzip.compress(content)[:-4]
    assert lines.count(lines.opened(io.BytesIO(damaged))) == len(read(damaged))


def test_empty_file_has_no_lines():
    assert read(b"") == []


@given(
    records=st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3), max_size=8
    ),
    ending=st.sampled_from(["\n", "\r\n"]),
    at=st.integers(min_value=0, max_value=8),
)
def test_reading_may_stop_after_any_line_and_go_on(records, ending, at):
    content = "".join(json.dumps(record) + ending for record in records).encode()
    whole = read(content)

    head = whole[:at]
    rest = read(
        content,
        position=head[-1].end if head else 0,
        number=head[-1].number if head else 0,
    )

    assert head + rest == whole


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reader(content):
    for line in read(content, limit=64):
        assert (line.record is None) == bool(line.problem)
