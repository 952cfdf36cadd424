"""The score of a run at its best epoch, and a verdict on two runs with the same validation rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import NntuiError
from nntui.safe_text import one_line
from nntui.session.encoders import encoder_of
from nntui.session.evaluate import SessionJudge
from nntui.session.predict import Predictor
from nntui.training.scores.words import LONGEST_NAME, amount, headline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.scores.score import Score

CERTAIN = 2.0
"""Standard errors that a difference must have to be more than chance."""
LEVEL = 0.05
"""Largest probability with which chance alone may part the rows that only one of two classifiers gets right,"""
MOST_PARTED = 500
"""and the number of such rows up to which it is calculated: of more, the standard error says the same."""


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRun:
    """The ``score`` of a run's network with the weights of its best epoch; ``first`` are its first weights."""

    score: Score
    first: NDArray[np.float32]

    @property
    def headline(self) -> str:
        """The figure that says most on the validation rows, or on the training rows where there are none."""
        return headline(self.score, self.score.judged.network, self.score.judged)

    @property
    def mean_miss(self) -> float:
        """The mean error over the rows that judge; lower is better."""
        return float(self.score.judged.network.misses.mean())


class RunJudge:
    """Judges runs; what depends on the table alone is calculated once."""

    def __init__(self) -> None:
        self._known: tuple[Table, Encoder, Arrays] | None = None

    def judge(self, session: Session) -> JudgedRun | None:
        """The run of ``session``, which has a checkpoint; None if it cannot be judged: the table is not learnable."""
        checkpoint = session.checkpoint
        if checkpoint is None:
            return None
        try:
            if self._known is None or self._known[0] is not session.table:
                encoder = encoder_of(session)
                self._known = session.table, encoder, encode(session.table, encoder)
            judge = SessionJudge(Predictor(session, self._known[1]), self._known[2])
            return JudgedRun(judge.score(checkpoint.best), checkpoint.first)
        except NntuiError:
            return None


def verdict(one: JudgedRun, other: JudgedRun, names: tuple[str, str]) -> str:
    """Which of two runs is better, by the paired differences of their errors on the same validation rows.

    "B is better than A: closer by 0.31 mpg +- 0.10, over 78 validation rows", or that so many rows show no difference.
    ``names`` are those of the runs.
    """
    first, second = one.score.validation, other.score.validation
    if first is None or second is None:
        return "no verdict: there are no validation rows"
    if not np.array_equal(first.rows, second.rows):
        return "no verdict: their validation rows differ (each seed draws its own)"
    if not np.array_equal(first.network.answers.actual, second.network.answers.actual):
        return "no verdict: the true answers in their validation rows differ"
    gained = second.network.misses - first.network.misses  # positive where the first is better
    rows = len(gained)
    mean = float(gained.mean())
    error = float(gained.std(ddof=1) / math.sqrt(rows)) if rows > 1 else math.inf
    seeds = "" if np.array_equal(one.first, other.first) else "; their first weights differ, which may be the reason"
    if not gained.any() or (one.score.classes and not mean):
        how = "right on equally many" if gained.any() else "equally far off on each"
        return f"no difference: {names[0]} and {names[1]} are {how} of {rows:,} validation rows"
    better, worse = names if mean > 0 else names[::-1]
    size = _in_words(one.score, mean, error)
    if abs(mean) <= CERTAIN * error or not math.isfinite(error) or _by_chance(one.score, gained):
        return f"no difference that {rows:,} validation rows can show: {better} is {size}"
    return f"{better} is better than {worse}: {size}, over {rows:,} validation rows{seeds}"


def _by_chance(score: Score, gained: NDArray[np.float64]) -> bool:
    """Of classes: whether a fair coin would part the rows that only one run has right as unevenly (McNemar's test)."""
    if not score.classes:
        return False
    wins, losses = int((gained > 0).sum()), int((gained < 0).sum())
    fewer, parted = min(wins, losses), wins + losses
    if parted > MOST_PARTED:
        return False
    tail = sum(math.comb(parted, each) for each in range(fewer + 1)) / 2**parted
    return bool(2 * tail > LEVEL)


def _in_words(score: Score, mean: float, error: float) -> str:
    """The size of a difference with its standard error, in the target's own unit or in percentage points."""
    if score.classes:
        return f"right more often by {100 * abs(mean):.2g} +- {100 * error:.1g} percentage points"
    if len(score.targets) > 1:
        return f"closer by {amount(abs(mean))} +- {amount(error)} of the usual error"
    unit = f" {one_line(score.targets[0].unit, LONGEST_NAME)}" if score.targets[0].unit else ""
    return f"closer by {amount(abs(mean))}{unit} +- {amount(error)}"
