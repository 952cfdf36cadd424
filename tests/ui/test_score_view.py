"""The contents of the score pane, and the rows behind it, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.text import width_of
from nntui.training.scores.warnings import warnings_of
from nntui.ui.score.view import ScoreView, chosen_rows, figure_lines, moved, picture_lines, warning_lines
from tests.training.scores.judged import score_of, table

if TYPE_CHECKING:
    from nntui.training.scores.score import Score

HELD = [row % 3 == 0 for row in range(90)]


def numbers() -> Score:
    inputs = np.arange(90.0)[:, None]
    truth = np.arange(90.0) * 2
    answers = truth + np.where(np.arange(90) == 60, -20, np.where(np.arange(90) == 30, 10, 1))
    return score_of(table(inputs, truth.tolist(), HELD), answers)


def classes() -> Score:
    codes = np.arange(90) // 3 % 3
    given = np.where(np.isin(np.arange(90), (9, 18, 27)), 2, np.where(np.arange(90) == 0, 1, codes))
    shares = np.where(given[:, None] == np.arange(3), 0.8, 0.1)
    return score_of(table(np.arange(90.0)[:, None], ["abc"[code] for code in codes], HELD), shares)


def test_the_most_frequent_mistake_is_chosen_first_and_its_rows_are_exactly_those() -> None:
    score = classes()
    found = chosen_rows(score, ScoreView())
    assert found.rows.tolist() == [9, 18, 27]
    assert found.words == "'a' called 'c': 3 validation rows"
    left = moved(score, ScoreView(), -1, 0)
    assert (left.cell, chosen_rows(score, left).words) == ((0, 1), "'a' called 'b': 1 validation row")
    assert chosen_rows(score, left).rows.tolist() == [0]
    assert chosen_rows(score, moved(score, left, 0, -1)).rows.tolist() == [0]  # there is no row above the first


def test_the_matrix_of_training_rows_has_their_rows() -> None:
    found = chosen_rows(classes(), ScoreView(of_training=True, cell=(1, 1)))
    assert found.rows.tolist() == [row for row in range(90) if row // 3 % 3 == 1 and not HELD[row]]


def test_the_largest_error_is_chosen_first_and_arrows_go_by_truth_and_by_error() -> None:
    score = numbers()
    view = ScoreView()
    assert chosen_rows(score, view).rows.tolist() == [60]
    assert chosen_rows(score, view).words == "row 61: y 120, answered 100 (-20.0)"
    assert chosen_rows(score, moved(score, view, 0, 1)).rows.tolist() == [30]
    assert chosen_rows(score, moved(score, view, 1, 0)).rows.tolist() == [63]
    assert chosen_rows(score, moved(score, view, 0, -1)).rows.tolist() == [60]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("size", [(58, 11), (78, 19), (58, 36), (198, 56)])
@pytest.mark.parametrize("made", [numbers, classes])
def test_it_fits_every_size(made: object, size: tuple[int, int], glyphs: Glyphs) -> None:
    score = numbers() if made is numbers else classes()
    for view in (ScoreView(), ScoreView(of_training=True, errors=True)):
        lines = [
            *figure_lines(score, view, size[0], glyphs),
            *warning_lines(warnings_of(score), size[0], glyphs),
            *picture_lines(score, view, size, glyphs),
        ]
        assert all(width_of(line) <= size[0] for line in lines)
        assert len(picture_lines(score, view, size, glyphs)) <= size[1]


def test_the_figures_are_those_of_the_score_to_all_shown_digits() -> None:
    score = numbers()
    assert score.validation is not None
    lines = ["".join(span.text for span in line).split() for line in figure_lines(score, ScoreView(), 78, UNICODE)]
    assert lines[0] == ["training", "validation", "mean", "line"]
    shown = {line[0]: [float(figure.replace(",", "")) for figure in line[-4:]] for line in lines[1:]}
    parts = (score.training.network, score.validation.network, score.judged.trivial, score.judged.linear)
    for name, metric, precision in (("mean", "mae", 5e-3), ("R2,", "r2", 5e-4), ("largest", "largest_error", 5e-1)):
        assert shown[name] == pytest.approx([part.metrics[metric] for part in parts], abs=precision)


def test_a_warning_is_whole_on_as_many_lines_as_it_needs_or_cut_to_one() -> None:
    warning = "balanced accuracy 50 %: 98 % of the rows are 'fine', so accuracy misleads"
    lines = ["".join(span.text for span in line) for line in warning_lines([warning, "second"], 40, UNICODE)]
    assert lines == [" ! balanced accuracy 50 %: 98 % of the", "   rows are 'fine', so accuracy misleads", " ! second"]
    assert len(warning_lines([warning, "second"], 40, UNICODE, whole=False)) == 2


@pytest.mark.parametrize("width", [50, 58, 78])
def test_the_caption_of_a_picture_is_never_cut(width: int) -> None:
    for score in (numbers(), classes()):
        caption = "".join(span.text for span in picture_lines(score, ScoreView(), (width, 12), UNICODE)[0])
        assert caption.startswith(" 30 validation rows: ")
        assert "…" not in caption
