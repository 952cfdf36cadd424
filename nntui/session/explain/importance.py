"""How much each input matters over many rows: permutation importance, and the answer along one input's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.encoding.coders import cells_for, feature_slices
from nntui.data.encoding.encoder import encode
from nntui.data.encoding.scaling import Scale
from nntui.data.kinds import KINDS
from nntui.errors import DataError
from nntui.safe_text import as_list, quoted
from nntui.training.scores.answers import NumberAnswers, answers_of, truth_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.encoding.coders import Coder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.predict import Predictor

MOST_ROWS = 2_000
"""Rows that importance is measured on; of more, this many are drawn."""
REPEATS = 10
"""Times that each input is shuffled."""
SEED = 0
"""Of the rows that are drawn, and of the shuffles."""
CURVE_ROWS, CURVE_POINTS = 200, 41
"""Rows and values of a partial-dependence curve."""


@dataclass(frozen=True, slots=True)
class MetricChange:
    """The mean change of a metric, and its standard error."""

    mean: float
    standard_error: float

    @property
    def is_clear(self) -> bool:
        """Whether the change is more than two standard errors above 0."""
        return self.mean > 2 * self.standard_error


@dataclass(frozen=True, slots=True)
class InputImportance:
    """How much worse the network is when the cells of input ``name`` are shuffled among the rows.

    ``changes`` are by metric: of numbers the rise of ``rmse``, in the targets' unit; of classes the fall of
    ``accuracy`` and the rise of ``log_loss``.
    """

    name: str
    changes: Mapping[str, MetricChange]

    @property
    def main(self) -> MetricChange:
        """The change that inputs are ranked by, the last."""
        return list(self.changes.values())[-1]


@dataclass(frozen=True, slots=True)
class Importances:
    """The importance of every input, largest first, measured on ``rows`` rows: validation rows if ``validation``."""

    inputs: tuple[InputImportance, ...]
    rows: int
    validation: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Rows with known targets: their numbers in the table, encoded inputs [rows, features], and truth."""

    rows: NDArray[np.int64]
    inputs: NDArray[np.float32]
    truth: NDArray[np.float64] | NDArray[np.int64]
    validation: bool


def input_importances(
    predictor: Predictor,
    table: Table,
    weights: NDArray[np.float32] | None = None,
    *,
    repeats: int = REPEATS,
) -> Importances:
    """Permutation importance of each input on the validation rows of ``table``, or its training rows if there are none.

    Each input's cells are shuffled among the rows ``repeats`` times. The standard error is that of the mean over rows;
    an input that the target does not depend on has an importance within two of them of 0. Breiman 2001, "Random
    Forests", section 10. Raises DataError for a table with fewer than two such rows.
    """
    sample = _sample(predictor, table, MOST_ROWS)
    if len(sample.rows) < 2:
        raise DataError("the importance of inputs is measured on two rows or more that have a target")
    before = _row_scores(predictor, sample, sample.inputs, weights)
    generator = np.random.default_rng(SEED)
    coders = predictor.encoder.inputs
    found = []
    for coder, columns in zip(coders, feature_slices(coders), strict=True):
        shuffled = sample.inputs.copy()
        after = {metric: np.zeros(len(sample.rows)) for metric in before}
        for _ in range(repeats):
            shuffled[:, columns] = sample.inputs[generator.permutation(len(sample.rows)), columns]
            for metric, scores in _row_scores(predictor, sample, shuffled, weights).items():
                after[metric] += scores / repeats
        changes = {metric: _change(metric, before[metric], after[metric]) for metric in before}
        found.append(InputImportance(coder.name, changes))
    ranked = sorted(found, key=lambda each: -each.main.mean)
    return Importances(tuple(ranked), len(sample.rows), sample.validation)


def _sample(predictor: Predictor, table: Table, most: int) -> _Sample:
    encoder = predictor.encoder
    arrays = encode(table, encoder)
    validation = len(arrays.validation_rows) > 0
    rows = arrays.validation_rows if validation else arrays.rows
    inputs = arrays.validation_inputs if validation else arrays.inputs
    if len(rows) > most:
        drawn = np.sort(np.random.default_rng(SEED).permutation(len(rows))[:most])
        rows, inputs = rows[drawn], inputs[drawn]
    return _Sample(rows, inputs, truth_of(encoder, table.frame[rows]), validation)


