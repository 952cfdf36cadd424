"""A score in the shell: as the keys of a JSON object, and as a table of figures with warnings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from nntui.safe_text import one_line
from nntui.training.scores.metrics import metrics_table
from nntui.training.scores.warnings import warnings_of
from nntui.training.scores.words import LONGEST_NAME, amount, class_name, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from nntui.cli.output import Json
    from nntui.training.scores.metrics import ClassMetric, Metrics, NumberMetric
    from nntui.training.scores.score import Judgement, RowsScore, Score


def first_keys(score: Score) -> dict[str, Json]:
    """``metrics`` by rows, and ``baseline``: those of always the same answer on the rows that judge the network."""
    return {"metrics": _by_rows(score, lambda rows: rows.network.metrics), "baseline": score.judged.trivial.metrics}


def more_keys(score: Score) -> dict[str, Json]:
    """The linear model's metrics, the standard error of the headline, warnings, confusion, and figures by target."""
    error = {"accuracy" if score.classes else "mae": score.judged.standard_error}
    return {
        "linear": _by_rows(score, lambda rows: rows.linear.metrics),
        "standard_error": error if score.unseen and len(score.targets) < 2 else None,
        "warnings": warnings_of(score),
        "confusion": None if not score.classes else _confusion(score),
        "targets": None if len(score.targets) < 2 else _by_target(score),
    }


def _by_rows(score: Score, value: Callable[[RowsScore], Json]) -> dict[str, Json]:
    """A value for the training rows, the validation rows (None without) and, where there are any, the others."""
    values = {"train": value(score.training), "validation": value(score.validation) if score.validation else None}
    return values if score.others is None else {**values, "data": value(score.others)}


def _confusion(score: Score) -> dict[str, Json]:
    """Counts of rows, by true class in lists of predicted class, in the order of ``classes``."""
    return {"classes": score.classes, **_by_rows(score, score.confusion)}


def _by_target(score: Score) -> dict[str, Json]:
    """The same figures for each of several targets."""

    def figures(number: int) -> dict[str, Json]:
        return {
            "metrics": _by_rows(score, lambda rows: rows.network.of_targets[number]),
            "baseline": score.judged.trivial.of_targets[number],
            "linear": _by_rows(score, lambda rows: rows.linear.of_targets[number]),
        }

    return {target.name: figures(number) for number, target in enumerate(score.targets)}


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
    always = f"always {class_name(score, score.common)}" if score.classes else "always the mean"
    judged = score.judged
    columns: dict[str, Judgement] = {"training": score.training.network}
    if score.validation is not None:
        columns["validation"] = score.validation.network
    if score.others is not None:
        columns["this file"] = score.others.network
    columns |= {always: judged.trivial, "straight line": judged.linear}
    names = [(metric, _name(metric, unit)) for metric in metrics_table(numbers=not score.classes)]
    first = max(cell_len(text) for text in (title, *(name for _, name in names)))
    yield _row(title, first, {name: name for name in columns})
    figures = {name: metrics(judgement) for name, judgement in columns.items()}
    for metric, name in names:
        yield _row(name, first, {column: _figure(metric, each[metric.id]) for column, each in figures.items()})
    yield f"The last two columns are on the {judged.counted}."


def _row(name: str, first: int, cells: Mapping[str, str]) -> str:
    """A line of the table: ``cells`` by the names of their columns, right-aligned below these."""
    texts = (" " * (max(cell_len(column), 10) - cell_len(text)) + text for column, text in cells.items())
    return f"{name}{' ' * (first - cell_len(name))}  {'  '.join(texts)}".rstrip()


def _name(metric: NumberMetric | ClassMetric, unit: str) -> str:
    return f"{metric.name} ({one_line(unit, LONGEST_NAME)})" if metric.in_unit and unit else metric.name


def _figure(metric: NumberMetric | ClassMetric, value: float) -> str:
    if metric.share:
        return percent(value, 1_000)
    return amount(value) if metric.in_unit else f"{value:.4f}"
