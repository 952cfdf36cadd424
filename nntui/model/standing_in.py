"""Linear maps that stand in for a layer: what activations do to some rows, and the map nearest to that."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    LinearMap = tuple[NDArray[Any], NDArray[Any]]
    """A matrix [width, other width] and a constant [other width]."""

FITTED_WIDTH = 512
"""Neurons of the widest layer for which a nearest linear map is calculated, which takes their third power of steps."""
SMALLEST_SHARE = 1e-6
"""Directions in which the rows spread less than this share of the widest are left out of a nearest linear map."""
EXACT = 1e-6
"""Relative difference up to which a layer is said to pass on what it gets."""
NEAR_LINEAR, FAR_ABOVE = 0.25, 6.0
"""Scale of sums for which curves such as tanh are nearly straight, and sums from which those like GELU are."""


def activated(name: str, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """The activations [rows, width] of ``z``."""
    import torch

    from nntui.model.activations import ACTIVATIONS

    made: NDArray[np.float64] = ACTIVATIONS[name].function(torch.from_numpy(np.ascontiguousarray(z))).numpy()
    return made


def proportion(name: str, z: NDArray[np.float64]) -> float:
    """The factor by which activation ``name`` multiplies every one of ``z`` [rows, width]; 0 if it does more."""
    slope = float(activated(name, np.ones((1, 1)))[0, 0])
    made = activated(name, z)
    return slope if slope and np.allclose(made, slope * z, rtol=EXACT, atol=EXACT) else 0.0


def nearest_map(given: NDArray[np.float64], wanted: NDArray[np.float64], *, constant: bool) -> LinearMap | None:
    """The matrix M and the row c for which ``given`` M + c is nearest to ``wanted`` by least squares, over the rows.

    Without ``constant`` c is 0. None where there are no rows, or too many neurons.
    """
    rows, width = given.shape
    if not rows or max(width, wanted.shape[1]) > FITTED_WIDTH:
        return None
    columns = np.hstack([given, np.ones((rows, 1))]) if constant else given
    found = np.linalg.lstsq(columns, wanted, rcond=SMALLEST_SHARE)[0]
    return found[:width], found[width] if constant else np.zeros(wanted.shape[1])


class PassingOn(NamedTuple):
    """Sums ``scale`` x + ``lift`` [width] of a layer that passes on x, and the map ``back`` of its activations to x.

    ``back`` is None where none is known.
    """

    scale: float
    lift: NDArray[np.float64]
    back: LinearMap | None


def passing_on(name: str, given: NDArray[np.float64], *, lifted: bool, constant: bool) -> PassingOn:
    """The way in which a layer with activation ``name`` best passes on what it is ``given`` [rows, width].

    ``lifted``: its sums may have a lift; ``constant``: so may the map back.
    """
    width = given.shape[1]
    none = np.zeros(width)
    # Above 0 most activations are proportional to z, so that a lift lets them pass on negative numbers too.
    shift = np.maximum(0, -given.min(axis=0, initial=0)) if lifted and constant else none
    for lift in (none, shift):
        slope = proportion(name, given + lift)
        if slope:
            return PassingOn(1.0, lift, (np.eye(width) / slope, -lift))
    best, found = math.inf, PassingOn(1.0, none, None)
    for scale, lift in ((1.0, none), (NEAR_LINEAR, none), (1.0, shift + FAR_ABOVE if lifted else none)):
        made = activated(name, scale * given + lift)
        back = nearest_map(made, given, constant=constant)
        if back is None:
            break
        missed = float(np.abs(made @ back[0] + back[1] - given).max())
        if missed < best:
            best, found = missed, PassingOn(scale, lift, back)
    return found
