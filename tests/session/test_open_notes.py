"""Lines on what opening a table found and decided."""

from pathlib import Path

import pytest

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import save


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_reading_of_odd_cells_is_reported(folder: Path) -> None:
    (folder / "gap.csv").write_text("a,y\n1,2\nNA,3\n4,5\n")
    told: list[str] = []
    session = open_source("gap.csv", Options(), told.append)
    assert session.table.value(1, 0) is None
    assert any("NA" in line for line in told)


@pytest.mark.parametrize(
    ("cells", "options", "told"),
    [
        ("0 1 0", Options(), "column y holds only 0 and 1: learnt as two classes, unless its kind is number"),
        ("2 1 2", Options(), "column y holds only 1 and 2: learnt as two classes, unless its kind is number"),
        ("-1.0 1.0 1.0", Options(), "column y holds only -1 and 1: learnt as two classes, unless its kind is number"),
        ("0 1 0", Options(kinds=("y=yes-no",)), ""),
        ("0 1 0", Options(kinds=("y=number",)), ""),
        ("0 1 0.5", Options(), ""),
        ("0.5 1 0.5", Options(), ""),
        ("0 1", Options(), ""),
        ("0 1 2", Options(), ""),
        ("1 1 1", Options(), ""),
        (
            "1 2 3 1 2 3",
            Options(),
            "column y holds 3 whole numbers, 1 to 3, learnt as numbers; for classes, make its kind category",
        ),
        ("1 2 3 1 2 3", Options(kinds=("y=category",)), ""),
        ("10 20 90 10 20 90", Options(), ""),
        (
            "10 20 99 " * 5,
            Options(),
            "column y holds 3 whole numbers, 10 to 99, learnt as numbers; for classes, make its kind category",
        ),
        (
            "0.5 1.5 " * 10,
            Options(),
            "column y holds only 0.5 and 1.5: learnt as two classes, unless its kind is number",
        ),
    ],
)
def test_a_target_of_few_whole_numbers_may_be_meant_for_classes(
    folder: Path, cells: str, options: Options, told: str
) -> None:
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells.split()))
    (folder / "coin.csv").write_text(f"x,y\n{rows}")
    notes: list[str] = []
    session = open_source("coin.csv", options, notes.append)
    assert notes == ([told] if told else [])
    if "two classes" in told:
        assert session.task == "binary"
        assert session.table.columns[1].words == tuple(f"{float(cell):g}" for cell in sorted({*cells.split()}))
    save(session, folder / "coin.nntui")
    open_source("coin.nntui", Options(), notes.append)
    assert notes == ([told] if told else [])


def test_an_input_that_seems_to_choose_validation_rows_is_noted(folder: Path) -> None:
    rows = "".join(f"{row % 7},{'test' if row % 4 == 0 else 'train'},{row}\n" for row in range(40))
    (folder / "t.csv").write_text(f"x,part,y\n{rows}")
    notes: list[str] = []
    open_source("t.csv", Options(), notes.append)
    assert notes == [
        "column part holds test, train and is an input; in the role split it would choose the validation rows"
    ]
    notes.clear()
    open_source("t.csv", Options(split="part"), notes.append)
    assert not any("is an input" in note for note in notes)


def test_empty_cells_in_validation_rows_alone_are_not_said_to_be_filled(folder: Path) -> None:
    rows = "".join(
        f"{'' if row in (4, 5) else row},{'' if row == 4 else row % 7},{row % 4 == 0:d},{row}\n" for row in range(40)
    )
    (folder / "t.csv").write_text(f"x,z,test,y\n{rows}")
    notes: list[str] = []
    open_source("t.csv", Options(split="test"), notes.append)
    assert [note for note in notes if "are filled" in note] == ["empty cells are filled: x 2 (the median)"]


def test_that_the_last_column_is_not_the_target_is_noted(folder: Path) -> None:
    rows = "".join(f"{row}.5,{row % 7},{f'name {row}'}\n" for row in range(40))
    (folder / "t.csv").write_text(f"a,b,who\n{rows}")
    notes: list[str] = []
    open_source("t.csv", Options(), notes.append)
    assert "the target is b: the last column, who, cannot be one" in notes
    notes.clear()
    open_source("t.csv", Options(targets=("a",)), notes.append)
    assert not any("the target is" in note for note in notes)
