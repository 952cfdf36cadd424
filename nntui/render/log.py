"""The training log: losses and remarks in the order in which they came, cut to a window."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nntui.render.glyphs import UNICODE, Glyphs, clean, fit
from nntui.render.text import Line, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

NumberSequence = Any
"""A sequence of numbers, or an array of them."""


DIGITS = (9, 6, 4, 3)
"""Significant digits of a loss, the most that fit; of the validation loss at most the second."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line after the loss of ``epoch`` that is not a loss: printed text, a warning, an event."""

    epoch: int
    text: str
    style: str = "dim"


def log_window(
    epochs: NumberSequence,
    losses: NumberSequence,
    remarks: Sequence[Remark],
    *,
    validation: NumberSequence = (),
    width: int,
    height: int,
    end: int | None = None,
    glyphs: Glyphs = UNICODE,
) -> tuple[list[Line], int]:
    """The last ``height`` lines at or before position ``end`` (None: the newest), and the position of the last one.

    ``epochs`` and ``losses`` [entries] are those in memory, in order; so are those of ``validation``, if any. A
    position is an epoch, so that it stays valid while lines are added below and dropped above. A remark longer than
    ``width`` is wrapped.
    """
    if height <= 0:
        return [], 0
    last = len(epochs) - 1
    if end is not None:
        first = epochs[0] if len(epochs) else 0
        last = min(last, max(int(end - first), min(height, len(epochs)) - 1))
    start = max(0, last + 1 - height)
    newest = last == len(epochs) - 1
    lines: list[Line] = []
    remarks_shown = [remark for remark in remarks if newest or (last >= 0 and remark.epoch <= epochs[last])]
    waiting = [remark for remark in remarks_shown[-height:] if start == 0 or remark.epoch >= epochs[start]]
    for index in range(start, last + 1):
        while waiting and waiting[0].epoch < epochs[index]:
            lines += _wrapped(waiting.pop(0), width, glyphs)
        held = validation[index] if len(validation) else math.nan
        lines.append(_loss(f"#{epochs[index]} ", losses[index], held, width, glyphs))
    for remark in waiting:
        lines += _wrapped(remark, width, glyphs)
    return lines[-height:], int(epochs[last]) if last >= 0 else 0


def _loss(epoch: str, loss: float, validation: float, width: int, glyphs: Glyphs) -> Line:
    """The training loss and, if it is a number, that on validation rows; with fewer digits where room is short."""
    for digits in DIGITS:
        text = "no row to train on" if math.isnan(loss) else f"Loss: {loss:.{digits}g}"
        more = f"  validation {validation:.{min(digits, DIGITS[1])}g}" if not math.isnan(validation) else ""
        if len(epoch) + len(text) + len(more) <= width:
            return join_spans([Span(epoch, "dim"), Span(text), Span(more, "validation")])
    return (Span(fit(epoch + text, width, glyphs=glyphs)),)


def _wrapped(remark: Remark, width: int, glyphs: Glyphs) -> list[Line]:
    pieces = textwrap.wrap(clean(remark.text, glyphs), max(width, 1))
    return [(Span(fit(piece, width, glyphs=glyphs).rstrip(), remark.style),) for piece in pieces]
