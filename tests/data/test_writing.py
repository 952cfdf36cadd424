"""Writing tables into files."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nntui.data.column import Column, Scaling
from nntui.data.files.tables import read, write_table
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

SUFFIXES = ["csv", "tsv", "tab", "txt", "parquet", "pq", "jsonl", "ndjson"]
HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+x",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;AAAA\x07",
    "[bold]markup[/bold]",
    "a\u202eb\u200f",
    "x" * 10_000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "null\0byte",
    "two\nlines\r\nor\rthree",
    '"quoted"',
    "'single'",
    " edges\t",
    ",;|\t",
    "1970",
    "1.50",
    "007",
    "NA",
    "true",
    "\ufeffmark",
    "\u2028\x85\x0b",
]


@pytest.fixture
def table() -> Table:
    return Table.of([Column("age"), Column("speed")], {"age": [2, 1, 3], "speed": [0.1, 100, 5e-324]}).with_roles()


@pytest.fixture
def mixed() -> Table:
    """A table of every kind, empty cells among them."""
    columns = [
        Column("name", "text", "ignored"),
        Column("origin", "category"),
        Column("old", "yes-no", words=("new, or so", "old")),
        Column("year", "whole"),
        Column("mpg", unit="mi/gal", scaling=Scaling("fixed", 100), role="target"),
    ]
    cells: dict[str, list[Cell]] = {
        "name": ["Ada", None, 'the "real" one'],
        "origin": [None, "usa", "usa"],
        "old": [True, False, None],
        "year": [1970, None, -(2**60)],
        "mpg": [18.5, 1e300, None],
    }
    return Table.of(columns, cells)


def test_a_table_is_written_as_people_would_write_it(table: Table, mixed: Table, tmp_path: Path) -> None:
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "age,speed\n2,0.1\n1,100.0\n3,5e-324\n"
    write_table(mixed, tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_text() == (
        "name,origin,old,year,mpg\n"
        "Ada,,old,1970,18.5\n"
        ',usa,"new, or so",,1e+300\n'
        '"the ""real"" one",usa,,-1152921504606846976,\n'
    )


def test_a_tsv_file_is_separated_by_tabs(table: Table, tmp_path: Path) -> None:
    write_table(table.without_rows(range(1, 3)), str(tmp_path / "t.tsv"))
    assert (tmp_path / "t.tsv").read_text() == "age\tspeed\n2\t0.1\n"


def test_json_lines_have_an_object_for_each_row(mixed: Table, tmp_path: Path) -> None:
    write_table(mixed, tmp_path / "t.jsonl")
    assert (tmp_path / "t.jsonl").read_text().splitlines()[0] == (
        '{"name":"Ada","origin":null,"old":true,"year":1970,"mpg":18.5}'
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_of_every_kind_is_read_back(mixed: Table, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{suffix}"
    write_table(mixed, path)
    again = read(path, kinds={column.name: column for column in mixed.columns}).table
    assert again.frame.equals(mixed.frame)
    assert [(each.name, each.kind, each.words) for each in again.columns] == [
        (each.name, each.kind, each.words) for each in mixed.columns
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_cells_are_written_back_unharmed(suffix: str, tmp_path: Path) -> None:
    names = ["*", "\x1b[2J", "[red]", "a\u202eb", "=1+1"]
    columns = [Column(name, "text", "ignored") for name in names]
    table = Table.of(columns, {name: HOSTILE[shift:] + HOSTILE[:shift] for shift, name in enumerate(names)})
    path = tmp_path / f"t.{suffix}"
    write_table(table, path)
    again = read(path, kinds=dict.fromkeys(names, "text")).table
    assert again.frame.equals(table.frame)


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt", "parquet", "jsonl"])
@pytest.mark.parametrize(
    "name",
    [
        "a,b",
        "a;b",
        "a\tb",
        "a b",
        '"a"',
        "a\nb",
        "a\r\nb",
        "1970",
        "-1e5",
        "größe",
        "\ufeffa",
        "*",
        "#",
        "'",
        "NA",
        "# x",
        "%",
        "//",
        "sep==",
    ],
)
def test_any_name_is_read_back(name: str, suffix: str, tmp_path: Path) -> None:
    table = Table.of([Column(name)], {name: [1.5]}).with_roles()
    write_table(table, tmp_path / f"t.{suffix}")
    assert read(tmp_path / f"t.{suffix}").table == table


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("columns", [["a"], ["a", "b"]])
def test_an_empty_cell_is_written_and_found_again(columns: list[str], suffix: str, tmp_path: Path) -> None:
    table = Table.of([Column(name) for name in columns], {name: [1.5, None, 3] for name in columns}).with_roles()
    write_table(table, tmp_path / f"t.{suffix}")
    assert read(tmp_path / f"t.{suffix}").table == table


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_table_without_rows_is_read_back(table: Table, suffix: str, tmp_path: Path) -> None:
    empty = table.without_rows(range(3))
    write_table(empty, tmp_path / f"t.{suffix}")
    assert read(tmp_path / f"t.{suffix}").table == empty


def test_json_lines_refuse_a_table_without_rows_as_its_columns_would_be_lost(table: Table, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^t\.jsonl: JSON lines cannot hold a table without rows"):
        write_table(table.without_rows(range(3)), tmp_path / "t.jsonl")


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_an_old_file_stays_whole_when_writing_fails(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def disk_full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / f"t.{suffix}"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(DataError, match=rf"^t\.{suffix}: cannot be written: No space left on device$"):
        write_table(table, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_old_file_keeps_its_permissions_and_a_link_its_target(table: Table, tmp_path: Path) -> None:
    path, link = tmp_path / "t.csv", tmp_path / "link.csv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_table(table, link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert read(path).table.frame.rows() == table.frame.rows()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t.xlsx", r"^t\.xlsx: Unknown file type; use \.csv"),
        ("none/t.csv", r"^t\.csv: cannot be written: No such file or directory$"),
        ("folder.csv", r"^folder\.csv: cannot be written: Is a directory$"),
        ("a\0b.csv", r"^a␀b\.csv: cannot be written: "),
    ],
)
def test_a_path_that_cannot_be_written_is_refused(table: Table, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match=message):
        write_table(table, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
