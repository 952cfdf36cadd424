"""A short sweep of learning rates on a copy of the weights, and the rate that it suggests.

The rate grows from update to update while the training loss is watched: it hardly moves, falls, then rises. The rate at
which it falls fastest is a good one to begin with (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017,
arXiv 1506.01186, section 3.3), if that is well below the one from which it rises.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.training.spec import endless

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec

LOWEST, HIGHEST, STEPS = 1e-6, 100.0, 121
"""The rates of a sweep, and how many there are: 15 in every factor of ten."""
MOST_ROWS = 2_048
"""Rows that a sweep uses at most, evenly spread over the table."""
FAR_ABOVE = 4.0
"""A sweep ends once the loss is this many times the one at the beginning."""
SMOOTHED = 5
"""Rates over which the curve is averaged before its slope is taken."""
FALLS, RISES = 0.02, 1.05
"""The least share by which the loss must fall to speak of it, and the factor above the lowest loss that is a rise."""


@dataclass(frozen=True, slots=True)
class RateSweep:
    """The training ``losses`` after an update with each of the ``rates``, float64 [updates].

    ``before`` is the loss at the beginning, ``present`` the rate in use. ``suggested`` is None where the sweep says
    nothing, ``falls`` whether the loss fell, ``rises`` the rate from which it rose, None for none. ``rows`` of
    ``all_rows`` were used.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    before: float
    present: float
    suggested: float | None
    falls: bool
    rises: float | None
    rows: int
    all_rows: int

    def in_words(self) -> str:
        """The result of the sweep, in a sentence or two."""
        some = f" (on {self.rows:,} of {self.all_rows:,} rows)" if self.rows < self.all_rows else ""
        rise = "no rate makes the loss rise" if self.rises is None else f"from {self.rises:.2g} on it rises"
        if self.suggested is None:
            return f"The loss hardly changes with any rate{some}: the sweep suggests none."
        if not self.falls:
            return f"The loss hardly falls any more; {rise}{some}. Suggested: {self.suggested:g}, a tenth of that rate."
        return f"The loss falls fastest around {self.suggested:g}; {rise}{some}. Suggested: {self.suggested:g}."


def sweep_rates(
    network: NetworkSpec,
    training: TrainingSpec,
    arrays: Arrays,
    checkpoint: Checkpoint | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> RateSweep | None:
    """The sweep from ``checkpoint``, which stays as it is, or from first weights; None once ``cancelled``.

    Raises TrainingError for rows that nothing can be trained on.
    """
    from nntui.training.trainer import Trainer

    some = _some_rows(arrays)
    spec = replace(endless(training), schedule="constant", schedule_by="epoch")
    start = None if checkpoint is None else dataclasses.replace(checkpoint, batch=0, past=(), best_loss=math.inf)
    trainer = Trainer(network, spec, some, start, keeps=False)
    if trainer.obstacle:
        raise TrainingError(trainer.obstacle)
    before = trainer.losses[0]
    if not math.isfinite(before):
        raise TrainingError("the loss of the present weights is not a finite number; scale the columns, or rewind")
    rates, losses = np.geomspace(LOWEST, HIGHEST, STEPS), list[float]()
    for rate in rates.tolist():
        if cancelled():
            return None
        trainer.state.rate = rate
        trainer.batches(1)
        trainer.look()
        if trainer.status == "failed":
            break
        losses.append(trainer.losses[0])
        if losses[-1] > FAR_ABOVE * before:
            break
    found = np.array(losses)
    suggested, falls, rises = suggestion(rates[: len(found)], found, before, ended=len(found) < STEPS)
    return RateSweep(
        rates[: len(found)], found, before, training.rate, suggested, falls, rises, len(some.rows), len(arrays.rows)
    )


def suggestion(
    rates: NDArray[np.float64], losses: NDArray[np.float64], before: float, *, ended: bool
) -> tuple[float | None, bool, float | None]:
    """The suggested rate or None, whether the loss falls, and the rate from which it rises.

    ``ended`` says that the loss ran off at the next rate.
    """
    if not len(losses):
        return None, False, LOWEST
    smooth = _smoothed(np.concatenate([[before], losses]))[1:]
    lowest = int(smooth.argmin())
    above = np.flatnonzero(smooth[lowest:] > smooth[lowest] * RISES + 1e-12)
    rises = float(rates[lowest + above[0]]) if len(above) else float(rates[-1]) if ended else None
    falls = before - smooth[lowest] > FALLS * abs(before)
    if not falls:
        return (None, False, None) if rises is None else (rounded(rises / 10), False, rises)
    slopes = np.diff(np.concatenate([[before], smooth[: lowest + 1]]))
    fastest = float(rates[int(slopes.argmin())])
    return rounded(min(fastest, rises / 3) if rises is not None else fastest), True, rises


def rounded(rate: float) -> float:
    """The nearest of 1, 2, 3 and 5 times a power of ten, by ratio."""
    if not (rate > 0 and math.isfinite(rate)):
        return LOWEST
    power = math.floor(math.log10(rate))
    steps = [float(f"{digit}e{power}") for digit in (1, 2, 3, 5)] + [float(f"1e{power + 1}")]
    return min(steps, key=lambda each: abs(math.log(each / rate)))


def _smoothed(losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each loss and of those around it, fewer at the ends, [updates]."""
    width = SMOOTHED // 2
    return np.array([losses[max(0, at - width) : at + width + 1].mean() for at in range(len(losses))])


def _some_rows(arrays: Arrays) -> Arrays:
    """At most ``MOST_ROWS`` of the training rows, and no validation rows."""
    rows = len(arrays.rows)
    chosen = np.arange(rows) if rows <= MOST_ROWS else np.linspace(0, rows - 1, MOST_ROWS).astype(np.int64)
    return dataclasses.replace(
        arrays,
        inputs=np.ascontiguousarray(arrays.inputs[chosen]),
        targets=np.ascontiguousarray(arrays.targets[chosen]),
        rows=arrays.rows[chosen],
        validation_inputs=arrays.validation_inputs[:0],
        validation_targets=arrays.validation_targets[:0],
        validation_rows=arrays.validation_rows[:0],
    )
