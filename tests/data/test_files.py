"""Files that are recognized by what is in them, columns that no table can have, and columns that number the rows."""

import gzip
import json
import os
from pathlib import Path

import polars as pl
import pytest

from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import first_rows, read
from nntui.errors import DataError


def roles(path: Path, **how: object) -> dict[str, str]:
    return {column.name: column.role for column in read(path, **how).table.columns}  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["t.data", "t.dat", "t.names", "t", "t.csv.gz", "t.gz", "t.txt.GZ", "t.csv"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_text_is_read_whatever_its_name_ends_in(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"a;b\n1;2\n3;4\n") if packed else b"a;b\n1;2\n3;4\n")
    assert read(path).table.rows(0, 9) == [(1, 2), (3, 4)]
    assert first_rows(path, rows=1).table.rows(0, 9) == [(1, 2)]


def test_other_formats_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, 2], "b": [0.5, 1.5]})
    frame.write_parquet(tmp_path / "t.data")
    (tmp_path / "t.json").write_text('{"a": 1, "b": 0.5}\n{"a": 2, "b": 1.5}\n')
    (tmp_path / "t.jsonl.gz").write_bytes(gzip.compress((tmp_path / "t.json").read_bytes()))
    for name in ("t.data", "t.json", "t.jsonl.gz"):
        assert read(tmp_path / name).table.rows(0, 9) == [(1, 0.5), (2, 1.5)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.json", b'[{"a": 1}]', "this is an array in JSON; write each of its objects on a line of its own"),
        ("t.xlsx", b"PK\x03\x04\x14[Content_Types].xml", "this is an Excel file; save the table as CSV"),
        ("t.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "so this is not a text file"),
        ("t.csv.gz", gzip.compress(b"a,b\n1,2\n" * 999, mtime=0)[:-9], "cannot be unpacked: it is damaged or cut off"),
        ("t.parquet", gzip.compress(b"PAR1", mtime=0), "this is compressed by gzip; unpack it first"),
        ("t.gz", gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), "compressed by gzip twice"),
    ],
    ids=["json array", "excel", "png", "cut off", "packed parquet", "packed twice"],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as refused:
        read(tmp_path / name)
    assert str(refused.value).startswith(f"{name}: ")
    assert message in str(refused.value)


def test_a_pipe_without_a_writer_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for look in (read, first_rows):
        with pytest.raises(DataError, match=r"^pipe\.csv: this is a pipe, not a file$"):
            look(tmp_path / "pipe.csv")


def test_columns_of_lists_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": {"b": 1}, "y": 1, "z": 5, "tags": ["u"]}\n{"a": null, "y": 2, "z": 6, "tags": []}\n')
    found = read(path)
    assert found.table.names == ("y", "z")
    assert set(found.left_out) == {"a", "tags"}
    assert (
        "column tags is left out: line 1 holds a list or an object (of kind category its text is an input)"
        in found.notes
    )
    path.write_text('{"a": 1, "y": 1}\n{"a": [2], "y": 2}\n')
    assert read(path).notes == (
        "column a is left out: line 2 holds a list or an object (of kind category its text is an input)",
    )
    path.write_text('{"a": [1]}\n')
    with pytest.raises(DataError, match="line 1, key 'a': a cell cannot hold a list"):
        read(path)


def test_parquet_columns_of_lists_and_bytes_are_left_out_and_bytes_of_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pl.DataFrame({"tags": [["u"], []], "s": [{"k": 1}, {"k": 2}], "raw": [b"\xff", b"\xfe"]})
    frame.with_columns(name=pl.Series([b"ann", b"bob"]), y=pl.Series([1.5, 2.5])).write_parquet(path)
    found = read(path)
    assert found.table.rows(0, 9) == [("ann", 1.5), ("bob", 2.5)]
    assert set(found.left_out) == {"tags", "s", "raw"}
    assert "column raw is left out: its cells are bytes" in found.notes
    assert "column tags is left out: its cells are lists or records" in found.notes


def test_ignored_columns_are_not_checked(tmp_path: Path) -> None:
    texts = ["a,t,y", *(f"{row},{row * 2},{row * 3}" for row in range(30))]
    texts[7] = "6,offline,18"
    texts[9] = "8,inf,24"
    (tmp_path / "t.csv").write_text("\n".join(texts))
    (tmp_path / "inf.csv").write_text("a,t,y\n1,inf,2\n2,3,4\n3,4,5\n")
    (tmp_path / "t.jsonl").write_text('{"a": 1, "t": Infinity, "y": 2}\n{"a": 2, "t": 1.5, "y": 3}\n')
    pl.DataFrame({"a": [1, 2], "t": [float("inf"), 1.5], "y": [2, 3]}).write_parquet(tmp_path / "t.parquet")
    for name in ("t.csv", "inf.csv", "t.jsonl", "t.parquet"):
        with pytest.raises(DataError):
            read(tmp_path / name)
        found = read(tmp_path / name, ignored=lambda column: column == "t")
        assert found.table.names == ("a", "t", "y")
        assert not found.notes


