"""The past of a training: segments, each with a few kept moments from which any of its epochs can be made again.

A segment is a stretch of training with the same settings and rows, so that it always goes the same way, bit for bit.
It ends where something steers training (another rate, other rows), and the next begins. Moments are kept at epochs
that depend on numbers alone, never on the clock: every epoch at first, then every 2nd, every 4th and so on.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from nntui.training.records import Checkpoint, Counters, KeptMoment, Losses, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

MOST_MOMENTS = 32
"""Moments kept of a segment, its beginning included."""
KEPT_BYTES = 64 * 2**20
"""Bytes of moments and checkpoints that are kept in all (DESIGN section 4)."""
SEGMENT_BYTES = KEPT_BYTES // 4
"""Bytes of moments that are kept of the segment in training,"""
ENDED_BYTES = KEPT_BYTES // 4
"""and of those that ended before it in the same thread, or in the threads before."""
MOST_SEGMENTS = 500
"""Segments of a thread that are kept; the oldest are forgotten."""


def kept_weights(segments: Iterable[Segment]) -> list[tuple[int, NDArray[np.float32]]]:
    """The kept weights of ``segments``, each with its epoch, in order."""
    return [(moment.epoch, moment.weights) for segment in segments for moment in segment.moments]


def bytes_of(segments: Iterable[Segment]) -> int:
    """Bytes of the kept moments; what several of them share counts once."""
    return sum({id(each): each.nbytes for segment in segments for each in arrays_of(segment.moments)}.values())


def arrays_of(moments: Iterable[KeptMoment]) -> Iterator[NDArray[np.float32]]:
    """The arrays of ``moments``, some of them more than once."""
    return (array for moment in moments for array in moment.arrays())


class HeldArrays:
    """Arrays that are held in one place or several; ``bytes`` counts each once."""

    def __init__(self) -> None:
        self.bytes = 0
        self._holders = Counter[int]()

    def add(self, arrays: Iterable[NDArray[Any]]) -> None:
        """Count ``arrays`` as held in one more place."""
        for array in arrays:
            self.bytes += 0 if self._holders[id(array)] else array.nbytes
            self._holders[id(array)] += 1

    def release(self, arrays: Iterable[NDArray[Any]]) -> None:
        """Count ``arrays`` as held in one place less."""
        for array in arrays:
            self._holders[id(array)] -= 1
            self.bytes -= 0 if self._holders[id(array)] else array.nbytes


def bounded(segments: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """The segments with at most so many bytes of moments: the oldest keep their beginning alone, then nothing."""
    kept = list(segments[-MOST_SEGMENTS:])
    held = HeldArrays()
    for segment in kept:
        held.add(arrays_of(segment.moments))
    for number, segment in enumerate(kept):
        if held.bytes <= most:
            return tuple(kept)
        held.release(arrays_of(segment.moments[1:]))
        kept[number] = replace(segment, moments=segment.moments[:1])
    while held.bytes > most:
        held.release(arrays_of(kept.pop(0).moments))
    return tuple(kept)


def losses_until(losses: Losses, epoch: int) -> Losses:
    """The entries up to ``epoch``."""
    return losses.part(slice(int(losses.epochs.searchsorted(epoch, side="right"))))


def checkpoint_at(segment: Segment, moment: KeptMoment, curve: Losses, recent: Losses) -> Checkpoint:
    """The checkpoint of a kept moment of ``segment``; ``curve`` and ``recent`` are losses known now, or earlier."""
    import numpy as np  # this module is read before the first paint

    epoch, known = moment.epoch, losses_until(curve, moment.epoch)
    seconds = float(np.interp(epoch, curve.epochs, curve.seconds)) if len(curve.epochs) else 0.0
    if not len(known.epochs) or known.epochs[-1] != epoch:
        known = Losses(
            np.append(known.epochs, epoch),
            np.append(known.train, moment.train_loss),
            np.append(known.validation, moment.validation_loss),
            np.append(known.seconds, seconds),
        )
    dense = losses_until(recent, epoch)
    return Checkpoint(
        **{each.name: getattr(moment, each.name) for each in fields(Counters)},
        weights=moment.weights,
        first=segment.first,
        best=moment.best,
        optimizer=moment.optimizer,
        curve=known,
        recent=dense if len(dense.epochs) and dense.epochs[-1] == epoch else known,
        seconds=seconds,
    )


def ends_at(checkpoint: Checkpoint) -> int:
    """A checksum of what training goes on with from ``checkpoint``."""
    import numpy as np  # this module is read before the first paint

    mark = zlib.crc32(repr((checkpoint.epoch, checkpoint.batch, checkpoint.updates)).encode())
    for name in sorted(checkpoint.optimizer):
        mark = zlib.crc32(np.ascontiguousarray(checkpoint.optimizer[name]).data, zlib.crc32(name.encode(), mark))
    return zlib.crc32(np.ascontiguousarray(checkpoint.weights).data, mark)
