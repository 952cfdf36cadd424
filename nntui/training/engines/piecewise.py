"""Training on more rows than memory holds: an epoch goes through a file of coded rows, piece by piece."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as changed

from nntui.data.encoding.coded_file import BLOCK_ROWS
from nntui.data.encoding.encoder import Arrays
from nntui.errors import SpecError
from nntui.training.batches import PartOfEpoch, draw, order, updates_per_epoch

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.encoding.coded_file import CodedFile
    from nntui.training.engines.protocol import Engine
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State

PIECES = 2
"""The seed's stream of draws for the order of blocks and the seeds of pieces."""
SEED_BITS = 62
"""Bits of the seed of a piece."""


def epoch_updates(arrays: Arrays, batch: int | None) -> int:
    """Updates in an epoch of ``batch`` rows each. Raises SpecError for batches that a piece cannot hold."""
    coded = arrays.coded
    if coded is None:
        return updates_per_epoch(len(arrays.inputs), batch)
    return Pieces(coded, batch).updates


class Pieces:
    """The pieces of an epoch: which blocks each has, and which updates they make.

    The last block, which may be short, is always the last of the last piece, so that each epoch has as many updates.
    Raises SpecError for batches that a piece cannot hold.
    """

    def __init__(self, coded: CodedFile, batch: int | None) -> None:
        self._coded = coded
        size = coded.piece_blocks
        self.count = max(1, -(-coded.blocks // size))
        rows = np.minimum(coded.rows, np.arange(1, self.count + 1) * self._piece_rows)
        each = np.diff(rows, prepend=0)
        if batch is None or batch > self._piece_rows:
            asked = "all rows" if batch is None else f"{batch:,} rows"
            raise SpecError(
                f"batch: {asked} at once do not fit in memory; choose {self._piece_rows:,} or fewer for this table"
            )
        ends = np.cumsum([updates_per_epoch(int(some), batch) for some in each])
        self.updates = int(ends[-1])
        self._starts = np.concatenate([[0], ends[:-1]])
        self._ends = ends

    @property
    def _piece_rows(self) -> int:
        return self._coded.piece_blocks * BLOCK_ROWS

    def at(self, update: int) -> tuple[int, PartOfEpoch, int]:
        """The piece of an ``update`` of the epoch (from 0), its updates in the epoch, and the number of them."""
        piece = int(np.searchsorted(self._ends, update, side="right"))
        first = int(self._starts[piece])
        return piece, PartOfEpoch(first, self.updates), int(self._ends[piece]) - first

    def blocks(self, seed: int, epoch: int, piece: int) -> NDArray[np.int64]:
        """The blocks of a ``piece`` of an ``epoch``, a shuffled part of all."""
        whole = order(draw(seed, PIECES) >> (64 - SEED_BITS), epoch, self._coded.whole_blocks)
        places = np.concatenate([whole, np.arange(self._coded.whole_blocks, self._coded.blocks)])
        size = self._coded.piece_blocks
        return places[piece * size : (piece + 1) * size]


class PiecewiseEngine:
    """See ``Engine``. Trains on the rows of ``coded``, and evaluates those of ``arrays``, which are a sample of them.

    ``make`` makes the engine of some rows of an epoch. At most one piece is held in memory.
    """

    def __init__(
        self,
        state: State,
        spec: TrainingSpec,
        arrays: Arrays,
        coded: CodedFile,
        make: Callable[[TrainingSpec, Arrays, PartOfEpoch | None], Engine],
    ) -> None:
        self._state, self._spec, self._arrays, self._coded, self._make = state, spec, arrays, coded, make
        self._sample = make(spec, replace(arrays, coded=None), None)
        self.name, self.notice = self._sample.name, self._sample.notice
        self._pieces = Pieces(coded, spec.batch)
        self._loaded: tuple[tuple[int, int], Engine] | None = None

    def epochs(self, count: int) -> NDArray[np.float64]:
        """See ``Engine.epochs``."""
        return self._state.make_epochs(self, self._spec, self._pieces.updates, count)

    def batches(self, count: int) -> None:
        """See ``Engine.batches``."""
        state = self._state
        end = min(state.batch + count, self._pieces.updates)
        while state.batch < end:
            piece, part, updates = self._pieces.at(state.batch)
            engine = self._engine(state.epoch, piece, part)
            state.batch -= part.first
            try:
                engine.batches(min(end - part.first, updates) - state.batch)
            finally:
                state.batch += part.first

    def evaluate(self) -> tuple[float, float]:
        """See ``Engine.evaluate``, of the sample."""
        return self._sample.evaluate()

    def _engine(self, epoch: int, piece: int, part: PartOfEpoch) -> Engine:
        """The engine of a piece, read where another was loaded."""
        if self._loaded is None or self._loaded[0] != (epoch, piece):
            self._loaded = None  # its rows are let go before others are read
            inputs, targets = self._coded.read(self._pieces.blocks(self._spec.seed, epoch, piece))
            seed = draw(draw(self._spec.seed, PIECES), piece) >> (64 - SEED_BITS)
            rows = replace(Arrays.none(self._coded.inputs, self._coded.outputs), inputs=inputs, targets=targets)
            self._loaded = (epoch, piece), self._make(changed(self._spec, seed=seed), rows, part)
        return self._loaded[1]
