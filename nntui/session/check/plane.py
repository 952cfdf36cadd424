"""The plane through three weight vectors, with the way of training projected on it. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Weights = NDArray[np.floating]

LEAST_SHARE = 0.5
"""Share of the movement below which a plane shows too little of it."""
ON_A_LINE = 1e-4
"""A point nearer to the line through two others than this, relative to their distance, gives no plane with them."""


@dataclass(frozen=True, slots=True)
class PlanePoint:
    """Weights in a plane: their ``epoch``, their coordinates and, of the three that it goes through, their ``name``."""

    epoch: int
    x: float
    y: float
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WeightPlane:
    """The plane ``origin + x axes[0] + y axes[1]``: ``origin`` [parameters] are the present weights, the ``axes``
    [2, parameters] are orthonormal.

    ``path`` has the moments of training that are known, in order. The first axis points from the first weights to the
    present ones. ``share`` is the share of the movement that the plane holds: of the squared lengths of the steps from
    each moment of the path to the next, what their projections have. ``third`` names the third point.
    """

    origin: NDArray[np.float64]
    axes: NDArray[np.float64]
    path: tuple[PlanePoint, ...]
    share: float
    third: str

    def box(self, margin: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ranges of x and y around the path, widened by ``margin`` times its extent on each side."""
        xs, ys = [point.x for point in self.path], [point.y for point in self.path]
        extent = max(max(xs) - min(xs), max(ys) - min(ys))
        return _range(xs, margin, extent), _range(ys, margin, extent)


LEAST_RATIO = 0.3
"""The shorter side of the box is at least this share of the longer one."""


def _range(numbers: Sequence[float], margin: float, extent: float) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    missing = max(0.0, LEAST_RATIO * extent - (high - low)) / 2
    low, high = low - missing, high + missing
    return low - margin * (high - low), high + margin * (high - low)


def weight_plane(
    first: Weights,
    best: tuple[int, Weights],
    present: tuple[int, Weights],
    path: Sequence[tuple[int, Weights]] = (),
) -> WeightPlane:
    """The plane through the first, best and present weights, each but the first with its epoch.

    ``path`` are other moments of training, by rising epoch. Where the best weights are the present or the first ones,
    or lie on their line, the moment of the path that is farthest from that line takes their place. Raises NntuiError
    where nothing has moved, where all lies on one line, and where the plane holds less than half of the movement.
    """
    moments = _moments(first, best, present, path)
    origin = np.asarray(present[1], np.float64)
    along = origin - np.asarray(first, np.float64)
    length = float(np.linalg.norm(along))
    if not np.isfinite([np.linalg.norm(each) for _, each in moments]).all():
        raise NntuiError("some of the weights are not finite numbers, so there is no plane through them")
    if not any(np.any(weights != moments[0][1]) for _, weights in moments):
        raise NntuiError("the weights have not moved yet; train, and then look at the plane")
    if not length:
        raise NntuiError("the present weights are the first ones, so there is no plane through them and the best")
    along /= length
    third, across = _third(moments, best[0], origin, along, length)
    name = "best" if moments[third][0] == best[0] else f"epoch {moments[third][0]:,}"
    axes = np.stack([along, across])
    offsets = np.stack([weights - origin for _, weights in moments])
    projected = offsets @ axes.T
    steps, seen = np.diff(offsets, axis=0), np.diff(projected, axis=0)
    share = float((seen**2).sum() / (steps**2).sum())
    if share < LEAST_SHARE:
        raise NntuiError(
            f"the plane through first, {name} and present weights holds only {share:.0%} of the movement between the "
            f"{len(moments):,} moments that are kept; below half, a map of it would mislead"
        )
    names = {0: "first", third: name, len(moments) - 1: "present"}
    points = [
        PlanePoint(epoch, float(x), float(y), names.get(at, ""))
        for at, ((epoch, _), (x, y)) in enumerate(zip(moments, projected, strict=True))
    ]
    return WeightPlane(origin, axes, tuple(points), share, name)


def _moments(
    first: Weights, best: tuple[int, Weights], present: tuple[int, Weights], path: Sequence[tuple[int, Weights]]
) -> list[tuple[int, NDArray[np.float64]]]:
    """All moments that are known by rising epoch, the first and the present ones at the ends."""
    between = {epoch: weights for epoch, weights in (*path, best) if 0 < epoch < present[0]}
    inside = [(epoch, between[epoch]) for epoch in sorted(between)]
    return [(epoch, np.asarray(weights, np.float64)) for epoch, weights in ((0, first), *inside, present)]


def _third(
    moments: Sequence[tuple[int, NDArray[np.float64]]],
    best_epoch: int,
    origin: NDArray[np.float64],
    along: NDArray[np.float64],
    length: float,
) -> tuple[int, NDArray[np.float64]]:
    """Which moment is the third point of the plane, and its direction across the line of first and present weights."""
    aside = [weights - origin - ((weights - origin) @ along) * along for _, weights in moments]
    distances = [float(np.linalg.norm(each)) for each in aside]
    third = next((at for at, (epoch, _) in enumerate(moments) if epoch == best_epoch), 0)
    if distances[third] <= ON_A_LINE * length:
        third = int(np.argmax(distances))
    if distances[third] <= ON_A_LINE * length:
        raise NntuiError(
            "first, best and present weights are on one line or equal, and no other moment of the training is kept "
            "that would give a plane with them; train on, and then look again"
        )
    direction = aside[third] / distances[third]
    direction = direction - (direction @ along) * along  # once more, against rounding
    return third, direction / np.linalg.norm(direction)
