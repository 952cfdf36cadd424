"""Messages between an app and ``nntui attach``: lines of JSON over a Unix socket, the first with a terminal's files."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import Literal, TypeVar

import msgspec

MessageT = TypeVar("MessageT")
LONGEST = 65_536
"""Bytes of the longest line that is believed."""
PIECE = 4_096
TERMINAL_FILES = 2
"""Files that come with a request for the screen: one to read keys from, one to write to."""


class ScreenRequest(msgspec.Struct, frozen=True):
    """A request to an app.

    "about" asks for ``About``, "screen" for the screen on the terminal whose files come along, "resize" says that its
    size has changed, "leave" gives the terminal back. ``take`` asks for a screen that another terminal shows.
    """

    want: Literal["about", "screen", "resize", "leave"]
    take: bool = False


class ScreenState(msgspec.Struct, frozen=True):
    """An app: its process, session and progress; ``shown`` names the terminal that shows it since ``since``, or ""."""

    process: int
    name: str
    epoch: int
    goal: int
    training: bool
    shown: str
    since: float


class ScreenAnswer(msgspec.Struct, frozen=True):
    """An answer of an app: that the screen is ``given``, ``refused`` or ``stopped`` (ctrl+z), or that it has ended.

    ``line`` is for the terminal. ``status`` is the exit status where it has ended.
    """

    kind: Literal["given", "refused", "stopped", "detached", "ended"]
    line: str = ""
    status: int = 0


def connect(path: str, patience: float) -> socket.socket:
    """A connection to the socket at ``path``. Raises OSError."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(patience)
        connection.connect(path)
    except BaseException:
        connection.close()
        raise
    return connection


def send(connection: socket.socket, message: msgspec.Struct, files: tuple[int, ...] = ()) -> bool:
    """Send ``message`` with these open ``files``; False if nobody takes it."""
    data = msgspec.json.encode(message) + b"\n"
    try:
        sent = socket.send_fds(connection, [data], files) if files else connection.send(data)
        while sent < len(data):
            sent += connection.send(data[sent:])
    except OSError:
        return False
    return True


class Lines:
    """The lines that come over a connection, and the files that came with them."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._kept = b""
        self.files: list[int] = []

    def receive(self) -> list[bytes] | None:
        """The lines that have come whole; None once the other side has gone, or sends what is no message."""
        try:
            data, files, _, _ = socket.recv_fds(self._connection, PIECE, TERMINAL_FILES)
        except BlockingIOError:
            return []
        except OSError:
            return None
        for file in files:
            os.set_inheritable(file, False)
        self.files += files
        *lines, self._kept = (self._kept + data).split(b"\n")
        return lines if data and len(self._kept) <= LONGEST else None

    def take_files(self) -> tuple[int, int] | None:
        """The two files that came, which are the caller's to close from now on; None where others came."""
        if len(self.files) != TERMINAL_FILES:
            self.close_files()
            return None
        (keys, screen), self.files = self.files, []
        return keys, screen

    def close_files(self) -> None:
        """Close the files that nobody took."""
        while self.files:
            with suppress(OSError):
                os.close(self.files.pop())


def read(line: bytes, kind: type[MessageT]) -> MessageT | None:
    """The message of this ``kind`` in a line; None for anything else."""
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
