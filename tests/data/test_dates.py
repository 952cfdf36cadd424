"""Dates and times: read as numbers of days, shown and written as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.cells import format_cell, parse_cell
from nntui.data.column import Column, parse_kind
from nntui.data.dates import DATE_FORMATS, fitting_formats, written_date, written_dates
from nntui.data.encoding.encoder import Encoder
from nntui.data.files.tables import read, write_table
from nntui.data.formula.formula import Formula
from nntui.data.rows import filtered_rows
from nntui.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.table import Table


def column_of(tmp_path: Path, *texts: str) -> tuple[Table, tuple[str, ...]]:
    path = tmp_path / "t.csv"
    path.write_text("when;y\n" + "".join(f"{text};{row}\n" for row, text in enumerate(texts)))
    found = read(path)
    return found.table, found.notes


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["2024-03-01", "2024-02-29"], [19783, 19782]),
        (["2024-3-1", "1999-12-31"], [19783, 10956]),
        (["2024/03/01", "2024/02/29"], [19783, 19782]),
        (["01.03.2024", "29.02.2024"], [19783, 19782]),
        (["29/02/2024", "01/03/2024"], [19782, 19783]),
        (["02/29/2024", "03/01/2024"], [19782, 19783]),
        (["29-02-2024", "01-03-2024"], [19782, 19783]),
        (["2/29/24", "3/1/24"], [19782, 19783]),
        (["01 Mar 2024", "29 Feb 2024"], [19783, 19782]),
        (["01-Mar-2024", "29-Feb-2024"], [19783, 19782]),
        (["Mar 01, 2024", "Feb 29, 2024"], [19783, 19782]),
        (["2024-03", "2023-12"], [19783, 19692]),
        (["2024-03-01 12:00", "2024-02-29 06:00"], [19783.5, 19782.25]),
        (["2024-03-01T12:00:00", "2024-02-29T06:00:00"], [19783.5, 19782.25]),
        (["2024-03-01T12:00:00Z", "2024-02-29T06:00:00.500Z"], [19783.5, 19782.25 + 0.5 / 86_400]),
        (["2024-03-01 12:00:00+00:00", "2024-02-29 06:00:00+00:00"], [19783.5, 19782.25]),
        (["29/02/2024 06:00 PM", "01/03/2024 12:00 PM"], [19782.75, 19783.5]),
        (["06:00", "18:00"], [0.25, 0.75]),
        (["06:00:00", "18:00:00"], [0.25, 0.75]),
    ],
)
def test_dates_are_recognized_and_written_as_they_were(tmp_path: Path, texts: list[str], days: list[float]) -> None:
    table, notes = column_of(tmp_path, *texts, "NA")
    assert table.columns[0].kind == "date"
    assert table.frame["when"].to_list() == [pytest.approx(each, abs=1e-9) for each in days] + [None]
    assert any(line.startswith("column when is read as ") for line in notes)
    column, first = table.columns[0], table.value(0, 0)
    assert parse_cell(format_cell(first, column), column) == pytest.approx(first, abs=1e-9)
    for suffix in (".csv", ".jsonl", ".parquet"):
        write_table(table, tmp_path / f"again{suffix}")
        again = read(tmp_path / f"again{suffix}", kinds={"when": column}).table
        assert again.frame["when"].to_list() == [pytest.approx(each, abs=1e-9) for each in days] + [None]
        assert again.columns[0].date_format == column.date_format


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024-13-01",
        "1.2.3",
        "10.2.13",
        "10.0.0.1",
        "555-1234",
        "12-34-56",
        "25:00",
        "7:5",
        "2024-03-01 x",
        "1/2",
        "may 5",
    ],
)
def test_other_texts_are_no_dates(text: str) -> None:
    assert fitting_formats(pl.Series([text, text])) == []


def test_an_order_of_day_and_month_that_is_not_certain_is_reported(tmp_path: Path) -> None:
    table, notes = column_of(tmp_path, "01/02/2024", "05/01/2024", "03/04/2024")
    assert format_cell(table.value(0, 0), table.columns[0]) == "01/02/2024"
    told = next(line for line in notes if "when" in line)
    assert "written d/m/y, '01/02/2024' as 2024-02-01; m/d/y fits as well" in told
    kind, date_format = parse_kind("date:m/d/y")
    again = read(tmp_path / "t.csv", kinds={"when": Column("when", kind, date_format=date_format)})
    assert (again.table.value(0, 0), again.notes) == (19724, ())
    table = table.with_kind(0, "date", date_format=date_format)
    assert (table.value(0, 0), format_cell(table.value(0, 0), table.columns[0])) == (19724, "01/02/2024")


def test_of_two_orders_that_in_which_the_rows_are_is_taken_and_told(tmp_path: Path) -> None:
    table, notes = column_of(tmp_path, "01/02/2024", "02/01/2024", "03/01/2024", "03/04/2024")
    assert table.columns[0].date_format == "%m/%d/%Y"
    assert any("d/m/y fits as well" in line for line in notes)


def test_a_date_is_an_input_and_not_the_target_unless_it_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y,when\n1,2,2024-01-01\n2,3,2024-01-02\n")
    table = read(tmp_path / "t.csv").table
    assert [column.name for column in table.inputs] == ["x", "when"]
    assert [column.name for column in table.targets] == ["y"]


def test_a_date_is_scaled_as_a_number_and_warned_of_as_a_date(tmp_path: Path) -> None:
    table, _ = column_of(tmp_path, "01.01.2024", "11.01.2024", "21.01.2024")
    encoder = Encoder.fit(table)
    inputs, warnings = encoder.encode_query({"when": parse_cell("11.01.2024", table.columns[0])})
    assert (inputs.tolist(), warnings) == ([[0.0]], [])
    _, warnings = encoder.encode_query({"when": parse_cell("2024-01-22", table.columns[0])})
    assert warnings[0].startswith("when: 22.01.2024 is outside 01.01.2024 to 21.01.2024, the range trained on")


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("year(when)", [2024, 1969, None]),
        ("month(when)", [2, 12, None]),
        ("day(when)", [29, 31, None]),
        ("weekday(when)", [4, 3, None]),
        ("hour(when)", [18, 23, None]),
        ("minute(when)", [30, 59, None]),
        ("when >= date(2024, 2, 29)", [1, 0, None]),
        ("date(2023, 2, 29)", [None, None, None]),
        ("date(2024, month(when), 1)", [19754, 20058, None]),
    ],
)
def test_parts_of_dates_are_calculated(formula: str, values: list[float | None]) -> None:
    column = Column("when", "date")
    days = [parse_cell(text, column) for text in ("2024-02-29 18:30", "1969-12-31 23:59", "")]
    assert Formula.parse(formula).evaluate({"when": pl.Series(days, dtype=pl.Float64)}).to_list() == values


def test_rows_are_filtered_by_a_date_as_it_is_written(tmp_path: Path) -> None:
    table, _ = column_of(tmp_path, "01.02.2024", "15.02.2024", "01.03.2024")
    for text in ("when > '14.02.2024'", "when > '2024-02-14'", "03.2024", "weekday(when) = 5 or month(when) = 2"):
        assert len(filtered_rows(table, text)) in {1, 2, 3}
    assert filtered_rows(table, "when > '14.02.2024'").tolist() == [1, 2]
    assert filtered_rows(table, "03.2024").tolist() == [2]


@pytest.mark.parametrize(
    ("cells", "kind", "message"),
    [
        (["31.04.2024", "1.5.2024"], "date", "row 1, column when: '31.04.2024' is not a date or time such as "),
        (["soon", "1.5.2024"], "date", "row 1, column when: 'soon' is not a date or time"),
    ],
)
def test_a_cell_that_is_no_date_is_refused_with_its_row(
    tmp_path: Path, cells: list[str], kind: str, message: str
) -> None:
    (tmp_path / "t.csv").write_text("when;y\n" + "".join(f"{cell};1\n" for cell in cells))
    with pytest.raises(DataError, match=f"^t.csv: {message}"):
        read(tmp_path / "t.csv", kinds={"when": kind})


def test_digits_are_dates_where_the_kind_says_so(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("when,y\n20240229,1\n20240301,2\n")
    assert read(tmp_path / "t.csv").table.columns[0].kind == "whole"
    assert read(tmp_path / "t.csv", kinds={"when": "date"}).table.frame["when"].to_list() == [19782, 19783]
    table = read(tmp_path / "t.csv").table.with_kind(0, "date")
    assert table.frame["when"].to_list() == [19782, 19783]
    assert table.with_kind(0, "number").frame["when"].to_list() == [19782, 19783]
    assert table.with_kind(0, "text").frame["when"].to_list() == ["20240229", "20240301"]


@pytest.mark.parametrize("text", ["date:d/m", "date:", "number:d/m/y", "dates"])
def test_a_kind_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not known; choose one of"):
        parse_kind(text)
    with pytest.raises(DataError, match="are not known"):
        Column("a", "date", date_format="%Q")


@pytest.mark.parametrize("name", ["", *DATE_FORMATS.values(), "%H:%M", "%d/%m/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%S%.f%#z"])
def test_many_dates_are_written_as_one_is(name: str) -> None:
    days = pl.Series("a", [19783.0, None, 19783.25, -354_285.0, 2_932_896.0, 0.5, 19783 + 1.5 / 86_400])
    assert written_dates(days, name).to_list() == [None if day is None else written_date(day, name) for day in days]
