"""The app in a pseudo-terminal, as the monkey sees it: bytes in, bytes out, memory, a dump, an exit status."""

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

PATIENCE = 25.0
"""Seconds within which the app must answer or end."""
KEPT = 40_000
"""Bytes of the latest output that are kept."""
GIVEN_BACK = b"\x1b[?1049l"
"""The bytes that the app writes when it leaves the screen that it had to itself."""
ESCAPE, WORD = re.compile(rb"\x1b\[[0-9;?<>=:$ ]*[@-~]"), re.compile(rb"[A-Za-z]{3}")
PYTHON_PATH = Path(__file__).parents[2]


class Terminal:
    """nntui with ``arguments`` in a terminal of ``size`` (columns, rows), working in ``folder``, at home in ``home``.

    ``tree`` is the checkout whose nntui is run. ``output`` is what it wrote of late, ``status`` its exit status.
    """

    def __init__(self, arguments: list[str], size: tuple[int, int], folder: Path, home: Path, tree: Path) -> None:
        self.output = self.latest = b""
        self.status: int | None = None
        self.size = size
        self._dump = home / f"dump-{time.monotonic_ns()}.txt"
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}},
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "HOME": str(home),
            "PYTHONPATH": f"{tree}:{PYTHON_PATH}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NNTUI_MONKEY_DUMP": str(self._dump),
            **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "DATA", "CACHE")},
        }
        command = [sys.executable, "-m", "tests.monkey.app", *arguments]
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            os.execve(command[0], command, environment)
        self.resize(size)

    def close(self) -> None:
        """End the app whatever it does."""
        if not self.ended:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._master)

    @property
    def ended(self) -> bool:
        """Whether the process has ended; its status is known then."""
        if self.status is None:
            done, status = os.waitpid(self._pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    @property
    def memory(self) -> float:
        """Megabytes that the process has resident; 0 once it has ended."""
        try:
            lines = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal ``size``; the kernel tells the app."""
        self.size = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def type(self, data: bytes) -> None:
        """Send bytes as the keyboard does, reading meanwhile: a terminal takes few at a time."""
        while data and not self.ended:
            _, ready, _ = select.select([], [self._master], [], 1.0)
            if not ready:
                self.read(0.1)
                continue
            try:
                data = data[os.write(self._master, data[:1024]) :]
            except OSError:
                return

    def read(self, seconds: float, until: bytes | None = None) -> bool:
        """Take output for so long, or until ``until`` is in it; returns whether it is. ``latest`` is what came."""
        deadline = time.monotonic() + seconds
        self.latest = b""
        while (left := deadline - time.monotonic()) >= 0:
            ready, _, _ = select.select([self._master], [], [], left)
            if not ready:
                break
            try:
                data = os.read(self._master, 65_536)
            except OSError:  # nobody holds the other end any more
                break
            if not data:
                break
            self.output = (self.output + data)[-KEPT:]
            self.latest += data
            if until is not None and until in self.latest:
                return True
        return False

    def answers(self) -> bool:
        """Whether the app redraws its last line after escape and a resize, or has ended, in time.

        Any bytes would not do: a plot that is drawn by a timer goes on beside a screen that takes no key, a terminal
        that was given back echoes what is typed, and a screen that lost all its widgets is redrawn as well, without a
        word on it.
        """
        columns, rows = before = self.size
        deadline = time.monotonic() + PATIENCE
        grown = 0
        while time.monotonic() < deadline and not self.ended:
            grown += 1
            # Ctrl+q lets a terminal go on that was given back and then stopped with ctrl+s.
            self.type(b"\x11" if GIVEN_BACK in self.output else b"\x1b")
            self.resize((columns + grown, rows + grown))
            redrawn = f"\x1b[{rows + grown};1H".encode()
            answered = self.read(min(PATIENCE / 4, deadline - time.monotonic()), until=redrawn)
            if answered and WORD.search(ESCAPE.sub(b"", self.latest)):
                self.resize(before)
                return True
        return self.ended

    def wait(self, seconds: float) -> bool:
        """Read until the process has ended, for so long at most; returns whether it has."""
        deadline = time.monotonic() + seconds
        while not self.ended and time.monotonic() < deadline:
            self.read(0.1)
            time.sleep(0.01)
        return self.ended

    def terminate(self) -> bool:
        """Ask the app to end as a system that shuts down does; returns whether it has, in time."""
        if not self.ended:
            os.kill(self._pid, signal.SIGTERM)
        return self.wait(PATIENCE)

    def dump(self) -> str:
        """The stacks of all threads and tasks, and the queues of the message pumps."""
        if not self.ended:
            os.kill(self._pid, signal.SIGUSR1)
            self.read(3.0)
        return self.written

    @property
    def written(self) -> str:
        """The app's own reports so far: exceptions that it survived, and dumps."""
        return self._dump.read_text(encoding="utf-8", errors="replace") if self._dump.exists() else ""
