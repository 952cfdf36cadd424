"""A progress bar in the last line of a terminal, drawn by rich on standard error."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.cli.progress_state import ProgressState

PER_SECOND = 5
"""Times that it is drawn in a second."""
LONGEST_BAR, SHORTEST_BAR = 40, 8
"""Characters of the bar."""


class _PlainCursorConsole(Console):
    """A console that never hides the cursor: a program that is killed cannot bring it back."""

    def show_cursor(self, show: bool = True) -> bool:
        """Do nothing. ``show`` is what was asked for."""
        return not show


class TerminalBar:
    """What the work is, a bar, the share done, its numbers and the time left; a narrow window has the first of these.

    It is drawn ``PER_SECOND`` times a second, so that the time left runs on between two parts of the work.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._state: ProgressState | None = None
        self._console = _PlainCursorConsole(file=sys.stderr, soft_wrap=False, highlight=False, markup=False)
        self._live: Live | None = None
        self._hidden = -math.inf

    def show(self, state: ProgressState) -> None:
        """Show this from the next drawing on; after lines were written, a drawing later."""
        self._state = state
        if self._live is None and self._clock() - self._hidden >= 1 / PER_SECOND:
            self._live = Live(
                console=self._console,
                get_renderable=self._line,
                refresh_per_second=PER_SECOND,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def hide(self) -> None:
        """Erase the bar until it is shown again."""
        if self._live is not None:
            self._live.stop()
            self._live, self._hidden = None, self._clock()

    def _line(self) -> Table:
        state = self._state
        line = Table.grid(padding=(0, 1))
        if state is None:
            return line
        room = self._console.width - 1
        share = None if state.share is None else f"{state.share:>4.0%}"
        parts = [state.what]
        for part in (share, state.left(self._clock()), state.detail):
            if part and sum(map(len, parts)) + len(parts) + len(part) <= room:
                parts.append(part)
        left = room - sum(map(len, parts)) - len(parts)
        cells: list[Text | ProgressBar] = [Text(part, no_wrap=True, overflow="ellipsis") for part in parts]
        if state.share is not None and left >= SHORTEST_BAR:
            cells.insert(1, ProgressBar(total=1.0, completed=state.share, width=min(left, LONGEST_BAR)))
        line.add_row(*cells)
        return line
