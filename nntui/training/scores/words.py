"""Scores in words: "3.42 mpg off (R2 .80)", "94 % right", "always 'no' 63 %"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nntui.safe_text import one_line, quoted

if TYPE_CHECKING:
    from nntui.training.scores.metrics import ClassMetric, Metrics, NumberMetric
    from nntui.training.scores.score import Judgement, RowsScore, Score

LONGEST_NAME = 20
"""Most characters of a class or target in a sentence."""
EXACT_SHARES = 300
"""Rows from which on a share has a decimal: a tenth of a per cent is less than a row below."""


def amount(value: float) -> str:
    """``value`` to three digits: 3.42, 0.0512, 1,234, 1.2e+09."""
    if math.isfinite(value) and 1000 <= abs(value) < 1e7:
        return f"{value:,.0f}"
    return f"{value:#.3g}".removesuffix(".") if value else "0"


def percent(share: float, rows: int = 0) -> str:
    """``share`` of so many rows in per cent; 100 % is only what is exactly that, and so is 0 %."""
    if not math.isfinite(share):
        return "? %"
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    text = f"{share:.1%}" if rows >= EXACT_SHARES else f"{share:.0%}"
    number = float(text[:-1])
    if number == 100 and share < 1:
        text = f"{math.floor(share * 1000) / 10:.1f}%" if share < 0.9999 else "99.99%"
    elif number == 0 and share > 0:
        text = f"{share:.1%}" if share >= 0.0005 else "<0.1%"
    return text.removesuffix("%") + " %"


def fraction(value: float) -> str:
    """R2 without the zero before the point: ``.80``, ``-.35``, ``1.00``."""
    text = f"{value:.2f}" if value > -100 else "<-99"
    return text.replace("0.", ".", 1) if abs(value) < 1 and not text.endswith("1.00") else text


def off(score: Score, metrics: Metrics, target: int = 0) -> str:
    """``3.42 mpg off``: the mean error in the unit of a target that is a number."""
    unit = score.targets[target].unit
    return f"{amount(metrics['mae'])} {one_line(unit, LONGEST_NAME)} off" if unit else f"{amount(metrics['mae'])} off"


def main_metric(score: Score) -> str:
    """The id of the metric that says most: accuracy, the mean error of a target, or R2 of several."""
    return "accuracy" if score.classes else "mae" if len(score.targets) == 1 else "r2"


def headline(score: Score, judgement: Judgement, rows: RowsScore) -> str:
    """That metric in words: ``94 % right``, ``3.42 mpg off``; of several targets ``R2 .91``."""
    metric = main_metric(score)
    if metric == "accuracy":
        return f"{percent(judgement.metrics[metric], rows.count)} right"
    return off(score, judgement.metrics) if metric == "mae" else f"R2 {fraction(judgement.metrics[metric])}"


def always(score: Score) -> str:
    """The trivial answer: ``always saying 'no'``, ``always saying the mean``."""
    return f"always saying {class_name(score, score.common)}" if score.classes else "always saying the mean"


def class_name(score: Score, code: int) -> str:
    """A class in quotes, cut where it is long."""
    name = score.classes[code]
    return quoted(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")


def compared(score: Score) -> dict[str, Judgement]:
    """The judgements that a table of figures has side by side, by their headings; the last two are compared with."""
    found = {"training": score.training.network}
    if score.validation is not None:
        found["validation"] = score.validation.network
    if score.others is not None:
        found["this file"] = score.others.network
    common = class_name(score, score.common) if score.classes else "the mean"
    return {**found, f"always {common}": score.judged.trivial, "straight line": score.judged.linear}


def figure_name(metric: NumberMetric | ClassMetric, unit: str) -> str:
    """``mean error (mi/gal)``: the name of a metric with the unit that it is in, if any."""
    return f"{metric.name} ({unit})" if metric.in_unit and unit else metric.name


def figure_text(metric: NumberMetric | ClassMetric, value: float) -> str:
    """A figure as a table has it: in per cent, in the target's unit, or to four decimals."""
    if metric.share:
        return percent(value, 1_000)
    return amount(value) if metric.in_unit else f"{value:.4f}"


def untrained(score: Score) -> tuple[str, str]:
    """The baseline to beat, for the time before training, in full and shorter.

    ``not trained yet; always saying 'no' is right in 63 %`` and ``not trained yet; always 'no' 63 %``.
    """
    rows, trivial = score.judged, score.judged.trivial
    if score.classes:
        right = percent(trivial.metrics["accuracy"], rows.count)
        name = class_name(score, score.common)
        return f"not trained yet; {always(score)} is right in {right}", f"not trained yet; always {name} {right}"
    if len(score.targets) > 1:
        return "not trained yet; always saying the mean has R2 0", "not trained yet; the mean has R2 0"
    unit = f" {one_line(score.targets[0].unit, LONGEST_NAME)}" if score.targets[0].unit else ""
    away = off(score, trivial.metrics)
    said = f"{always(score)}, {amount(score.means[0])}{unit}"
    return f"not trained yet; {said}, is {away}", f"not trained yet; the mean is {away}"
