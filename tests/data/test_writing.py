"""Writing tables into files."""

from pathlib import Path

import pytest

from nntui.data.column import Column
from nntui.data.files import read_table, write_table
from nntui.data.table import Table
from nntui.errors import DataError


@pytest.fixture
def table() -> Table:
    return Table.of([Column("age"), Column("speed")], {"age": [2, 1, 3], "speed": [0.1, 100, 5e-324]}).with_roles()


def test_a_table_is_written_as_people_would_write_it(table: Table, tmp_path: Path) -> None:
    write_table(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "age,speed\n2,0.1\n1,100.0\n3,5e-324\n"


def test_a_tsv_file_is_separated_by_tabs(table: Table, tmp_path: Path) -> None:
    write_table(table.without_rows(1, 3), str(tmp_path / "t.tsv"))
    assert (tmp_path / "t.tsv").read_text() == "age\tspeed\n2\t0.1\n"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt"])
@pytest.mark.parametrize(
    "name", ["a,b", "a;b", "a\tb", '"a"', "a\nb", "a\r\nb", "1970", "-1e5", "größe", "\ufeffa", "*", "#", "'"]
)
def test_any_name_is_read_back(name: str, suffix: str, tmp_path: Path) -> None:
    table = Table.of([Column(name)], {name: [1.5]}).with_roles()
    write_table(table, tmp_path / f"t.{suffix}")
    assert read_table(tmp_path / f"t.{suffix}") == table


@pytest.mark.parametrize("columns", [["a"], ["a", "b"]])
def test_an_empty_cell_is_written_and_found_again(columns: list[str], tmp_path: Path) -> None:
    table = Table.of([Column(name) for name in columns], {name: [1, None, 3] for name in columns})
    write_table(table, tmp_path / "t.csv")
    with pytest.raises(DataError, match=r"row 2 \(line 3\), column a: a number is missing"):
        read_table(tmp_path / "t.csv")


def test_a_table_without_rows_is_read_back(table: Table, tmp_path: Path) -> None:
    empty = table.without_rows(0, 3)
    write_table(empty, tmp_path / "t.csv")
    assert read_table(tmp_path / "t.csv") == empty


def test_an_old_file_stays_whole_when_writing_fails(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "t.csv"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(DataError, match=r"^t\.csv: cannot be written: No space left on device$"):
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
    assert read_table(path) == table


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t.xlsx", r"^t\.xlsx: a table's file ends in \.csv"),
        ("none/t.csv", r"^t\.csv: cannot be written: No such file or directory$"),
        ("folder.csv", r"^folder\.csv: cannot be written: Is a directory$"),
        ("a\0b.csv", r"^a␀b\.csv: cannot be written: "),
    ],
)
def test_a_place_that_cannot_be_written_is_told_so(table: Table, tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match=message):
        write_table(table, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
