"""The line to the terminal never makes its writer wait, and sends the newest picture alone."""

from __future__ import annotations

import os
import pty
import threading
import tty
from typing import TYPE_CHECKING

import pytest

from nntui.ui.terminal import capture
from nntui.ui.terminal.capture import let_go_on
from nntui.ui.terminal.screen_diff import ScreenDiff
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


def test_output_outside_the_screen_is_sent_unchanged(far_end: FarEnd) -> None:
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


def test_a_line_says_whether_it_still_writes_when_it_is_to_end(far_end: FarEnd) -> None:
    far_end.write("x" * 200_000)
    assert not far_end.line.end(0.01)
    far_end.read_until(b"x" * 1_000)
    drain = threading.Thread(target=_drain, args=(far_end.master,), daemon=True)
    drain.start()
    assert far_end.line.end(PATIENCE)


def test_a_terminal_that_takes_everything_is_not_slow(far_end: FarEnd) -> None:
    far_end.write("a\n")
    far_end.read_until(b"\n")
    assert far_end.line.rate is None


def test_a_terminal_that_is_full_for_a_moment_gets_the_rest_later() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    line = TerminalWriter(writing, size=lambda: (80, 24))
    sent = "x" * 1_000_000
    line.write(sent)
    line.flush()
    data = b""
    while len(data) < len(sent):
        data += os.read(reading, 65_536)
    line.write("later")
    line.flush()
    assert os.read(reading, 100) == b"later"
    line.end(PATIENCE)


def test_a_fault_of_its_own_is_reported_and_the_line_goes_on(far_end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    faults: list[Exception] = []
    line = TerminalWriter(far_end.slave, size=lambda: (80, 24), on_fault=faults.append)
    line.write(f"{SCREEN}\x1b[1;1Hfirst")
    line.flush()
    far_end.read_until(b"first")
    for method in ("draw", "changes"):
        with monkeypatch.context() as broken:
            broken.setattr(ScreenDiff, method, fail)
            line.write("\x1b[2;1Hlost")
            line.flush()
            while not faults:
                threading.Event().wait(0.001)
        faults.clear()
        line.write("\x1b[3;1Hsecond")
        line.flush()
        data = far_end.read_until(b"second")
        assert b"first" in data
        line.write("\x1b[3;1H      ")
        line.flush()
    line.end(PATIENCE)


def test_the_app_is_told_that_the_terminal_is_gone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    gone = threading.Event()
    line = TerminalWriter(writing, on_gone=gone.set)
    line.write("to nobody")
    line.flush()
    assert gone.wait(PATIENCE)


def wrote(descriptor: int) -> bool:
    """Write a byte unless that would wait."""
    try:
        return os.write(descriptor, b"x") == 1
    except BlockingIOError:
        return False


def test_a_terminal_that_ctrl_s_stopped_goes_on_when_the_app_leaves() -> None:
    master, slave = pty.openpty()
    os.set_blocking(slave, False)
    os.write(master, b"\x13")
    while wrote(slave):
        os.read(master, 1)
    let_go_on(slave)
    os.write(slave, b"y")
    assert os.read(master, 1) == b"y"
    os.close(slave)
    os.close(master)


def test_the_last_lines_do_not_wait_for_a_terminal_that_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "LAST_BYTES", 0.01)
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as file:
        capture.write_last("x" * 1_000_000, file)
        left = 1_000_000
        while left:  # else its thread would write into whatever has the descriptor next
            left -= len(os.read(reading, 65_536))
    os.close(reading)


def test_a_line_that_was_slow_hours_ago_counts_as_one_that_never_was() -> None:
    now = 0.0
    reading, writing = os.pipe()
    line = TerminalWriter(writing, clock=lambda: now)
    line.measure(8_192, 1.0)
    assert line.rate == 8_192
    now = 65.0
    assert line.rate == 8 * 8_192
    now = 6 * 3_600.0
    assert line.rate is None
    line.end(PATIENCE)
    os.close(reading)


def test_a_terminal_that_is_gone_is_no_fault() -> None:
    far_end = FarEnd()
    os.close(far_end.master)
    far_end.write("to nobody")
    far_end.line.end(PATIENCE)
    far_end.write("to nobody")
    os.close(far_end.slave)
