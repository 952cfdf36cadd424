"""The header: one line with the session, its state and its progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.render.glyphs import Glyphs

STATE_STYLES = {"training": "good", "failed": "error", "finished": "title"}
OFFERED = ("train", "settings", "rewind", "past-forward", "past-now", "save")
"""The commands that the header offers."""
USUAL_KEYS = ("space", "c", "r", "]", "}", "w")
"""Their keys until the user's are known."""
LONGEST_WHY = 48
"""Most characters of the reason why saving fails."""


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """The header, None for nothing; ``waiting`` is what is being loaded, ``frames`` a lowered frame rate.

    ``more`` is the number of epochs that training would go on for at its goal, 0 if it would not; ``spent`` where that
    is because its rate has come down to 0. ``reached`` is the present epoch where another of the past is shown;
    ``recomputing`` is an epoch of the past that is being trained again, to be shown. ``why`` is the breakpoint at which
    training has paused. ``left`` is the time that training goes on for: "2 min left".
    """

    name: str = ""
    network: str = ""
    state: str = ""
    epoch: int = 0
    goal: int = 0
    more: int = 0
    spent: bool = False
    batch: int = 0
    loss: float | None = None
    validation_loss: float | None = None
    speed: float | None = None
    limit: float | None = None
    paced: bool = False
    frames: float | None = None
    changed: bool = False
    waiting: str = ""
    reached: int | None = None
    recomputing: int | None = None
    why: str = ""
    trouble: str = ""
    read_only: bool = False
    left: str = ""


class Header(LinesView):
    """One line: session, network, state, epoch, offer, loss, speed, time left; the least important give way."""

    DEFAULT_CSS = """
    Header { height: 1; dock: top; background: $panel; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="header")
        self._glyphs = glyphs
        self._status = SessionStatus()

    def update(self, status: SessionStatus) -> None:
        """Show this status."""
        self._status = status
        self.draw()

    def draw(self) -> None:
        """Draw in the present width."""
        if self.size.width:
            host = host_of(self)
            keys = tuple(host.key_shown(name) for name in OFFERED) if host.has_keys else USUAL_KEYS
            self.show([header_line(self._status, self.size.width, self._glyphs, keys)])


class HeaderPart(NamedTuple):
    """A piece of the header; where room is short, the one with the highest ``rank`` is dropped first."""

    rank: int
    span: Span


def header_line(status: SessionStatus, width: int, glyphs: Glyphs, keys: tuple[str, ...]) -> Line:
    """The header in ``width`` cells; ``keys`` are those of the commands ``OFFERED``."""
    parts = _parts(status, max(8, min(28, width // 5)), glyphs, keys)
    while len(parts) > 1 and width_of(part.span for part in parts) > width - 1:
        parts.remove(max(parts, key=lambda part: part.rank))
    return join_spans([Span(" "), *(part.span for part in parts)])


def _parts(status: SessionStatus, room: int, glyphs: Glyphs, keys: tuple[str, ...]) -> list[HeaderPart]:
    """The pieces in order; numbers have a fixed width, so that nothing jumps while they change.

    ``keys`` are those of the commands ``OFFERED``.
    """
    train, settings, rewind, forward, now, save = keys
    changed = "*" if status.changed else ""
    name = clean(status.name, glyphs)
    parts = [
        HeaderPart(0, Span(fit(name, min(room - len(changed), cell_len(name)), glyphs=glyphs) + changed, "title")),
        *_trouble(status, glyphs, save),
        HeaderPart(6, Span(f"  {status.network}", "dim")),
    ]
    if status.waiting:
        return [*parts, HeaderPart(1, Span(f"  {status.waiting}", "warning"))]
    style = STATE_STYLES.get(status.state, "bold")
    if status.recomputing is not None:
        parts.append(HeaderPart(0, Span(f"  training epoch {status.recomputing:,} again ...", "warning")))
    if status.reached is not None:
        batch = f" +{status.batch}" if status.batch else ""
        of = f" of {status.reached:,}" if status.reached != status.epoch else ""
        return [
            *parts,
            HeaderPart(0, Span(f"  epoch {status.epoch:,}{batch}{of}, in the past", "warning")),
            HeaderPart(2, Span(f"  {forward}: forward", "dim")),
            HeaderPart(1, Span(f"  {train}: go on", "dim")),
            HeaderPart(4, Span(" from here", "dim")),
            HeaderPart(3, Span(f"  {now}: now", "dim")),
        ]
    if status.state == "finished":
        parts.append(HeaderPart(1, Span(f"  finished at epoch {status.epoch:,}", style)))
        if status.more:
            parts.append(HeaderPart(3, Span(f"  {train}: {status.more:,} more", "dim")))
        elif status.spent:
            parts.append(HeaderPart(3, Span(f" (rate 0)  {settings}: more epochs, {rewind}: again", "dim")))
    elif status.state:
        goal = f"{status.goal:,}"
        epoch = f"{status.epoch:,}".rjust(len(goal))
        beyond = f"/{goal}" if status.goal else ""
        batch = f" +{status.batch}" if status.batch else ""
        parts.append(HeaderPart(1, Span(f"  {status.state:<8}", style)))
        parts.append(HeaderPart(2, Span(f"  epoch {epoch}{beyond}{batch}")))
        parts.append(HeaderPart(3, Span(f"  at {clean(status.why, glyphs)}" if status.why else "", "warning")))
    return [*parts, *_figures(status)]


def _figures(status: SessionStatus) -> Iterator[HeaderPart]:
    """The losses, the speed and the time left."""
    if status.loss is not None:
        yield HeaderPart(5, Span(f"  loss {status.loss:<9.4g}", "train"))
    if status.validation_loss is not None:
        yield HeaderPart(7, Span(f" validation {status.validation_loss:<9.4g}", "validation"))
    if status.limit is not None:
        yield HeaderPart(8, Span(f" {'paced at' if status.paced else 'slowed to'} {status.limit:,.3g}/s", "dim"))
    elif status.speed is not None:
        yield HeaderPart(8, Span(f" {_speed(status.speed)}", "dim"))
    if status.frames is not None:
        yield HeaderPart(9, Span(f"  {max(status.frames, 0.1):.{0 if status.frames >= 1 else 1}f} frames/s", "warning"))
    if status.left:
        yield HeaderPart(4, Span(f"  {status.left}", "dim"))


def _trouble(status: SessionStatus, glyphs: Glyphs, save: str) -> list[HeaderPart]:
    """What the user must know of the session's file; ``save`` is the key that saves it elsewhere."""
    if not status.trouble:
        return [HeaderPart(2, Span("  read-only", "warning"))] if status.read_only else []
    what, _, why = status.trouble.partition(": ")
    why = clean(why, glyphs)
    return [
        HeaderPart(0, Span(f"  ! {what}", "error")),
        HeaderPart(3, Span(f": {fit(why, min(cell_len(why), LONGEST_WHY), glyphs=glyphs)}", "error")),
        HeaderPart(2, Span(f"  {save}: save elsewhere", "dim")),
    ]


def _speed(epochs_per_second: float) -> str:
    for unit, factor in (("M", 1e6), ("k", 1e3)):
        if epochs_per_second >= 10 * factor or (unit == "M" and epochs_per_second >= factor):
            return f"{epochs_per_second / factor:5.4g}{unit} epochs/s"
    return f"{epochs_per_second:6.0f} epochs/s" if epochs_per_second >= 10 else f"{epochs_per_second:6.2f} epochs/s"
