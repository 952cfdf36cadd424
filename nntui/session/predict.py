"""What a session's network answers, in the target's own unit, and how it came to that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encode import Encoder
from nntui.data.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.session import Session

ROWS_AT_ONCE = 4_096
"""Rows that go through the network together: every intermediate of theirs is in memory."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One way through the network: ``inputs`` and ``outputs`` are scaled, ``values`` are by target and in its unit."""

    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question.

    ``own`` follows the session's setting for scaling a query, ``trained`` the scaling of the training; they differ only
    in the tutorial. ``warnings`` has a line for each value outside the range trained on.
    """

    own: Reply
    trained: Reply
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is said to the rows of a table: [rows, targets], in the targets' units, NaN where a row lacks an input.

    ``own`` and ``trained`` differ as in ``Answer``. ``warnings`` tell of rows without an answer or outside the range
    trained on.
    """

    own: NDArray[np.float64]
    trained: NDArray[np.float64]
    warnings: tuple[str, ...]


class Predictor:
    """Asks the network of a session. The scaling is fitted once; weights may be given anew with every question.

    Raises DataError for a table that no scaling can be fitted to.
    """

    def __init__(self, session: Session, encoder: Encoder | None = None) -> None:
        self.session = session
        self.encoder = Encoder.fit(session.table) if encoder is None else encoder

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """The session's weights [parameters]; of one that was never trained, those that training would start from."""
        if self.session.checkpoint is not None:
            return self.session.checkpoint.weights
        from nntui.model.network import Network

        first: NDArray[np.float32] = Network(self.session.network).flat.numpy()
        return first

    def answer(self, values: Mapping[str, float], weights: NDArray[np.float32] | None = None) -> Answer:
        """The answer to one question, asked by input name. Raises DataError for a missing or an unknown name."""
        inputs, warnings = self.encoder.encode_query(values)
        trained = self._reply(inputs, weights)
        if self.session.query_scaling == "training":
            return Answer(trained, trained, tuple(warnings))
        return Answer(self._reply(self.encoder.encode_query_own_max(values), weights), trained, tuple(warnings))

    def answers(self, table: Table) -> Answers:
        """The answers to all rows of ``table``. Raises DataError unless it has every input by name."""
        names = [scale.name for scale in self.encoder.inputs]
        cells = table.frame.select(table.names[table.index(name)] for name in names).to_numpy()
        known = ~np.isnan(cells).any(axis=1)
        trained = self._decoded(known, self.encoder.encode_inputs(cells[known]))
        own = trained
        if self.session.query_scaling == "own-max":
            queries = (dict(zip(names, row, strict=True)) for row in cells[known].tolist())
            rows = [self.encoder.encode_query_own_max(query) for query in queries]
            own = self._decoded(known, np.concatenate([np.empty((0, len(names)), dtype=np.float32), *rows]))
        return Answers(own, trained, (*_missing(known), *self._outside(cells)))

    def outputs(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The network's outputs [rows, outputs] for scaled ``inputs`` [rows, inputs]."""
        from nntui.model.trace import trace  # torch: the first answer waits for it, opening a session does not

        flat = self.weights if weights is None else weights
        parts = [
            trace(self.session.network, flat, inputs[start : start + ROWS_AT_ONCE]).outputs
            for start in range(0, len(inputs), ROWS_AT_ONCE)
        ]
        empty = np.empty((0, self.session.network.outputs), dtype=np.float32)
        return np.concatenate([empty, *parts])

    def _reply(self, inputs: NDArray[np.float32], weights: NDArray[np.float32] | None) -> Reply:
        outputs = self.outputs(inputs, weights)
        decoded = self.encoder.decode_targets(outputs)[0].tolist()
        names = [scale.name for scale in self.encoder.targets]
        return Reply(tuple(inputs[0].tolist()), tuple(outputs[0].tolist()), dict(zip(names, decoded, strict=True)))

    def _decoded(self, known: NDArray[np.bool_], inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        decoded = np.full((len(known), len(self.encoder.targets)), np.nan)
        decoded[known] = self.encoder.decode_targets(self.outputs(inputs))
        return decoded

    def _outside(self, cells: NDArray[np.float64]) -> list[str]:
        lines = []
        for scale, column in zip(self.encoder.inputs, cells.T, strict=True):
            outside = int(((column < scale.minimum) | (column > scale.maximum)).sum())
            if outside:
                reach = f"{scale.minimum:g} to {scale.maximum:g}"
                lines.append(
                    f"{shown(scale.name)}: {outside} of {len(column)} rows are outside {reach}, the range trained on"
                )
        return lines


def _missing(known: NDArray[np.bool_]) -> list[str]:
    missing = len(known) - int(known.sum())
    return [f"{missing} of {len(known)} rows lack an input and have no answer"] if missing else []
