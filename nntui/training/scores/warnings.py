"""The table of warnings about a score, the most important first: when each is due, and its sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.scores.answers import ClassAnswers
from nntui.training.scores.score import IMBALANCED
from nntui.training.scores.words import always, amount, class_name, headline, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.training.scores.score import Judgement, Score

WORSE = 1.3
"""How many times as large errors on unseen rows must be as on training rows for overfitting to be named."""
MOST_TIMES = 100
"""More is told as more than this."""
CERTAIN = 2.0
"""Standard errors of a difference from which on it is more than chance (about 95 %)."""
FEW_ROWS = 50
"""Judged rows below which their number is named, whatever the score,"""
LARGE_ERROR = 0.05
"""and the standard error of a share from which on it is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A warning: ``says`` gives its sentence for a score, "" where it is not due; ``help`` explains it."""

    id: str
    help: str
    says: Callable[[Score], str]


def warnings_of(score: Score, *, with_line: bool = True) -> tuple[str, ...]:
    """The sentences of all warnings that are due, the most important first; without a line, those that need none."""
    return tuple(sentence for _, sentence in due_warnings(score, with_line=with_line))


def due_warnings(score: Score, *, with_line: bool = True) -> list[tuple[Rule, str]]:
    """The rules of these warnings with their sentences."""
    with np.errstate(over="ignore", invalid="ignore"):
        said = [(rule, rule.says(score)) for rule in RULES if with_line or rule.says is not _straight]
    return [(rule, sentence) for rule, sentence in said if sentence]


def _diverged(score: Score) -> str:
    return "training diverged: these are the last good weights" if score.progress.diverged else ""


def _untrained(score: Score) -> str:
    return "" if score.progress.trained else "not trained yet: these are the answers of the first weights"


def _no_validation(score: Score) -> str:
    return "" if score.unseen else "no validation rows: nothing shows how it does on rows it has not seen"


def _one_answer(score: Score) -> str:
    """Rows that all have the same truth cannot tell one answer from another."""
    truth = score.truth
    if not score.unseen or score.judged.count < 2 or not (truth == truth[0]).all():
        return ""
    rows = f"all {score.judged.counted}"
    if score.classes:
        return f"{rows} are {class_name(score, int(truth[0]))}: they tell nothing about the other classes"
    return f"{rows} have the same answer: they tell nothing about others"


def _imbalanced(score: Score) -> str:
    if not score.imbalanced:
        return ""
    balanced = percent(score.judged.network.metrics["balanced_accuracy"])
    return (
        f"balanced accuracy {balanced}: {percent(score.share)} of the rows are {class_name(score, score.common)}, "
        "so accuracy misleads"
    )


def _no_better(score: Score) -> str:
    if not score.progress.trained or _one_answer(score):
        return ""
    gain, error = _gain(score, score.judged.trivial)
    if gain >= CERTAIN * error and gain > 0:
        return ""
    within = f", within the error of {score.judged.counted}" if gain > 0 else ""
    return f"no better than {always(score)}{within}"


def _overfitting(score: Score) -> str:
    if not score.unseen or not score.progress.trained:
        return ""
    here, there = score.training.network, score.judged.network
    if _clearly_worse(here.misses, there.misses):
        seen, unseen = here.misses.mean(), there.misses.mean()
        if score.classes:
            known = percent(seen, score.training.count) if seen else "none"
            wrong = percent(unseen, score.judged.count)
            return f"overfitting: {wrong} wrong on rows it has not seen, {known} on training rows"
        return f"overfitting: {_times(unseen, seen)} x worse on rows it has not seen"
    if score.classes and _clearly_worse(seen_losses := _losses(here), losses := _losses(there)):
        return f"overfitting: log loss {_times(losses.mean(), seen_losses.mean())} x worse on rows it has not seen"
    return ""


def _clearly_worse(seen: NDArray[np.float64], unseen: NDArray[np.float64]) -> bool:
    """True if the unseen rows cost clearly more, beyond chance, than those trained on."""
    worse = unseen.mean() - seen.mean()
    return bool(worse > CERTAIN * _standard_error(unseen) and unseen.mean() >= WORSE * seen.mean())


def _times(unseen: float, seen: float) -> str:
    if unseen >= MOST_TIMES * seen:
        return f"over {MOST_TIMES}"
    return f"{unseen / seen:.{1 if unseen < 10 * seen else 0}f}"


def _straight(score: Score) -> str:
    if score.progress.straight or not score.progress.trained or _no_better(score) or _one_answer(score):
        return ""
    gain, error = _gain(score, score.judged.linear)
    if gain > CERTAIN * error:
        return ""
    word = "better" if gain < -CERTAIN * error else "as well"
    return f"a straight line does {word} ({headline(score, score.judged.linear, score.judged)})"


def _few_rows(score: Score) -> str:
    rows, error = score.judged, score.judged.standard_error
    if not score.unseen:
        return ""
    if rows.count >= FEW_ROWS and not (score.classes and error is not None and error >= LARGE_ERROR):
        return ""
    few = rows.counted
    if error is None or not math.isfinite(error):
        return f"{few}: too few to tell how far this is by chance"
    if score.classes:
        return f"{few}: +- {max(1, round(100 * error))} %"
    if len(score.targets) > 1:
        mean = float(rows.network.misses.mean())
        return f"{few}: +- {percent(error / mean)} of the error" if mean else few
    unit = f" {score.targets[0].unit}" if score.targets[0].unit else ""
    return f"{few}: +- {amount(error)}{unit}"


RULES = (
    Rule("diverged", "The loss was no longer a number; the weights before that were restored.", _diverged),
    Rule("untrained", "No weight was changed yet, so the answers are those of random weights.", _untrained),
    Rule(
        "one-answer",
        "Rows that all have the same true answer cannot show whether the network knows any other.",
        _one_answer,
    ),
    Rule(
        "no-validation",
        "Rows that a network was trained on say little about others: it may know them by heart.",
        _no_validation,
    ),
    Rule(
        "imbalanced",
        f"One class makes up at least {IMBALANCED:.0%} of the rows, so that always saying it is nearly always right. "
        "Balanced accuracy counts each class alike.",
        _imbalanced,
    ),
    Rule(
        "no-better",
        "The network is not clearly better than the same answer to every row (two standard errors of the difference).",
        _no_better,
    ),
    Rule(
        "overfitting",
        "Rows that were not trained on are answered clearly worse than those that were: the network has learnt some by "
        "heart.",
        _overfitting,
    ),
    Rule(
        "straight-line",
        "A linear model fitted to the same rows does as well (within two standard errors of the difference) or better: "
        "the network is not worth its weights.",
        _straight,
    ),
    Rule(
        "few-rows",
        "The score depends on which rows these happen to be: this is its standard error.",
        _few_rows,
    ),
)
"""The most important first."""


def _gain(score: Score, other: Judgement) -> tuple[float, float]:
    """How much less the network misses the judged rows than ``other`` does, and the standard error of that.

    Where one class is very common, each class counts alike.
    """
    rows = score.judged
    differences = other.misses - rows.network.misses
    if score.imbalanced:
        return _gain_by_class(differences, rows.network.answers.actual.astype(np.int64))
    return float(differences.mean()), _standard_error(differences)


def _gain_by_class(differences: NDArray[np.float64], codes: NDArray[np.int64]) -> tuple[float, float]:
    """The mean over the classes of their rows' mean difference, and its standard error.

    A class whose few rows all agree counts as if one of two rows more did not (Laplace's rule).
    """
    counts = np.bincount(codes)
    counts, of_classes = counts[counts > 0], [differences[codes == code] for code in np.unique(codes)]
    spreads = np.array([each.var() for each in of_classes])
    doubt = 1 / (counts + 2)
    spreads = np.maximum(spreads, doubt * (1 - doubt))
    gain = float(np.mean([each.mean() for each in of_classes]))
    return gain, float(np.sqrt((spreads / counts).sum()) / len(counts))


def _losses(judgement: Judgement) -> NDArray[np.float64]:
    """The cost of each row: the size of its error or, for classes, -ln(probability of the true class)."""
    answers = judgement.answers
    if isinstance(answers, ClassAnswers):
        return -answers.logs[np.arange(len(answers.actual)), answers.actual]
    return judgement.misses


def _standard_error(values: NDArray[np.float64]) -> float:
    """The standard error of the mean; infinite for a single value."""
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.inf