def test_nan_in_json_lines_is_an_empty_cell_and_infinity_is_refused_as_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1.5, "y": 1}\n{"a": NaN, "y": 2}\n\n{"a": 2.5, "y": "NaN"}\n')
    found = read(path)
    assert found.table.rows(0, 9) == [(1.5, 1), (None, 2), (2.5, None)]
    assert "column a: 1 cell of NaN is taken as empty" in found.notes
    path.write_text('{"a": 1.5}\n{"a": -Infinity}\n')
    with pytest.raises(DataError, match="row 2, column a: -inf is not a finite number"):
        read(path)
    path.write_text('{"a": 1.5}\n{"a": NaN, b}\n')
    with pytest.raises(DataError, match="line 2: this is not JSON"):
        read(path)
    path.write_text('{"a": "NaN or so"}\n{"a": nan}\n')
    with pytest.raises(DataError, match="line 2: this is not JSON"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        ",x,y\n0,5,1\n1,3,2\n2,8,3\n",
        "Unnamed: 0,x,y\n7,5,1\n3,3,2\n9,8,3\n",
        "rownames,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "Unnamed: 0.1,x,y\n7,5,1\n3,3,2\n9,8,3\n",
        ",x,y\n0.0,5,1\n1.0,3,2\n2.0,8,3\n",
        "id,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "PassengerId,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "x,y,row_id\n5,1,0\n3,2,1\n8,3,2\n",
        "customer_id,x,y\n2,5,1\n1,3,2\n3,8,3\n",
        "#,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "id,x,y\n1001,5,1\n1002,3,2\n1003,8,3\n",
        "RecordNumber,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "uid,x,y\n3,5,1\n2,3,2\n1,8,3\n",
        "sample,x,y\n1,5,1\n2,3,2\n3,8,3\n",
    ],
)
def test_a_column_that_numbers_the_rows_is_ignored_with_a_note(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content)
    found = {name: role for name, role in roles(path).items() if role != "ignored"}
    assert found == {"x": "input", "y": "target"}
    assert sum("is ignored: it numbers the rows" in note for note in read(path).notes) == 1


