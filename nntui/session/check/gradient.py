"""The gradient of one weight by autograd and by finite differences, and the kinks where there is none. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.training.objective import Gradients, KinkedUnit, Objective, ObjectiveValues

STEP = float(np.finfo(np.float64).eps) ** (1 / 3)
"""The best step of a central difference, times the size of the weight: rounding and curvature cost the same (Press et
al., Numerical Recipes, section 5.7)."""
NARROWER = 10.0
"""Where a kink lies within the step, it is made so many times smaller,"""
TRIES = 4
"""up to this many steps in all. A kink that lies within the smallest counts as one at the weight itself."""
LADDER = 2 * TRIES + 1
"""Weight vectors of one check: the steps to both sides, and the weights themselves."""
TOGETHER = 256
"""Checks that are made together,"""
MOST_NUMBERS = 1 << 20
"""and numbers of the weight vectors that are in memory at once for them."""
SAME_SLOPE = 1e-6
"""Relative difference up to which the slopes on both sides are one."""
MOST_CAUSES = 3
"""Units that are named as the causes of a kink."""


@dataclass(frozen=True, slots=True)
class Kink:
    """The slopes of the loss on both sides of a kink, and the first units that have it."""

    left: float
    right: float
    causes: tuple[KinkedUnit, ...]


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The gradient of the loss at the weight at ``place`` of the flat parameters, penalties included.

    ``formulas`` has it by those of the backward pass, ``autograd`` by torch. ``penalty`` is the part that L1 and L2
    have in each. ``difference`` is the central finite difference with ``step``;
    at a ``kink`` it is the mean of both slopes.
    """

    place: int
    weight: float
    loss: float
    penalty_loss: float
    formulas: float
    autograd: float
    penalty: float
    difference: float
    step: float
    kink: Kink | None


def check_gradients(objective: Objective, flat: NDArray[np.floating], places: Sequence[int]) -> list[GradientCheck]:
    """Check the gradient at the weights ``flat`` [parameters] for each of ``places``, one weight at a time."""
    exact = flat.astype(np.float64)
    gradients = objective.gradient(exact)
    checks = []
    for start in range(0, len(places), TOGETHER):
        some = np.asarray(places[start : start + TOGETHER])
        values = _moved(objective, exact, some, np.array([_ladder(float(exact[place])) for place in some]))
        for number, place in enumerate(some.tolist()):
            own = values.between(number * LADDER, (number + 1) * LADDER)
            checks.append(_checked(objective, exact, place, gradients, own))
    return checks


def _moved(
    objective: Objective, flat: NDArray[np.float64], places: NDArray[np.int64], moves: NDArray[np.float64]
) -> ObjectiveValues:
    """The values where each of ``places`` is moved by each of its ``moves`` [places, moves], one after the other."""
    moved, by = np.repeat(places, moves.shape[1]), moves.ravel()
    block = max(1, MOST_NUMBERS // len(flat))
    values = []
    for start in range(0, len(by), block):
        some = slice(start, start + block)
        vectors = np.repeat(flat[None], len(by[some]), axis=0)
        vectors[np.arange(len(vectors)), moved[some]] += by[some]
        values.append(objective.all_values(vectors))
    return values[0].joined(values[1:])


def _steps(weight: float) -> NDArray[np.float64]:
    """The steps that are tried, from the widest."""
    steps: NDArray[np.float64] = STEP * max(1.0, abs(weight)) / NARROWER ** np.arange(TRIES)
    return steps


def _ladder(weight: float) -> NDArray[np.float64]:
    """How far the weight is moved: each step to the right, each to the left, and not at all."""
    steps = _steps(weight)
    return np.concatenate([steps, -steps, [0.0]])


def _checked(
    objective: Objective, flat: NDArray[np.float64], place: int, gradients: Gradients, ladder: ObjectiveValues
) -> GradientCheck:
    weight, penalty = float(flat[place]), float(gradients.penalties[place])
    steps = _steps(weight)
    totals = ladder.loss + ladder.penalty
    right, left = ladder.pieces[:TRIES], ladder.pieces[TRIES:-1]
    clear_right, clear_left = _widest(right), _widest(left)
    chosen = max(clear_right, clear_left)
    step = float(steps[chosen])
    difference = _slope(weight, totals, step, chosen, TRIES + chosen)
    kink = None
    if (right[-1] != left[-1]).any():
        slopes = [
            _one_sided(objective, flat, place, float(steps[clear_left]) * -1),
            _one_sided(objective, flat, place, float(steps[clear_right])),
        ]
        if abs(slopes[1] - slopes[0]) > SAME_SLOPE * max(1e-6, *map(abs, slopes)):
            causes = objective.units_between(left[-1], right[-1], MOST_CAUSES)
            kink = Kink(slopes[0], slopes[1], tuple(causes))
    return GradientCheck(
        place=place,
        weight=weight,
        loss=float(ladder.loss[-1]),
        penalty_loss=float(ladder.penalty[-1]),
        formulas=float(gradients.formulas[place]) + penalty,
        autograd=float(gradients.autograd[place]) + penalty,
        penalty=penalty,
        difference=difference,
        step=step,
        kink=kink,
    )


def _widest(pieces: NDArray[np.uint8]) -> int:
    """The first, widest step [steps, bytes] from which on the narrower ones pass no kink between them."""
    same = (pieces == pieces[-1]).all(axis=1)
    passed = np.flatnonzero(~same)
    return int(passed[-1]) + 1 if len(passed) else 0


def _slope(weight: float, totals: NDArray[np.float64], step: float, above: int, below: int) -> float:
    """The central difference; divided by the distance that the moved weights really have as float64 numbers."""
    distance = (weight + step) - (weight - step)
    return float(totals[above] - totals[below]) / distance


def _one_sided(objective: Objective, flat: NDArray[np.float64], place: int, reach: float) -> float:
    """The slope at the end of the smooth piece that reaches from the weight to ``reach``, to second order."""
    values = _moved(objective, flat, np.array([place]), np.array([[0.0, reach / 2, reach]]))
    here, half, whole = (values.loss + values.penalty).tolist()
    return float((4 * half - 3 * here - whole) / reach)
