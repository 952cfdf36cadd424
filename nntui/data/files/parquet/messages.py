"""Messages between the process that decodes Parquet files and the one that asks it."""

from __future__ import annotations

import json
import os
import socket
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES = 16
"""Bytes before a message: the sizes of its JSON and of its content, 8 bytes each."""
LARGEST = 256 << 20
"""Bytes of the largest JSON: names and descriptions of 100,000 columns."""
BLOCK = 1 << 20


def send(connection: socket.socket, message: Mapping[str, Any], content: bytes = b"") -> None:
    """Send a message that JSON can hold, and bytes after it. Raises OSError."""
    text = json.dumps(message).encode()
    connection.sendall(len(text).to_bytes(8, "little") + len(content).to_bytes(8, "little") + text)
    connection.sendall(content)


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next message and the bytes after it. Raises OSError, EOFError where there is none, ValueError."""
    sizes = _exactly(connection, SIZES)
    length, size = int.from_bytes(sizes[:8], "little"), int.from_bytes(sizes[8:], "little")
    if length > LARGEST:
        raise ValueError(f"a message of {length:,} bytes")
    message: dict[str, Any] = json.loads(_exactly(connection, length))
    return message, bytes(_exactly(connection, size))


def send_file(connection: socket.socket, file: int) -> None:
    """Send an open file by its number. Raises OSError."""
    socket.send_fds(connection, [b"f"], [file])


def receive_file(connection: socket.socket) -> IO[bytes]:
    """The file that ``send_file`` sent, from its beginning. Raises OSError, EOFError."""
    sent, files, _, _ = socket.recv_fds(connection, 1, 1)
    if not sent or not files:
        raise EOFError
    os.set_inheritable(files[0], False)
    file = os.fdopen(files[0], "rb")
    file.seek(0)
    return file


def _exactly(connection: socket.socket, size: int) -> bytearray:
    found = bytearray()
    while len(found) < size:
        block = connection.recv(min(size - len(found), BLOCK))
        if not block:
            raise EOFError
        found += block
    return found
