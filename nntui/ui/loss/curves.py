"""The curves of the loss plot: losses or scores by epoch, whole or within a window, raw or smoothed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.render.plot import Series
    from nntui.session.runs.curves import RunCurve
    from nntui.training.records import Snapshot
    from nntui.ui.score.history import ScoredEpoch

REACH = 0.025
"""A smoothed curve is the mean of the points up to about this share of the epochs shown before and after."""
LEAST_REACH = 2
"""Least epochs of these."""
FEW = 400
"""Most points of a curve whose details are not looked at: of another run, or smoothed."""
MOST_GHOSTS = 5
"""Other runs whose curves are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Figures on training and validation rows, float64 [points], over rising ``epochs``.

    ``validation`` is None without validation rows.
    """

    epochs: NDArray[np.int64]
    train: NDArray[np.float64]
    validation: NDArray[np.float64] | None = None

    def nearest(self, epoch: int, direction: int = 0) -> int | None:
        """The epoch that has a point and is nearest to ``epoch``, or the next one earlier (-1) or later (1)."""
        if not len(self.epochs):
            return None
        if not direction:
            return int(self.epochs[self._place(epoch)])
        place = (
            int(self.epochs.searchsorted(epoch, "right")) - 1 if direction < 0 else int(self.epochs.searchsorted(epoch))
        )
        return int(self.epochs[min(max(place, 0), len(self.epochs) - 1)])

    def at(self, epoch: int) -> tuple[float, float | None]:
        """The figures of the point nearest to ``epoch``; there is at least one point."""
        place = self._place(epoch)
        return float(self.train[place]), None if self.validation is None else float(self.validation[place])

    def _place(self, epoch: int) -> int:
        after = min(int(self.epochs.searchsorted(epoch)), len(self.epochs) - 1)
        before = max(after - 1, 0)
        nearer = epoch - int(self.epochs[before]) < int(self.epochs[after]) - epoch
        return before if nearer else after


def losses(snapshot: Snapshot, *, dense: bool) -> Curves:
    """The losses up to ``snapshot``, the last of them ``dense``, without a gap between two epochs."""
    import numpy as np

    curve, recent = snapshot.curve, snapshot.recent
    known = snapshot.validation_loss is not None
    if not dense or not len(recent.epochs):
        return Curves(curve.epochs, curve.train, curve.validation if known else None)
    end = int(curve.epochs.searchsorted(recent.epochs[0]))

    def joined(thinned: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([thinned[:end], whole])

    epochs = np.concatenate([curve.epochs[:end], recent.epochs])
    validation = joined(curve.validation, recent.validation) if known else None
    return Curves(epochs, joined(curve.train, recent.train), validation)


def scores(known: Mapping[int, ScoredEpoch], *, percent: bool) -> Curves:
    """The figures of the ``known`` epochs; with ``percent`` shares in per cent."""
    import numpy as np

    epochs = sorted(known)
    figures = np.array([known[epoch] for epoch in epochs]).reshape(-1, 2) * (100 if percent else 1)
    validation = figures[:, 1] if np.isfinite(figures[:, 1]).any() else None
    return Curves(np.array(epochs, dtype=np.int64), figures[:, 0], validation)


def series_of(curves: Curves, span: tuple[int, int] | None, *, smooth: bool, best: int | None) -> list[Series]:
    """The curves to draw, smoothed ones over faint raw ones; ``best`` is the epoch to mark."""
    from nntui.render.plot import Series
    from nntui.render.plot.smoothing import smoothed

    epochs = curves.epochs
    if span is not None:  # and a point around it on either side, to which the curve leads
        first, last = int(epochs.searchsorted(span[0])) - 1, int(epochs.searchsorted(span[1], "right")) + 1
        part = slice(max(0, first), last)
    else:
        part = slice(None)
    x = epochs[part]
    named = [
        ("train", curves.train[part]),
        *([] if curves.validation is None else [("validation", curves.validation[part])]),
    ]
    shown = (span[1] - span[0]) if span is not None else (int(x[-1] - x[0]) if len(x) else 0)
    reach = max(LEAST_REACH, 2 ** round(math.log2(max(1.0, REACH * shown))))  # rounded: earlier points seldom change
    raw = [Series(x, y, "axis", pattern="faint") for _, y in named] if smooth else []
    drawn = []
    for number, (name, y) in enumerate(named):
        points = _few(x, smoothed(x, y, reach)) if smooth else (x, y)
        drawn.append(Series(*points, name, pattern="dashed" if number else "solid"))
    if best is not None and len(drawn) > 1:
        drawn[-1] = replace(drawn[-1], mark=best)
    return [*raw, *drawn]


def _few(x: NDArray[np.int64], y: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The points thinned evenly, with the last one, few enough to be drawn at each frame."""
    import numpy as np

    step = -(-len(x) // FEW)
    if step < 2:
        return x, y
    chosen = np.append(np.arange(0, len(x) - 1, step), len(x) - 1)
    return x[chosen], y[chosen]


def ghosts_of(others: Sequence[RunCurve], *, validation: bool) -> list[Series]:
    """The curves of the newest few of other runs, each with its sign: the ``validation`` loss, or that of training."""
    from nntui.render.plot import Series
    from nntui.render.text import run_style

    return [
        Series(
            *_few(each.losses.epochs, each.losses.validation if validation else each.losses.train),
            run_style(each.run.number),
            each.run.name or f"run {each.run.sign}",
            "dotted",
            each.run.sign,
        )
        for each in others[-MOST_GHOSTS:]
    ]


def spans_orders(curves: Curves, most: float) -> bool:
    """Whether the figures differ so much, ``most`` times, that a linear axis would hide most of the curve."""
    from numpy import isfinite

    each_curve = [curves.train, *([] if curves.validation is None else [curves.validation])]
    finite = [known for each in each_curve if (known := each[isfinite(each)]).size]
    if not finite:
        return False
    least, largest = min(float(each.min()) for each in finite), max(float(each.max()) for each in finite)
    return least > 0 and largest / least >= most