def _row_scores(
    predictor: Predictor, sample: _Sample, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None
) -> dict[str, NDArray[np.float64]]:
    """The terms [rows] by metric whose mean is the metric (of ``rmse``, its square); larger is worse."""
    activation = predictor.session.network.output_activation
    answers = answers_of(predictor.encoder, sample.truth, *predictor.last_layer(inputs, weights), activation)
    if isinstance(answers, NumberAnswers):
        return {"rmse": np.mean(answers.errors**2, axis=1)}
    logs = answers.logs[np.arange(len(answers.actual)), answers.actual]
    return {"accuracy": np.where(answers.right, 0.0, 1.0), "log_loss": -logs}


def _change(metric: str, before: NDArray[np.float64], after: NDArray[np.float64]) -> MetricChange:
    """The rise of the metric from per-row terms; the error of a root by the delta method."""
    differences = after - before
    error = float(differences.std(ddof=1) / np.sqrt(len(differences)))
    if metric != "rmse":
        return MetricChange(float(differences.mean()), error)
    root = float(np.sqrt(after.mean()))
    return MetricChange(root - float(np.sqrt(before.mean())), error / (2 * root) if root else 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """The network's answers while one input goes through ``values``, everything else as in each of ``rows``.

    ``answers`` names the targets or, of classes, the classes whose probabilities these are. ``mean`` is [values,
    answers] (partial dependence; Friedman 2001), ``curves`` [rows, values, answers] each row's own (Goldstein et al.
    2015). ``rows`` are numbers of rows in the table.
    """

    name: str
    values: tuple[Cell, ...]
    answers: tuple[str, ...]
    mean: NDArray[np.float64]
    curves: NDArray[np.float64]
    rows: NDArray[np.int64]


def dependence_on(
    predictor: Predictor,
    table: Table,
    name: str,
    weights: NDArray[np.float32] | None = None,
    *,
    points: int = CURVE_POINTS,
) -> Dependence:
    """How the answers depend on input ``name``, over rows as in ``input_importances``, at most ``CURVE_ROWS`` of them.

    A number goes through ``points`` values over the range trained on, a category through its levels. Raises DataError
    for a name that is no input, and a table without rows to answer.
    """
    coders = predictor.encoder.inputs
    found = {coder.name: (coder, columns) for coder, columns in zip(coders, feature_slices(coders), strict=True)}
    if name not in found:
        raise DataError(f"no input {quoted(name)}; there are {as_list(found)}")
    coder, columns = found[name]
    sample = _sample(predictor, table, CURVE_ROWS)
    if not len(sample.rows):
        raise DataError("no row has all inputs and a target")
    values = values_of(coder, points)
    codes = np.empty((len(values), len(coder.features)), dtype=np.float32)
    coder.write(cells_for(pl.DataFrame({name: values}), coder), codes)
    inputs = np.repeat(sample.inputs, len(values), axis=0)
    inputs[:, columns] = np.tile(codes, (len(sample.rows), 1))
    names, answers = answers_to(predictor, inputs, weights)
    curves = answers.reshape(len(sample.rows), len(values), -1)
    return Dependence(name, tuple(values), names, curves.mean(axis=0), curves, sample.rows)


def values_of(coder: Coder, points: int) -> list[Cell]:
    """``points`` numbers over the range that ``coder`` was fitted to, or all of its levels."""
    if isinstance(coder, Scale):
        return list(np.unique(np.linspace(coder.minimum, coder.maximum, points)).tolist())
    return [False, True] if KINDS[coder.kind].boolean else list(coder.classes)


def answers_to(
    predictor: Predictor, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Names and values float64 [rows, answers] of the answers to encoded ``inputs`` [rows, features].

    An answer is a target's number in its unit, or a class's probability.
    """
    decoded = predictor.encoder.decode(predictor.outputs(inputs, weights))
    if decoded.probabilities is not None:
        return decoded.classes, decoded.probabilities
    return tuple(each.name for each in decoded.values), np.column_stack([each.to_numpy() for each in decoded.values])
