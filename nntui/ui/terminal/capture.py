"""Keep stray output off the screen: what anything writes to the process's stdout or stderr becomes lines of text.

Textual catches Python's ``print``; a C library that writes to the file descriptor itself would still garble the screen.
So for as long as the screen is up the descriptors 1 and 2 lead into a pipe, and Textual is given a line of its own to
the terminal.
"""

from __future__ import annotations

import logging
import os
import sys
import termios
import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from nntui.ui.terminal.writer import TerminalWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_LINE = 2_000
"""Characters of one stray line that are kept."""
LAST_BYTES = 10.0
"""Seconds that a slow terminal is given to take what ends the screen."""


@contextmanager
def terminal_kept_clean(
    tell: Callable[[str], None],
    on_gone: Callable[[], object] = lambda: None,
    on_fault: Callable[[Exception], object] = lambda _: None,
) -> Iterator[TerminalWriter]:
    """While inside, hand every stray line to ``tell``, called from a thread of its own; then all is as it was.

    Yields the line by which Textual reaches the terminal, of which ``on_gone`` and ``on_fault`` hear.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    outer = (sys.__stdout__, sys.__stderr__)
    kept = (os.dup(1), os.dup(2))
    reading, writing = os.pipe()
    # Textual's driver writes to sys.__stderr__ and asks sys.__stdout__ for the terminal's size.
    line = TerminalWriter(kept[0], on_gone=on_gone, on_fault=on_fault)
    line.beside = (kept[1],)
    sys.__stdout__, sys.__stderr__ = line, line  # type: ignore[misc, assignment]
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(writing)
    reader = threading.Thread(target=_read, args=(reading, tell), name="stray-output", daemon=True)
    reader.start()
    try:
        with _library_messages(tell):
            yield line
    finally:
        let_go_on(kept[0])
        ended = line.end(LAST_BYTES)
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        sys.__stdout__, sys.__stderr__ = outer  # type: ignore[misc]
        reader.join(timeout=1.0)
        for descriptor in kept if ended else kept[1:]:  # what is opened next must not get what the line still sends
            os.close(descriptor)


def let_go_on(descriptor: int) -> None:
    """Let a terminal go on that was stopped with ctrl+s: nothing may wait for a key once the app is leaving."""
    if os.isatty(descriptor):
        with suppress(termios.error):
            termios.tcflow(descriptor, termios.TCOOFF)  # only what stops it may start it
            termios.tcflow(descriptor, termios.TCOON)


def write_last(text: str, file: TextIO) -> None:
    """Write to standard output or error, for at most ``LAST_BYTES`` seconds."""
    file.flush()
    let_go_on(file.fileno())
    line = TerminalWriter(file.fileno())
    line.write(text)
    line.end(LAST_BYTES)


def _read(descriptor: int, tell: Callable[[str], None]) -> None:
    with open(descriptor, encoding="utf-8", errors="replace") as pipe:
        for line in pipe:
            if line.strip():
                tell(line.rstrip("\n")[:LONGEST_LINE])


@contextmanager
def _library_messages(tell: Callable[[str], None]) -> Iterator[None]:
    """Warnings and log records, one line each, without the file and line that mean nothing to a user."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            for line in self.format(record).splitlines():
                tell(line[:LONGEST_LINE])

    handler = Handler(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    shown = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *_: object) -> None:
        tell(f"{category.__name__}: {message}"[:LONGEST_LINE].replace("\n", " "))

    warnings.showwarning = show  # type: ignore[assignment]
    try:
        yield
    finally:
        warnings.showwarning = shown
        root.removeHandler(handler)
