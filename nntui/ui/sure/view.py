"""The lines of the pane on how sure score and answer are: each metric over several networks, and over folds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.render.glyphs import fit
from nntui.render.text import Span, join_spans
from nntui.render.worked import paragraph
from nntui.safe_text import number_of, one_line
from nntui.session.seeds.networks import metric_spreads
from nntui.training.scores.metrics import metrics_table
from nntui.training.scores.words import amount, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.seeds.networks import SeedNetworks
    from nntui.training.scores.metrics import ClassMetric, NumberMetric
    from nntui.ui.work.survey import SurveyState

COLUMN, LONGEST_NAME, LEAST_NAME = 10, 26, 12
"""Cells of a column of figures, and of the names before them."""
STALE = "The table or the settings have changed since these networks were trained; {key:sure.begin} trains them again."


def survey_lines(
    networks: SeedNetworks, state: SurveyState, answers: Sequence[str], width: int, glyphs: Glyphs
) -> list[Line]:
    """The networks, a table of their metrics beside those of the folds, ``answers``, and what the figures mean."""
    lines = paragraph(_networks(networks), width, glyphs)
    lines += _table(networks, state, width, glyphs)
    for answer in answers:
        lines += paragraph(answer, width, glyphs, "bold")
    for fault in (_diverged(networks), state.no_folds and f"no cross-validation: {state.no_folds}"):
        if fault:
            lines += paragraph(f"! {fault}", width, glyphs, "warning")
    rows = "validation rows" if networks.has_validation else "training rows"
    meaning = (
        f"Median, lowest, highest: these networks on the same {rows}; they differ in nothing but first weights, order "
        "of rows and dropout. The loss pane shows the band of their losses."
    )
    lines += [(), *paragraph(meaning, width, glyphs)]
    if state.folds is not None:
        folds = state.folds
        meaning = (
            f"Folds: {folds.rows:,} rows in {folds.folds} folds, {folds.repeats} times; each network is judged on the "
            "fold that it was not trained on. +- is the standard error of the mean over folds; the baseline is "
            "always the same answer."
        )
        lines += paragraph(meaning, width, glyphs)
    return lines


def _networks(networks: SeedNetworks) -> str:
    epochs = sorted(each.epoch for each in networks.networks)
    least, most = epochs[0], epochs[-1]
    length = number_of(most, "epoch") if least == most else f"{least:,} to {most:,} epochs"
    first, last = networks.networks[0].seed, networks.networks[-1].seed
    return f"{len(networks.networks)} networks like this one with seeds {first} to {last}, trained for {length}:"


def _diverged(networks: SeedNetworks) -> str:
    """A warning of trainings that diverged; "" for none."""
    count = networks.diverged
    verb = "is" if count == 1 else "are"
    return f"{count} of {len(networks.networks)} trainings diverged and {verb} left out" if count else ""


def _table(networks: SeedNetworks, state: SurveyState, width: int, glyphs: Glyphs) -> list[Line]:
    """A heading, and a line for each metric; where room is short, without the baseline, then without the error."""
    targets, folds = networks.session.table.targets, state.folds
    numbers = networks.session.task == "regression"
    unit = one_line(targets[0].unit) if numbers and len(targets) == 1 else ""
    headings = ["median", "lowest", "highest"]
    if folds is not None:
        headings += ["folds", "+-", "baseline"]
    while len(headings) > 3 and LEAST_NAME + COLUMN * len(headings) > width:
        headings.pop()
    first = max(LEAST_NAME, min(LONGEST_NAME, width - COLUMN * len(headings)))

    def line(name: str, texts: Sequence[str], style: str = "") -> Line:
        cells = [Span(fit(text, COLUMN, "right", glyphs), style) for text in texts[: len(headings)]]
        return join_spans([Span(f" {fit(name, first - 1, glyphs=glyphs)}", "dim"), *cells])

    lines = [line("validation" if networks.has_validation else "training", headings, "dim")]
    spreads = metric_spreads([each.judged for each in networks.sound])
    for metric in metrics_table(numbers=numbers):
        spread = spreads.get(metric.id)
        if spread is None:
            continue
        figures = [spread.median, spread.lowest, spread.highest]
        if folds is not None and metric.id in folds.metrics:
            estimate = folds.metrics[metric.id]
            figures += [estimate.mean, estimate.standard_error, folds.baseline[metric.id].mean]
        name = f"{metric.name}, {unit}" if metric.in_unit and unit else metric.name
        lines.append(line(name, [_figure(metric, figure) for figure in figures]))
    return lines


def _figure(metric: NumberMetric | ClassMetric, value: float) -> str:
    if math.isnan(value):
        return "-"
    return percent(value, 1_000) if metric.share else amount(value) if metric.in_unit else f"{value:.3f}"
