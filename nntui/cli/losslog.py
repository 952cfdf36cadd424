"""Losses as they are made: lines for a person, and a CSV file of every epoch."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Self

import numpy as np

from nntui.cli.output import say, warn
from nntui.errors import DataError
from nntui.training.records import Losses

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from nntui.training.records import Checkpoint

LINES = 20
"""About how many lines a training prints when nothing else is asked for."""
HEADER = ("epoch", "train_loss", "validation_loss", "seconds")


class LossLog:
    """Prints ``#i Loss: x`` for every ``every``th epoch i before ``until``: the loss before the update that follows.

    ``lost`` tells that nobody reads any more.
    """

    def __init__(self, every: int, until: int, *, quiet: bool, err: bool) -> None:
        self.lost = False
        self._every = every
        self._until = until
        self._quiet = quiet
        self._err = err

    def go_on(self, losses: Losses) -> None:
        """Begin with the last of the losses so far: it is the one before the next update."""
        self.take(Losses(losses.epochs[-1:], losses.train[-1:], losses.validation[-1:], losses.seconds[-1:]))

    def take(self, losses: Losses) -> None:
        """Print the lines of a block of losses."""
        entries = zip(losses.epochs.tolist(), losses.train.tolist(), strict=True)
        chosen = [(i, loss) for i, loss in entries if i % self._every == 0 and i < self._until]
        if chosen and not self.lost and not self._quiet:
            self.lost = not say("\n".join(f"#{i} Loss: {loss!r}" for i, loss in chosen), err=self._err)


def readable_interval(epochs: int) -> int:
    """1, 2 or 5 times a power of ten, so that about ``LINES`` lines are printed of ``epochs``."""
    least = max(1, math.ceil(epochs / LINES))
    zeros = "0" * (len(str(least)) - 1)
    return next(interval for digits in ("1", "2", "5", "10") if (interval := int(digits + zeros)) >= least)


class HistoryFile:
    """A CSV file of the losses of every epoch, with an empty cell where there is no number.

    Raises DataError when it cannot be opened. A disk that fills up later costs the rest of the file, not the training.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: TextIO | None = path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise DataError(f"--history {path}: cannot be written: {error.strerror or error}") from error
        csv.writer(self._file, lineterminator="\n").writerow(HEADER)

    def take(self, losses: Losses) -> None:
        """Write a block of losses."""
        if self._file is None:
            return
        columns = (losses.train, losses.validation, losses.seconds)
        cells = zip(*(map(_cell, column.tolist()) for column in columns), strict=True)
        rows = (f"{epoch},{','.join(row)}\n" for epoch, row in zip(losses.epochs.tolist(), cells, strict=True))
        try:
            self._file.writelines(rows)
        except OSError as error:
            warn(f"--history {self._path}: {error.strerror or error}; training goes on without it")
            self._file = None

    def __enter__(self) -> Self:
        """Write within a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                warn(f"--history {self._path}: {error.strerror or error}")


def losses_so_far(checkpoint: Checkpoint) -> Losses:
    """What a checkpoint knows of the epochs behind it: all of them while they are few, later a choice."""
    both = (checkpoint.curve, checkpoint.recent)
    epochs, places = np.unique(np.concatenate([part.epochs for part in both]), return_index=True)
    train, validation, seconds = (
        np.concatenate([getattr(part, name) for part in both])[places] for name in ("train", "validation", "seconds")
    )
    return Losses(epochs, train, validation, seconds)


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(value)
