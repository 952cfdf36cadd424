"""The streaming log: loss lines and remarks in the order in which they came, cut to a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nntui.render.glyphs import clean
from nntui.render.text import Line, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers = Any
"""A sequence of numbers, or an array of them."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that is no loss: something printed, a warning, an event. It stands after the loss of ``epoch``."""

    epoch: int
    text: str
    style: str = "dim"


def log_window(
    epochs: Numbers, losses: Numbers, remarks: Sequence[Remark], height: int, end: int | None = None
) -> tuple[list[Line], int]:
    """The last ``height`` lines at or before position ``end`` (None: the newest), and the position of the last one.

    ``epochs`` and ``losses`` [entries] are those that are kept, in order. A position is an epoch: it goes on meaning
    the same place while lines are added below and forgotten above.
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
    shown = [remark for remark in remarks if newest or (last >= 0 and remark.epoch <= epochs[last])]
    waiting = [remark for remark in shown[-height:] if start == 0 or remark.epoch >= epochs[start]]
    for index in range(start, last + 1):
        while waiting and waiting[0].epoch < epochs[index]:
            lines.append(_remark(waiting.pop(0)))
        lines.append((Span(f"#{epochs[index]} ", "dim"), Span(f"Loss: {losses[index]:.9g}")))
    lines.extend(_remark(remark) for remark in waiting)
    return lines[-height:], int(epochs[last]) if last >= 0 else 0


def _remark(remark: Remark) -> Line:
    return (Span(clean(remark.text), remark.style),)
