"""The figures of the present weights that conditions are judged by, calculated when they are asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.scores.answers import ClassAnswers, NumberAnswers, answers_of, class_codes
from nntui.training.scores.metrics import metrics_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch import Tensor

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.parameters import Parameters
    from nntui.model.trace import ForwardPass
    from nntui.training.scores.answers import JudgedAnswers

TRAINING, VALIDATION = "training", "validation"


class PresentFigures:
    """See ``Figures``: those of ``parameters`` on the rows of ``arrays``, kept until ``forget``.

    Metrics and rows are known only where the arrays have their encoder, which knows classes and units.
    """

    def __init__(self, parameters: Parameters, arrays: Arrays) -> None:
        self._parameters, self._arrays = parameters, arrays
        self._rows = {TRAINING: arrays.inputs, VALIDATION: arrays.validation_inputs}
        self._places = {
            int(row): (name, place)
            for name, rows in ((TRAINING, arrays.rows), (VALIDATION, arrays.validation_rows))
            for place, row in enumerate(rows.tolist())
        }
        self._truths: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
        self.forget()

    def forget(self) -> None:
        """Calculate anew: the weights are others."""
        self._passes: dict[str, ForwardPass] = {}
        self._answers: dict[str, JudgedAnswers] = {}
        self._metrics: dict[str, Mapping[str, float]] = {}

    def metric(self, name: str, on: str) -> float:
        """See ``Figures.metric``."""
        rows = on or (VALIDATION if len(self._arrays.validation_rows) else TRAINING)
        if self._arrays.encoder is None or not len(self._rows[rows]):
            return math.nan
        if rows not in self._metrics:
            self._metrics[rows] = metrics_of(self._judged(rows))
        return self._metrics[rows].get(name, math.nan)

    def row_right(self, row: int) -> bool | None:
        """See ``Figures.row_right``."""
        answers, place = self._of_row(row)
        return bool(answers.right[place]) if isinstance(answers, ClassAnswers) else None

    def row_error(self, row: int) -> float:
        """See ``Figures.row_error``."""
        answers, place = self._of_row(row)
        return float(np.max(np.abs(answers.errors[place]))) if isinstance(answers, NumberAnswers) else math.nan

    def constant(self, layer: int, neuron: int) -> bool:
        """See ``Figures.constant``."""
        answers = self._forward(TRAINING).activations[layer - 1][:, neuron - 1]
        return bool(len(answers)) and bool((answers == answers[0]).all())

    def _of_row(self, row: int) -> tuple[JudgedAnswers | None, int]:
        """The answers that have the one for row ``row`` of the table, from 1, and its place; None if it is not used."""
        rows, place = self._places.get(row - 1, ("", 0))
        return self._judged(rows) if rows and self._arrays.encoder is not None else None, place

    def _forward(self, rows: str) -> ForwardPass:
        if rows not in self._passes:
            import torch  # where a condition asks for these figures

            from nntui.model.trace import forward_pass

            flat = torch.from_numpy(self._parameters.flat)
            with torch.inference_mode():
                inputs = torch.tensor(self._rows[rows], dtype=flat.dtype)
                self._passes[rows] = forward_pass(self._parameters.spec, flat, inputs)
        return self._passes[rows]

    def _judged(self, rows: str) -> JudgedAnswers:
        if rows not in self._answers:
            encoder, traced, spec = self._arrays.encoder, self._forward(rows), self._parameters.spec
            assert encoder is not None
            sums, outputs = _numpy(traced.pre_activations[-1]), _numpy(traced.outputs)
            truth = self._truth(rows)
            self._answers[rows] = answers_of(encoder, truth, sums, outputs, spec.output_activation)
        return self._answers[rows]

    def _truth(self, rows: str) -> NDArray[np.float64] | NDArray[np.int64]:
        """The class of each row [rows], or its numbers [rows, targets] in their units."""
        if rows not in self._truths:
            encoder, arrays = self._arrays.encoder, self._arrays
            assert encoder is not None
            targets = arrays.targets if rows == TRAINING else arrays.validation_targets
            if not encoder.classes:
                self._truths[rows] = np.column_stack([each.to_numpy() for each in encoder.decode(targets).values])
            else:
                self._truths[rows] = class_codes(targets)
        return self._truths[rows]


def _numpy(tensor: Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.numpy().astype(np.float32, copy=False)
    return array
