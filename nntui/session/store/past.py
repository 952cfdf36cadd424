"""The kept moments of a session file: their numbers in ``session.json``, their weights in one array beside it."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from nntui.errors import SessionError
from nntui.session.store.parts import Stacks
from nntui.training.records import KeptMoment, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nntui.training.records import Checkpoint

MEMBER, TENSOR = "past.safetensors", "moments"
_COUNTS = ("epoch", "batch", "updates", "best_epoch")


class SavedMoment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``KeptMoment``; ``weights``, ``best`` and those of ``optimizer`` are rows of the array.

    A ``best_loss`` of None is infinity, another loss of None is not a number.
    """

    epoch: int
    batch: int
    updates: int
    best_epoch: int
    best_loss: float | None
    train_loss: float | None
    validation_loss: float | None
    weights: int
    best: int
    optimizer: dict[str, int]

    def __post_init__(self) -> None:
        """Raise SessionError for counts that no training can have reached."""
        if min(getattr(self, name) for name in _COUNTS) < 0 or self.best_epoch > self.epoch:
            raise SessionError("the counts of a kept moment do not fit together")

    @classmethod
    def of(cls, moment: KeptMoment, place: "Callable[[NDArray[np.float32]], int]") -> Self:
        """The moment, each of whose arrays is put into a row by ``place``."""
        return cls(
            **{name: getattr(moment, name) for name in _COUNTS},
            best_loss=_finite(moment.best_loss),
            train_loss=_finite(moment.train_loss),
            validation_loss=_finite(moment.validation_loss),
            weights=place(moment.weights),
            best=place(moment.best),
            optimizer={name: place(memory) for name, memory in sorted(moment.optimizer.items())},
        )

    @property
    def rows(self) -> list[int]:
        """The rows of its arrays."""
        return [self.weights, self.best, *self.optimizer.values()]

    def read(self, rows: "Sequence[NDArray[np.float32]]") -> KeptMoment:
        """The moment, its arrays from ``rows``."""
        return KeptMoment(
            **{name: getattr(self, name) for name in _COUNTS},
            best_loss=math.inf if self.best_loss is None else self.best_loss,
            train_loss=math.nan if self.train_loss is None else self.train_loss,
            validation_loss=math.nan if self.validation_loss is None else self.validation_loss,
            weights=rows[self.weights],
            best=rows[self.best],
            optimizer={name: rows[row] for name, row in self.optimizer.items()},
        )


class SavedPast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The segment that ends at the saved state; ``end`` and ``settings`` tell whether training goes on with it."""

    rate: float
    settings: int
    end: int
    moments: tuple[SavedMoment, ...]

    @classmethod
    def of(cls, checkpoint: "Checkpoint") -> tuple[Self, Stacks] | None:
        """The last segment of ``checkpoint`` and its array, in which equal weights are one row; None without moments.

        The rows of earlier segments are not in the file, so these are left out.
        """
        if not checkpoint.past:
            return None
        segment = checkpoint.past[-1]
        rows = RowsOfArrays()
        moments = tuple(SavedMoment.of(each, rows.place) for each in segment.moments)
        saved = cls(rate=segment.rate, settings=segment.settings, end=checkpoint.past_end, moments=moments)
        return saved, Stacks({TENSOR: rows.rows})

    def segment(self, content: bytes, first: "NDArray[np.float32]") -> Segment:
        """The segment; ``first`` are the network's first weights. Raises SessionError for what does not fit."""
        try:
            rows = load_tensors(content)[TENSOR]
        except (SafetensorError, KeyError, ValueError) as error:
            raise SessionError(f"{MEMBER}: cannot be read") from error
        used = [row for each in self.moments for row in each.rows]
        fits = rows.ndim == 2 and rows.dtype == np.float32 and rows.shape[1:] == first.shape
        if not fits or not used or not 0 <= min(used) <= max(used) < len(rows):
            raise SessionError(f"{MEMBER}: does not contain the moments that session.json names")
        rows.setflags(write=False)
        moments = moments_read(self.moments, list(rows))
        return Segment(moments=moments, first=first, rate=self.rate, rows=0, settings=self.settings)


class RowsOfArrays:
    """Arrays of one length as the ``rows`` of one; an array that is placed twice has one row."""

    def __init__(self) -> None:
        self.rows: list[NDArray[np.float32]] = []
        self._places: dict[int, int] = {}

    def place(self, array: "NDArray[np.float32]") -> int:
        """The row of ``array``."""
        if id(array) not in self._places:
            self._places[id(array)] = len(self.rows)
            self.rows.append(array)
        return self._places[id(array)]


def moments_read(saved: "Sequence[SavedMoment]", rows: "Sequence[NDArray[np.float32]]") -> tuple[KeptMoment, ...]:
    """The moments of a segment. Raises SessionError for those that are out of order."""
    if any(later.epoch <= each.epoch for each, later in pairwise(saved)):
        raise SessionError("session.json: the kept moments are out of order")
    return tuple(each.read(rows) for each in saved)


def _finite(loss: float) -> float | None:
    return loss if math.isfinite(loss) else None
