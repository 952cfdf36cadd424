"""A condition on training: what it is made of, and what it is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Losses

    Held = NDArray[np.bool_]

ConditionValue = float | str
"""A part of a clause that its text tells: a bound, a sign of comparison, a name, a number from 1."""
Needs = Literal["losses", "weights", "clock"]


@dataclass(frozen=True, slots=True)
class ConditionSubject:
    """The subject of a condition: a network for ``classes`` or numbers, and a table with this number of ``rows``."""

    network: NetworkSpec
    classes: bool
    rows: int


class Figures(Protocol):
    """Figures of the present weights on training and validation rows; NaN or None where one is not known."""

    def metric(self, name: str, on: str) -> float:
        """The metric of this id on "training" or "validation" rows; "" stands for validation rows if there are any."""

    def row_right(self, row: int) -> bool | None:
        """Whether the answer for row ``row`` of the table, from 1, is its class."""

    def row_error(self, row: int) -> float:
        """The error of the answer for that row, in the target's unit; of several targets the largest."""

    def constant(self, layer: int, neuron: int) -> bool:
        """Whether a hidden neuron, both numbers from 1, answers the same for every training row."""


@dataclass(frozen=True, slots=True)
class TrainedEpochs:
    """Epochs in order, the first of them number ``first``: their displayed losses, float64 [epochs] each.

    ``before`` is the dense last part of the history before them; ``best_epoch`` and ``best_loss`` are those known
    before them. ``seconds`` is the training time at their end, ``figures`` those of the weights there.
    """

    first: int
    train: NDArray[np.float64]
    validation: NDArray[np.float64]
    before: Losses
    best_epoch: int
    best_loss: float
    seconds: float
    figures: Figures

    @property
    def last(self) -> int:
        """The number of the last epoch."""
        return self.first + len(self.train) - 1


@dataclass(frozen=True, slots=True)
class ClauseKind:
    """A kind of condition, read from text without spaces that is all of ``pattern``.

    ``id`` names it in JSON. ``read`` gives the values of a match, ``words`` the text of values. ``holds`` says of each
    epoch of a stretch whether it is true then, bool [epochs]; where it needs weights or the clock, only of the last.
    ``state`` describes the last of them in words, and ``check`` raises SpecError for a subject that it cannot be about.
    """

    id: str
    example: str
    help: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[ConditionValue, ...]]
    words: Callable[[tuple[ConditionValue, ...]], str]
    holds: Callable[[tuple[ConditionValue, ...], TrainedEpochs], Held]
    state: Callable[[tuple[ConditionValue, ...], TrainedEpochs], str]
    needs: Needs = "losses"
    validation: bool = False
    check: Callable[[tuple[ConditionValue, ...], ConditionSubject], None] = lambda _values, _subject: None


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the parts of a condition, joined by "and"."""

    kind: ClauseKind
    values: tuple[ConditionValue, ...]

    def __str__(self) -> str:
        """Its text."""
        return self.kind.words(self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses that hold in the same epoch."""

    clauses: tuple[Clause, ...]

    def __str__(self) -> str:
        """Its text, as ``read_condition`` reads it."""
        return " and ".join(map(str, self.clauses))

    @property
    def needs(self) -> frozenset[Needs]:
        """The sources that it is judged by: losses, weights, the clock."""
        return frozenset(each.kind.needs for each in self.clauses)

    @property
    def id(self) -> str:
        """The id of its kind; "condition" where it has several."""
        ids = {each.kind.id for each in self.clauses}
        return ids.pop() if len(ids) == 1 else "condition"

    @property
    def needs_validation(self) -> bool:
        """Whether it can never hold without validation rows."""
        return any(each.kind.validation or "validation" in each.values for each in self.clauses)

    def holds(self, stretch: TrainedEpochs) -> Held:
        """Whether it holds, by epoch, bool [epochs]."""
        first, *others = (each.kind.holds(each.values, stretch) for each in self.clauses)
        for each in others:
            first = first & each
        return first

    def state(self, stretch: TrainedEpochs) -> str:
        """The state at the end of a stretch, in words."""
        return ", ".join(each.kind.state(each.values, stretch) for each in self.clauses)

    def check(self, subject: ConditionSubject) -> None:
        """Raise SpecError if it cannot be about ``subject``."""
        for each in self.clauses:
            each.kind.check(each.values, subject)
