"""The segments of a trainer: those that have ended, and the one in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.keeping import SegmentKeeper, rows_mark, settings_mark
from nntui.training.timeline import ENDED_BYTES, bounded, ends_at

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.engines.protocol import Engine
    from nntui.training.records import Checkpoint, Segment
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State


class SegmentChain:
    """The segments of one trainer, with moments kept on the way if it ``keeps`` them.

    ``begin`` is to be called before anything is trained, and again whenever settings or rows are others.
    """

    def __init__(self, *, keeps: bool) -> None:
        self.keeps = keeps
        self._ended: tuple[Segment, ...] = ()
        self._present: SegmentKeeper | None = None
        self._rows_mark = 0
        self._given = -1

    def give(self, arrays: Arrays | None = None) -> None:
        """Note that the next segment has other rows, or with None other settings."""
        if arrays is not None:
            self._rows_mark = rows_mark(arrays) if self.keeps else 0
        self._given += 1

    def begin(
        self, network: NetworkSpec, training: TrainingSpec, state: State, losses: tuple[float, float], engine: Engine
    ) -> None:
        """Begin a segment at the present state, with its displayed ``losses``."""
        mark = settings_mark(network, training, self._rows_mark, engine.name, state.rate)
        self._present = SegmentKeeper(state, losses, mark, self._given, keeps=self.keeps)

    def go_on_with(self, checkpoint: Checkpoint) -> None:
        """Go on with the last segment of ``checkpoint``, from which the state was loaded, if it ended there."""
        if self.keeps and checkpoint.past and checkpoint.past_end == ends_at(checkpoint):
            self.keeper.go_on_with(checkpoint.past[-1])

    def end(self, updates: int) -> None:
        """End the segment in training, after so many ``updates``, and keep it if anything was trained in it."""
        segment = self.keeper.segment()
        if updates != segment.start.updates:
            self._ended = bounded((*self._ended, segment), ENDED_BYTES)

    @property
    def past(self) -> tuple[Segment, ...]:
        """The segments so far, with their kept moments."""
        return (*self._ended, self.keeper.segment()) if self.keeps else ()

    @property
    def keeper(self) -> SegmentKeeper:
        """The segment in training."""
        assert self._present is not None, "no segment has begun"
        return self._present
