"""The losses of a session as a table."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import SessionError
from nntui.training.records import Losses

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

HEADER = ("epoch", "train_loss", "validation_loss", "seconds")


def recorded_losses(checkpoint: Checkpoint) -> Losses:
    """The losses in a checkpoint: of every epoch while they are few, later a thinned selection."""
    both = (checkpoint.curve, checkpoint.recent)
    epochs, places = np.unique(np.concatenate([part.epochs for part in both]), return_index=True)
    train, validation, seconds = (
        np.concatenate([getattr(part, name) for part in both])[places] for name in ("train", "validation", "seconds")
    )
    return Losses(epochs, train, validation, seconds)


def history_lines(losses: Losses) -> list[str]:
    """A line of comma-separated values for each loss; one that is not a number is an empty cell."""
    columns = (losses.train, losses.validation, losses.seconds)
    cells = zip(*(map(_cell, column.tolist()) for column in columns), strict=True)
    return [f"{epoch},{','.join(row)}\n" for epoch, row in zip(losses.epochs.tolist(), cells, strict=True)]


def history_text(session: Session) -> str:
    """The recorded losses as comma-separated values. Raises SessionError for a session that was never trained."""
    if session.checkpoint is None:
        raise SessionError("this session was never trained and has no history; train it first")
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(HEADER)
    stream.writelines(history_lines(recorded_losses(session.checkpoint)))
    return stream.getvalue()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(value)
