"""Reading files as they come: what is understood, and what a broken one is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nntui.data.files import read_table
from nntui.data.table import Table
from nntui.errors import DataError

SEPARATOR = "; is there a separator too many at the end of the line?"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Table]:
    def write_and_read(content: str | bytes, name: str = "cars.csv") -> Table:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path)

    return write_and_read


@pytest.fixture
def refusal(read: Callable[..., Table]) -> Callable[..., str]:
    def message(content: str | bytes, name: str = "cars.csv") -> str:
        with pytest.raises(DataError) as refused:
            read(content, name)
        assert "\n" not in str(refused.value)
        return str(refused.value)

    return message


def test_the_last_column_becomes_the_target(read: Callable[..., Table]) -> None:
    table = read("age,weight,speed\n2,9,92\n1,5,100\n")
    assert [(column.name, column.role) for column in table.columns] == [
        ("age", "input"),
        ("weight", "input"),
        ("speed", "target"),
    ]
    assert table.rows(0, 9) == [(2, 9, 92), (1, 5, 100)]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n3,4",
        "a,b\r\n1,2\r\n3,4\r\n",
        "a,b\r1,2\r3,4\r",
        "\ufeffa,b\n1,2\n3,4\n",
        "\n \na,b\n\n1,2\n\n\n3,4\n\n  \n\n",
        " a , b\n 1, 2 \n3 ,4\n",
        '"a","b"\n"1","2"\n3,"4"\n',
        "a,b\n+1,2.\n3e0,.4e1\n",
        "a;b\n1;2\n3;4\n",
        "a\tb\n1\t2\n3\t4\n",
    ],
)
def test_a_table_is_read_however_its_lines_separators_and_quotes_are_written(
    read: Callable[..., Table], content: str | bytes
) -> None:
    table = read(content)
    assert table.names == ("a", "b")
    assert table.rows(0, 9) == [(1, 2), (3, 4)]


@pytest.mark.parametrize("name", ["t.tsv", "t.TAB"])
def test_tabs_separate_the_cells_of_a_tsv_file(read: Callable[..., Table], name: str) -> None:
    assert read("a,x\tb;y\n1\t2\n", name).names == ("a,x", "b;y")


def test_names_may_hold_anything_when_quoted(read: Callable[..., Table]) -> None:
    table = read('"mpg, city","the ""real""\none",größe,"1970"\n1,2,3,4\n')
    assert table.names == ("mpg, city", 'the "real"\none', "größe", "1970")


@pytest.mark.parametrize("content", ["a,b", "a,b\n", "a,b\r\n\r\n"])
def test_a_header_alone_is_a_table_without_rows(read: Callable[..., Table], content: str | bytes) -> None:
    assert (read(content).names, read(content).height) == (("a", "b"), 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("\ufeff\r\n  \r\n", "the file is empty"),
        ("1,2\n3,4\n", "line 1 holds only numbers; the first line must name the columns"),
        ("\n1970\n1\n", "line 2 holds only numbers; the first line must name the columns"),
        ("a,b,a\n1,2,3\n", "line 1: 2 columns are named 'a'"),
        ("a,,c\n1,2,3\n", "line 1: column 2 has no name"),
        ("a,b,\n1,2,\n", f"line 1: column 3 has no name{SEPARATOR}"),
        ('a,"^b$"\n1,2\n', "line 1: '^b$': a column's name cannot both begin with ^ and end with $"),
        ("a,b\n1,2\n3\n", "row 2 (line 3): 1 cell, but 2 columns in the header"),
        ("a,b\n1,2,3\n", "row 1 (line 2): 3 cells, but 2 columns in the header"),
        ("a,b\n1,2,\n", f"row 1 (line 2): 3 cells, but 2 columns in the header{SEPARATOR}"),
        ("a\n1,2\n", "row 1 (line 2): 2 cells, but 1 column in the header"),
        ("a\n1\n2,", f"row 2 (line 3): 2 cells, but 1 column in the header{SEPARATOR}"),
        ('a\n"-311', "line 2: the quotes around a cell do not match, or it is too long"),
        ("a,weight\n1,2\n\n3,abc\n", "row 2 (line 4), column weight: 'abc' is not a number"),
        ('"a\nb",c\n1,2\n3,x\n', "row 2 (line 4), column c: 'x' is not a number"),
        ('a,b\n1,"2\n3"\n', "row 1 (line 2), column b: '2␊3' is not a number"),
        ("a,b\n1,\n", "row 1 (line 2), column b: a number is missing"),
        ('a\n1\n""\n3\n', "row 2 (line 3), column a: a number is missing"),
        ("a,b\n1,NaN\n", "row 1 (line 2), column b: 'NaN' is not a number"),
        ("a,b\n1,inf\n", "row 1 (line 2), column b: 'inf' is not a number"),
        ("a,b\n1,1e999\n", "row 1 (line 2), column b: '1e999' is too large"),
        ("a;b\n1,5;2\n", "row 1 (line 2), column a: '1,5' is not a number; write a decimal point, not a comma"),
        ("a,b\n1," + "x" * 10_000, f"row 1 (line 2), column b: '{'x' * 40}…' is not a number"),
        ("a" * 10_000 + "\nx", f"row 1 (line 2), column {'a' * 40}…: 'x' is not a number"),
        ("a\x1b[2J,b\nx,1\n", "row 1 (line 2), column a␛[2J: 'x' is not a number"),
        ('a,b\n1,"2\n3,4\n', "line 2: the quotes around a cell do not match, or it is too long"),
        ('a,b\n1,2\n"3"3,4\n', "line 3: the quotes around a cell do not match, or it is too long"),
        ("a\n" + "1" * 200_000, "line 2: the quotes around a cell do not match, or it is too long"),
        ("a,b\n1,2\n3,caf\u00e9\n".encode("latin-1"), "line 3: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "this is UTF-16 text; save the table as CSV in UTF-8"),
        (b"a,b\n1,2\n\0\0", "line 3: a zero byte, so this is not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 3: a zero byte, so this is not a text file"),
        (b"PAR1\x15\x04", "this is a Parquet file; save the table as CSV in UTF-8"),
        (b"PK\x03\x04\x14", "this is a zip archive, as Excel's files are; save the table as CSV in UTF-8"),
        (b"\x1f\x8b\x08", "this is compressed by gzip; save the table as CSV in UTF-8"),
    ],
)
def test_a_broken_file_is_told_what_and_where_in_one_line(
    refusal: Callable[..., str], content: str | bytes, message: str
) -> None:
    assert refusal(content) == f"cars.csv: {message}"


def test_the_place_is_found_in_a_long_file(refusal: Callable[..., str]) -> None:
    lines = [f"{row},{row / 7}" for row in range(20_000)]
    lines[12_344] = "12345,?"
    assert refusal("a,b\n" + "\n".join(lines)) == "cars.csv: row 12345 (line 12346), column b: '?' is not a number"


def test_other_suffixes_are_refused(refusal: Callable[..., str]) -> None:
    assert refusal("a,b\n", "cars.xlsx") == "cars.xlsx: a table's file ends in .csv, .tsv, .tab or .txt"
    assert refusal("a,b\n", "cars") == "cars: a table's file ends in .csv, .tsv, .tab or .txt"


def test_what_is_no_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    for name, message in [
        ("none.csv", "none.csv: there is no such file"),
        ("folder.csv", "folder.csv: this is a folder, not a file"),
        ("a\0b.csv", "a␀b.csv: there is no such file"),
    ]:
        with pytest.raises(DataError) as refused:
            read_table(tmp_path / name)
        assert str(refused.value) == message
    for name in ["circle.csv", "x" * 5_000 + ".csv"]:
        with pytest.raises(DataError, match=r"\.csv: |…: "):
            read_table(tmp_path / name)


def test_a_file_that_the_system_refuses_gives_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "cars.csv").write_text("a\n1\n")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(DataError, match=r"^cars\.csv: cannot be read: Permission denied$"):
        read_table(str(tmp_path / "cars.csv"))
