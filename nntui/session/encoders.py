"""The encoder of a session: fitted to its table or, where that is a sample, to the whole that it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.data.encoding.encoder import Encoder

if TYPE_CHECKING:
    from nntui.session.session import Session


def encoder_of(session: Session) -> Encoder:
    """The encoder that the network of ``session`` is trained with. Raises DataError as ``Encoder.fit`` does."""
    whole = None if session.whole is None else session.whole.encoder_for(session.table)
    return Encoder.fit(session.table) if whole is None else whole
