"""The table of a search's trials."""

from __future__ import annotations

import math

import pytest
from rich.cells import cell_len

from nntui.render.glyphs import ASCII
from nntui.render.trials import TrialCells, trials_table

TRIALS = [
    TrialCells(0.0712, 0.0123, 15, "one layer of 128"),
    TrialCells(0.0934, math.nan, 1, "the present settings"),
    TrialCells(math.inf, math.nan, 0, "rate 0.03", "diverged"),
]


def texts(width: int, height: int, chosen: int) -> list[str]:
    lines = trials_table(TRIALS, "log loss", (width, height), chosen, ASCII)
    return ["".join(span.text for span in line) for line in lines]


def test_a_trial_is_a_line_of_figures_and_words_and_a_fault_is_named() -> None:
    heading, best, present, fault = texts(80, 10, 0)
    assert heading.split() == ["log", "loss", "+-", "trained", "settings"]
    assert best.startswith("> ")
    assert best.split()[1:4] == ["0.0712", "0.012", "15"]
    assert present.split()[:2] == ["0.0934", "1"]
    assert fault.rstrip().endswith("rate 0.03: diverged")


@pytest.mark.parametrize(("width", "height"), [(60, 2), (20, 3), (8, 4), (1, 1)])
def test_nothing_is_wider_or_higher_than_the_room_and_the_chosen_one_is_shown(width: int, height: int) -> None:
    lines = texts(width, height, 2)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    if height > 1:
        assert any(line.startswith(">") for line in lines)


def test_without_room_nothing_is_drawn() -> None:
    assert texts(0, 5, 0) == texts(5, 0, 0) == []
