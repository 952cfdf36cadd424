"""Keeps moments of the segment in training, as it goes on."""

from __future__ import annotations

import math
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nntui.training.capture import moment_of
from nntui.training.records import Segment
from nntui.training.state import frozen_copy
from nntui.training.steering import deciding
from nntui.training.timeline import MOST_MOMENTS, SEGMENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.engines.protocol import Engine
    from nntui.training.records import KeptMoment
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State

KeeperPlace = tuple[list["KeptMoment"], int, int]
"""The kept moments of a segment, how many epochs they lie apart, and the next epoch to keep."""
NEVER = 2**62
"""An epoch that is not reached."""


class SegmentKeeper:
    """The segment that begins at the present state, of which it keeps moments.

    ``settings`` and ``rows`` are those of ``Segment``. Of a network so large that not even two moments fit, and unless
    it ``keeps``, the beginning alone is kept.
    """

    def __init__(
        self, state: State, losses: tuple[float, float], settings: int, rows: int = 0, *, keeps: bool = True
    ) -> None:
        self._settings, self._rows, self._rate = settings, rows, state.rate
        self._moments: list[KeptMoment] = []
        self._first = frozen_copy(state.first)
        bytes_each = 4 * state.parameters.spec.parameters * (2 + len(state.moments))
        self._most = min(MOST_MOMENTS, SEGMENT_BYTES // bytes_each) if keeps else 1
        arrays = [state.parameters.flat, state.best, *state.moments.values()]
        self._arrays = arrays if state.best.dtype == np.float32 else []
        self._stride = 1
        self._segment: Segment | None = None
        self._add(state, losses)
        self._plan(state.epoch)

    def go_on_with(self, segment: Segment) -> None:
        """Go on with a ``segment`` that ended at the present state, unless its settings or rows were others."""
        epoch = self._moments[-1].epoch
        if segment.settings != self._settings or segment.start.epoch > epoch:
            return
        self._moments = [each for each in segment.moments if each.epoch <= epoch]
        self._stride = max((later.epoch - each.epoch for each, later in pairwise(self._moments)), default=1)
        self._segment = None
        self._plan(epoch)

    def train(self, engine: Engine, state: State, count: int, stop_loss: float | None) -> NDArray[np.float64]:
        """Let ``engine`` train ``count`` epochs, and keep moments on the way; see ``Engine.epochs``."""
        made: list[NDArray[np.float64]] = []
        end = state.epoch + count
        while True:
            losses = engine.epochs(min(end, self._due) - state.epoch)
            made.append(losses)
            train = losses[-1, 0].item()
            if math.isfinite(train):
                self.ended(state, losses[-1])
            if state.epoch == end or not math.isfinite(train) or (stop_loss is not None and train <= stop_loss):
                return made[0] if len(made) == 1 else np.concatenate(made)

    def ended(self, state: State, losses: Sequence[float] | NDArray[np.float64]) -> None:
        """Keep the present state, at the end of an epoch, if its number is one to keep."""
        if state.epoch == self._due:
            self._keep(state, losses)

    def _keep(self, state: State, losses: Sequence[float] | NDArray[np.float64]) -> None:
        self._add(state, losses)
        start = self._moments[0].epoch
        if len(self._moments) > self._most:
            self._stride *= 2
            self._moments = [each for each in self._moments if (each.epoch - start) % self._stride == 0]
        self._plan(state.epoch)

    def place(self) -> KeeperPlace:
        """The present place, to go ``back_to_place`` later."""
        return list(self._moments), self._stride, self._due

    def back_to_place(self, place: KeeperPlace) -> None:
        """Keep what was kept at an earlier ``place`` of the segment."""
        self._moments, self._stride, self._due = list(place[0]), place[1], place[2]
        self._segment = None

    def back_to(self, epoch: int) -> None:
        """Forget moments after ``epoch``, to which training returned."""
        if self._moments[-1].epoch > epoch:
            self._moments = [each for each in self._moments if each.epoch <= epoch]
            self._segment = None
            self._plan(epoch)

    def segment(self) -> Segment:
        """The segment as far as it has come."""
        if self._segment is None:
            for each in self._moments:
                for array in each.arrays():
                    array.setflags(write=False)
            self._segment = Segment(
                moments=tuple(self._moments),
                first=self._first,
                rate=self._rate,
                rows=self._rows,
                settings=self._settings,
            )
        return self._segment

    def _plan(self, epoch: int) -> None:
        """Keep next the first epoch after ``epoch`` that is a whole number of strides from the beginning."""
        start = self._moments[0].epoch
        self._due = start + ((epoch - start) // self._stride + 1) * self._stride if self._most > 1 else NEVER

    def _add(self, state: State, losses: Sequence[float] | NDArray[np.float64]) -> None:
        """Keep the present state."""
        plain = self._arrays and state.kept is None
        copies = [each.copy() for each in self._arrays] if plain else None
        self._moments.append(moment_of(state, losses, copies))
        self._segment = None


def rows_mark(arrays: Arrays) -> int:
    """A checksum of the rows."""
    mark = 0
    for rows in (arrays.inputs, arrays.targets, arrays.validation_inputs, arrays.validation_targets):
        mark = zlib.crc32(np.ascontiguousarray(rows).data, zlib.crc32(repr(rows.shape).encode(), mark))
    return mark


def settings_mark(network: NetworkSpec, training: TrainingSpec, rows: int, engine: str, rate: float) -> int:
    """A checksum of all that decides how a segment goes, the mark of its rows among them."""
    return zlib.crc32(msgspec.json.encode((network, deciding(training, rate), engine, rows)))
