"""The line to the terminal: what Textual writes goes out through here, as little of it as will do, and never waits.

Textual keeps thirty writes for a terminal that is slow, and then the whole app stands still. A line takes everything at
once, keeps only the newest picture, and sends what differs from it whenever the terminal takes more: frames that a slow
terminal has no time for are left out, not queued.
"""

from __future__ import annotations

import io
import os
import select
import shutil
import threading
import time
from typing import TYPE_CHECKING

from nntui.ui.terminal.screen_diff import ScreenDiff

if TYPE_CHECKING:
    from collections.abc import Callable

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
"""Between these the app has a screen of its own."""
MOMENT = 0.002
"""Seconds from one look at what is on its way to the next."""
PIECE = 2_048
"""Bytes written at a time."""
SLOW = 0.04
"""Seconds that a terminal which is not slow never takes for a piece."""
SURE = 4_096
"""Bytes that must have gone out slowly, one piece after the other: a single one may have waited for something else."""
MEMORY = 20.0
"""Seconds after which a line that was slow and has not been since is believed to be twice as fast."""
DOUBLINGS = 10
"""After so many of them a line counts as one that never was slow."""


class TerminalWriter(io.TextIOBase):
    """A text file that writes to the terminal behind ``descriptor``, in a thread of its own.

    ``size`` gives the terminal's columns and rows, as Textual finds them. ``sent`` counts the bytes that it has taken.
    ``beside`` are further descriptors of the same terminal.
    ``on_gone`` is called once the terminal takes no more, ``on_fault`` with an exception of our own, after which the
    line goes on; both from any thread.
    """

    encoding = "utf-8"

    def __init__(
        self,
        descriptor: int,
        size: Callable[[], tuple[int, int]] = shutil.get_terminal_size,
        clock: Callable[[], float] = time.monotonic,
        *,
        on_gone: Callable[[], object] = lambda: None,
        on_fault: Callable[[Exception], object] = lambda _: None,
    ) -> None:
        self._on_gone, self._on_fault = on_gone, on_fault
        self._descriptor = descriptor
        self._size = size
        self._clock = clock
        self._changed = threading.Condition()
        self._outbox: list[str] = []
        self._picture: ScreenDiff | None = None
        self._sending = False
        self._ended = False
        self._slowly = (0, 0.0)  # bytes and seconds of the slow pieces in a row
        self._rate: float | None = None
        self._slow_at = 0.0
        self.sent = 0
        self.beside: tuple[int, ...] = ()
        self._begin()

    # What Textual calls

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._descriptor

    def isatty(self) -> bool:
        """As the terminal says."""
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        """Always true."""
        return True

    def write(self, text: str) -> int:
        """Take ``text``; it is sent after the next ``flush``. Raises nothing: it would end Textual's own thread."""
        fault = None
        with self._changed:
            if not self._ended:
                try:
                    self._take(text)
                except Exception as raised:
                    fault = raised
                    self._outbox.append(text)
                    self._repaint()
        if fault is not None:
            self._on_fault(fault)
        return len(text)

    def flush(self) -> None:
        """Have what was written sent, without waiting for it."""
        with self._changed:
            self._changed.notify_all()

    # What the screen's clock asks

    @property
    def busy(self) -> bool:
        """Whether something that was written is still on its way into the terminal."""
        return self._sending or bool(self._outbox) or (self._picture is not None and self._picture.stale)

    @property
    def rate(self) -> float | None:
        """Bytes a second that the terminal took of late when it was slow; None for one that never was."""
        if self._rate is None:
            return None
        doublings = (self._clock() - self._slow_at) // MEMORY
        return float(self._rate * 2**doublings) if doublings <= DOUBLINGS else None

    def drain(self, patience: float) -> None:
        """Wait until the terminal has taken all that was written, for at most ``patience`` seconds."""
        self.flush()
        deadline = self._clock() + patience
        while self.busy and not self._ended and self._clock() < deadline:
            time.sleep(MOMENT)

    def end(self, patience: float) -> bool:
        """Send what is left, for at most ``patience`` seconds; False if it still writes to its descriptor then."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def begin_again(self) -> None:
        """Send to the terminal that is behind the descriptor now; what was written after ``end`` is forgotten."""
        with self._changed:
            self._outbox.clear()
            self._picture, self._rate = None, None
            self._sending = self._ended = False
            self._begin()

    # Sending

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._send, name="terminal-line", daemon=True)
        self._thread.start()

    @property
    def _is_over(self) -> bool:
        """Whether this thread is one that wrote to the terminal before."""
        return self._thread is not threading.current_thread()

    def _take(self, text: str) -> None:
        while text:
            picture, mark = self._picture, ENTER if self._picture is None else LEAVE
            before, found, text = text.partition(mark)
            if picture is None:
                self._outbox.append(before)
            else:
                columns, rows = self._size()
                if (columns, rows) != (picture.columns, picture.rows):
                    picture = self._picture = picture.resized(columns, rows)
                self._outbox += picture.draw(before)
            if found:
                self._outbox.append(mark)
                self._picture = ScreenDiff(*self._size()) if picture is None else None

    def _repaint(self) -> None:
        """Send the whole picture next, as nothing is known of what the terminal shows."""
        if self._picture is not None:
            self._picture = self._picture.resized(self._picture.columns, self._picture.rows)

    def _waiting(self) -> str:
        """All that is to be sent now."""
        text = "".join(self._outbox)
        self._outbox.clear()
        return text + self._picture.changes() if self._picture is not None else text

    def _send(self) -> None:
        while True:
            try:
                text = self._next()
                if not text:
                    return
                self._write_all(text.encode("utf-8", "replace"))
            except OSError:  # the terminal is gone
                with self._changed:
                    if self._is_over:
                        return
                    asked, self._ended = self._ended, True
                if not asked:
                    self._on_gone()
                return
            except Exception as fault:
                with self._changed:
                    self._repaint()
                self._on_fault(fault)

    def _next(self) -> str:
        """The next bytes to send, once there are any; "" when the line has ended."""
        with self._changed:
            if self._is_over:
                return ""
            self._sending = False
            text = self._waiting()
            while not text and not self._ended:
                self._changed.wait()
                text = self._waiting()
            self._sending = bool(text)
        return text

    def _write_all(self, data: bytes) -> None:
        while data and not self._is_over:
            begun = self._clock()
            try:
                written = os.write(self._descriptor, data[:PIECE])
            except BlockingIOError:  # someone who shares the terminal has set it so
                select.select([], [self._descriptor], [])
                written = 0
            seconds = self._clock() - begun
            data = data[written:]
            self.sent += written
            self.measure(written, seconds)

    def measure(self, written: int, seconds: float) -> None:
        """Learn the rate from a piece of so many bytes that took so many seconds."""
        if seconds <= SLOW:
            self._slowly = (0, 0.0)
            return
        self._slowly = self._slowly[0] + written, self._slowly[1] + seconds
        if self._slowly[0] >= SURE:
            rate = written / seconds
            self._rate = 0.8 * (self.rate or rate) + 0.2 * rate
            self._slow_at = self._clock()
