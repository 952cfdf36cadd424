"""nntui in a pseudo-terminal: what it writes is read in pieces, and its end is waited for."""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import termios
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

PIECE = 65_536
"""Bytes that are read at once."""
MOST_WAITING = 1_000_000
"""Bytes typed or pasted that may wait to be read by the process; more are dropped."""
LARGEST = 1_000
"""Most columns and rows."""
HANG_UP, TERMINATE = 20.0, 5.0
"""Seconds for the process to save its work once its terminal is gone, and then to end when it is told to."""
KIND = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""The terminal of the page, as the environment tells it."""


class TerminalSize(NamedTuple):
    """The cells of a terminal."""

    columns: int = 80
    rows: int = 24

    @classmethod
    def of(cls, columns: object, rows: object) -> TerminalSize:
        """The size that was asked for, within bounds; the usual one for anything but whole numbers."""
        try:
            across, down = int(str(columns)), int(str(rows))
        except ValueError:
            return cls()
        return cls(min(max(across, 1), LARGEST), min(max(down, 1), LARGEST))


class TerminalProcess:
    """A process whose terminal this is the other side of. Made by ``begun``."""

    def __init__(self, process: Process, master: int) -> None:
        self._process, self._master = process, master
        self._output = asyncio.StreamReader(limit=PIECE)
        self._reading: asyncio.ReadTransport | None = None
        self._writing: asyncio.WriteTransport | None = None

    @classmethod
    async def begun(cls, command: Sequence[str], size: TerminalSize) -> TerminalProcess:
        """Start ``command`` in a terminal of this size. Raises OSError."""
        master, slave = os.openpty()
        try:
            _set_size(master, size)
            process = await asyncio.create_subprocess_exec(
                *command, env={**os.environ, **KIND}, preexec_fn=partial(os.login_tty, slave)
            )
        except BaseException:
            os.close(master)
            raise
        finally:
            os.close(slave)
        made = cls(process, master)
        await made._connect()
        return made

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        self._reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._output), os.fdopen(os.dup(self._master), "rb", 0)
        )
        self._writing, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(os.dup(self._master), "wb", 0))

    async def read(self) -> bytes:
        """The next piece that the process wrote; empty once it has ended."""
        try:
            return await self._output.read(PIECE)
        except OSError:  # on Linux a terminal whose last process has gone cannot be read
            return b""

    def write(self, typed: bytes) -> None:
        """Type bytes."""
        if self._writing is not None and self._writing.get_write_buffer_size() < MOST_WAITING:
            self._writing.write(typed)

    def resize(self, size: TerminalSize) -> None:
        """Give the terminal another size."""
        with suppress(OSError):
            _set_size(self._master, size)

    async def end(self) -> None:
        """Hang up: the process saves its work and ends, or is ended."""
        for transport in (self._reading, self._writing):
            if transport is not None:
                transport.abort() if isinstance(transport, asyncio.WriteTransport) else transport.close()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
        for seconds, further in ((HANG_UP, self._process.terminate), (TERMINATE, self._process.kill)):
            try:
                await asyncio.wait_for(self._process.wait(), seconds)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    further()
            else:
                return
        await self._process.wait()


def _set_size(descriptor: int, size: TerminalSize) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
