"""The line to the terminal never makes its writer wait, and sends the newest picture alone."""

from __future__ import annotations

import os
import pty
import threading
import tty
from typing import TYPE_CHECKING

import pytest

from nntui.ui.terminal.writer import TerminalWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 30.0
SCREEN, NO_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


class FarEnd:
    """A terminal that reads only when a test lets it."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.line = TerminalWriter(self.slave, size=lambda: (80, 24))

    def write(self, text: str) -> None:
        """As Textual does."""
        self.line.write(text)
        self.line.flush()

    def read_until(self, end: bytes) -> bytes:
        """All that comes up to ``end``."""
        data = b""
        while end not in data:
            data += os.read(self.master, 65_536)
        return data


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    far_end = FarEnd()
    yield far_end
    drain = threading.Thread(target=_drain, args=(far_end.master,), daemon=True)
    drain.start()
    far_end.line.end(PATIENCE)
    os.close(far_end.slave)
    drain.join(PATIENCE)
    os.close(far_end.master)


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65_536):
            pass
    except OSError:
        return


def test_what_stands_outside_the_screen_goes_out_as_it_is(far_end: FarEnd) -> None:
    far_end.write("last words\n")
    assert far_end.read_until(b"\n") == b"last words\n"
    assert far_end.line.fileno() == far_end.slave
    assert far_end.line.isatty()


def test_frames_that_a_terminal_has_no_time_for_are_left_out(far_end: FarEnd) -> None:
    far_end.write("x" * 200_000)  # more than any terminal holds: a file would wait for ever
    far_end.write(SCREEN)
    for frame in range(100, 200):
        far_end.write(f"\x1b[1;1Hframe {frame}")
    assert far_end.line.busy
    data = far_end.read_until(b"frame 199")
    assert data.count(b"frame") == 1
    far_end.write(f"{NO_SCREEN}end")
    far_end.read_until(b"end")


def test_a_terminal_that_takes_everything_is_not_slow(far_end: FarEnd) -> None:
    far_end.write("a\n")
    far_end.read_until(b"\n")
    assert far_end.line.rate is None


def test_a_terminal_that_is_gone_is_no_fault() -> None:
    far_end = FarEnd()
    os.close(far_end.master)
    far_end.write("to nobody")
    far_end.line.end(PATIENCE)
    far_end.write("to nobody")
    os.close(far_end.slave)
