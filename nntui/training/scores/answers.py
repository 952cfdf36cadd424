"""Answers to rows whose truth is known: numbers or classes, as the metrics take them. Numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Encoder

SMALLEST = 1e-15
"""Smaller probabilities count as this, so that one certain mistake leaves the log loss finite."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberAnswers:
    """Answers and truth float64 [rows, targets], in the targets' units."""

    answers: NDArray[np.float64]
    actual: NDArray[np.float64]

    @property
    def errors(self) -> NDArray[np.float64]:
        """Answers minus truth, float64 [rows, targets]."""
        return self.answers - self.actual

    def of_target(self, number: int) -> NumberAnswers:
        """The answers for one of the targets."""
        return NumberAnswers(self.answers[:, number : number + 1], self.actual[:, number : number + 1])


@dataclass(frozen=True, slots=True, eq=False)
class ClassAnswers:
    """Probabilities float64 [rows, classes] and the true class, int64 [rows], numbered from 0.

    ``logs`` are the logarithms of the probabilities, as exact as they are known.
    """

    probabilities: NDArray[np.float64]
    actual: NDArray[np.int64]
    logs: NDArray[np.float64]

    @classmethod
    def of(
        cls, probabilities: NDArray[np.float64], actual: NDArray[np.int64], logs: NDArray[np.float64] | None = None
    ) -> ClassAnswers:
        """Answers whose ``logs`` are made from the probabilities unless they are known better."""
        known = np.log(np.clip(probabilities, SMALLEST, 1)) if logs is None else logs
        return cls(probabilities, actual, known)

    @property
    def classes(self) -> int:
        """The number of classes."""
        return int(self.probabilities.shape[1])

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The most probable class of each row, int64 [rows]; of equally probable ones the first."""
        codes: NDArray[np.int64] = self.probabilities.argmax(axis=1).astype(np.int64)
        return codes

    @property
    def right(self) -> NDArray[np.bool_]:
        """Boolean [rows]: True where the most probable class is the true one."""
        correct: NDArray[np.bool_] = self.predicted == self.actual
        return correct

    def confusion(self) -> NDArray[np.int64]:
        """The number of rows by true class (down) and predicted class (across), int64 [classes, classes]."""
        cells = self.actual * self.classes + self.predicted
        return np.bincount(cells, minlength=self.classes**2).reshape(self.classes, self.classes)


JudgedAnswers = NumberAnswers | ClassAnswers


def joined_answers(parts: Sequence[JudgedAnswers]) -> JudgedAnswers:
    """Answers of one kind to the rows of all parts, of which there is at least one."""
    numbers = [part for part in parts if isinstance(part, NumberAnswers)]
    if numbers:
        return NumberAnswers(
            np.concatenate([part.answers for part in numbers]), np.concatenate([part.actual for part in numbers])
        )
    classes = [part for part in parts if isinstance(part, ClassAnswers)]
    return ClassAnswers(
        np.concatenate([part.probabilities for part in classes]),
        np.concatenate([part.actual for part in classes]),
        np.concatenate([part.logs for part in classes]),
    )


def log_probabilities(sums: NDArray[np.float32], activation: str) -> NDArray[np.float64] | None:
    """Logarithms of the probabilities [rows, classes] from the output layer's pre-activations, calculated in float64.

    They tell apart what rounds to 0 or 1 as a float32 probability. None for an activation that makes none.
    """
    z = sums.astype(np.float64)
    if activation == "sigmoid" and z.shape[1] == 1:
        return -np.logaddexp(0.0, np.hstack([z, -z]))
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True) if activation == "softmax" else None


def answers_of(
    encoder: Encoder,
    truth: NDArray[np.float64] | NDArray[np.int64],
    sums: NDArray[np.float32],
    outputs: NDArray[np.float32],
    activation: str,
) -> JudgedAnswers:
    """The answers that a network's ``outputs`` mean, beside the ``truth`` of their rows.

    ``sums`` [rows, outputs] are the pre-activations of the output layer and ``activation`` its function.
    """
    decoded = encoder.decode(outputs)
    if decoded.probabilities is None:
        return NumberAnswers(
            np.column_stack([each.to_numpy() for each in decoded.values]), truth.astype(np.float64, copy=False)
        )
    codes = truth.astype(np.int64, copy=False)
    return ClassAnswers.of(decoded.probabilities, codes, log_probabilities(sums, activation))


def class_codes(shares: NDArray[np.floating]) -> NDArray[np.int64]:
    """The most probable class of each row [rows], of one column of ``shares`` for each; one is of the second of two."""
    return shares.argmax(axis=1) if shares.shape[1] > 1 else (shares[:, 0] > 0.5).astype(np.int64)


def truth_of(encoder: Encoder, frame: pl.DataFrame) -> NDArray[np.float64] | NDArray[np.int64]:
    """The numbers in the targets [rows, targets], or the class of each row [rows], of rows that have them."""
    return encoder.codes(frame) if encoder.classes else encoder.numbers(frame)
