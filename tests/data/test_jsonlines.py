"""Tables as JSON lines."""

from pathlib import Path

import pytest

from nntui.data.column import Column
from nntui.data.files.tables import ReadResult, first_rows, read
from nntui.data.kinds import Cell, Kind
from nntui.errors import DataError


def reading(folder: Path, content: str | bytes, **kinds: Column | Kind) -> ReadResult:
    path = folder / "t.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, kinds=kinds)


def test_columns_are_in_the_order_in_which_their_keys_appear(tmp_path: Path) -> None:
    lines = '{"a": 1, "b": "x"}\r\n\n  {"c": true, "b": "y", "a": 2.5}\n{}\n{"b": null, "b": "x"}'
    table = reading(tmp_path, lines).table
    assert [(column.name, column.kind) for column in table.columns] == [
        ("a", "number"),
        ("b", "category"),
        ("c", "yes-no"),
    ]
    assert table.rows(0, 9) == [(1, "x", None), (2.5, "y", True), (None, None, None), (None, "x", None)]


@pytest.mark.parametrize(
    ("values", "kind", "cells"),
    [
        (["1", "-2", "null"], "whole", [1, -2, None]),
        (["1", "2.0"], "number", [1.0, 2.0]),
        (["true", "false"], "yes-no", [True, False]),
        (['"a"', '"b"', '"a"'], "category", ["a", "b", "a"]),
        (['"no"', '"yes"', '""'], "yes-no", [False, True, None]),
        (['"1"', '"2"'], "text", ["1", "2"]),
        (["1", '"NA"', "2.5"], "number", [1.0, None, 2.5]),
        (["1", '"x"', "true", "2.0", "null"], "text", ["1", "x", "true", "2", None]),
        (["12345678901234567890", "1"], "text", ["12345678901234567890", "1"]),
        (["null", "null"], "text", [None, None]),
    ],
)
def test_the_kind_follows_from_the_values(tmp_path: Path, values: list[str], kind: str, cells: list[Cell]) -> None:
    table = reading(tmp_path, "".join(f'{{"x": {value}}}\n' for value in values)).table
    assert (table.columns[0].kind, [row[0] for row in table.rows(0, 9)]) == (kind, cells)


def test_a_kind_that_is_demanded_is_had(tmp_path: Path) -> None:
    lines = '{"a": "1", "b": 1, "c": "Ja", "d": true, "e": 2}\n{"a": "NA", "b": 2, "c": "nein", "d": false, "e": 3.0}\n'
    words = Column("c", "yes-no", words=("nein", "ja"))
    found = reading(tmp_path, lines, a="number", b="text", c=words, d="yes-no", e="whole")
    assert found.table.rows(0, 9) == [(1.0, "1", True, True, 2), (None, "2", False, False, 3)]
    with pytest.raises(DataError, match=r"^t\.jsonl: row 2, column c: 'nein' is not a number$"):
        reading(tmp_path, '{"c": 1}\n{"c": "nein"}\n', c="number")


def test_a_long_file_is_read_like_a_short_one(tmp_path: Path) -> None:
    lines = '{"a": 1, "b": "x"}\n' * 300_000 + '{"a": 2.5, "b": 3, "c": "late"}\n'
    found = reading(tmp_path, lines)
    assert [column.kind for column in found.table.columns] == ["number", "category", "text"]
    assert found.table.rows(299_999, 300_001) == [(1.0, "x", None), (2.5, "3", "late")]
    look = first_rows(tmp_path / "t.jsonl")
    assert look.table.rows(0, 1) == [(1, "x")]
    assert look.table.height == 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("{}\n{}\n", "no line names a column"),
        ('{"a": 1}\n\n{"a": [1]}\n', "line 3, key 'a': a cell cannot hold a list or an object"),
        ('{"a\\u001b": {"b": 1}}\n', "line 1, key 'a␛': a cell cannot hold a list or an object"),
        ('{"a": 1}\n{"a": 1,}\n', "line 2: this is not JSON: "),
        ('{"a": 1}\n{"a": nan}\n', "line 2: this is not JSON: invalid character"),
        ('{"a": 1}\n{"a": "\\ud800"}\n', "line 2: this is not JSON: "),
        ('{"a": 1}\n[1]\n', "line 2: each line must be an object in braces"),
        ("5\n", "line 1: each line must be an object in braces"),
        ('{"a": 1}\n{"a": -1e999}\n', "line 2: a number is too large"),
        (b'{"a": 1}\n{"a": "\xe9"}\n', "line 2: this is not UTF-8"),
        (b"\x1f\x8b\x08", "cannot be unpacked: it is damaged or cut off"),
        (b"\0\0", "line 1: this is not JSON"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_with_the_place(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(DataError) as refused:
        reading(tmp_path, content)
    assert str(refused.value).startswith(f"t.jsonl: {message}")
    assert str(refused.value).isprintable()


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert reading(tmp_path, '\ufeff{"a": 1}\n').table.names == ("a",)


def test_a_mistake_far_down_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^t\.jsonl: line 300002: this is not JSON"):
        reading(tmp_path, '{"a": 1, "b": "x"}\n' * 300_000 + '\n{"a": 2.5, "b": ]}\n')
    found = reading(tmp_path, '{"a": 1, "b": "x"}\n' * 300_000 + '\n{"a": 2.5, "b": []}\n')
    assert found.notes == ("column b: the list or object in line 300002 is taken as empty",)
