"""The kinds of columns that the cells of a text file suggest."""

from pathlib import Path

import pytest

from nntui.data.files.tables import ReadResult, first_rows, read
from nntui.data.kinds import Cell
from nntui.errors import DataError


def column(folder: Path, *cells: str) -> ReadResult:
    """A file whose first column has these cells, spelled as they are."""
    path = folder / "t.csv"
    path.write_text("x,y\n" + "".join(f"{cell},1\n" for cell in cells))
    return read(path)


def kind_and_cells(found: ReadResult) -> tuple[str, list[Cell]]:
    return found.table.columns[0].kind, [row[0] for row in found.table.rows(0, found.table.height)]


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "-2", "+3", "0"], "whole", [1, -2, 3, 0]),
        (["9223372036854775807", "-9223372036854775808"], "whole", [2**63 - 1, -(2**63)]),
        (["1", "2.0"], "number", [1.0, 2.0]),
        (["1", "1e3", "007"], "number", [1.0, 1000.0, 7.0]),
        (["1", "", "3"], "whole", [1, None, 3]),
        (["1.5", "99999999999999999999"], "number", [1.5, 1e20]),
        (["99999999999999999999", "1"], "text", ["99999999999999999999", "1"]),
        (["01234", "99999", ""], "text", ["01234", "99999", None]),
        (["00", "01", "00"], "category", ["00", "01", "00"]),
        (["1_000", "0x10"], "text", ["1_000", "0x10"]),
        (["yes", "no", "yes", ""], "yes-no", [True, False, True, None]),
        (["TRUE", "FALSE"], "yes-no", [True, False]),
        (["N", "Y"], "yes-no", [False, True]),
        (["f", "t"], "yes-no", [False, True]),
        (["Ja", "Nein"], "yes-no", [True, False]),
        (["off", "on"], "yes-no", [False, True]),
        (["yes", "no", "maybe", "no"], "category", ["yes", "no", "maybe", "no"]),
        (["yes", "yes"], "category", ["yes", "yes"]),
        (["0", "1"], "whole", [0, 1]),
        (["usa", "japan", "usa"], "category", ["usa", "japan", "usa"]),
        (["usa", "japan"], "text", ["usa", "japan"]),
        (["NA", "?", "NA"], "text", [None, None, None]),
        (["inf", "nan", "inf"], "category", ["inf", None, "inf"]),
        (["", "", '""'], "text", [None, None, None]),
        (['"5"', "6"], "whole", [5, 6]),
        (['" "', "6"], "whole", [None, 6]),
        (["2020-01-01", "2020-01-02"], "date", [18262, 18263]),
    ],
)
def test_the_kind_follows_from_the_cells(tmp_path: Path, cells: list[str], kind: str, values: list[Cell]) -> None:
    assert kind_and_cells(column(tmp_path, *cells)) == (kind, values)


@pytest.mark.parametrize("word", ["NA", "N/A", "nan", "NaN", "null", "None", "-", "?"])
def test_a_word_for_a_missing_number_is_an_empty_cell_and_noted(tmp_path: Path, word: str) -> None:
    found = column(tmp_path, "1.5", word, "2.5", word)
    assert kind_and_cells(found) == ("number", [1.5, None, 2.5, None])
    assert found.notes == (f"column x: 2 cells of {word} are taken as empty",)


@pytest.mark.parametrize("cells", [["1", "2", "three", "4"], ["1", "three"], ["0.5"] * 40 + ["3", "three", "four"]])
def test_a_few_cells_that_are_no_numbers_among_numbers_are_mistakes(tmp_path: Path, cells: list[str]) -> None:
    row = cells.index("three") + 1
    with pytest.raises(DataError) as refused:
        column(tmp_path, *cells)
    assert str(refused.value).endswith(
        f"row {row} (line {row + 1}), column x: 'three' is not a number; "
        "if that is intended, read x as text; for an empty cell, declare the word"
    )


def test_many_cells_that_are_not_numbers_make_text_with_a_note_of_the_first(tmp_path: Path) -> None:
    found = column(tmp_path, "1", "2", "A/5 3", "4", "PC 5")
    assert kind_and_cells(found) == ("text", ["1", "2", "A/5 3", "4", "PC 5"])
    assert found.notes == ("column x is read as text: row 3 (line 4) holds 'A/5 3', which is no number",)


def test_a_column_without_a_single_cell_is_noted(tmp_path: Path) -> None:
    assert column(tmp_path, "", "").notes == ("column x: every cell is empty",)


def test_what_far_down_the_file_is_no_number_is_found_and_nothing_before_it_is_lost(tmp_path: Path) -> None:
    rows = 800_000
    path = tmp_path / "t.csv"
    path.write_text("zip,b,y\n" + "10.50,20,1\n" * rows + "01234,-,\n")
    found = read(path)
    assert [each.kind for each in found.table.columns] == ["number", "whole", "whole"]
    assert found.table.rows(rows, rows + 1) == [(1234, None, None)]
    path.write_text("zip,b,y\n" + "10.50,20,?\n" * rows + "x1,0123,no\n" * rows)
    found = read(path)
    assert [each.kind for each in found.table.columns] == ["category", "category", "category"]
    assert found.table.rows(rows - 1, rows + 1) == [("10.50", "20", None), ("x1", "0123", "no")]
    assert (
        f"column zip is read as category: row {rows + 1} (line {rows + 2}) holds 'x1', which is no number"
        in found.notes
    )


def test_many_different_words_are_text_and_few_among_many_rows_are_categories(tmp_path: Path) -> None:
    assert column(tmp_path, *[f"w{row % 20}" for row in range(40)]).table.columns[0].kind == "category"
    assert column(tmp_path, *[f"w{row % 21}" for row in range(40)]).table.columns[0].kind == "text"
    assert column(tmp_path, *[f"w{row % 100}" for row in range(2_000)]).table.columns[0].kind == "category"
    assert column(tmp_path, *[f"w{row % 101}" for row in range(2_000)]).table.columns[0].kind == "text"
    assert column(tmp_path, *[f"w{row % 1_001}" for row in range(40_000)]).table.columns[0].kind == "text"


def test_text_is_ignored_and_the_last_other_column_is_the_target(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,smoker,age,comment\nAda,yes,36,good\nAlan,no,41,quiet\n")
    assert [(each.name, each.role) for each in read(path).table.columns] == [
        ("name", "ignored"),
        ("smoker", "input"),
        ("age", "target"),
        ("comment", "ignored"),
    ]


def test_a_first_look_has_the_first_rows_and_their_kinds(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n" + '1.5,"x, y",yes\n2.5,z,no\n' * 500_000)
    look = first_rows(path)
    assert look.table.height == 200
    assert look.table.rows(0, 2) == [(1.5, "x, y", True), (2.5, "z", False)]
    assert look.table.columns == read(path).table.columns
    assert first_rows(path, rows=3).table.height == 3


def test_a_first_look_at_a_small_file_has_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,x\n2,y\n3,x\n")
    assert first_rows(path) == read(path)


def test_a_first_look_is_not_disturbed_by_what_comes_later(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1,2\n" * 100_000 + "3,inf\n4\n")
    assert first_rows(path).table.rows(0, 1) == [(1, 2)]
