"""The top of a text file: names or a first row, comments, the line that names the separator, lines of types."""

from pathlib import Path

import pytest

from nntui.data.files.dialect import Dialect
from nntui.data.files.tables import ReadResult, read
from nntui.errors import DataError


def reading(folder: Path, content: str, how: Dialect | None = None) -> ReadResult:
    path = folder / "t.csv"
    path.write_text(content)
    return read(path, how or Dialect())


@pytest.mark.parametrize(
    "content",
    [
        "alice,34,1.75\nbob,28,1.80\ncarol,45,1.62\ndave,52,1.70\n",
        "alice,34\nbob,28\ncarol,45\n",
        "2020-01-01,12.5\n2020-01-02,13.1\n2020-01-03,13.2\n",
        "ada,1815\nalan,1912\ngrace,1906\n",
        "alice;1,75;3\nbob;1,80;4\n",
        '"alice","34","1.75"\n"bob","28","1.80"\n',
        "alice,,1.75\nbob,28,1.80\n",
        "red,1,2\nblue,3,1\nred,2,2\n",
        "p,x,s,n,p\ne,x,s,y,n\np,b,s,n,n\ne,x,y,n,p\n",
        "yes,no,democrat\nno,no,republican\nyes,yes,democrat\n",
        "alice,red,yes\nbob,blue,no\ncarol,red,yes\n",
        "AB12,120,ok\nCD34,99,ok\nEF56,101,no\n",
    ],
)
def test_a_first_row_of_data_is_a_row(tmp_path: Path, content: str) -> None:
    found = reading(tmp_path, content)
    assert found.table.height == content.count("\n")
    assert found.table.names[0] == "x1"
    assert any("names no columns" in note for note in found.notes)


@pytest.mark.parametrize(
    ("content", "noted"),
    [
        ("name,age,height\nalice,34,1.75\n", False),
        ("country,1970,1971\nChad,1,2\nMali,3,4\n", True),
        (",0,1\n0,5.1,3.5\n1,4.9,3\n", True),
        ("sample,400,410,420\na,0.1,0.2,0.3\nb,0.2,0.3,0.4\n", True),
        ("colour,kind\nred,good\nblue,bad\nred,bad\n", False),
        ("colour,kind\nred,good\ncolour,kind\nblue,bad\n", False),
        ("a,b\na,b\n", False),
        ("a,b\n1,2\na,b\na,b\na,b\n3,4\n", False),
        ("name,type\nfoo,x\nbar,type2\n", False),
        ("name,34\n1,5\n2,6\n", True),
        ("only\n", False),
        ("name,phone\nann,NA\nbob,NA\n", False),
    ],
)
def test_a_header_is_no_row_and_numbers_in_it_are_noted(tmp_path: Path, content: str, noted: bool) -> None:
    found = reading(tmp_path, content)
    assert list(found.table.names) == [name or "column 1" for name in content.partition("\n")[0].split(",")]
    assert any("read as names" in note for note in found.notes) == noted


@pytest.mark.parametrize(
    ("content", "names", "rows", "note"),
    [
        ("# created by logger\n# station 5\nt,v\n1,2\n2,3\n", ("t", "v"), 2, "2 comment lines before the table"),
        ("% a comment, with a comma\nt,v\n1,2\n", ("t", "v"), 1, "1 comment line"),
        ("# a comment, with a comma\nt,v\n1,2\n", ("t", "v"), 1, "1 comment line"),
        ("// made today\n\nt;v\n1;2\n", ("t", "v"), 1, "'// made today'"),
        ("# note\n1,2\n3,4\n", ("x1", "x2"), 2, "1 comment line"),
        ("# x y z\n1 2 3\n4 5 6\n", ("x", "y", "z"), 2, "those in the comment '# x y z'"),
        ("#x,y\n1,2\n3,4\n", ("x", "y"), 2, "those in the comment"),
        ("# about it\n#x\ty\n1\t2\n3\t4\n", ("x", "y"), 2, "'# about it'"),
        ("#,name\n1,ann\n2,bob\n", ("#", "name"), 2, "those in the comment"),
        ("# of rooms,kind\nfour,dog\nfive,cat\n", ("# of rooms", "kind"), 2, "those in the comment"),
        ("sep=;\nname;kind\nx;good\ny;bad\n", ("name", "kind"), 2, "names the separator: ';'"),
        ("sep = ;\nname;kind\nx;good\ny;bad\n", ("name", "kind"), 2, "names the separator: ';'"),
        ("sep=|\r\na|b|c\r\n1|2|3\r\n", ("a", "b", "c"), 1, "names the separator: '|'"),
        ('"sep=\t"\na\tb\n1\t2\n', ("a", "b"), 1, "names the separator"),
        ("\ufeffSEP=,\na,b\n1,2\n", ("a", "b"), 1, "names the separator"),
        (
            "@relation m\n@attribute 'f Length' real [1,2]\n@attribute class {g, h}\n@data\n1.5,g\n2,h\n",
            ("f Length", "class"),
            2,
            "@attribute lines",
        ),
    ],
)
def test_lines_before_the_table_are_understood_and_noted(
    tmp_path: Path, content: str, names: tuple[str, ...], rows: int, note: str
) -> None:
    found = reading(tmp_path, content)
    assert (found.table.names, found.table.height) == (names, rows)
    assert any(note in each for each in found.notes)


def test_lines_before_the_table_count_as_lines(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"row 2 \(line 5\), column v: 'x' is not a number"):
        reading(tmp_path, "# a\n\nt,v\n1,2\n2,x\n3,4\n4,5\n")


def test_a_comment_between_rows_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="if it is a comment, remove it"):
        reading(tmp_path, "t,v\n1,2\n# restarted\n3,4\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hair\tlegs\ttype\nc\tc\td\n\t\tclass\n1\t4\tdog\n2\t2\tbird\n", "lines 2 and 3 hold words such as types"),
        ("time,speed\ns,m/s\n1,2\n2,3\n3,4\n", "line 2 holds words such as types or units above columns of numbers"),
        ("# by hand\ntime,speed\ns,m/s\n1,2\n2,3\n3,4\n", "line 3 holds words"),
    ],
)
def test_lines_of_types_or_units_below_the_header_are_refused_by_their_numbers(
    tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        reading(tmp_path, content)


def test_spaces_and_tabs_separate_together(tmp_path: Path) -> None:
    lines = '18.0   8   307.0   130.0\t"chevrolet malibu"\n15.0   8   350.0   ?\t"buick skylark 320"\n'
    found = reading(tmp_path, lines)
    assert found.table.rows(0, 9)[1] == (15, 8, 350, None, "buick skylark 320")
    assert reading(tmp_path, "a\tb\n1 500\t2 300\n1 400\t2 200\n").table.width == 2
    assert reading(tmp_path, "a b\tc d\nx y\tz u\n").table.names == ("a b", "c d")
