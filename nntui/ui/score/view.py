"""The parts of the score pane: figures and warnings, and the rows behind a cell of the matrix or a point."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.matrix import draw_matrix
from nntui.render.plot.scatter import draw_scatter
from nntui.render.text import Line, Span, join_spans
from nntui.safe_text import one_line
from nntui.training.scores.answers import ClassAnswers, NumberAnswers
from nntui.training.scores.metrics import metrics_table
from nntui.training.scores.words import amount, class_name, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.render.glyphs import Glyphs
    from nntui.training.scores.metrics import Metrics
    from nntui.training.scores.score import Judgement, RowsScore, Score

FIGURE, WIDTHS = 9, {"training": 10, "validation": 11}
"""Cells of a column of figures, and those of columns with a longer name."""
LONGEST_FIGURE_NAME = 24
INDENT = 3
"""Cells before the words of a warning."""
MOST_POINTS = 2_000
"""Points that are drawn; of more rows, every second, third ... is."""


CLASSES = (
    "true class (down) against answer (across)",
    "true class down, answer across",
    "truth down, answer across",
)
"""How to read a matrix, in several wordings."""


class ChosenRows(NamedTuple):
    """Rows of the table, and words for them."""

    rows: NDArray[np.int64]
    words: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The pane of a score: validation rows or, ``of_training``, those trained on; one ``target`` of several;
    errors in place of answers if ``errors``; the ``cell`` of the matrix that is chosen (None: the most frequent
    mistake), and the ``point``, by its row (None: the largest error).
    """

    of_training: bool = False
    target: int = 0
    errors: bool = False
    cell: tuple[int, int] | None = None
    point: int | None = None


def rows_shown(score: Score, view: ScoreView) -> RowsScore:
    """The rows that the matrix or plot shows."""
    return score.training if view.of_training else score.judged


def figure_lines(score: Score, view: ScoreView, width: int, glyphs: Glyphs) -> list[Line]:
    """A line for each metric: on training and validation rows and, on the latter, of trivial answer and line."""
    judged = score.judged
    columns: dict[str, Judgement] = {"training": score.training.network}
    if score.validation is not None:
        columns["validation"] = score.validation.network
    columns |= {"always" if score.classes else "mean": judged.trivial, "line": judged.linear}
    unit = one_line(score.targets[view.target].unit) if score.targets else ""
    widths = [WIDTHS.get(name, FIGURE) for name in columns]
    first = max(8, min(LONGEST_FIGURE_NAME, width - sum(widths)))
    heading = one_line(score.targets[view.target].name) if len(score.targets) > 1 else ""
    lines = [_figure_line(heading, list(columns), widths, first, glyphs)]
    figures = [_metrics(each, view, len(score.targets)) for each in columns.values()]
    for metric in metrics_table(numbers=not score.classes):
        name = f"{metric.name}, {unit}" if metric.in_unit and unit else metric.name
        texts = [_figure(each[metric.id], share=metric.share, in_unit=metric.in_unit) for each in figures]
        lines.append(_figure_line(name, texts, widths, first, glyphs))
    return lines


def _metrics(judgement: Judgement, view: ScoreView, targets: int) -> Metrics:
    return judgement.of_targets[view.target] if targets > 1 else judgement.metrics


def _figure(value: float, *, share: bool, in_unit: bool) -> str:
    return percent(value, 1_000) if share else amount(value) if in_unit else f"{value:.3f}"


def _figure_line(name: str, texts: Sequence[str], widths: Sequence[int], first: int, glyphs: Glyphs) -> Line:
    figures = [fit(text, width, "right", glyphs) for text, width in zip(texts, widths, strict=True)]
    return join_spans([Span(f" {fit(name, first - 1, glyphs=glyphs)}", "dim"), *map(Span, figures)])


def warning_lines(warnings: Sequence[str], width: int, glyphs: Glyphs, *, whole: bool = True) -> list[Line]:
    """The warnings, each on as many lines as it needs or, unless they are ``whole``, on one and cut."""
    if not whole:
        return [(Span(fit(f" ! {warning}", width, glyphs=glyphs).rstrip(), "warning"),) for warning in warnings]
    lines = []
    for warning in warnings:
        wrapped = textwrap.wrap(clean(warning, glyphs), max(1, width - INDENT))
        lines += [f" {'!' if not number else ' '} {line}" for number, line in enumerate(wrapped)]
    return [(Span(fit(line, width, glyphs=glyphs).rstrip(), "warning"),) for line in lines]


