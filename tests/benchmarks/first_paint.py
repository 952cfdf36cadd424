"""From the command to the panes on the screen, against the smallest app that Textual can show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import NNTUI, median, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STARTS = 7
HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello, world")
Hello().run()
"""


def rows() -> Iterator[Row]:
    """Milliseconds to the first paint; each start of the app beside one of the other."""
    ours, theirs = [], []
    _painted([NNTUI], "━[d]ata")  # the files of both are in memory from here on
    _painted([sys.executable, "-c", HELLO], "hello, world")
    for _ in range(STARTS):
        ours.append(_painted([NNTUI], "━[d]ata"))
        theirs.append(_painted([sys.executable, "-c", HELLO], "hello, world"))
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    yield Row("first paint / Textual hello world", median(ours), median(theirs), "ms", 1.5, spread=spread(ratios))


def _painted(command: Sequence[str], what: str) -> float:
    with Recording(command) as recording:
        return 1000 * (recording.wait_for(what) - recording.begun)
