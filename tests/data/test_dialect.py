"""The dialect of a text: detected, described in one line, and overridden."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nntui.data.files.dialect import PLAIN, Dialect
from nntui.data.files.tables import ReadResult, read, write_table
from nntui.errors import DataError


def reading(folder: Path, content: str | bytes, how: Dialect | None = None) -> ReadResult:
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, how or Dialect())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "separated by commas, decimal point, utf-8, header"),
        ("größe;b\n1,5;x\n".encode("cp1252"), "separated by ;, decimal comma, windows-1252, header"),
        ("1\t2\n3\t4\n".encode("utf-16"), "separated by tabs, decimal point, utf-16, no header"),
        ("\ufeffa|b\n'x'|'y'\n", "separated by |, quotes ', decimal point, utf-8-sig, header"),
        ("a b\n1 2\n", "separated by spaces, decimal point, utf-8, header"),
        ("a\n1\n", "separated by commas, decimal point, utf-8, header"),
    ],
)
def test_a_dialect_is_described_in_one_line(tmp_path: Path, content: str | bytes, words: str) -> None:
    assert reading(tmp_path, content).dialect.in_words() == words


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a;b\n1,5;2\n3;4,25\n", [(1.5, 2), (3, 4.25)]),
        ("1,5;2,5\n3,5;4,5\n", [(1.5, 2.5), (3.5, 4.5)]),
        ("a;b\n1.5;2,5\n3;x,y\n", [(1.5, "2,5"), (3, "x,y")]),
        ("a;b\n1,234;2\n5,678;3\n", [("1,234", 2), ("5,678", 3)]),
        ('a,b\n"1,5",2\n"2,5",3\n', [("1,5", 2), ("2,5", 3)]),
        ("a\tb\n1,5\t1.500,5\n2\t1.600,5\n", [(1.5, 1500.5), (2, 1600.5)]),
        ("a;b\n1.000,00 €;1\n85,50 €;2\n", [(1000, 1), (85.5, 2)]),
        ("a;b\n5%;1\n2,5%;2\n", [(5, 1), (2.5, 2)]),
        ("a;b\n1.096.000;1\n85;2\n", [(1_096_000, 1), (85, 2)]),
        ("a;b\n1.000,00 €;1.5\n85,50 €;2.5\n", [("1.000,00 €", 1.5), ("85,50 €", 2.5)]),
        ("a;b\n10.20.30.40;1\n192.168.100.200;2\n", [("10.20.30.40", 1), ("192.168.100.200", 2)]),
    ],
)
def test_a_decimal_comma_is_taken_for_one_where_it_can_be_nothing_else(
    tmp_path: Path, content: str, rows: list[tuple[object, ...]]
) -> None:
    assert reading(tmp_path, content).table.rows(0, 9) == rows


@pytest.mark.parametrize(
    ("content", "rows", "note"),
    [
        ("a;b\n900;1.234\n1.250;2.500\n85;999\n2.100;12.000\n", [(900, 1234), (1250, 2500)], "1.250 is read as 1250"),
        ("a;b\n1.355;3,5\n900;4,5\n", [(1355, 3.5), (900, 4.5)], ""),
        ("a;b\n1.250;2.5\n900;3.5\n", [(1.25, 2.5), (900, 3.5)], ""),
        ("a;b\n1.250;x\n0.900;y\n", [(1.25, "x"), (0.9, "y")], ""),
        ("a;b\n1.250;x\n2.345;y\n", [(1.25, "x"), (2.345, "y")], "1.250 is read as 1.25"),
        ("a\tb\n1.250\tx\n900\ty\n", [(1.25, "x"), (900, "y")], "1.250 is read as 1.25"),
    ],
)
def test_points_that_may_group_digits_are_noted(
    tmp_path: Path, content: str, rows: list[tuple[object, ...]], note: str
) -> None:
    found = reading(tmp_path, content)
    assert found.table.rows(0, 2) == rows
    assert [note in each for each in found.notes if "before three digits" in each] == ([True] if note else [])
    assert not any("three digits" in each for each in reading(tmp_path, content, Dialect(decimal=".")).notes)


def test_a_decimal_comma_far_down_the_file_is_found(tmp_path: Path) -> None:
    found = reading(tmp_path, "a;b\n" + "1;2\n" * 1_000 + "3;4,5\n")
    assert found.dialect.decimal == ","
    assert found.table.rows(1_000, 1_001) == [(3, 4.5)]


@pytest.mark.parametrize(
    ("content", "names", "rows"),
    [
        ("1,2\n3,4\n", ("x1", "x2"), 2),
        ("1970\n1\n", ("x1",), 2),
        ('"1970"\n1\n', ("1970",), 1),
        ("5.1,3.5,setosa\n4.9,3,setosa\n7,3.2,virginica\n", ("x1", "x2", "x3"), 3),
        ("5.1,NA,?\n4.9,3,?\n", ("x1", "x2", "x3"), 2),
        ("country,1970,1971\nChad,1,2\nMali,3,4\n", ("country", "1970", "1971"), 2),
        (",0,1\n0,5.1,3.5\n1,4.9,3\n", ("column 1", "0", "1"), 2),
        ("a,b\na,b\n", ("a", "b"), 1),
    ],
)
def test_a_first_line_that_names_no_columns_is_a_row(
    tmp_path: Path, content: str, names: tuple[str, ...], rows: int
) -> None:
    found = reading(tmp_path, content)
    assert (found.table.names, found.table.height) == (names, rows)
    assert any("names no columns" in note for note in found.notes) == (names[0] == "x1")


@pytest.mark.parametrize(
    "content",
    [
        "text,b\nhello; world; again,1\na|b,2\n",
        "body mass index\n1\n2\n",
        "full name\nAda Lovelace\nAlan Turing\n",
        'a,b\n"x;y;z",1\n"u;v;w",2\n',
    ],
)
def test_separators_inside_cells_separate_nothing(tmp_path: Path, content: str) -> None:
    header = content.partition("\n")[0]
    assert list(reading(tmp_path, content).table.names) == header.split(",")


@pytest.mark.parametrize(
    ("content", "how", "names", "rows"),
    [
        ("a;b,c\n1;2,3\n", Dialect(separator=","), ("a;b", "c"), [("1;2", 3)]),
        ("a,b\nc,d\n", Dialect(header=False), ("x1", "x2"), [("a", "b"), ("c", "d")]),
        ("5,6\n1,2\n", Dialect(header=True), ("5", "6"), [(1, 2)]),
        ('a,b\n"x,1\n', Dialect(quote=""), ("a", "b"), [('"x', 1)]),
        ("a,b\n*x,y*,1\n", Dialect(quote="*"), ("a", "b"), [("x,y", 1)]),
        ("a:b\n1:2\n", Dialect(separator=":"), ("a", "b"), [(1, 2)]),
        ("a;b\n1,234;5\n", Dialect(decimal=","), ("a", "b"), [(1.234, 5)]),
        ("größe,b\n1,2\n".encode("cp437"), Dialect(encoding="cp437"), ("größe", "b"), [(1, 2)]),
        ("a,b\n1,2\n".encode("utf-16-le"), Dialect(encoding="utf-16-le"), ("a", "b"), [(1, 2)]),
    ],
)
def test_what_the_user_knows_better_overrides(
    tmp_path: Path, content: str | bytes, how: Dialect, names: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    found = reading(tmp_path, content, how)
    assert (found.table.names, found.table.rows(0, 9)) == (names, rows)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "größe €"),
        ("utf-8-sig", "größe"),
        ("utf-16", "größe 数"),
        ("windows-1252", "größe €"),
    ],
)
def test_text_in_other_encodings_is_read(tmp_path: Path, encoding: str, text: str) -> None:
    found = reading(tmp_path, f"a,b\n{text},1\n{text},2\n".encode(encoding))
    assert found.table.value(0, 0) == text
    assert found.dialect.encoding == encoding


def test_bytes_that_are_not_in_the_given_encoding_are_refused_with_their_line(tmp_path: Path) -> None:
    content = ("a,b\n" + "1,e\n" * 3_000_000 + "3,é\n").encode("latin-1")
    with pytest.raises(DataError, match=r"^t\.csv: line 3000002: byte 0xE9 is not utf-8; give the encoding"):
        reading(tmp_path, content, Dialect(encoding="utf-8"))
    assert reading(tmp_path, content).table.value(3_000_000, 1) == "é"


@pytest.mark.parametrize(
    "how",
    [
        Dialect(separator=";", decimal=","),
        Dialect(separator=",", decimal=","),
        Dialect(separator=" "),
        Dialect(separator="\t", encoding="utf-16"),
        Dialect(separator="|", quote="'", encoding="utf-8-sig"),
        Dialect(encoding="windows-1252", separator=":"),
        Dialect(header=False),
    ],
)
def test_a_table_is_written_in_the_dialect_in_which_it_was_read(tmp_path: Path, how: Dialect) -> None:
    cells = ["plain", "a,b;c|d", "it's", 'say "hi"', "two words", " edges ", "größe", "two\nlines", None]
    lines = "".join(
        f'"{(cell or "").replace(chr(34), chr(34) * 2)}",{row / 4},{row}\n' for row, cell in enumerate(cells)
    )
    table = reading(tmp_path, f"text,body mass,n\n{lines}").table
    path = tmp_path / "again.txt"
    write_table(table, path, how)
    again = read(path, how, {"text": "text", "x1": "text"})
    assert again.table.rows(0, 99) == table.rows(0, 99)
    assert again.dialect == how.over(PLAIN)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (Dialect(encoding="windows-1252"), r"row 2, column a: '数' cannot be written in windows-1252; write utf-8"),
        (Dialect(quote=""), r"row 1, column a: 'x,y' cannot be without quotes"),
    ],
)
def test_text_that_a_dialect_cannot_spell_is_refused_with_its_place(tmp_path: Path, how: Dialect, message: str) -> None:
    table = reading(tmp_path, 'a,b\n"x,y",1\n数,2\n').table
    with pytest.raises(DataError, match=rf"^out\.csv: {message}$"):
        write_table(table, tmp_path / "out.csv", how)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dialect(separator=",,"), "separator: ',,' is not one sign"),
        (lambda: Dialect(separator="\n"), "separator: '␊' is not one sign"),
        (lambda: Dialect(separator="5"), "separator: '5' is not one sign"),
        (lambda: Dialect(quote="é"), "quote: 'é' is not one sign"),
        (lambda: Dialect(quote=";", separator=";"), "';' cannot both separate and surround cells"),
        (lambda: Dialect(decimal="x"), "decimal: 'x' is neither . nor ,"),
        (lambda: Dialect(encoding="base64"), "encoding: 'base64' is not known"),
        (lambda: Dialect(encoding="klingon\x1b"), "encoding: 'klingon␛' is not known"),
    ],
)
def test_a_dialect_that_no_file_can_have_is_refused(make: Callable[[], Dialect], message: str) -> None:
    with pytest.raises(DataError) as refused:
        make()
    assert str(refused.value).startswith(message)
