"""Whole conversations: from opening to quitting, with every command in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.journal.places import recovered
from nntui.session.options import Options
from nntui.session.store.file import load
from tests.pictures import folder_of, shape
from tests.plain.dialogue import converse_in_lines

if TYPE_CHECKING:
    from pathlib import Path


def test_open_train_score_predict_and_save_are_complete(here: Path) -> None:
    said = converse_in_lines("train 20", "score", "predict", "3", "", "save", "", "quit", source="tutorial")
    assert "Training from epoch 0 to epoch 20." in said.after("train 20")
    assert said.after("score")[0].startswith("On the 3 training rows the network is ")
    assert "straight line" in " ".join(said.after("score"))
    assert any("The prediction, scaled as in training: speed " in line for line in said.lines)
    assert "Warning: weight: 8" not in said.text
    assert f"Saved {here / 'tutorial.nntui'}." in said.lines
    assert said.status == 0
    session = load(here / "tutorial.nntui")
    assert session.checkpoint is not None
    assert session.checkpoint.epoch == 20
    assert session.query == {"age": 3, "weight": 8}
    assert not recovered()


def test_the_table_is_read_changed_and_brought_back() -> None:
    said = converse_in_lines(
        "table 1-2",
        "table weight",
        "edit 2 age 7",
        "table 2",
        "undo",
        "table 2-2",
        "redo",
        "columns weight role ignored",
        "undo",
        "undo",
        "delete 3",
        "yes",
        "add",
        "undo",
        "undo",
        "quit",
        "leave",
    )
    assert said.after("table 1-2") == ["Row 1: age 2; weight 9; speed 92.", "Row 2: age 1; weight 5; speed 100."]
    assert said.after("table weight")[:3] == [
        "Column 2, weight: number, input.",
        "3 cells filled, none empty, 3 different.",
        "From 5 to 9, mean 6.66667, standard deviation 1.7.",
    ]
    assert "Row 2: age 7; weight 5; speed 100." in said.lines
    assert said.after("table 2-2") == ["Row 2: age 1; weight 5; speed 100."]
    assert "Undid: row 2 age 1 -> 7." in said.lines
    assert "Role of weight: ignored." in said.lines
    assert "Row 3 deleted." in said.lines
    assert "Undid: row 3 deleted." in said.lines


def test_settings_are_those_of_the_form_and_say_what_they_do(here: Path) -> None:
    said = converse_in_lines(
        "train 3",
        "settings",
        "learning rate 0.5",
        "hidden layers",
        "4",
        "learning rate nonsense",
        "optimiser xyz",
        "optimiser ada",
        "optimiser adamw",
        "apply",
        "notes",
        "quit",
        "leave",
    )
    text = said.text
    assert "1. hidden layers: 3" in text
    assert "To apply this: keeps the weights." in text
    assert "starts again from new first weights: 2-4-1, 12 parameters" in text
    assert '"undo" brings epoch 3 back' in text
    assert "Learning rate: give a number" in text
    assert "xyz is none of " in text
    assert "optimiser: adamw." in text
    assert "{key:" not in text


@pytest.mark.usefixtures("here")
def test_the_end_of_the_input_keeps_what_is_unsaved_and_says_where() -> None:
    said = converse_in_lines("edit 1 age 5")
    assert said.lines[-3] == "The input has ended."
    assert said.status == 0
    (kept,) = recovered()
    assert said.lines[-1].startswith("kept your work: nntui --plain ")
    assert load(kept).table.value(0, 0) == 5


def test_bad_answers_are_told_in_a_line_and_asked_again() -> None:
    said = converse_in_lines(
        "fly", "99", "table 9", "table heigth", "edit x", "edit 1 speed fast", "train many", "predict", "old", "back",
        "open nowhere.csv", "export nothing", "back", "save /nowhere/x.nntui", "best", "redo", "quit",
    )  # fmt: skip
    assert said.after("fly") == ["There is no 'fly' here. Type \"menu\" for the commands."]
    assert said.after("99") == ["There is no number 99. Choose a number from 1 to 24."]
    assert said.after("table 9") == ["There are no rows 9; the rows are 1 to 3."]
    assert "did you mean weight?" in said.after("table heigth")[0]
    assert said.after("edit x") == ["X is not the number of a row."]
    assert "is not a number" in said.after("edit 1 speed fast")[0]
    assert "give a whole number" in said.after("train many")[0]
    assert 'Not a number. Try again, or type "back".' in said.lines
    assert "nowhere.csv" in said.after("open nowhere.csv")[0]
    assert "There is no folder /nowhere." in said.after("save /nowhere/x.nntui")
    assert said.after("redo") == ["Nothing to redo."]
    assert said.status == 0


def test_an_export_goes_to_a_file_that_is_named_as_on_the_screen(here: Path) -> None:
    (here / "own.py").symlink_to("a.nntui")
    said = converse_in_lines("save a.nntui", "export script a", "export script", "own", "no/a", "a", "no", "b", "quit")
    assert f"script written to {here / 'a.py'}." in said.lines
    assert said.text.count("This session was never trained: its first weights are exported.") == 2
    assert "This is the session itself." in said.lines
    assert "There is no folder " in said.text
    assert "a.py exists. Replace it?" in said.text
    assert (here / "b.py").read_text() == (here / "a.py").read_text()
    assert load(here / "a.nntui").table.height == 3


def test_a_folder_of_pictures_is_opened_and_no_picture_alone_is_offered(here: Path) -> None:
    folder_of(here, 2)
    shape("circles", 3).save(here / "circle.png")
    said = converse_in_lines("open shapes", "1", "open", "shapes", "open shapes", "quit")
    assert said.text.count("1. open shapes: the pictures in it, a folder for each class") == 2
    assert sum(line.startswith("shapes: 4 rows") for line in said.lines) == 2
    assert "circle.png" not in said.text


def test_health_offers_a_cure_that_undo_takes_back() -> None:
    said = converse_in_lines(
        "train", "health", "1", "undo", "quit", "leave", source="xor", options=Options(engine="autograd", rate=30.0)
    )
    assert "Cure: " in said.text
    assert 'undo" takes it back' in said.text


def test_explanations_are_told_in_words() -> None:
    said = converse_in_lines(
        "train 3", "explain inputs", "predict row 1", "explain answer", "explain along petal_length", "quit", "leave",
        source="iris",
    )  # fmt: skip
    assert said.after("explain inputs")[0].startswith("Shuffled among ")
    assert said.after("predict row 1")[0].startswith("The prediction: ")
    assert said.after("predict row 1")[-1].startswith("In row 1 of the table: ")
    assert said.after("explain answer")[0].startswith("the probability of ")
    assert "Mean answer over" in said.after("explain along petal_length")[0]
