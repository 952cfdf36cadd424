"""The figure of the score that says most, by epoch, as far as it was calculated."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.training.scores.score import Judgement, Score

MOST = 1_000
"""Most epochs that are kept; beyond that every second one is forgotten."""


class ScoredEpoch(NamedTuple):
    """The figure on training rows, and that on validation rows, NaN without any."""

    training: float
    validation: float


class ScoreHistory:
    """The figure by epoch: the share of right answers, the mean error in the target's unit, or R2 of several targets.

    ``name`` is its name, "" before a score is known; ``in_words`` writes one. ``wanted`` says that it is shown, so that
    epochs without a score are to be scored too. ``changed`` is called when there is another.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.wanted = False
        self.clear()

    def clear(self) -> None:
        """Forget all epochs: another network is trained."""
        self.name = ""
        self.in_words: Callable[[float], str] = str
        self.percent = False
        self.epochs: dict[int, ScoredEpoch] = {}
        self._asked: set[int] = set()

    def knows(self, epoch: int) -> bool:
        """Whether the epoch was scored, even if it was forgotten since."""
        return epoch in self._asked

    def add(self, epoch: int, score: Score) -> None:
        """Take the figure of a network at the end of ``epoch``."""
        from nntui.training.scores.words import amount, fraction, main_metric, percent

        metric = main_metric(score)
        if not score.progress.trained:
            return
        unit = score.targets[0].unit if len(score.targets) == 1 else ""
        self.percent = metric == "accuracy"
        self.name = {"accuracy": "accuracy", "mae": f"mean error{unit and f' in {unit}'}", "r2": "R2"}[metric]
        words: dict[str, Callable[[float], str]] = {
            "accuracy": partial(percent, rows=score.judged.count),
            "mae": amount,
            "r2": fraction,
        }
        self.in_words = words[metric]

        def figure(judged: Judgement) -> float:
            value = judged.metrics[metric]
            return value if math.isfinite(value) else math.nan

        validation = math.nan if score.validation is None else figure(score.validation.network)
        self._asked.add(epoch)
        self.epochs[epoch] = ScoredEpoch(figure(score.training.network), validation)
        if len(self.epochs) > MOST:
            self.epochs = dict(sorted(self.epochs.items())[::2])
        self._changed()

    def words_at(self, epoch: int, reach: int) -> str:
        """The figure at the nearest scored epoch, which is named where it is more than ``reach`` away; "" for none."""
        if not self.epochs:
            return ""
        nearest = min(self.epochs, key=lambda each: abs(each - epoch))
        scored = self.epochs[nearest]
        figure = scored.training if math.isnan(scored.validation) else scored.validation
        place = f" at #{nearest:,}" if abs(nearest - epoch) > reach else ""
        return f"{self.name} {self.in_words(figure)}{place}"
