"""Columns that choose the validation rows: their words, their names, and those that choose none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.column import Column
from nntui.data.marks import marks_note, seems_to_split
from nntui.data.table import Table
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.kinds import Cell, Kind


def split_by(
    cells: list[Cell], kind: Kind = "category", name: str = "part", words: tuple[str, str] = ("no", "yes")
) -> Table:
    return Table.of([Column(name, kind, "split", words=words)], {name: cells})


@pytest.mark.parametrize(
    "word",
    [
        *("test", "testing", "Test set", "TEST_DATA", "validation", "valid", "val", "v", "dev", "hold-out", "Held out"),
        *("held_out", "holdout", "eval", "Evaluation", "yes", "1", "check", "score", "prueba", "Testdaten"),
    ],
)
@pytest.mark.parametrize("other", ["train", "Training", "learn", "t", "fit", "entrenamiento", "Trainingsdaten", None])
def test_a_word_marks_validation_rows(word: str, other: str | None) -> None:
    assert split_by([other, word, other]).validation.to_list() == [False, True, False]


@pytest.mark.parametrize(
    "name", ["is_train", "train", "training set", "isTrain", "in_training", "trainset", "not_test"]
)
def test_yes_in_a_column_named_for_training_is_trained_on(name: str) -> None:
    cases: dict[Kind, list[Cell]] = {
        "yes-no": [True, False, None],
        "whole": [1, 0, None],
        "category": ["yes", "no", None],
    }
    for kind, given in cases.items():
        table = split_by(given, kind, name)
        assert table.validation.to_list() == [False, True, False]
        moved = table.with_mark([0], validation=True).with_mark([1], validation=False)
        assert moved.validation.to_list() == [True, False, False]


@pytest.mark.parametrize("name", ["is_test", "validation", "split", "train_or_test", "holdout", "not_train"])
def test_yes_in_any_other_column_is_a_validation_row(name: str) -> None:
    assert split_by([True, False], "yes-no", name).validation.to_list() == [True, False]
    assert split_by([1.0, 0.0], "number", name).validation.to_list() == [True, False]


def test_the_words_of_a_yes_no_column_decide_before_its_name() -> None:
    assert split_by([True, False], "yes-no", words=("test", "train")).validation.to_list() == [False, True]
    assert split_by([True, False], "yes-no", words=("train", "val")).validation.to_list() == [True, False]


@pytest.mark.parametrize("cells", [["a", "b"], ["train", "training"], ["test", "eval"]])
def test_a_column_that_splits_nothing_is_refused_with_the_words_that_do(cells: list[Cell]) -> None:
    table = Table.of([Column("part", "category")], {"part": cells})
    with pytest.raises(DataError, match=rf"{cells[0]}.*validation, test, eval or holdout"):
        table.with_role(0, "split")


def test_an_empty_column_may_become_the_split_and_is_marked_by_hand() -> None:
    table = Table.of([Column("part", "category")], {"part": [None, None]}).with_role(0, "split")
    assert table.with_mark([1], validation=True).validation.to_list() == [False, True]


def test_a_note_names_the_words_and_counts_the_rows() -> None:
    table = split_by(["train", "test", None, "spare", "test"])
    assert marks_note(table.columns[0], table.frame.to_series(0)) == (
        "2 of 5 rows are validation rows, by column part: test; trained on: spare, train, empty cells"
    )


def test_a_column_seems_to_split_by_words_for_both_parts_alone() -> None:
    assert seems_to_split(["train", "Test set"])
    assert seems_to_split(["fit", "holdout", "other"])
    assert not seems_to_split(["t", "v"])
    assert not seems_to_split(["test", "other"])
    assert not seems_to_split(["yes", "no"])
