"""From a network's outputs back to numbers in the target's unit, or to classes and their probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.levels import Levels, YesNo
    from nntui.data.scale import Scale

    Outputs = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """What a network's outputs say, a series called by the target's name for each target.

    ``values`` are Float64 in the target's unit or, of classes, the name of the most probable (String).
    ``probabilities`` [rows, classes] belong to ``classes``, which are two where the network has one output. Where the
    outputs are not finite the class is null and its probabilities are NaN. Where the targets are numbers there are no
    classes, and None for the probabilities.
    """

    values: tuple[pl.Series, ...]
    probabilities: NDArray[np.float64] | None
    classes: tuple[str, ...]


def decoded_numbers(scales: Sequence[Scale], outputs: Outputs) -> Decoded:
    """What ``outputs`` [rows, targets] say in the targets' units."""
    columns = (pl.Series(scale.name, scale.decode(outputs[:, each])) for each, scale in enumerate(scales))
    return Decoded(tuple(columns), None, ())


def decoded_classes(coder: YesNo | Levels, outputs: Outputs) -> Decoded:
    """What ``outputs`` [rows, 1], of the second of two classes, or [rows, classes] say."""
    lost: NDArray[np.bool_] = np.logical_not(np.isfinite(outputs).all(axis=1))
    probabilities = _probabilities(np.where(lost[:, None], 0, outputs).astype(np.float64))
    values = pl.Series(coder.classes, dtype=pl.String).gather(probabilities.argmax(axis=1)).set(pl.Series(lost), None)
    probabilities[lost] = np.nan
    return Decoded((values.alias(coder.name),), probabilities, coder.classes)


def _probabilities(outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outputs as numbers from 0 to 1 that sum to 1 in each row, float64 [rows, classes].

    Those of a sigmoid or softmax layer are already. Of other output layers what is below 0 counts as 0 (and of one
    output what is above 1 as 1), and the rest is divided by its sum; where nothing is above 0, the largest is certain.
    """
    if outputs.shape[1] == 1:
        second = np.clip(outputs, 0, 1)
        return np.hstack([1 - second, second])
    shares = np.maximum(outputs, 0)
    nothing = np.flatnonzero(shares.max(axis=1) == 0)
    shares[nothing, outputs[nothing].argmax(axis=1)] = 1
    probabilities: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
    return probabilities
