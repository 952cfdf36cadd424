"""A pseudo-terminal that notes every byte with its time, and can show the screen of any moment afterwards.

While something is measured the bytes are only kept: emulating the terminal meanwhile would take the processor away from
what is measured.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import termios
import threading
import time
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

PATIENCE = 120.0
"""Seconds after which what was waited for is held to have failed."""
AT_ONCE = 65_536
"""Bytes read at a time where the line is not slow."""
SLOW_READS = 20
"""Reads a second of a slow line."""


class Recording:
    """``command`` in a terminal of ``columns`` x ``rows``, on a line that takes ``rate`` bytes/s (None: any number).

    ``chunks`` are the pieces that came, each with the time.perf_counter at which it was here.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        columns: int = 80,
        rows: int = 24,
        rate: float | None = None,
    ) -> None:
        program = shutil.which(command[0])
        if program is None:  # said here: what a child that cannot start it prints would be taken for a screen
            raise FileNotFoundError(f"{command[0]}: no such program; put the environment's bin folder on PATH")
        self.chunks: list[tuple[float, bytes]] = []
        self._emulator = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._emulator)
        self._fed = 0
        self._rate = rate
        self.begun = time.perf_counter()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            for name in ("SSH_CONNECTION", "SSH_TTY", "NO_COLOR"):
                os.environ.pop(name, None)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})})
            os.execv(program, list(command))
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._leaving = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._reader.join()
        os.close(self._master)

    def type(self, keys: str) -> float:
        """Send keys; the time at which they left."""
        now = time.perf_counter()
        os.write(self._master, keys.encode())
        return now

    def wait_for(self, what: str | Callable[[str], bool]) -> float:
        """Wait until the screen shows ``what`` (a text, or a question asked of it); the time at which that came."""
        deadline = time.perf_counter() + PATIENCE
        while time.perf_counter() < deadline:
            came = self.shown(what)
            if came is not None:
                return came
            time.sleep(0.002)
        raise AssertionError(f"never shown: {what}\n{self.screen}")

    def shown(self, what: str | Callable[[str], bool]) -> float | None:
        """When, in what has come and was not looked at yet, the screen first showed ``what``; None if it did not."""
        holds = (lambda screen: what in screen) if isinstance(what, str) else what
        if holds(self.screen):
            return self.chunks[max(self._fed - 1, 0)][0] if self.chunks else None
        while self._fed < len(self.chunks):
            came, data = self.chunks[self._fed]
            self._stream.feed(data)
            self._fed += 1
            if holds(self.screen):
                return came
        return None

    def skip(self) -> None:
        """Look at all that has come."""
        while self._fed < len(self.chunks):
            self._stream.feed(self.chunks[self._fed][1])
            self._fed += 1

    @property
    def screen(self) -> str:
        """The screen at the last moment that was looked at, a row a line."""
        return "\n".join(self._emulator.display)

    def bytes_between(self, begin: float, end: float) -> int:
        """Bytes that came in that time."""
        return sum(len(data) for came, data in self.chunks if begin <= came < end)

    def _read(self) -> None:
        pause = None if self._rate is None else 1 / SLOW_READS
        size = AT_ONCE if self._rate is None else int(self._rate / SLOW_READS)
        while not self._leaving.is_set():
            ready, _, _ = select.select([self._master], [], [], 0.1)
            if not ready:
                continue
            try:
                data = os.read(self._master, size)
            except OSError:  # nobody holds the other end any more
                return
            self.chunks.append((time.perf_counter(), data))
            if pause is not None:
                time.sleep(pause)
