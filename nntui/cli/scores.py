"""A score in the shell: a table of figures with warnings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.safe_text import one_line
from nntui.training.scores.metrics import metrics_table
from nntui.training.scores.warnings import warnings_of
from nntui.training.scores.words import LONGEST_NAME, compared, figure_name, figure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nntui.training.scores.metrics import Metrics
    from nntui.training.scores.score import Judgement, Score


def score_lines(score: Score) -> Iterator[str]:
    """A table of every metric, for several targets one for each, and a line for each warning."""
    if len(score.targets) < 2:
        name, unit = score.targets[0] if score.targets else ("", "")
        yield from _table(score, one_line(name, LONGEST_NAME), lambda judgement: judgement.metrics, unit)
    else:
        for number, (name, unit) in enumerate(score.targets):
            yield from _table(score, one_line(name, LONGEST_NAME), partial(_of_target, number), unit)
    for warning in warnings_of(score):
        yield f"! {warning}"


def _of_target(number: int, judgement: Judgement) -> Metrics:
    return judgement.of_targets[number]


def _table(score: Score, title: str, metrics: Callable[[Judgement], Metrics], unit: str) -> Iterator[str]:
    columns = compared(score)
    names = [
        (metric, figure_name(metric, one_line(unit, LONGEST_NAME)))
        for metric in metrics_table(numbers=not score.classes)
    ]
    first = max(cell_len(text) for text in (title, *(name for _, name in names)))
    yield _row(title, first, {name: name for name in columns})
    figures = {name: metrics(judgement) for name, judgement in columns.items()}
    for metric, name in names:
        yield _row(name, first, {column: figure_text(metric, each[metric.id]) for column, each in figures.items()})
    yield f"The last two columns are on the {score.judged.counted}."


def _row(name: str, first: int, cells: Mapping[str, str]) -> str:
    """A line of the table: ``cells`` by the names of their columns, right-aligned below these."""
    texts = (" " * (max(cell_len(column), 10) - cell_len(text)) + text for column, text in cells.items())
    return f"{name}{' ' * (first - cell_len(name))}  {'  '.join(texts)}".rstrip()
