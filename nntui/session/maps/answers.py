"""Answers as maps show them: a number in its unit, the most probable class, or the probability of one class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.scaling import Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.session.predict import Predictor

WRONG_SHARE = 1 / 8
"""Of the range that was trained on: an answer that is farther off is marked."""


@dataclass(frozen=True, slots=True)
class MapOutput:
    """One thing to show: the number of ``target``, or the probability of the class ``chosen``; None: all classes."""

    name: str
    target: int = 0
    chosen: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MapAnswers:
    """The answers at some points, each array [points].

    ``shown`` are numbers in their unit or probabilities: of the class chosen, else of the second of two classes, of
    more the highest. ``classes`` are the numbers of the most probable classes, -1 where the output is not finite; None
    for numbers.
    """

    shown: NDArray[np.float64]
    classes: NDArray[np.int64] | None = None


def map_outputs(predictor: Predictor) -> tuple[MapOutput, ...]:
    """All that can be shown, the usual one first: each target or, of more than two classes, all and then each."""
    encoder = predictor.encoder
    if not encoder.classes:
        return tuple(MapOutput(coder.name, number) for number, coder in enumerate(encoder.targets))
    every = MapOutput(encoder.targets[0].name)
    if len(encoder.classes) == 2:
        return (every,)
    return every, *(MapOutput(name, 0, number) for number, name in enumerate(encoder.classes))


def answers_at(
    predictor: Predictor, inputs: NDArray[np.float32], weights: NDArray[np.float32], output: MapOutput
) -> MapAnswers:
    """The answers of the network with ``weights`` to encoded ``inputs`` [points, inputs]."""
    decoded = predictor.encoder.decode(predictor.outputs(inputs, weights))
    if decoded.probabilities is None:
        return MapAnswers(decoded.values[output.target].to_numpy())
    shares = decoded.probabilities
    lost = np.isnan(shares).any(axis=1)
    classes = np.where(lost, -1, np.where(np.isnan(shares), -1, shares).argmax(axis=1)).astype(np.int64)
    if output.chosen is not None:
        return MapAnswers(shares[:, output.chosen], classes)
    return MapAnswers(shares[:, 1] if shares.shape[1] == 2 else shares.max(axis=1), classes)


def number_bounds(predictor: Predictor, output: MapOutput, levels: int) -> list[float]:
    """The ``levels`` - 1 rising numbers at which the next level of a map begins.

    They divide the range that was trained on evenly, as it is scaled: they stay the same while training goes on.
    """
    coder = predictor.encoder.targets[output.target]
    if not isinstance(coder, Scale):
        return [number / levels for number in range(1, levels)]
    low, high = coder.scaled(np.array([coder.minimum, coder.maximum])).tolist()
    low, high = (low, high) if high > low else (low - 1.0, high + 1.0)
    found: list[float] = coder.decode(np.linspace(low, high, levels + 1)[1:-1]).tolist()
    return found


def is_wrong(
    predictor: Predictor, output: MapOutput, answers: MapAnswers, truths: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Boolean [rows]: whether the answer is not the class in ``truths``, or a number too far off, as scaled."""
    if answers.classes is not None:
        different: NDArray[np.bool_] = answers.classes != truths
        return different
    coder = predictor.encoder.targets[output.target]
    assert isinstance(coder, Scale)
    low, high = coder.scaled(np.array([coder.minimum, coder.maximum])).tolist()
    most = WRONG_SHARE * (high - low if high > low else max(1.0, abs(high)))
    with np.errstate(all="ignore"):
        near: NDArray[np.bool_] = np.abs(coder.scaled(answers.shown) - coder.scaled(truths)) <= most
    return ~near


def wrong_from(predictor: Predictor, output: MapOutput) -> float | None:
    """The error from which on a row counts as wrong, in the unit of the target; None where it depends on the number."""
    coder = predictor.encoder.targets[output.target]
    if not isinstance(coder, Scale) or coder.log_unit is not None or coder.maximum == coder.minimum:
        return None
    return WRONG_SHARE * (coder.maximum - coder.minimum)


def is_logarithmic(predictor: Predictor, output: MapOutput) -> bool:
    """Whether the number shown is scaled by its logarithm, and above 0 wherever it was trained on."""
    coder = predictor.encoder.targets[output.target]
    return isinstance(coder, Scale) and coder.log_unit is not None and coder.minimum > 0