@pytest.mark.parametrize(
    "content",
    [
        "t,y\n1,5\n2,3\n3,8\n",
        "x,y\n0,0\n1,1\n2,4\n",
        "id,x,y\n10,5,1\n20,3,2\n35,8,3\n",
        "id,x,y\n1,5,1\n1,3,2\n2,8,3\n",
        "grid,x,y\n1,5,1\n2,3,2\n3,8,3\n",
        "paid,x,y\n1,5,1\n2,3,2\n3,8,3\n",
    ],
)
def test_other_whole_numbers_stay_inputs(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert "ignored" not in roles(path).values()


def test_a_column_that_numbers_the_rows_is_used_where_the_user_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,x,y\n1,5,1\n2,3,2\n3,8,3\n")
    assert roles(path, chosen={"id"})["id"] == "input"
    assert roles(path, kinds={"id": "number"})["id"] == "input"


def test_the_index_of_a_data_frame_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pl.DataFrame({"x": [1.5, 2.5, 3.5], "y": [2.0, 3, 4], "__index_level_0__": [7, 3, 5], "when": [1.5, 2, 3]})
    index = json.dumps({"index_columns": ["__index_level_0__", "when", {"kind": "range"}], "columns": []})
    frame.write_parquet(path, metadata={"pandas": index})
    assert roles(path) == {"x": "input", "y": "target", "__index_level_0__": "ignored", "when": "ignored"}
    assert sum("it is the index of the data frame" in note for note in read(path).notes) == 2


@pytest.mark.parametrize("text", ['{"a":' + "[" * 9_000 + "1" + "]" * 9_000 + "}", '{"a":' * 9_000 + "1" + "}" * 9_000])
def test_deep_nesting_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n' + text)
    with pytest.raises(DataError, match=r"^t\.jsonl: line 2: lists or objects are nested too deeply$"):
        read(path)


def test_text_in_an_encoding_of_another_script_is_refused_with_those_that_fit(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for encoding, header in {
        "cp932": "身長,年",
        "gb18030": "高度,年份",
        "euc_kr": "나이,무게",
        "cp1251": "возраст,вес",
        "koi8-r": "возраст,вес",
        "cp1253": "ηλικία,βάρος",
    }.items():
        path.write_bytes(f"{header}\n1.5,2000\n2.5,2001\n".encode(encoding))
        with pytest.raises(DataError, match=rf"give the encoding that the file is in, perhaps .*{encoding}"):
            read(path)
        assert read(path, Dialect(encoding=encoding)).table.names == tuple(header.split(","))
    path.write_bytes("年龄,颜色\n1,红\n2,蓝\n3,红\n".encode("gb18030"))  # as it happens, windows-1252 could read it
    with pytest.raises(DataError, match=r"perhaps .*gb18030"):
        read(path)
    path.write_bytes("größe,y\n".encode() + "größer,1\n".encode("windows-1252"))
    with pytest.raises(DataError, match=r"^t\.csv: line 2: byte 0xF6 is not utf-8; .*, or correct this line"):
        read(path)
    for text in ("größe,naïve\nMálaga,1\n", "é,à\n1,2\n", "name,y\nÅngström,1\nœuvre,2\n"):
        path.write_bytes(text.encode("windows-1252"))
        assert read(path).table.names == tuple(text.partition("\n")[0].split(","))


def test_control_characters_are_never_read_from_what_is_no_known_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"a\x81,b\n1,2\n")
    with pytest.raises(DataError, match="byte 0x81 is not utf-8; give the encoding"):
        read(tmp_path / "t.csv")


def test_utf_16_without_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("a,b\n1,2\n".encode("utf-16-le"))
    assert read(tmp_path / "t.csv").table.rows(0, 9) == [(1, 2)]


def test_files_that_would_fill_the_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.data.files.limits.free_memory", lambda: 64 << 20)
    (tmp_path / "t.csv").write_bytes(b"a,b\n" + b"1,2\n" * 2_000_000)
    pl.DataFrame({"a": pl.zeros(7_000_000, pl.UInt8, eager=True)}).write_parquet(tmp_path / "t.parquet")
    for name in ("t.csv", "t.parquet"):
        with pytest.raises(DataError, match=rf"^{name}: about .* of memory are needed to read it, and 67 MB are free"):
            read(tmp_path / name)
        assert first_rows(tmp_path / name).table.height == 200


def test_sizes_that_no_table_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text(",".join(f"x{number}" for number in range(20_001)) + "\n")
    with pytest.raises(DataError, match="20,001 columns are more than 20,000"):
        read(tmp_path / "t.csv")
    pl.DataFrame({"a": pl.zeros(600_000, pl.UInt8, eager=True)}).write_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr("nntui.data.files.limits.MOST_CELLS", 500_000)
    with pytest.raises(DataError, match="600,000 rows of 1 columns are more than 500,000 cells"):
        read(tmp_path / "t.parquet")
    monkeypatch.setattr("nntui.data.files.limits.LONGEST_LINE", 1 << 20)
    for name, content in {"long.csv": "a" * (9 << 20), "long.jsonl": '{"a": "' + "a" * (9 << 20)}.items():
        (tmp_path / name).write_text(content)
        with pytest.raises(DataError, match="a line is longer than 1 MB"):
            read(tmp_path / name)


def test_two_columns_of_one_name_in_a_parquet_file_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"ab": [1.0], "ac": [2.0]}).write_parquet(path)
    path.write_bytes(path.read_bytes().replace(b"ac", b"ab"))
    with pytest.raises(DataError, match=r"^t.parquet: two columns have one name, .*'ab'"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        "1 2\t3\n4\t5 6\n7 8 9\n",
        "x  y\tz\n1 2\t3\n4\t 5   6\n7 8 9\n",
        " 1.5  2\t3 \n4 5\t6\n",
        "18.0   8.   307.0\t3\n15.0   8   350.0\t2\n",
        "a\tb c\n1\t2 3\n4 5\t6\n7\t8\t9\n",
    ],
)
def test_spaces_and_tabs_may_be_mixed_between_numbers(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.txt"
    path.write_text(content)
    table = read(path).table
    assert table.width == len(content.splitlines()[0].split())
    assert all(column.numeric for column in table.columns)


@pytest.mark.parametrize("name", ["id", "ID", "customer_id", "userId", "id_no"])
def test_an_id_whose_many_numbers_all_differ_is_ignored_even_with_gaps(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{name},x,y\n" + "".join(f"{1000 + row * row},{row % 7},{row % 5}\n" for row in range(40)))
    assert roles(path)[name] == "ignored"


@pytest.mark.parametrize("name", ["valid", "Paid", "liquid", "rapid"])
def test_a_word_that_only_ends_in_id_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{name},x,y\n" + "".join(f"{1000 + row * row},{row % 7},{row % 5}\n" for row in range(40)))
    assert roles(path)[name] == "input"


def test_row_numbers_written_with_a_fraction_are_ignored_under_any_such_name(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("row_id,x,y\n0.0,5,1\n1.0,3,2\n2.0,8,3\n")
    assert roles(path)["row_id"] == "ignored"
