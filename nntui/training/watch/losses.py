"""The kinds of conditions that losses, the number of epochs or the clock decide."""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.numbers import format_number
from nntui.errors import SpecError
from nntui.safe_text import number_of
from nntui.training.watch.condition import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.training.watch.condition import ConditionValue, Held, TrainedEpochs

COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
SIGN, NUMBER = r"(?P<sign><=|>=|<|>)", r"(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)"
TURN = 10
"""Epochs after the lowest validation loss from which it counts as having turned."""
LONGEST_FLAT = 900
"""Epochs that a plateau may be long: the dense part of the history has some more."""
FLAT = 1e-3
"""The share by which the training loss must fall in that time for it not to be a plateau."""


def bound(match: re.Match[str]) -> float:
    """The number in a match. Raises SpecError for one that is too large."""
    value = float(match["number"])
    if not math.isfinite(value):
        raise SpecError(f"{match['number']} is too large")
    return value


def compared(sign: ConditionValue, numbers: NDArray[np.float64], limit: ConditionValue) -> Held:
    """Whether each of ``numbers`` is on the side of ``limit`` that ``sign`` asks for; never where it is unknown."""
    held: Held = COMPARED[str(sign)](numbers, limit)
    return held


def comparison(name: str) -> re.Pattern[str]:
    """Matches a comparison of what ``name`` matches with a number."""
    return re.compile(rf"(?:{name})(?:is)?{SIGN}{NUMBER}")


def only_last(stretch: TrainedEpochs, *, holds: bool) -> Held:
    """Bool [epochs]: False but for the last epoch."""
    held = np.zeros(len(stretch.train), dtype=np.bool_)
    held[-1] = holds
    return held


def _on_loss(kind: str, name: str, pattern: str, losses: Callable[[TrainedEpochs], NDArray[np.float64]]) -> ClauseKind:
    whose = "validation" if name == "validation" else "training"
    return ClauseKind(
        kind,
        f"{name} < 0.1",
        f"The {whose} loss, as the loss pane shows it, is below (or above) a number.",
        comparison(pattern),
        lambda match: (match["sign"], bound(match)),
        lambda values: f"{name} {values[0]} {format_number(float(values[1]))}",
        lambda values, stretch: compared(values[0], losses(stretch), values[1]),
        lambda _, stretch: f"the {whose} loss is {losses(stretch)[-1]:.4g}",
        validation=whose == "validation",
    )


def _since_lowest(stretch: TrainedEpochs) -> NDArray[np.int64]:
    """Epochs since the lowest validation loss, int64 [epochs]."""
    epochs = np.arange(stretch.first, stretch.last + 1)
    known = np.where(np.isnan(stretch.validation), np.inf, stretch.validation)
    lowest = np.minimum.accumulate(np.concatenate([[stretch.best_loss], known]))
    lower = known < lowest[:-1]
    return epochs - np.maximum.accumulate(np.where(lower, epochs, stretch.best_epoch))


def _not_lower(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> Held:
    return (_since_lowest(stretch) >= int(values[0])) & ~np.isnan(stretch.validation)


def _since_lowest_in_words(stretch: TrainedEpochs) -> str:
    since = int(_since_lowest(stretch)[-1])
    return f"it was lowest in epoch {stretch.last - since:,}"


def _flat(values: tuple[ConditionValue, ...], stretch: TrainedEpochs) -> Held:
    """Whether the training loss has fallen by less than ``FLAT`` of itself over this number of epochs."""
    count, epochs = int(values[0]), np.arange(stretch.first, stretch.last + 1)
    known = np.concatenate([stretch.before.epochs, epochs])
    losses = np.concatenate([stretch.before.train, stretch.train])
    places = np.searchsorted(known, epochs - count)
    there = known[np.minimum(places, len(known) - 1)] == epochs - count
    then = losses[np.minimum(places, len(known) - 1)]
    flat: Held = there & ~(stretch.train < then - FLAT * np.abs(then))
    return flat


def _whole(name: str, least: int, most: int | None = None) -> Callable[[re.Match[str]], tuple[ConditionValue, ...]]:
    """Reads a whole number of at least ``least``. The name is for messages."""

    def read(match: re.Match[str]) -> tuple[ConditionValue, ...]:
        text = match["number"]
        number = int(text) if text and len(text) < 16 else TURN if text is None else 10**16
        if number < least or (most is not None and number > most) or number >= 10**16:
            raise SpecError(f"{name}: {text}; give {least}{f' to {most}' if most else ' or more'}")
        return (number,)

    return read


LOSS = _on_loss("stop-loss", "loss", "training_?loss|train_?loss|loss", lambda stretch: stretch.train)
VALIDATION = _on_loss(
    "validation", "validation", "validation_?loss|val_?loss|validation|val", lambda stretch: stretch.validation
)
TURNS = ClauseKind(
    "patience",
    "validation turns",
    f"The validation loss has not been lower for {TURN} epochs, or for as many as are given: "
    "validation turns for 20 epochs.",
    re.compile(
        r"(?:thevalidationloss|validationloss|validation|val)(?:turns|turned)(?:for(?P<number>[0-9]+)(?:epochs?)?)?"
    ),
    _whole("epochs", 1),
    lambda values: "validation turns" + (f" for {values[0]:g} epochs" if values[0] != TURN else ""),
    _not_lower,
    lambda values, stretch: (
        f"the validation loss has not fallen for {number_of(int(values[0]), 'epoch')}; "
        + _since_lowest_in_words(stretch)
        if _not_lower(values, stretch)[-1]
        else f"the validation loss: {_since_lowest_in_words(stretch)}"
    ),
    validation=True,
)
PLATEAU = ClauseKind(
    "plateau",
    "loss is flat for 50 epochs",
    f"The training loss has fallen by less than {FLAT:.1%} over this number of epochs (2 to {LONGEST_FLAT}).",
    re.compile(r"(?:thetrainingloss|trainingloss|loss)?(?:is)?(?:flat|plateau)(?:for)?(?P<number>[0-9]+)(?:epochs?)?"),
    _whole("epochs", 2, LONGEST_FLAT),
    lambda values: f"loss is flat for {values[0]:g} epochs",
    _flat,
    lambda values, stretch: (
        f"the training loss has {'fallen' if not _flat(values, stretch)[-1] else 'hardly fallen'} "
        f"in {number_of(int(values[0]), 'epoch')}"
    ),
)
EPOCH = ClauseKind(
    "epoch",
    "epoch 300",
    "This number of epochs has been trained.",
    re.compile(r"epochs?(?:=|==|is|>=)?(?P<number>[0-9]+)"),
    _whole("epoch", 1),
    lambda values: f"epoch {values[0]:g}",
    lambda values, stretch: np.arange(stretch.first, stretch.last + 1) >= int(values[0]),
    lambda _, stretch: f"this is epoch {stretch.last:,}",
)
SECONDS = ClauseKind(
    "seconds",
    "seconds > 30",
    "Training has taken longer than this. The clock decides: the epoch is another each time, and on each machine.",
    re.compile(rf"(?:seconds|second|time)(?P<sign>>=|>){NUMBER}s?"),
    lambda match: (bound(match),),
    lambda values: f"seconds > {format_number(float(values[0]))}",
    lambda values, stretch: only_last(stretch, holds=stretch.seconds > float(values[0])),
    lambda _, stretch: f"training took {stretch.seconds:.3g} s (by the clock, so another run ends elsewhere)",
    needs="clock",
)
OF_LOSSES = (LOSS, VALIDATION, TURNS, PLATEAU, EPOCH, SECONDS)
