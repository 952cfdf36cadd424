"""Lines from a person or a file, and sentences on any stream, in any encoding and width."""

from __future__ import annotations

import codecs
import os
import select
import textwrap
from typing import TYPE_CHECKING, Protocol, TextIO

from nntui.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LINE = 100_000
"""Characters of one answer; the rest of a longer line is dropped."""
PIECE = 65_536
"""Bytes that are read at once."""
LEAST_WIDTH = 20
"""Narrower lines are left to the terminal to break."""
ROOM = 12
"""Cells that are left for an answer behind its question."""
IN_ASCII = str.maketrans(
    {"…": "...", "−": "-", "–": "-", "—": "-", "→": "->", "×": "x", "·": "-", "’": "'", "“": '"', "”": '"', "±": "+-"}
)
"""Signs of our own sentences for streams that lack them."""


class LineSource(Protocol):
    """Where answers come from. ``interactive``: a person types them, one after the other."""

    @property
    def interactive(self) -> bool:
        """Whether a person types."""

    def read(self) -> str | None:
        """The next line without its end, waited for; None once there are no more."""

    def waits(self) -> bool:
        """Whether a line, or the end, can be read without waiting."""


class DescriptorLines:
    """The lines of a file descriptor, read without Python's own buffer: a signal interrupts the wait for one.

    Bytes that are not text in ``encoding`` become lone surrogates, as in the names of files.
    """

    def __init__(self, descriptor: int, encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        ascii_only = codecs.lookup(encoding).name == "ascii"
        self._encoding = "utf-8" if ascii_only else encoding  # which has all of ASCII
        self._held, self._ended = b"", False

    @property
    def interactive(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._descriptor)

    def read(self) -> str | None:
        """The next line; the last needs no end."""
        while b"\n" not in self._held and not self._ended:
            self._take()
        if not self._held:
            return None
        line, _, self._held = self._held.partition(b"\n")
        return line.decode(self._encoding, "surrogateescape").removesuffix("\r")[:LONGEST_LINE]

    def waits(self) -> bool:
        """Whether a whole line is there, or the end."""
        while b"\n" not in self._held and not self._ended:
            if not select.select([self._descriptor], [], [], 0)[0]:
                return False
            self._take()
        return True

    def _take(self) -> None:
        try:
            piece = os.read(self._descriptor, PIECE)
        except OSError:  # the terminal is gone
            piece = b""
        self._ended = not piece
        self._held += piece
        if len(self._held) > PIECE and b"\n" not in self._held:
            self._held = self._held[: max(LONGEST_LINE, PIECE)]


class StreamLines:
    """The lines of a text stream."""

    interactive = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def read(self) -> str | None:
        """The next line."""
        line = self._stream.readline(LONGEST_LINE)
        return line.removesuffix("\n") if line else None

    def waits(self) -> bool:
        """Always: nobody types."""
        return True


def terminal_width() -> int:
    """The cells in a line of the terminal that standard output is; 0 where it does not tell."""
    try:
        return os.get_terminal_size(1).columns
    except OSError:
        return 0


class LineWriter:
    """Writes sentences to ``stream``, broken between words at the ``width``; 0 does not break them."""

    def __init__(self, stream: TextIO, width: Callable[[], int] = lambda: 0) -> None:
        self._stream, self._width = stream, width
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def line(self, text: str) -> None:
        """Write a text of one or more lines, each made visible."""
        self._write("".join(f"{line}\n" for line in self._broken(text)))

    def prompt(self, text: str) -> None:
        """Write a question; what is typed goes after it."""
        self._write("\n".join(self._broken(text, ROOM)) + " ")

    def echo(self, text: str) -> None:
        """Write an answer that nobody typed behind its question."""
        self._write(f"{self._shown(text)}\n")

    def _broken(self, text: str, room: int = 0) -> list[str]:
        """The lines of the text, the last with ``room`` behind it."""
        width, lines = self._width() - room, list[str]()
        for line in map(self._shown, text.split("\n")):
            if width < LEAST_WIDTH or len(line) < width:
                lines.append(line)
            else:
                lines += textwrap.wrap(line, width - 1, break_long_words=False, break_on_hyphens=False)
        return lines

    def _shown(self, text: str) -> str:
        shown = visible(text)
        try:
            shown.encode(self._encoding)
        except UnicodeEncodeError:
            shown = shown.translate(IN_ASCII)
        return shown.encode(self._encoding, "backslashreplace").decode(self._encoding)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
