"""Sessions that look trained and were not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.training.records import Checkpoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session
    from nntui.training.records import Losses


def as_if_trained(session: Session, weights: NDArray[np.float32], curve: Losses, **changes: Any) -> Session:
    """The session after three epochs, with these flat weights wherever a checkpoint keeps parameters."""
    checkpoint = Checkpoint(
        epoch=3,
        batch=0,
        updates=9,
        weights=weights,
        first=weights,
        best=weights,
        best_epoch=3,
        best_loss=1.0,
        optimizer={"mean": weights, "square": weights},
        curve=curve,
        recent=curve,
        seconds=0.3,
    )
    return replace(session, checkpoint=dataclasses.replace(checkpoint, **changes))
