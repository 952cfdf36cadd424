"""Tables as Parquet files, nntui's own and those of others."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from nntui.data.column import Column, Scaling
from nntui.data.files.tables import first_rows, read, write_table
from nntui.data.kinds import Cell
from nntui.data.table import Table
from nntui.errors import DataError

DAY = dt.date(2020, 2, 29)
NOON = dt.datetime(2020, 2, 29, 12, tzinfo=dt.UTC)


@pytest.fixture
def described() -> Table:
    """A table whose columns have every kind of description."""
    columns = [
        Column("mpg", role="target", unit="mi/gal", scaling=Scaling("fixed", 100)),
        Column("origin", "category", missing="own"),
        Column("old", "yes-no", "ignored", words=("new", "old")),
        Column("half", formula="mpg / 2"),
        Column("part", "category", "split"),
    ]
    cells: dict[str, list[Cell]] = {
        "mpg": [18, 20.5, None],
        "origin": ["usa", None, "japan"],
        "old": [True, None, False],
        "half": [None, None, None],
        "part": ["train", "test", "train"],
    }
    return Table.of(columns, cells)


def test_the_description_of_the_columns_is_read_back(described: Table, tmp_path: Path) -> None:
    write_table(described, tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet").table == described
    assert first_rows(tmp_path / "t.parquet").table == described


def test_other_programs_read_the_cells(described: Table, tmp_path: Path) -> None:
    write_table(described, tmp_path / "t.pq")
    assert pl.read_parquet(tmp_path / "t.pq").equals(described.frame)


def test_the_description_is_ignored_once_another_program_has_changed_the_columns(
    described: Table, tmp_path: Path
) -> None:
    path = tmp_path / "t.parquet"
    write_table(described, path)
    metadata = pl.read_parquet_metadata(path)
    metadata.pop("ARROW:schema")
    for changed in (pl.read_parquet(path).drop("half"), pl.read_parquet(path).cast({"mpg": pl.Int64})):
        changed.write_parquet(path, metadata=metadata)
        assert read(path).table.columns[0].unit == ""
    for text in ("", "[1]", '[{"name":"a","kind":"colour"}]', "{", "null"):
        pl.DataFrame({"a": [1.5]}).write_parquet(path, metadata={"nntui": text})
        assert read(path).table.columns == (Column("a", role="target"),)


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (pl.Series([1, None, 3], dtype=pl.Int8), "whole", [1, None, 3]),
        (pl.Series([2**64 - 1, 1], dtype=pl.UInt64), "text", ["18446744073709551615", "1"]),
        (pl.Series([1.5, None], dtype=pl.Float32), "number", [1.5, None]),
        (pl.Series([Decimal("1.25"), None]), "number", [1.25, None]),
        (pl.Series([True, None]), "yes-no", [True, None]),
        (pl.Series(["a", "a", "b"]), "category", ["a", "a", "b"]),
        (pl.Series(["no", "yes", "no"]), "yes-no", [False, True, False]),
        (pl.Series(["01", "02", ""]), "text", ["01", "02", None]),
        (pl.Series(["a", "b", "a"], dtype=pl.Categorical), "category", ["a", "b", "a"]),
        (pl.Series(["a", "b", "a"], dtype=pl.Enum(["b", "a"])), "category", ["a", "b", "a"]),
        (pl.Series([DAY, None]), "date", [18321, None]),
        (pl.Series([NOON]), "date", [18321.5]),
        (pl.Series([dt.time(6)]), "date", [0.25]),
        (pl.Series([dt.timedelta(minutes=90)]), "number", [1.5]),
        (pl.Series([None, None], dtype=pl.Null), "text", [None, None]),
    ],
)
def test_the_kind_follows_from_the_type(tmp_path: Path, cells: pl.Series, kind: str, values: list[Cell]) -> None:
    pl.DataFrame({"x": cells}).write_parquet(tmp_path / "t.parquet")
    table = read(tmp_path / "t.parquet").table
    assert (table.columns[0].kind, [row[0] for row in table.rows(0, 9)]) == (kind, values)


def test_a_kind_that_is_demanded_is_had(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"a": ["1", None], "b": [1, 0], "c": [1.0, 2.0]}).write_parquet(path)
    table = read(path, kinds={"a": "number", "b": Column("b", "yes-no", words=("off", "on")), "c": "whole"}).table
    assert table.rows(0, 9) == [(1.0, True, 1), (None, False, 2)]
    assert table.columns[1].words == ("off", "on")
    assert read(path, kinds={"c": "yes-no"}).table.columns[2].words == ("1", "2")
    with pytest.raises(DataError, match=r"^t\.parquet: row 2, column c: '2' is neither off nor on$"):
        read(path, kinds={"c": Column("c", "yes-no", words=("off", "on"))})


def test_nan_is_an_empty_cell_and_noted(tmp_path: Path) -> None:
    pl.DataFrame({"x": [1.5, float("nan"), None]}).write_parquet(tmp_path / "t.parquet")
    found = read(tmp_path / "t.parquet")
    assert [row[0] for row in found.table.rows(0, 9)] == [1.5, None, None]
    assert found.notes == ("column x: 1 cell of NaN is taken as empty",)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"x": [1.5, float("-inf")]}), "row 2, column x: -inf is not a finite number"),
        (pl.DataFrame({"a\x1b": [[1]]}), "column a␛: its cells are lists or records; a table has numbers"),
        (pl.DataFrame({"x": [{"a": 1}]}), "column x: its cells are lists or records; a table has numbers"),
        (pl.DataFrame({"x": [b"\xff"]}), "column x: its cells are bytes; a table has numbers"),
        (pl.DataFrame(), "the file has no columns"),
    ],
)
def test_what_no_cell_can_hold_is_refused(tmp_path: Path, frame: pl.DataFrame, message: str) -> None:
    frame.write_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError) as refused:
        read(tmp_path / "t.parquet")
    assert str(refused.value).startswith(f"t.parquet: {message}")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_a_file_that_is_not_parquet_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.parquet").write_bytes(content)
    with pytest.raises(DataError) as refused:
        read(tmp_path / "t.parquet")
    assert str(refused.value).startswith("t.parquet: cannot be read as Parquet: ")
    assert str(refused.value).isprintable()


def test_half_a_parquet_file_is_refused_in_one_line(described: Table, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    write_table(described, path)
    content = path.read_bytes()
    for end in range(4, len(content), 97):
        path.write_bytes(content[:end])
        with pytest.raises(DataError, match=r"^t\.parquet: cannot be read as Parquet: "):
            read(path)


@pytest.mark.parametrize("name", ["[x].parquet", "a*b?.parquet", "year=2020.parquet", "größe 数.parquet"])
def test_a_file_may_have_any_name(described: Table, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "part=1"
    folder.mkdir()
    write_table(described, folder / name)
    assert read(folder / name).table == described


def test_names_that_a_column_cannot_have_are_changed_and_noted(tmp_path: Path) -> None:
    pl.DataFrame({" ": [1], "^a$": [2], " b": [3], "b": [4]}).write_parquet(tmp_path / "t.parquet")
    found = read(tmp_path / "t.parquet")
    assert found.table.names == ("column 1", "^a", "b", "b 2")
    assert len(found.notes) == 3
