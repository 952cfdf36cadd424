"""Columns of texts: yes and no however they are spelled, words for empty cells, amounts, and padded numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.amounts import DAYS, HOURS, parse_amount, parse_moment
from nntui.data.files.tables import read

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.tables import ReadResult
    from nntui.data.kinds import Cell


def column(folder: Path, *cells: str | None) -> ReadResult:
    """A file whose first column has these texts."""
    path = folder / "t.csv"
    quoted = (f'"{cell}"' if cell else "" for cell in cells)
    path.write_text("x,y\n" + "".join(f"{cell},1\n" for cell in quoted), encoding="utf-8")
    return read(path)


def cells_of(found: ReadResult) -> list[Cell]:
    return [row[0] for row in found.table.rows(0, found.table.height)]


@pytest.mark.parametrize(
    ("cells", "words", "values"),
    [
        (["no", "Yes", "No", "YES", " yes ", "yes", "No"], ("No", "yes"), [0, 1, 0, 1, 1, 1, 0]),
        (["True", "TRUE", "false", "F", "true "], ("F", "TRUE"), [1, 1, 0, 0, 1]),
        (["y", "N", "Yes", "no"], ("N", "Yes"), [1, 0, 1, 0]),
        (
            ["yes", "no", "NA", "?", "yes", "n/a", "None", "-", "null"],
            ("no", "yes"),
            [1, 0, None, None, 1, *[None] * 4],
        ),
        (["yes", "no", "none"], ("no", "yes"), [1, 0, None]),
        (["S\u00ed", "no", "s\u00ed", "No"], ("No", "S\u00ed"), [1, 0, 1, 0]),
        (["Nej", "ja", "JA", "nej"], ("Nej", "JA"), [0, 1, 1, 0]),
        (["sim", "N\u00c3O", " SIM", "n\u00e3o"], ("N\u00c3O", "SIM"), [1, 0, 1, 0]),
    ],
)
def test_yes_and_no_are_two_words_however_they_are_spelled(
    tmp_path: Path, cells: list[str], words: tuple[str, str], values: list[int | None]
) -> None:
    found = column(tmp_path, *cells)
    assert (found.table.columns[0].kind, found.table.columns[0].words) == ("yes-no", words)
    assert cells_of(found) == values
    assert any("column x" in note for note in found.notes)


@pytest.mark.parametrize("word", ["NA", "n/a", "?", "NULL", "NaN", "None", "-", " NA "])
def test_a_word_for_an_empty_cell_is_no_category(tmp_path: Path, word: str) -> None:
    found = column(tmp_path, "red", word, "blue", "red", word)
    assert cells_of(found) == ["red", None, "blue", "red", None]
    assert found.notes == (f"column x: 2 cells of {word.strip()} are taken as empty",)


@pytest.mark.parametrize(
    "cells", [["+", "-", "+", "-"], ["NA", "DE", "FR", "US", "NA", "DE"], ["none", "mild", "severe", "mild"]]
)
def test_a_word_that_is_one_like_the_others_is_a_category(tmp_path: Path, cells: list[str]) -> None:
    found = column(tmp_path, *cells)
    assert (found.table.columns[0].kind, cells_of(found), found.notes) == ("category", cells, ())


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["$1,200", "$1,300.50", "-$5", "$ 7", "($2)"], "$", [1200, 1300.5, -5, 7, -2]),
        (["12 \N{EURO SIGN}", "1 200 \N{EURO SIGN}", None], "\N{EURO SIGN}", [12, 1200, None]),
        (["20%", "3.5 %", "-1%", "NA"], "%", [20, 3.5, -1, None]),
        (["1\N{NO-BREAK SPACE}500", "900", "12\N{NARROW NO-BREAK SPACE}000"], "", [1500, 900, 12000]),
        (["1'500", "900", "\N{MINUS SIGN}2'000"], "", [1500, 900, -2000]),
        (["1,234,567", "1,234", "12"], "", [1234567, 1234, 12]),
        (["1,234.50", "999.25", "1,000"], "", [1234.5, 999.25, 1000]),
        (["USD 5", "7 USD", "USD 5"], "USD", [5, 7, 5]),
    ],
)
def test_amounts_are_numbers(tmp_path: Path, cells: list[str], unit: str, values: list[float | None]) -> None:
    found = column(tmp_path, *cells)
    assert found.table.columns[0].numeric
    assert found.table.columns[0].unit == unit
    assert cells_of(found) == values
    assert any("column x is read as numbers" in note for note in found.notes)


@pytest.mark.parametrize(
    "cells", [["$5", "\N{EURO SIGN}7"], ["1,234", "5,678"], ["5 kg", "7 kg"], ["01 500", "02 500"], ["20%", "some"]]
)
def test_what_may_be_something_else_is_no_amount(tmp_path: Path, cells: list[str]) -> None:
    assert not column(tmp_path, *cells).table.columns[0].numeric


def test_hours_with_a_zero_before_them_are_numbers_and_codes_are_not(tmp_path: Path) -> None:
    hours = [f"{hour:02}" for hour in range(24)] * 2
    found = column(tmp_path, *hours)
    assert found.table.columns[0].kind == "whole"
    assert cells_of(found) == [*range(24)] * 2
    assert found.notes == ("column x is read as whole numbers, '00' as 0",)
    assert column(tmp_path, *[f"{code:05}" for code in range(24)] * 2).table.columns[0].kind == "text"


def test_texts_in_parquet_and_json_are_read_alike(tmp_path: Path) -> None:
    pl.DataFrame({"x": ["Yes", "no", "NA", "yes"], "p": ["$5", "$1,000", None, "?"], "y": [1, 2, 3, 4]}).write_parquet(
        tmp_path / "t.parquet"
    )
    lines = ['{"x": "Yes", "p": "$5"}', '{"x": "no", "p": "$1,000"}', '{"x": "NA"}', '{"x": "yes", "p": "?"}']
    (tmp_path / "t.jsonl").write_text("\n".join(lines))
    for name in ("t.parquet", "t.jsonl"):
        found = read(tmp_path / name)
        assert [row[:2] for row in found.table.rows(0, 9)] == [(True, 5), (False, 1000), (None, None), (True, None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-01-02", (19724, DAYS)),
        ("2024-01-02T12:00:00Z", (19724.5, DAYS)),
        ("2.1.2024", (19724, DAYS)),
        ("12:30", (12.5, HOURS)),
        ("9:45", (9.75, HOURS)),
        ("1970", None),
        ("2024-13-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_and_times_are_numbers(text: str, found: tuple[float, str] | None) -> None:
    assert parse_moment(text) == found


@pytest.mark.parametrize("text", ["", "-", "$", "%", "1,23", "1,2345", "--5", "($-5)", "$5%", "five", "1 23"])
def test_what_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_an_empty_word_is_no_third_word_of_a_column_that_is_to_be_yes_no(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\nm,1\nNA,2\nF,3\nf,4\n?,5\n")
    found = read(tmp_path / "t.csv", kinds={"x": "yes-no"})
    assert found.table.columns[0].words == ("F", "m")
    assert cells_of(found) == [True, None, False, False, None]


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["M", "m", "F", "M", "F", "M"], ["M", "M", "F", "M", "F", "M"]),
        (["male", "Male ", "female", "male"], ["male", "male", "female", "male"]),
        (["Good", "bad", "GOOD", "Bad", "bad", "Good"], ["Good", "bad", "Good", "bad", "bad", "Good"]),
    ],
)
def test_two_words_are_two_classes_in_any_case_and_told(tmp_path: Path, cells: list[str], kept: list[str]) -> None:
    found = column(tmp_path, *cells)
    assert (found.table.columns[0].kind, cells_of(found)) == ("category", kept)
    assert any("are read as" in note for note in found.notes)
    other = ["A", "a", "B", "b", "A", "B", "c"]
    assert cells_of(column(tmp_path, *other)) == other


@pytest.mark.parametrize("word", ["#DIV/0!", "#VALUE!", "\\N", ".", "n.a.", "NaT", "(null)", "--", "1.#IND"])
def test_what_programs_write_for_an_empty_cell_is_one_among_numbers_and_words(tmp_path: Path, word: str) -> None:
    for cells in (["1", word, "2.5", "3"], ["yes", word, "no", "yes"], ["red", word, "blue", "red", "blue", "green"]):
        found = column(tmp_path, *cells)
        assert cells_of(found)[1] is None
        assert f"column x: 1 cell of {word} is taken as empty" in found.notes


def test_a_point_among_signs_is_a_category(tmp_path: Path) -> None:
    assert cells_of(column(tmp_path, ".", "!", ".", "!", "?", "!")) == [".", "!", ".", "!", "?", "!"]


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["ja", "nein", "k.A."] * 3, "column x: 'k.A.' is a class beside ja, nein; if it means an empty cell, declare"),
        (["red", "Red", "blue", "green"] * 3, "column x: 'red', 'Red' are different categories, though they look"),
        (["5 mg", "10 mg"] * 3, "column x is read as categories such as '5 mg'; of kind number it holds numbers"),
    ],
)
def test_levels_that_may_be_meant_otherwise_are_noted(tmp_path: Path, cells: list[str], note: str) -> None:
    assert any(line.startswith(note) for line in column(tmp_path, *cells).notes)


@pytest.mark.parametrize("blank", ["\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "\N{EM SPACE} "])
def test_blanks_of_any_kind_are_empty_cells(tmp_path: Path, blank: str) -> None:
    for cells in (["yes", blank, "no", "yes"], ["2024-01-02", blank, "2024-01-05", "2024-01-04"], ["1", blank, "2.5"]):
        found = column(tmp_path, *cells)
        assert cells_of(found)[1] is None
        assert "column x: 1 cell of spaces is taken as empty" in found.notes
