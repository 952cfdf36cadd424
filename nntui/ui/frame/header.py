"""The header: one line that says what is open and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from nntui.render.glyphs import clean, fit
from nntui.render.text import Line, Span, join_spans, width_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs

STATE_STYLES = {"training": "good", "failed": "error", "finished": "title"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header says. None is left out; ``waiting`` is what is being loaded, ``frames`` a lowered frame rate."""

    name: str = ""
    network: str = ""
    state: str = ""
    epoch: int = 0
    goal: int = 0
    batch: int = 0
    loss: float | None = None
    validation_loss: float | None = None
    speed: float | None = None
    limit: float | None = None
    frames: float | None = None
    changed: bool = False
    waiting: str = ""


class Header(LinesView):
    """One line: session, network, state, epoch, loss, speed; the less important parts go first where room is short."""

    DEFAULT_CSS = """
    Header { height: 1; dock: top; background: $panel; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="header")
        self._glyphs = glyphs
        self._standing = Standing()

    def update(self, standing: Standing) -> None:
        """Show how things stand now."""
        self._standing = standing
        width = self.size.width
        if width:
            self.show([_line(standing, width, self._glyphs)])

    def on_resize(self) -> None:
        """Show the same in the new width."""
        self.update(self._standing)


class HeaderPart(NamedTuple):
    """A piece of the header; where room is short, the one that stands latest in ``rank`` goes first."""

    rank: int
    span: Span


def _line(standing: Standing, width: int, glyphs: Glyphs) -> Line:
    parts = _parts(standing, max(8, min(28, width // 5)), glyphs)
    while len(parts) > 1 and width_of(part.span for part in parts) > width - 1:
        parts.remove(max(parts, key=lambda part: part.rank))
    return join_spans([Span(" "), *(part.span for part in parts)])


def _parts(standing: Standing, room: int, glyphs: Glyphs) -> list[HeaderPart]:
    """In the order in which they stand; numbers have a fixed width, so that nothing jumps while they change."""
    changed = "*" if standing.changed else ""
    name = clean(standing.name, glyphs)
    parts = [
        HeaderPart(0, Span(fit(name, min(room - len(changed), cell_len(name)), glyphs=glyphs) + changed, "title")),
        HeaderPart(5, Span(f"  {standing.network}", "dim")),
    ]
    if standing.waiting:
        return [*parts, HeaderPart(1, Span(f"  {standing.waiting}", "warning"))]
    parts.append(HeaderPart(1, Span(f"  {standing.state:<8}", STATE_STYLES.get(standing.state, "bold"))))
    if standing.state:
        goal = f"{standing.goal:,}"
        epoch = f"{standing.epoch:,}".rjust(len(goal))
        batch = f" +{standing.batch}" if standing.batch else ""
        parts.append(HeaderPart(2, Span(f"  epoch {epoch}/{goal}{batch}")))
    if standing.loss is not None:
        parts.append(HeaderPart(3, Span(f"  loss {standing.loss:<9.4g}", "train")))
    if standing.validation_loss is not None:
        parts.append(HeaderPart(6, Span(f" validation {standing.validation_loss:<9.4g}", "validation")))
    if standing.limit is not None:
        parts.append(HeaderPart(4, Span(f" slowed to {standing.limit:g}/s", "dim")))
    elif standing.speed is not None:
        parts.append(HeaderPart(4, Span(f" {_speed(standing.speed)}", "dim")))
    if standing.frames is not None:
        parts.append(
            HeaderPart(
                7, Span(f"  {max(standing.frames, 0.1):.{0 if standing.frames >= 1 else 1}f} frames/s", "warning")
            )
        )
    return parts


def _speed(epochs_per_second: float) -> str:
    for unit, factor in (("M", 1e6), ("k", 1e3)):
        if epochs_per_second >= 10 * factor or (unit == "M" and epochs_per_second >= factor):
            return f"{epochs_per_second / factor:5.4g}{unit} epochs/s"
    return f"{epochs_per_second:6.0f} epochs/s" if epochs_per_second >= 10 else f"{epochs_per_second:6.2f} epochs/s"
