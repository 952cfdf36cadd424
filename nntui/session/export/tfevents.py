"""The losses of a session as a file of TensorBoard events."""

from __future__ import annotations

import math
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nntui.errors import DataError, SessionError
from nntui.session.export.history import recorded_losses

if TYPE_CHECKING:
    from nntui.session.session import Session

MISSING = (
    "TensorBoard events need the package tensorboardX: pip install 'nntui[tensorboard]', or pip install tensorboardX"
)
TRAINING, VALIDATION = "loss/train", "loss/validation"


def events_file(session: Session) -> bytes:
    """The recorded losses by epoch, at the seconds of training since 1970 began: there is no other clock in a session.

    Raises DataError without the package, and SessionError for a session that was never trained.
    """
    try:
        writer_module: Any = import_module("tensorboardX")
    except ImportError:
        raise DataError(MISSING) from None
    if session.checkpoint is None:
        raise SessionError("this session was never trained and has no history; train it first")
    losses = recorded_losses(session.checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        with writer_module.SummaryWriter(folder) as writer:
            columns = (losses.epochs, losses.train, losses.validation, losses.seconds)
            rows = zip(*(part.tolist() for part in columns), strict=True)
            for epoch, train, validation, seconds in rows:
                for name, loss in ((TRAINING, train), (VALIDATION, validation)):
                    if not math.isnan(loss):
                        writer.add_scalar(name, loss, epoch, walltime=seconds)
        (file,) = Path(folder).iterdir()
        return file.read_bytes()
