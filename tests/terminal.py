"""A real terminal for tests: runs a command in a pseudo-terminal and reads the screen as a person would."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyte

from tests import preloaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

ESCAPE = re.compile(r"\x1b\[[0-9;?<>=]*[A-Za-z]")
NNTUI = str(Path(sys.executable).with_name("nntui"))
"""The installed program."""
PATIENCE = 60.0
"""Seconds after which something that was waited for is held to have failed."""

MOMENT = 0.05
"""Seconds for which it is read between two looks at the process."""
KIND = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""The kind of terminal, as the environment tells it."""


class Terminal:
    """``command`` in a terminal; ``screen`` is the text on it, ``sent`` every byte that came."""

    def __init__(
        self, command: Sequence[str], columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
    ) -> None:
        self.emulator = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.emulator)
        self.sent = b""
        self.status: int | None = None
        self._pid, self._master = self._begun(command, {**KIND, **(environment or {})})
        self.resize(columns, rows)
        self.settings_before = termios.tcgetattr(self._master)

    def _begun(self, command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, int]:
        """Start the command; its process, and the file of the terminal's other side."""
        pid, master = pty.fork()
        if pid == 0:
            os.environ.update(environment)
            os.execvp(command[0], list(command))
        return pid, master

    def _joined(self) -> int:
        """Wait for the end of the process; its exit status."""
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            self._joined()
        os.close(self._master)

    @property
    def screen(self) -> str:
        """The text on the screen, a row a line."""
        return "\n".join(self.emulator.display)

    @property
    def settings(self) -> list[object]:
        """The terminal's settings as they are now."""
        return termios.tcgetattr(self._master)

    @property
    def left_behind(self) -> list[str]:
        """The lines that stand on the normal screen after the app has given it back."""
        after = self.sent.rpartition(b"\x1b[?1049l")[2].decode()
        return [line.strip() for line in ESCAPE.sub("", after).splitlines() if line.strip()]

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as dragging its corner does."""
        self.emulator.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._master, keys.encode())

    def hang_up(self) -> None:
        """Drop the line: the terminal is gone, and the process hears of it as of any lost connection."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        os.kill(self._pid, number)

    def wait_for(self, what: str | Callable[[str], bool]) -> str:
        """Read until the screen shows ``what`` (a text, or a question asked of the screen); the screen then."""
        shown = (lambda screen: what in screen) if isinstance(what, str) else what
        deadline = time.monotonic() + PATIENCE
        while not shown(self.screen):
            if time.monotonic() > deadline or not self._read(deadline):
                raise AssertionError(f"never shown: {what}\n{self.screen}")
        return self.screen

    def wait_for_more(self) -> None:
        """Read until the process writes anything."""
        before = len(self.sent)
        self.wait_for(lambda _: len(self.sent) > before)

    def wait_for_a_while(self, seconds: float) -> None:
        """Read for so long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._read(deadline):
            pass

    def wait_for_end(self) -> int:
        """Read until the process ends; its exit status."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            if time.monotonic() > deadline:
                raise AssertionError(f"did not end\n{self.screen}")
        self.status = self._joined()
        return self.status

    def wait_for_process(self) -> int:
        """Wait for the end of a process that may have lost the terminal; its exit status."""
        self.status = self._joined()
        return self.status

    def wait_for_stop(self) -> None:
        """Read until a signal has stopped the process."""
        deadline = time.monotonic() + PATIENCE
        while os.waitpid(self._pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                raise AssertionError(f"did not stop\n{self.screen}")
            self._read(time.monotonic() + MOMENT)

    def _read(self, deadline: float) -> bool:
        """Take what has come; False once the other side is closed."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return True
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux's way of saying that nobody holds the other end any more
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)


class QuickTerminal(Terminal):
    """``nntui`` in a terminal, with libraries that are loaded already; ``command`` are its words.

    ``before`` is Python code that is run first.
    """

    def __init__(self, command: Sequence[str] = (), columns: int = 80, rows: int = 24, *, before: str = "") -> None:
        self._before = before
        super().__init__(command, columns, rows)

    def _begun(self, command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, int]:
        master, other_side = pty.openpty()
        self._process = preloaded.started(
            command, terminal=other_side, environment={**os.environ, **environment}, before=self._before
        )
        os.close(other_side)
        assert self._process.pid is not None
        return self._process.pid, master

    def _joined(self) -> int:
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode
