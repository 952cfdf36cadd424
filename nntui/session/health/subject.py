"""The subject of the checks of a session's health, in the names of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.health.records import HealthSubject

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.session.session import Session


FEWEST = 2
"""Training rows."""


def subject_of(session: Session, encoder: Encoder, arrays: Arrays) -> HealthSubject | None:
    """The subject for ``session``, whose table the ``encoder`` made into ``arrays``; None with fewer than two
    training rows, and while the network was made for other columns."""
    shape = encoder.shape
    fits = (len(shape.features), len(shape.outputs)) == (session.network.inputs, session.network.outputs)
    if len(arrays.inputs) < FEWEST or not fits:
        return None
    return HealthSubject(
        network=session.network,
        training=session.training,
        arrays=arrays,
        features=tuple(shape.features),
        outputs=tuple(shape.outputs),
        classes=tuple(encoder.classes),
    )
