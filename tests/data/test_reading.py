"""Reading text files: what is understood, and how a broken file is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nntui.data.column import Column
from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import ReadResult, first_rows, read
from nntui.data.kinds import Kind
from nntui.data.table import Table
from nntui.errors import DataError

SEPARATOR = "; is there a separator too many at the end of the line?"
ENCODING = "; give the encoding that the file is in"

Reader = Callable[..., ReadResult]


@pytest.fixture
def reading(tmp_path: Path) -> Reader:
    def write_and_read(
        content: str | bytes, name: str = "cars.csv", how: Dialect | None = None, **kinds: Column | Kind
    ) -> ReadResult:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, how or Dialect(), kinds)

    return write_and_read


@pytest.fixture
def table(reading: Reader) -> Callable[..., Table]:
    return lambda *given, **named: reading(*given, **named).table


@pytest.fixture
def refusal(reading: Reader) -> Callable[..., str]:
    def message(*given: str | bytes, **named: Dialect | Column | str) -> str:
        with pytest.raises(DataError) as refused:
            reading(*given, **named)
        assert str(refused.value).isprintable()
        return str(refused.value)

    return message


def test_the_last_column_becomes_the_target(table: Callable[..., Table]) -> None:
    found = table("age,weight,speed\n2,9,92\n1,5,100\n")
    assert [(column.name, column.role) for column in found.columns] == [
        ("age", "input"),
        ("weight", "input"),
        ("speed", "target"),
    ]
    assert found.rows(0, 9) == [(2, 9, 92), (1, 5, 100)]


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
        ' "a" , "b"\n "1","2" \n3, "4"\n',
        "'a','b'\n'1','2'\n3,'4'\n",
        "a;b\n1;2\n3;4\n",
        "a\tb\n1\t2\n3\t4\n",
        "a|b\n1|2\n3|4\n",
        "a b\n1 2\n3 4\n",
        "  a    b\n  1    2\n  3  \t 4  \n",
        '"a" b\n1 "2"\n 3 4\n',
        "a,b\n1,2\n3,4\n".encode("utf-16"),
        "a,b\n1,2\n3,4\n".encode("utf-32"),
    ],
)
def test_a_table_is_read_however_its_lines_separators_and_quotes_are_written(
    table: Callable[..., Table], content: str | bytes
) -> None:
    found = table(content)
    assert [(column.name, column.kind) for column in found.columns] == [("a", "whole"), ("b", "whole")]
    assert found.rows(0, 9) == [(1, 2), (3, 4)]


def test_numbers_are_read_as_people_write_them(table: Callable[..., Table]) -> None:
    assert table("a\n+1\n-.5\n3e0\n4.\n1E-3\n1e-999\n").rows(0, 9) == [(1,), (-0.5,), (3,), (4,), (0.001,), (0,)]


@pytest.mark.parametrize("name", ["t.tsv", "t.TAB"])
def test_tabs_separate_the_cells_of_a_tsv_file(table: Callable[..., Table], name: str) -> None:
    assert table("a,x\tb;y\n1\t2\n", name).names == ("a,x", "b;y")


def test_names_may_hold_anything_when_quoted(table: Callable[..., Table]) -> None:
    found = table('"mpg, city","the ""real""\none",größe,"1970"\n1,2,3,4\n')
    assert found.names == ("mpg, city", 'the "real"\none', "größe", "1970")


@pytest.mark.parametrize("content", ["a,b", "a,b\n", "a,b\r\n\r\n"])
def test_a_header_alone_is_a_table_without_rows(table: Callable[..., Table], content: str | bytes) -> None:
    found = table(content)
    assert (found.names, found.height) == (("a", "b"), 0)
    assert [column.kind for column in found.columns] == ["number", "number"]


def test_a_cell_without_quotes_loses_the_spaces_around_it_and_one_in_quotes_keeps_them(
    table: Callable[..., Table],
) -> None:
    lines = 'a,b\n x y ," x "\n\tz, \n'
    assert table(lines, kinds := "t.csv", a="text", b="text").rows(0, 9) == [("x y", " x "), ("z", None)], kinds


@pytest.mark.parametrize("content", ['a,b\n"x, y",1\n', 'a,b\n"x, y",1\n z ,2\n', 'a,b\n"x, y ",1\n z ,2\n'])
def test_spaces_inside_quotes_are_never_touched(table: Callable[..., Table], content: str) -> None:
    assert table(content, a="text").value(0, 0) in {"x, y", "x, y "}
    assert table(content, a="text").value(0, 0) == content.split('"')[1]


def test_text_keeps_quotes_separators_line_ends_and_zero_bytes_in_quotes(
    table: Callable[..., Table],
) -> None:
    cells = ["a,b", 'say "hi"', "two\nlines", "two\r\nlines", "\r", "zero\0byte", '5" disk', '"', ","]
    quoted = [cell.replace('"', '""') for cell in cells]
    lines = "".join(f'"{cell}",{row}\n' for row, cell in enumerate(quoted))
    assert [row[0] for row in table(f"a,b\n{lines}").rows(0, 99)] == cells


def test_a_quote_within_a_cell_is_a_part_of_it(table: Callable[..., Table]) -> None:
    assert table('size,b\n5" disk,1\n3" disk,2\n').rows(0, 9) == [('5" disk', 1), ('3" disk', 2)]


def test_names_that_a_column_cannot_have_are_changed_and_noted(reading: Reader) -> None:
    found = reading("a,,a,a 2,^x$, b \n1,2,3,4,5,6\n")
    assert found.table.names == ("a", "column 2", "a 3", "a 2", "^x", "b")
    assert found.notes == (
        "column 2 has no name; it is called 'column 2'",
        "column 3 has the name 'a' too; it is called 'a 3'",
        "column 5 has the name '^x$'; it is called '^x'",
    )


def test_a_separator_at_the_end_of_every_line_makes_a_column_of_its_own(reading: Reader) -> None:
    found = reading("a,b,\n1,2,\n3,4,\n")
    assert found.table.rows(0, 9) == [(1, 2, None), (3, 4, None)]
    assert [(column.name, column.role) for column in found.table.columns][1:] == [
        ("b", "target"),
        ("column 3", "ignored"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("\ufeff\r\n  \r\n", "the file is empty"),
        ("a,b\n1,2\n3\n", "row 2 (line 3): 1 cell, but 2 columns in the header"),
        ("a,b\n1,2,3\n", "row 1 (line 2): 3 cells, but 2 columns in the header"),
        ("a,b\n1,2,\n", f"row 1 (line 2): 3 cells, but 2 columns in the header{SEPARATOR}"),
        ("a\n1,2\n", "row 1 (line 2): 2 cells, but 1 column in the header"),
        ("a\n1\n2,", f"row 2 (line 3): 2 cells, but 1 column in the header{SEPARATOR}"),
        ("1,2\n3\n", "row 2 (line 2): 1 cell, but 2 columns in the first line"),
        ('"a\nb",c\n1,2\n\n3\n', "row 2 (line 5): 1 cell, but 2 columns in the header"),
        ('a\n"-311', "line 2: the quotes around a cell do not match"),
        ('a,b\n1,"2\n3,4\n', "line 2: the quotes around a cell do not match"),
        ('a,b\n1,2\n"3"3,4\n', "line 3: the quotes around a cell do not match"),
        ("a,b\n1,2\n4,inf\n", "row 2 (line 3), column b: 'inf' is not a finite number"),
        ("a,b\n1,-Infinity\n\n4,2.5\n", "row 1 (line 2), column b: '-Infinity' is not a finite number"),
        ("a,b\n1,1e999\n", "row 1 (line 2), column b: '1e999' is too large"),
        ('"a\nb",c\n"x\ny",2\nz,1e999\n', "row 2 (line 5), column c: '1e999' is too large"),
        ("a,b\n1,2\n\0\0", "line 3: a zero byte, so this is not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 3: a zero byte, so this is not a text file"),
        (b"a,b\n1,2\n\xe9\x01\x02", "line 3: byte 0x01, so this is not a text file"),
        ("a,b\n1,2\n".encode("utf-16")[:-1], f"line 2: byte 0x0A is not utf-16{ENCODING}"),
        (b"PAR1\x15\x04", "this is a Parquet file; let its name end in .parquet"),
        (b"PK\x03\x04\x14[Content_Types].xml", "this is an Excel file; save the table as CSV"),
        (b"PK\x03\x04\x14", "this is a zip archive; save the table as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1", "this is an old Excel file; save the table as CSV"),
        (b"\x1f\x8b\x08", "cannot be unpacked: it is damaged or cut off"),
        (b"%PDF-1.7\n", "this is a PDF; save the table as CSV"),
        (b"\x80\x04\x95\0", "this is a Python pickle; save the table as CSV"),
        ("<!DOCTYPE html>\n", "this is a web page; download the table itself"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_with_the_place(
    refusal: Callable[..., str], content: str | bytes, message: str
) -> None:
    assert refusal(content) == f"cars.csv: {message}"


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        ("a,weight\n1,2\n\n3,abc\n", "number", "row 2 (line 4), column weight: 'abc' is not a number"),
        (
            "a;weight\n1;2\n1;3,5\n",
            "number",
            "row 2 (line 3), column weight: '3,5' is not a number; write a decimal point, not a comma",
        ),
        ("a,weight\n1,2\n3,2.5\n", "whole", "row 2 (line 3), column weight: '2.5' is not a whole number"),
        (
            "a,weight\n1,99999999999999999999\n",
            "whole",
            "row 1 (line 2), column weight: '99999999999999999999' is too large",
        ),
        ("a,weight\n1,-inf\n", "number", "row 1 (line 2), column weight: '-inf' is not a finite number"),
        ("a,weight\n1,x\n2,y\n3,z\n", "yes-no", "weight: it has 3 different values; yes or no are two"),
        ("a,weight\n1," + "x" * 10_000, "number", f"row 1 (line 2), column weight: '{'x' * 40}…' is not a number"),
        ("a,weight\n1,x\x1b[2J", "number", "row 1 (line 2), column weight: 'x␛[2J' is not a number"),
    ],
)
def test_a_column_whose_kind_is_demanded_must_be_of_it(
    refusal: Callable[..., str], content: str, kind: str, message: str
) -> None:
    how = Dialect(decimal=".")
    assert refusal(content, how=how, weight=kind) == f"cars.csv: {message}"


def test_a_hostile_name_reaches_no_message_raw(refusal: Callable[..., str]) -> None:
    assert refusal('"a\x1b[2J\u202e",b\ninf,1\n2,3\n') == (
        "cars.csv: row 1 (line 2), column a␛[2J\N{REPLACEMENT CHARACTER}: 'inf' is not a finite number"
    )


def test_the_words_of_a_yes_no_column_are_those_that_are_given(
    table: Callable[..., Table], refusal: Callable[..., str]
) -> None:
    column = Column("alive", "yes-no", words=("dead", "alive"))
    found = table("alive,b\nAlive,1\ndead,2\n,3\n", alive=column)
    assert (found.columns[0].words, [row[0] for row in found.rows(0, 9)]) == (("dead", "alive"), [True, False, None])
    assert refusal("alive,b\nalive,1\n\nzombie,2\n", alive=column) == (
        "cars.csv: row 2 (line 4), column alive: 'zombie' is neither dead nor alive"
    )


def test_kinds_that_are_demanded_are_had(table: Callable[..., Table]) -> None:
    lines = "zip,age,size,colour,married\n01234,3.0,7,red,n\n99999,NA,8,blue,y\n"
    found = table(lines, zip="category", age="whole", size="number", colour="text", married="yes-no", weight="number")
    assert [column.kind for column in found.columns] == ["category", "whole", "number", "text", "yes-no"]
    assert found.rows(0, 9) == [("01234", 3, 7.0, "red", False), ("99999", None, 8.0, "blue", True)]


def test_the_place_is_found_in_a_long_file(refusal: Callable[..., str]) -> None:
    lines = [f'{row},"x{row % 7}"' for row in range(600_000)]
    lines[543_210] = "inf,x"
    lines.insert(100_000, "\n")
    assert refusal("a,b\n" + "\n".join(lines)) == (
        "cars.csv: row 543211 (line 543214), column a: 'inf' is not a finite number"
    )
    lines[543_212] = "1,x,3"
    assert refusal("a,b\n" + "\n".join(lines), a="text").startswith("cars.csv: row 543212 (line 543215): 3 cells")


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    (tmp_path / "null.csv").symlink_to("/dev/null")
    for look in (read, first_rows):
        for name, message in [
            ("none.csv", "none.csv: no such file"),
            ("folder.csv", "folder.csv: this is a folder, not a file"),
            ("null.csv", "null.csv: this is a device, not a file"),
            ("a\0b.csv", "a␀b.csv: no such file"),
        ]:
            with pytest.raises(DataError) as refused:
                look(tmp_path / name)
            assert str(refused.value) == message
        for name in ["circle.csv", "x" * 5_000 + ".csv"]:
            with pytest.raises(DataError, match=r"\.csv: |…: "):
                look(tmp_path / name)


def test_a_file_that_the_system_refuses_gives_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "cars.csv").write_text("a\n1\n")
    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(DataError, match=r"^cars\.csv: cannot be read: Permission denied$"):
        read(str(tmp_path / "cars.csv"))


def test_progress_through_a_long_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1.25,2\n" * 2_000_000)
    told: list[float] = []
    assert read(path, progress=told.append).table.height == 2_000_000
    assert told == sorted(told)
    assert told[0] < told[-1] == 1
