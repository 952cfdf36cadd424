"""Numbers as people write them: scales, groups of other places and scripts, durations, fractions and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.amounts import HOURS, parse_amount, parse_in_unit
from nntui.data.files.tables import read
from nntui.data.quantities import parse_duration, parse_fraction, parse_measure
from nntui.errors import DataError
from nntui.session.notes import why_text

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.tables import ReadResult


def column(folder: Path, *cells: str, kind: str = "") -> ReadResult:
    """A file of one column of these cells beside a number, read."""
    (folder / "t.csv").write_text("x;y\n" + "".join(f'"{cell}";{row}\n' for row, cell in enumerate(cells)))
    return read(folder / "t.csv", kinds={"x": kind} if kind else {})


def cells_of(found: ReadResult) -> list[object]:
    return found.table.frame.to_series(0).to_list()


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["$1.2K", "$950", "$3M"], "$", [1200, 950, 3_000_000]),
        (["3.5M", "900k", "12"], "", [3_500_000, 900_000, 12]),
        (["1.1K", "2.3K", "7"], "", [1100, 2300, 7]),
        (["EUR 1.5 million", "EUR 20 thousand", "7 EUR"], "EUR", [1_500_000, 20_000, 7]),
        (["1_096", "12", "1_000_000"], "", [1096, 12, 1_000_000]),
        (["1,00,000", "12,34,567", "99"], "", [100_000, 1_234_567, 99]),
        (["Rs. 1,00,000", "Rs. 500", "Rs. 2 lakh"], "Rs.", [100_000, 500, 200_000]),
        (["1'234.50", "900.25", "12"], "", [1234.5, 900.25, 12]),
        (["(2.00)", "3.50", "-1.25"], "", [-2, 3.5, -1.25]),
        (["5.5-", "3", "2.25-"], "", [-5.5, 3, -2.25]),
        (["$5", "$-", "$ 7"], "$", [5, 0, 7]),
        (["\uff11\uff12", "\u0661\u0662", "3"], "", [12, 12, 3]),
        (["2x10^3", "5", "1.5\N{MULTIPLICATION SIGN}10^-1"], "", [2000, 5, 0.15]),
        (["1 1/2", "3/4", "2"], "", [1.5, 0.75, 2]),
        (["1\N{VULGAR FRACTION ONE HALF}", "3", "\N{VULGAR FRACTION ONE QUARTER}"], "", [1.5, 3, 0.25]),
        (["26:10", "2:30", "1:00"], HOURS, [26 + 1 / 6, 2.5, 1]),
        (["2h 30m", "45m", "1h"], HOURS, [2.5, 0.75, 1]),
        (["1:23:45", "30:00:00", "0:00:36"], HOURS, [1.395833333, 30, 0.01]),
        (["1 day, 2:00:00", "3:30:00", "2 days 00:15:00"], HOURS, [26, 3.5, 48.25]),
        (["PT1H30M", "P1D", "PT36S"], HOURS, [1.5, 24, 0.01]),
    ],
)
def test_numbers_are_read_as_people_write_them(
    tmp_path: Path, cells: list[str], unit: str, values: list[float]
) -> None:
    found = column(tmp_path, *cells)
    assert found.table.columns[0].numeric
    assert found.table.columns[0].unit == unit
    assert cells_of(found) == pytest.approx(values, abs=1e-8)
    assert any("column x is read as numbers" in note for note in found.notes)


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["5 kg", "500 g", "7 kg"], "kg", [5, 0.5, 7]),
        (["90 min", "45 min", "7 min"], "min", [90, 45, 7]),
        (["3M", "5M", "7M"], "", [3e6, 5e6, 7e6]),
        (["3/4", "1/2", "2/3"], "", [0.75, 0.5, 2 / 3]),
        (["21 \N{DEGREE SIGN}C", "5 \N{DEGREE SIGN}C", "-3 \N{DEGREE SIGN}C"], "\N{DEGREE SIGN}C", [21, 5, -3]),
        (["5 kg", "7", "9 kg"], "kg", [5, 7, 9]),
    ],
)
def test_what_may_be_something_else_is_read_when_it_is_to_be_a_number(
    tmp_path: Path, cells: list[str], unit: str, values: list[float]
) -> None:
    assert not column(tmp_path, *cells).table.columns[0].numeric
    found = column(tmp_path, *cells, kind="number")
    assert found.table.columns[0].unit == unit
    assert cells_of(found) == pytest.approx(values)


@pytest.mark.parametrize(
    "cells", [["5 kg", "7 kg", "9 kg"], ["3M", "5M", "7M"], ["3/4", "1/2", "2/3"], ["90 min", "45 min", "7 min"]]
)
def test_the_note_on_such_a_column_says_how_it_can_be_used(tmp_path: Path, cells: list[str]) -> None:
    found = column(tmp_path, *cells, kind="text")
    assert "of kind number they can be used" in why_text(found.table.frame.to_series(0))


@pytest.mark.parametrize("text", ["12B", "3M", "5m", "1,2", "1,0,000", "1__000", "K", "5-6", "5-", "(5-)", "$5-$"])
def test_what_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["", "h", "2m 3h", "1:60", "25", "1:2:3:4", "P", "2x", "1h 2h"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


def test_a_fraction_without_a_value_and_a_word_are_none() -> None:
    assert parse_fraction("1/0") is None
    assert parse_fraction("a/b") is None
    assert parse_measure("kg") is None
    assert parse_measure("5") is None


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("2h 30m", HOURS, 2.5), ("500 g", "kg", 0.5), ("$1.2K", "$", 1200), ("1 1/2", "", 1.5), ("3M", "", 3e6)],
)
def test_a_typed_cell_may_be_written_so_too(text: str, unit: str, number: float) -> None:
    assert parse_in_unit(text, unit) == pytest.approx(number)


def test_a_typed_cell_in_another_unit_is_refused() -> None:
    with pytest.raises(DataError, match="'5 km' is not a number"):
        parse_in_unit("5 km", "kg")


@pytest.mark.parametrize(
    ("cells", "values", "word"),
    [
        (["1.250 \N{EURO SIGN}", "900 \N{EURO SIGN}", "85 \N{EURO SIGN}"], [1250, 900, 85], "group digits"),
        (["$1.250", "$3.100", "$2.500"], [1.25, 3.1, 2.5], "begin a fraction"),
        (["1.250,50 \N{EURO SIGN}", "900 \N{EURO SIGN}", "85 \N{EURO SIGN}"], [1250.5, 900, 85], ""),
        (["$1.25", "$900", "$85.125"], [1.25, 900, 85.125], ""),
    ],
)
def test_points_in_amounts_are_suspected_as_those_in_numbers(
    tmp_path: Path, cells: list[str], values: list[float], word: str
) -> None:
    found = column(tmp_path, *cells)
    assert cells_of(found) == values
    assert any("every point" in note and word in note for note in found.notes) is bool(word)


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
@pytest.mark.parametrize("kind", ["", "number"])
def test_amounts_with_decimal_commas_are_read_in_files_that_do_not_name_the_sign(
    tmp_path: Path, suffix: str, kind: str
) -> None:
    frame = pl.DataFrame({"x": ["1.234,50 \N{EURO SIGN}", "900 \N{EURO SIGN}", "2,5 \N{EURO SIGN}"], "y": [1, 2, 3]})
    path = tmp_path / f"t.{suffix}"
    if suffix == "jsonl":
        frame.write_ndjson(path)
    else:
        frame.write_parquet(path)
    found = read(path, kinds={"x": kind} if kind else {})
    assert cells_of(found) == [1234.5, 900, 2.5]
    assert found.table.columns[0].unit == "\N{EURO SIGN}"
