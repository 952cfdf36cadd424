"""The rules of checks that look at the losses of every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.training.health.layer_rules import UNLEARNT
from nntui.training.health.records import Symptom

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.training.health.losses import LossBlock

BUMPY, BUMPY_OVER = 4, 1
"""Clear rises of the training loss in its last ten changes."""
SPIKE, SPIKE_OVER, SPIKE_SIZE = 10.0, 3.0, 0.1
"""Times the lowest loss; least share of the reference loss."""
DIVERGING, DIVERGING_OVER, DIVERGING_SIZE = 3.0, 1.5, 0.5
"""The same of a loss that stays there."""
WORSE, WORSE_OVER, BETTER = 1.15, 1.05, 0.9
"""Validation loss over its lowest while the training loss is less than this share of what it was then."""
COSTLY, COSTLY_OVER = 0.35, 0.15
"""Rise of the validation loss as a share of the reference loss: less is within what few rows do by chance."""


@dataclass(frozen=True, slots=True)
class LossRule:
    """``begins`` and ``lasts`` [entries] tell at which losses of a block it is there, or not over yet; ``symptom`` is
    that at an entry."""

    begins: Callable[[LossBlock], NDArray[np.bool_]]
    lasts: Callable[[LossBlock], NDArray[np.bool_]]
    symptom: Callable[[LossBlock, int], Symptom]


def _spikes(block: LossBlock, times: float = SPIKE, size: float = SPIKE_SIZE) -> NDArray[np.bool_]:
    import numpy as np

    with np.errstate(invalid="ignore"):
        return (block.train > times * block.best) & (block.train > size * block.reference)


def _overfits(block: LossBlock, worse: float = WORSE, costly: float = COSTLY) -> NDArray[np.bool_]:
    """True where the validation loss has risen, by more than chance with few rows, while the training loss fell."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        risen = (block.validation > worse * block.best_validation) & (block.train < BETTER * block.train_then)
        return risen & (block.validation - block.best_validation > costly * block.reference)


def _times(value: float, than: float) -> str:
    return f"{value / than:,.3g} times" if than > 0 else "far above"


def _spike_symptom(block: LossBlock, place: int) -> Symptom:
    times = _times(block.train[place], block.best[place])
    return Symptom(f"the training loss jumped to {block.train[place]:.3g}, {times} its lowest, {block.best[place]:.3g}")


def _divergence_symptom(block: LossBlock, place: int) -> Symptom:
    times = _times(block.train[place], block.best[place])
    return Symptom(
        f"the training loss rises: it is {block.train[place]:.3g}, {times} its lowest, {block.best[place]:.3g}"
    )


def _oscillation_symptom(block: LossBlock, place: int) -> Symptom:
    return Symptom(f"the training loss rose by 10 % or more in {block.rises[place]} of the last 10 epochs")


def _overfitting_symptom(block: LossBlock, place: int) -> Symptom:
    now, best = block.validation[place], block.best_validation[place]
    return Symptom(
        f"the validation loss rose from {best:.3g} to {now:.3g} while the training loss fell "
        f"from {block.train_then[place]:.3g} to {block.train[place]:.3g}"
    )


DIVERGENCE_RULE = LossRule(
    lambda block: _spikes(block, DIVERGING, DIVERGING_SIZE),
    lambda block: _spikes(block, DIVERGING_OVER, 0.0),
    _divergence_symptom,
)
OSCILLATION_RULE = LossRule(
    lambda block: (block.rises >= BUMPY) & (block.train > UNLEARNT * block.reference),
    lambda block: block.rises > BUMPY_OVER,
    _oscillation_symptom,
)
SPIKE_RULE = LossRule(_spikes, lambda block: _spikes(block, SPIKE_OVER, 0.0), _spike_symptom)
OVERFITTING_RULE = LossRule(_overfits, lambda block: _overfits(block, WORSE_OVER, COSTLY_OVER), _overfitting_symptom)
