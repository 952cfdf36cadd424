"""The judge of networks on the rows of one table: what depends on the rows alone is calculated once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from nntui.training.scores.answers import answers_of, joined_answers, truth_of
from nntui.training.scores.references import LinearModel, trivial
from nntui.training.scores.score import Judgement, Quantity, RowsScore, Score

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.training.scores.answers import JudgedAnswers
    from nntui.training.scores.score import Progress

    LastLayer = Callable[[NDArray[np.float32]], tuple[NDArray[np.float32], NDArray[np.float32]]]
    """Gives the pre-activations and the outputs of the output layer for encoded inputs."""


class RowsToJudge:
    """Rows of a table whose truth is known, with the answers of what a network is compared with."""

    def __init__(
        self, name: str, judge: Judge, frame: pl.DataFrame, rows: NDArray[np.int64], inputs: NDArray[np.float32]
    ) -> None:
        self.name, self.rows, self.inputs = name, rows, inputs
        self.truth = truth_of(judge.encoder, frame if len(rows) == frame.height else frame[rows])
        self._judge = judge

    @cached_property
    def trivial(self) -> Judgement:
        """Always the same answer."""
        judge = self._judge
        return Judgement(trivial(judge.training.truth, self.truth, len(judge.encoder.classes)), judge.scales)

    @cached_property
    def linear(self) -> Judgement:
        """The answers of the linear model that was fitted to the training rows."""
        return Judgement(self._judge.linear.answers(self.inputs, self.truth), self._judge.scales)

    def score(self, last_layer: LastLayer | None, activation: str) -> RowsScore:
        """The score of the network with this output layer; None: of none yet, which gives the trivial answer."""
        network = self.trivial
        if last_layer is not None:
            sums, outputs = last_layer(self.inputs)
            answers = answers_of(self._judge.encoder, self.truth, sums, outputs, activation)
            network = Judgement(answers, self._judge.scales)
        return RowsScore(self.name, self.rows, network, self.trivial, lambda: self.linear)


class ScorableRows(Protocol):
    """Rows whose truth is known, and how good a network is on them."""

    def score(self, last_layer: LastLayer | None, activation: str) -> RowsScore:
        """The score of the network with this output layer."""
        ...


class AnsweredRows:
    """Rows that come part by part, of which only the answers of one network, and what they are compared with, are kept.

    The network is the one with the ``last_layer`` and its ``activation``. There must be a row before the score.
    """

    def __init__(self, name: str, judge: Judge, last_layer: LastLayer, activation: str) -> None:
        self.count = 0
        self._name, self._judge = name, judge
        self._last_layer, self._activation = last_layer, activation
        self._rows: list[NDArray[np.int64]] = []
        self._network: list[JudgedAnswers] = []
        self._linear: list[JudgedAnswers] = []

    def take(self, frame: pl.DataFrame, rows: NDArray[np.int64], inputs: NDArray[np.float32]) -> None:
        """The next rows, all of a ``frame``, with their numbers and their encoded inputs."""
        truth = truth_of(self._judge.encoder, frame)
        sums, outputs = self._last_layer(inputs)
        self._network.append(answers_of(self._judge.encoder, truth, sums, outputs, self._activation))
        self._linear.append(self._judge.linear.answers(inputs, truth))
        self._rows.append(rows)
        self.count += len(rows)

    def score(self, *_network: object) -> RowsScore:
        """The score of the network that has answered; another one cannot answer these rows any more."""
        judge = self._judge
        network, linear = (Judgement(joined_answers(each), judge.scales) for each in (self._network, self._linear))
        same = trivial(judge.training.truth, network.answers.actual, len(judge.encoder.classes))
        rows = np.concatenate(self._rows)
        return RowsScore(self._name, rows, network, Judgement(same, judge.scales), lambda: linear)


class Judge:
    """Scores networks on the training and validation rows, ``arrays``, of the table ``frame``.

    There must be a training row. ``encoder`` is the one that made the arrays.
    """

    def __init__(self, encoder: Encoder, frame: pl.DataFrame, arrays: Arrays) -> None:
        self.encoder = encoder
        self.training = RowsToJudge("training rows", self, frame, arrays.rows, arrays.inputs)
        self.validation = (
            RowsToJudge("validation rows", self, frame, arrays.validation_rows, arrays.validation_inputs)
            if len(arrays.validation_rows)
            else None
        )

    @cached_property
    def scales(self) -> NDArray[np.float64]:
        """The size of each target's errors, float64 [targets]: 1 for a single one, of several the mean distance of
        the training rows from their mean."""
        truth = self.training.truth
        if self.encoder.classes or truth.shape[1] == 1:
            return np.ones(1)
        with np.errstate(over="ignore", invalid="ignore"):
            distances = np.mean(np.abs(truth - truth.mean(axis=0)), axis=0)
        return np.where(distances > 0, distances, 1.0)

    @cached_property
    def linear(self) -> LinearModel:
        """The linear model of the training rows."""
        return LinearModel.fit(self.training.inputs, self.training.truth, len(self.encoder.classes))

    def score(
        self, last_layer: LastLayer | None, activation: str, progress: Progress, others: ScorableRows | None = None
    ) -> Score:
        """The score of the network with this output layer and ``activation`` there; ``others`` are further rows.

        Without a ``last_layer`` there is no network yet, and the trivial answer stands in for it.
        """
        classes, truth = self.encoder.classes, self.training.truth
        shares = np.bincount(truth.astype(np.int64), minlength=len(classes)) / len(truth) if classes else np.ones(1)
        targets = () if classes else self.encoder.targets
        return Score(
            targets=tuple(Quantity(each.name, getattr(each, "unit", "")) for each in targets),
            classes=classes,
            training=self.training.score(last_layer, activation),
            validation=None if self.validation is None else self.validation.score(last_layer, activation),
            progress=progress,
            common=int(shares.argmax()),
            share=float(shares.max()),
            means=() if classes else tuple(float(mean) for mean in truth.mean(axis=0)),
            others=None if others is None else others.score(last_layer, activation),
        )
