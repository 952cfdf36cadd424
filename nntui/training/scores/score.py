"""A score: the figures of a network on its training rows and on others, beside what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nntui.training.scores.answers import ClassAnswers, NumberAnswers
from nntui.training.scores.metrics import metrics_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.training.scores.answers import JudgedAnswers
    from nntui.training.scores.metrics import Metrics

IMBALANCED = 0.9
"""Share of the commonest class of the training rows from which on accuracy says little."""


class Quantity(NamedTuple):
    """A target that is a number."""

    name: str
    unit: str


class Judgement:
    """Answers to some rows, with figures that are calculated once they are asked for.

    ``scales`` [targets] make the errors of several targets comparable.
    """

    def __init__(self, answers: JudgedAnswers, scales: NDArray[np.float64]) -> None:
        self.answers = answers
        self._scales = scales

    @cached_property
    def metrics(self) -> Metrics:
        """Every metric, by its id."""
        return metrics_of(self.answers)

    @cached_property
    def of_targets(self) -> tuple[Metrics, ...]:
        """Every metric for each of several targets that are numbers; none for classes."""
        if isinstance(self.answers, ClassAnswers):
            return ()
        return tuple(metrics_of(self.answers.of_target(number)) for number in range(self.answers.actual.shape[1]))

    @cached_property
    def misses(self) -> NDArray[np.float64]:
        """How far each row is missed, float64 [rows]: 1 or 0 for a class, the error's size for a number.

        Several targets count as the mean of their errors, each divided by its scale.
        """
        if isinstance(self.answers, ClassAnswers):
            return np.where(self.answers.right, 0.0, 1.0)
        with np.errstate(over="ignore", invalid="ignore"):
            sizes: NDArray[np.float64] = np.mean(np.abs(self.answers.errors) / self._scales, axis=1)
        return sizes


@dataclass(frozen=True, slots=True, eq=False)
class RowsScore:
    """The score on some rows, numbered as in their table: that of the ``network`` and, to compare, of two others.

    ``trivial`` always gives the same answer, ``linear`` is a linear model, fitted once it is asked for. ``name`` says
    which rows they are: "validation rows".
    """

    name: str
    rows: NDArray[np.int64]
    network: Judgement
    trivial: Judgement
    fit_linear: Callable[[], Judgement]

    @property
    def linear(self) -> Judgement:
        """The linear model's judgement."""
        return self.fit_linear()

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def counted(self) -> str:
        """``29 validation rows``, ``1 validation row``."""
        return f"{self.count:,} {self.name if self.count != 1 else self.name.replace('rows', 'row', 1)}"

    @property
    def standard_error(self) -> float | None:
        """The standard error of the share of right answers, or of the mean error, that so few rows leave.

        None for a single row of numbers. Of rows that are all right, or all wrong, it is that of one miss or hit more
        in two rows more (Laplace's rule): a finite number of rows proves nothing certain.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return self._standard_error()

    def _standard_error(self) -> float | None:
        misses, rows = self.network.misses, self.count
        if isinstance(self.network.answers, ClassAnswers):
            wrong = float(misses.mean())
            wrong = wrong if 0 < wrong < 1 else (wrong * rows + 1) / (rows + 2)
            return float(np.sqrt(wrong * (1 - wrong) / rows))
        return float(misses.std(ddof=1) / np.sqrt(rows)) if rows > 1 else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far training is: whether the network was trained at all, whether it diverged, and whether it has no hidden
    layer and so is a straight line itself."""

    trained: bool = True
    diverged: bool = False
    straight: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """How good a network is.

    ``targets`` are those that are numbers, ``classes`` the names of the classes in the order of their codes; one of
    the two is empty. ``validation`` is None without validation rows; ``others`` are rows from elsewhere. ``common`` is
    the code of the commonest class of the training rows and ``share`` its share, ``means`` [targets] the mean of each
    number there.
    """

    targets: tuple[Quantity, ...]
    classes: tuple[str, ...]
    training: RowsScore
    validation: RowsScore | None
    progress: Progress
    common: int
    share: float
    means: tuple[float, ...]
    others: RowsScore | None = None

    @property
    def judged(self) -> RowsScore:
        """The rows that the network is judged by: those from elsewhere, else validation rows, else training rows."""
        return self.others or self.validation or self.training

    @property
    def unseen(self) -> bool:
        """True if those are rows that the network was not trained on."""
        return self.judged is not self.training

    @property
    def imbalanced(self) -> bool:
        """True if one class is so common that always saying it is nearly always right."""
        return bool(self.classes) and self.share >= IMBALANCED

    @property
    def truth(self) -> NDArray[np.float64] | NDArray[np.int64]:
        """The true answers to the judged rows: numbers [rows, targets] or codes [rows]."""
        return self.judged.network.answers.actual

    def confusion(self, rows: RowsScore) -> list[list[int]] | None:
        """The number of rows by true class (down) and predicted class (across); None where the targets are numbers."""
        answers = rows.network.answers
        return None if isinstance(answers, NumberAnswers) else answers.confusion().tolist()
