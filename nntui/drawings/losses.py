"""The plot of a session's losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.drawings.network import heading_of, text_of
from nntui.errors import SessionError
from nntui.render.plot import Series, draw_plot
from nntui.render.svg.curves import curves_svg
from nntui.session.export.history import recorded_losses

if TYPE_CHECKING:
    from nntui.session.session import Session

WIDTH, HEIGHT = 100, 28
"""Cells and lines of the text."""
ORDERS = 20.0
"""Ratio of the largest to the least loss from which on the axis is logarithmic: a linear one would hide the rest."""


def _series(session: Session) -> tuple[list[Series], bool]:
    """The curves, and whether their axis is logarithmic. Raises SessionError for a session that was never trained."""
    if session.checkpoint is None:
        raise SessionError("this session was never trained and has no losses; train it first")
    losses = recorded_losses(session.checkpoint)
    curves = [Series(losses.epochs, losses.train, "train", "training")]
    if np.isfinite(losses.validation).any():
        curves.append(Series(losses.epochs, losses.validation, "validation", "validation"))
    numbers = np.concatenate([np.asarray(curve.y) for curve in curves])
    numbers = numbers[np.isfinite(numbers)]
    log = bool(numbers.size and numbers.min() > 0 and numbers.max() > ORDERS * numbers.min())
    return curves, log


def losses_drawing(session: Session) -> str:
    """The losses by epoch as SVG. Raises SessionError for a session that was never trained."""
    curves, log = _series(session)
    return curves_svg(curves, heading_of(session), "epoch", _name(session, log=log), log=log)


def losses_text(session: Session) -> str:
    """The losses by epoch as text. Raises SessionError as that does."""
    curves, log = _series(session)
    lines = draw_plot(curves, WIDTH, HEIGHT, log, x_label="epoch")
    return text_of(f"{heading_of(session)}, {_name(session, log=log)}", lines)


def _name(session: Session, *, log: bool) -> str:
    return f"loss ({session.training.loss}{', log axis' if log else ''})"
