"""The socket at which an app listens to ``nntui attach``; everything here runs on the screen's thread."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from nntui.session.screens.places import own_socket
from nntui.session.screens.wire import Lines, ScreenRequest, read, send

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.screens.wire import ScreenAnswer, ScreenState

MOST_VISITORS = 16
"""Connections at a time; further ones are closed."""
SEND_PATIENCE = 0.5
"""Seconds that the other side is given to take an answer."""


class Visitor:
    """The other end of a connection: one who asks, or has the screen."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.lines = Lines(connection)

    def tell(self, answer: ScreenState | ScreenAnswer) -> bool:
        """Send an answer; False if nobody takes it."""
        try:
            self.connection.settimeout(SEND_PATIENCE)
            return send(self.connection, answer)
        except OSError:  # it is closed
            return False
        finally:
            with suppress(OSError):
                self.connection.setblocking(False)


class Listener(Protocol):
    """Takes what visitors want."""

    def asked(self, visitor: Visitor, request: ScreenRequest) -> None:
        """Do what ``visitor`` asks for."""

    def gone(self, visitor: Visitor) -> None:
        """``visitor`` has closed the connection."""


class Door:
    """Lets visitors in from the time that it is made, within the app's loop. Raises OSError."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._visitors: set[Visitor] = set()
        self._path: Path | None = own_socket()
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.bind(str(self._path))
            self._socket.listen(MOST_VISITORS)
        except BaseException:
            self._socket.close()
            raise
        self._socket.setblocking(False)
        self._loop.add_reader(self._socket, self._let_in)

    def close(self) -> None:
        """Let nobody in any more; those who are there stay connected until the process ends."""
        if self._path is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            with suppress(OSError):
                self._path.unlink()
            self._path = None

    def _let_in(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return
        if len(self._visitors) >= MOST_VISITORS:
            connection.close()
            return
        connection.setblocking(False)
        visitor = Visitor(connection)
        self._visitors.add(visitor)
        self._loop.add_reader(connection, self._hear, visitor)

    def _hear(self, visitor: Visitor) -> None:
        lines = visitor.lines.receive()
        for line in lines or ():
            request = read(line, ScreenRequest)
            if request is None:
                lines = None
                break
            self._listener.asked(visitor, request)
        if lines is None:
            self._loop.remove_reader(visitor.connection)
            self._visitors.discard(visitor)
            visitor.lines.close_files()
            visitor.connection.close()
            self._listener.gone(visitor)


def name_of_terminal(descriptor: int) -> str:
    """The name of a terminal: "pts/3"; "a terminal" where it has none."""
    try:
        return os.ttyname(descriptor).removeprefix("/dev/")
    except OSError:
        return "a terminal"
