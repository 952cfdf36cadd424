"""The loss curve in bounded memory: the whole of it, thinned, beside its dense recent part. Numpy only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nntui.training.records import Losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

Sink = Callable[[Losses], None]
"""Takes every entry, in blocks and in order, as it is recorded: for a file with the whole history."""

MOST_POINTS = 2_000
"""Entries of the thinned curve, the first and the last included."""
RECENT = 1_000
"""Entries of the dense recent part."""
COLUMNS = 4
"""epoch, train loss, validation loss, seconds"""


class History:
    """Losses by epoch, appended in order.

    The curve is complete up to ``MOST_POINTS`` entries; from then on it keeps, beside the first and the last, every 2nd
    epoch, later every 4th, and so on.
    """

    def __init__(self, sink: Sink | None = None) -> None:
        self._sink = sink
        self.clear()

    def clear(self) -> None:
        """Forget all entries."""
        self._thinned = np.empty((MOST_POINTS - 1, COLUMNS))
        self._points = 0
        self._stride = 1
        self._dense = np.empty((4 * RECENT, COLUMNS))
        self._end = 0

    @classmethod
    def restored(cls, curve: Losses, recent: Losses, sink: Sink | None = None) -> History:
        """A history that continues from copies that ``curve()`` and ``recent()`` returned."""
        history = cls(sink)
        rows = _rows(curve)
        if len(rows) > 1:
            history._stride = int(rows[1, 0] - rows[0, 0])
        if len(rows):
            history._thin_in(rows)
            history._keep_dense(_rows(recent))
        return history

    def append(self, epoch: int, losses: NDArray[np.float64], seconds: NDArray[np.float64]) -> None:
        """Add the (train, validation) losses [entries, 2] of ``epoch`` and those after it, with their ``seconds``."""
        if not len(losses):
            return
        rows = np.empty((len(losses), COLUMNS))
        rows[:, 0] = np.arange(epoch, epoch + len(losses))
        rows[:, 1:3] = losses
        rows[:, 3] = seconds
        self._thin_in(rows)
        self._keep_dense(rows)
        if self._sink is not None:
            self._sink(_losses(rows))

    def curve(self) -> Losses:
        """The whole history, thinned: at most ``MOST_POINTS`` entries."""
        points = self._thinned[: self._points]
        last = self._dense[self._end - 1 : self._end]
        if len(last) and len(points) and last[0, 0] > points[-1, 0]:
            points = np.concatenate([points, last])
        return _losses(points)

    def recent(self) -> Losses:
        """The last ``RECENT`` entries, all of them."""
        return _losses(self._dense[max(0, self._end - RECENT) : self._end])

    def _thin_in(self, rows: NDArray[np.float64]) -> None:
        first = self._thinned[0, 0] if self._points else rows[0, 0]
        while True:
            chosen = rows[(rows[:, 0] - first) % self._stride == 0]
            if self._points + len(chosen) <= len(self._thinned):
                break
            self._stride *= 2
            kept = self._thinned[: self._points]
            kept = kept[(kept[:, 0] - first) % self._stride == 0]
            self._points = len(kept)
            self._thinned[: self._points] = kept
        self._thinned[self._points : self._points + len(chosen)] = chosen
        self._points += len(chosen)

    def _keep_dense(self, rows: NDArray[np.float64]) -> None:
        rows = rows[-RECENT:]
        if self._end + len(rows) > len(self._dense):
            kept = self._dense[self._end - RECENT : self._end]
            self._dense[: len(kept)] = kept
            self._end = len(kept)
        self._dense[self._end : self._end + len(rows)] = rows
        self._end += len(rows)


def _rows(losses: Losses) -> NDArray[np.float64]:
    return np.stack([losses.epochs, losses.train, losses.validation, losses.seconds], axis=1, dtype=np.float64)


def _losses(rows: NDArray[np.float64]) -> Losses:
    """Copies of the columns, so that the thread that reads them never sees them change."""
    columns = [rows[:, column].copy() for column in range(1, COLUMNS)]
    return Losses(rows[:, 0].astype(np.int64), *columns)
