"""Keep stray output off the screen: what anything writes to the process's stdout or stderr becomes lines of text.

Textual catches Python's ``print``; a C library that writes to the file descriptor itself would still garble the screen.
So for as long as the screen is up the descriptors 1 and 2 lead into a pipe, and Textual is given private copies of the
terminal's.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import TextIOWrapper

LONGEST_LINE = 2_000
"""Characters of one stray line that are kept."""


@contextmanager
def terminal_kept_clean(tell: Callable[[str], None]) -> Iterator[None]:
    """While inside, hand every stray line to ``tell``, called from a thread of its own; then all is as it was."""
    sys.stdout.flush()
    sys.stderr.flush()
    outer = (sys.__stdout__, sys.__stderr__)
    kept = (os.dup(1), os.dup(2))
    reading, writing = os.pipe()
    # Textual's driver writes to sys.__stderr__ and asks sys.__stdout__ for the terminal's size.
    private = _terminal(kept[0]), _terminal(kept[1])
    sys.__stdout__, sys.__stderr__ = private  # type: ignore[misc]
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(writing)
    reader = threading.Thread(target=_read, args=(reading, tell), name="stray-output", daemon=True)
    reader.start()
    try:
        with _library_messages(tell):
            yield
    finally:
        for stream in private:
            with suppress(OSError, ValueError):
                stream.flush()
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        sys.__stdout__, sys.__stderr__ = outer  # type: ignore[misc]
        reader.join(timeout=1.0)
        for descriptor in kept:
            os.close(descriptor)


def _terminal(descriptor: int) -> TextIOWrapper:
    return open(descriptor, "w", encoding="utf-8", errors="replace", closefd=False)


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