def picture_lines(score: Score, view: ScoreView, size: tuple[int, int], glyphs: Glyphs) -> list[Line]:
    """The confusion matrix, or the plot of answers against the truth, above a line on what is chosen in it."""
    width, height = size
    rows = rows_shown(score, view)
    words = chosen_rows(score, view).words
    detail: Line = (Span(fit(f" {clean(words, glyphs)}", width, glyphs=glyphs).rstrip(), "bold"),)
    if score.classes:
        caption = _caption(rows.counted, CLASSES, width, glyphs)
        matrix = draw_matrix(
            score.confusion(rows) or [], score.classes, (width, height - 2), _chosen_cell(rows, view), glyphs
        )
        return [caption, *matrix, detail]
    name = one_line(score.targets[view.target].name)
    what = "how far off" if view.errors else "answer"
    every = -(-rows.count // MOST_POINTS)
    some = f", one of {every:,} drawn" if every > 1 else ""
    wordings = (
        f"{what} (up) against true {name} (across)",
        f"{what} (up) against truth (across)",
        f"{what} up, truth across",
    )
    caption = _caption(f"{rows.counted}{some}", wordings, width, glyphs)
    answers, actual = _numbers(rows, view)
    ups = answers - actual if view.errors else answers
    points = list(zip(actual[::every].tolist(), ups[::every].tolist(), strict=True))
    low, high = float(np.nanmin(actual)), float(np.nanmax(actual))
    line = ((low, 0.0), (high, 0.0)) if view.errors else ((low, low), (high, high))
    place = _chosen_point(rows, view)
    chosen = float(actual[place]), float(ups[place])
    style = "train" if rows is score.training else "validation"
    plot = draw_scatter([*points, chosen], (width, height - 2), chosen, glyphs, right=line, style=style)
    return [caption, *plot, detail]


def _caption(rows: str, wordings: Sequence[str], width: int, glyphs: Glyphs) -> Line:
    """A line that says which ``rows`` the picture below shows and, in the first wording that fits, how to read it."""
    texts = [clean(f" {rows}: {each}", glyphs) for each in wordings]
    text = next((text for text in texts if cell_len(text) <= width), texts[-1])
    return (Span(fit(text, width, glyphs=glyphs).rstrip(), "dim"),)


def chosen_rows(score: Score, view: ScoreView) -> ChosenRows:
    """The rows in the chosen cell of the matrix, or that of the chosen point."""
    rows = rows_shown(score, view)
    answers = rows.network.answers
    if isinstance(answers, ClassAnswers):
        true, called = _chosen_cell(rows, view)
        found = rows.rows[(answers.actual == true) & (answers.predicted == called)]
        count = f"{len(found):,} {rows.name if len(found) != 1 else rows.name.replace('rows', 'row', 1)}"
        return ChosenRows(found, f"{class_name(score, true)} called {class_name(score, called)}: {count}")
    given, actual = _numbers(rows, view)
    point = _chosen_point(rows, view)
    row = int(rows.rows[point])
    answer, truth = float(given[point]), float(actual[point])
    sign = "+" if answer >= truth else "-"
    name = one_line(score.targets[view.target].name)
    words = f"row {row + 1:,}: {name} {amount(truth)}, answered {amount(answer)} ({sign}{amount(abs(answer - truth))})"
    return ChosenRows(np.array([row], dtype=np.int64), words)


def moved(score: Score, view: ScoreView, across: int, down: int) -> ScoreView:
    """The view with another cell chosen or, of points, the next by truth (``across``) or by error (``down``)."""
    if score.classes:
        last = len(score.classes) - 1
        row, column = _chosen_cell(rows_shown(score, view), view)
        return replace(view, cell=(min(max(row + down, 0), last), min(max(column + across, 0), last)))
    rows = rows_shown(score, view)
    answers, actual = _numbers(rows, view)
    order = np.argsort(actual if across else -np.abs(answers - actual), kind="stable")
    place = int(np.flatnonzero(order == _chosen_point(rows, view))[0]) + across + down
    return replace(view, point=int(rows.rows[order[min(max(place, 0), len(order) - 1)]]))


def _chosen_cell(rows: RowsScore, view: ScoreView) -> tuple[int, int]:
    """The chosen cell of the matrix; at first the most frequent mistake."""
    answers = rows.network.answers
    if view.cell is not None or isinstance(answers, NumberAnswers):
        return view.cell or (0, 0)
    counts = answers.confusion()
    np.fill_diagonal(counts, 0)
    row, column = divmod(int(counts.argmax()), len(counts))
    return row, column


def _numbers(rows: RowsScore, view: ScoreView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Answers and truth of one target, float64 [rows] each."""
    answers = rows.network.answers
    assert isinstance(answers, NumberAnswers)
    return answers.answers[:, view.target], answers.actual[:, view.target]


def _chosen_point(rows: RowsScore, view: ScoreView) -> int:
    """The place of the chosen row among ``rows``; that of the largest error if it is not among them."""
    found: list[int] = [] if view.point is None else np.flatnonzero(rows.rows == view.point).tolist()
    if found:
        return found[0]
    answers, actual = _numbers(rows, view)
    errors = np.abs(answers - actual)
    return int(np.nanargmax(errors)) if np.isfinite(errors).any() else 0
