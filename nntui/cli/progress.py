"""How far a long piece of work is: a bar on a terminal's standard error, a line now and then elsewhere."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from nntui.cli.output import BELOW, stop_on_signal, warn
from nntui.cli.progress_state import ProgressState
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.cli.progress_bar import TerminalBar

    ProgressMode: TypeAlias = Literal["bar", "lines", "nothing"]
    """How progress is shown."""
    Clock: TypeAlias = Callable[[], float]

DUMB = frozenset({"", "dumb", "unknown"})
"""Values of ``TERM`` of terminals that cannot erase a line."""
DELAY = 0.5
"""Seconds of work before a bar appears: shorter work needs none."""
LINES_APART = 10.0
"""Seconds from one line to the next where there is no bar."""


def progress_mode(*, quiet: bool, as_json: bool = False) -> ProgressMode:
    """How to show progress: nothing if ``quiet``, a bar on a terminal that can erase, else lines unless ``as_json``.

    It is shown on standard error, so that standard output holds the result alone.
    """
    if quiet or sys.stderr is None:
        return "nothing"
    if sys.stderr.isatty():
        return "lines" if os.environ.get("TERM", "") in DUMB else "bar"
    return "nothing" if as_json else "lines"


class ProgressDisplay(Protocol):
    """Shows a state, and removes what it shows."""

    def show(self, state: ProgressState, now: float) -> None:
        """Show it."""
        ...

    def close(self) -> None:
        """Remove it."""
        ...


class PlainLines:
    """Writes a line to standard error every ``LINES_APART`` seconds, beginning that long after ``begun``."""

    def __init__(self, begun: float) -> None:
        self._written = begun

    def show(self, state: ProgressState, now: float) -> None:
        """Write a line if the last one is long enough ago."""
        if now - self._written >= LINES_APART:
            self._written = now
            warn(state.line(now))

    def close(self) -> None:
        """Leave the lines where they are."""


class Bar:
    """A bar below what is written, once the work has taken ``DELAY`` seconds since ``begun``."""

    def __init__(self, begun: float, clock: Clock) -> None:
        self._begun, self._clock = begun, clock
        self._bar: TerminalBar | None = None

    def show(self, state: ProgressState, now: float) -> None:
        """Draw it anew."""
        if self._bar is None:
            if now - self._begun < DELAY:
                return
            from nntui.cli.progress_bar import TerminalBar

            self._bar = TerminalBar(self._clock)
            BELOW.append(self._bar.hide)
        self._bar.show(state)

    def close(self) -> None:
        """Erase it."""
        if self._bar is not None:
            self._bar.hide()
            BELOW.remove(self._bar.hide)
            self._bar = None


class ProgressReporter:
    """Tells how far the work ``what`` is, counted in ``units`` such as epochs; a share of 1 where that is "".

    The time left is what the rest takes at the mean speed so far.
    """

    def __init__(self, what: str, units: str, display: ProgressDisplay | None, clock: Clock) -> None:
        self._what, self._units = one_line(what), units
        self._display, self._clock = display, clock
        self._first: tuple[float, float] | None = None

    def update(self, done: float, of: float | None, detail: str | None = None) -> None:
        """``done`` parts ``of`` all are done, None where that is not known; ``detail`` replaces these words."""
        if self._display is None:
            return
        now = self._clock()
        if self._first is None or done < self._first[1]:
            self._first = now, done
        begun, before = self._first
        ends = None
        if of is not None and done > before and now > begun:
            ends = now + (now - begun) * max(0.0, of - done) / (done - before)
        share = None if of is None else min(1.0, done / of) if of else 1.0
        if detail is None:
            detail = f"{done:,.0f} of {of:,.0f} {self._units}" if of is not None and self._units else ""
        self._display.show(ProgressState(self._what, share, detail, ends), now)


@contextmanager
def progress(what: str, units: str, shown: ProgressMode, clock: Clock = time.monotonic) -> Iterator[ProgressReporter]:
    """Yields what tells how far some work is, as ``progress_mode`` chose; whatever ends it, a bar is erased."""
    begun = clock()
    display: ProgressDisplay | None = None
    if shown == "bar":
        display = Bar(begun, clock)
    elif shown == "lines":
        display = PlainLines(begun)
    try:
        yield ProgressReporter(what, units, display, clock)
    finally:
        if display is not None:
            display.close()


class Counting(NamedTuple):
    """Tells whether a signal asked to stop, and takes the number of networks done and that of all."""

    stopped: Callable[[], bool]
    progress: Callable[[int, int], object]


@contextmanager
def counted_networks(what: str, shown: ProgressMode) -> Iterator[Counting]:
    """Tell how many of several networks are trained, and whether a signal asked to stop."""
    with stop_on_signal() as requested, progress(what, "networks", shown) as reporter:
        reporter.update(0, None)
        yield Counting(requested, reporter.update)
