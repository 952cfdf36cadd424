"""Decodes Parquet files in a process of its own, so that a file which ends the decoder cannot end the app.

A damaged or hostile file makes polars allocate whatever a page says, and a failed allocation aborts the process; no
exception can be caught. The process is started when it is first needed, answers one request after the other, and ends
when it has had none for a while or when this process ends. It has limits of memory and of processor time that follow
from the size of the file. A decoded frame comes back as a file without a name, in Arrow's format, which is mapped into
memory instead of being copied.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nntui.data.files.limits import CELL_BYTES, FEW_CELLS, MOST_CELLS_A_BYTE, TEXT_BYTES, check_inflated
from nntui.data.files.parquet.messages import receive, receive_file, send
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

START_SECONDS = 120.0
"""Time by the clock that the process has to start, on a machine that is busy."""
SECONDS, BYTES_A_SECOND = 2.0, 10_000_000
"""Processor time for a file, and the bytes, packed and unpacked, for which it gets a second more."""
ENDING = 1.0
"""Seconds that the process has to end once its socket is closed."""
PATIENCE = 15
"""Times the processor time that an answer may take by the clock."""
MEMORY, TIMES = 192 << 20, 30
"""Bytes of memory for a file besides those of its cells, and times its size."""
NEEDING = (".parquet", ".pq", ".nntui")
"""How the names of files end that have Parquet in them."""
DAMAGED = "it is damaged, or unpacks to far more than its size suggests"


@dataclass(frozen=True, slots=True)
class ParquetShape:
    """The contents of a file by what it says itself.

    ``schema`` has the columns that a table can have, ``left_out`` says of the others why it cannot, and ``metadata``
    are the texts that nntui and pandas store in a file. ``size`` is that of the file, in bytes.
    """

    schema: pl.Schema
    rows: int
    left_out: Mapping[str, str]
    metadata: Mapping[str, str]
    size: int

    @property
    def memory(self) -> int:
        """Bytes of memory that its cells take while they are read, an estimate."""
        return self.rows * sum(CELL_BYTES if each.is_numeric() else TEXT_BYTES for each in self.schema.values())


class ParquetDecoder:
    """The process, started when it is first needed. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Start the process without waiting for it, where it will be needed soon."""
        with self._lock, suppress(DataError):
            self._started()

    def shape(self, source: Path | bytes) -> ParquetShape:
        """The shape of the file in ``source``. Raises DataError for one that cannot be read."""
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        found, empty = self._ask(source, {"what": "shape"}, size)
        return ParquetShape(empty.schema, found["rows"], found["left_out"], found["metadata"], size)

    def frame(
        self, source: Path | bytes, shape: ParquetShape, names: Sequence[str], rows: int | None = None, start: int = 0
    ) -> pl.DataFrame:
        """The columns of these ``names``, or so many ``rows`` of them, from row ``start`` on.

        Raises DataError for what cannot be read.
        """
        check_inflated(shape.size, shape.rows * len(names))
        request = {"what": "frame", "names": list(names), "rows": rows, "start": start}
        return self._ask(source, request, shape.size, shape.memory)[1]

    def whole(self, content: bytes) -> pl.DataFrame:
        """All columns of a file that is in memory and of one of this program. Raises DataError."""
        cells = max(FEW_CELLS, MOST_CELLS_A_BYTE * len(content)) * CELL_BYTES
        return self._ask(content, {"what": "whole"}, len(content), cells)[1]

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
            self._end()

    def _ask(
        self, source: Path | bytes, request: dict[str, Any], size: int, cells: int = 0
    ) -> tuple[dict[str, Any], pl.DataFrame]:
        seconds = SECONDS + (size + cells) / BYTES_A_SECOND
        request |= {"seconds": seconds, "memory": MEMORY + cells + TIMES * size}
        content = b""
        if isinstance(source, bytes):
            content = source
        else:
            request["path"] = os.fsencode(source.absolute()).hex()
        with self._lock:
            for _ in range(2):
                try:
                    return self._answer(request, content, PATIENCE * seconds)
                except (OSError, ValueError, EOFError):
                    if self._end() != 0:
                        break
            raise DataError(DAMAGED)

    def _answer(self, request: dict[str, Any], content: bytes, patience: float) -> tuple[dict[str, Any], pl.DataFrame]:
        connection = self._started()
        connection.settimeout(START_SECONDS)
        try:
            receive(connection)  # it is ready
        except (OSError, ValueError, EOFError):
            self._end()
            raise DataError("the process that reads it did not start; perhaps there is too little memory") from None
        connection.settimeout(patience)
        send(connection, request, content)
        found, _ = receive(connection)
        if "refused" in found:
            raise DataError(found["refused"])
        import polars as pl  # the process starts meanwhile

        with receive_file(connection) as file:
            return found, pl.read_ipc(file)

    def _started(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._socket is None:
            own, other = socket.socketpair()
            # It imports what this process would, and nothing out of the working folder (-P).
            path = os.pathsep.join(each for each in sys.path if each)
            try:
                with other:
                    self._process = subprocess.Popen(
                        [sys.executable, "-P", "-m", "nntui.data.files.parquet.child"],
                        stdin=other.fileno(),
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        env={**os.environ, "PYTHONPATH": path},
                        start_new_session=True,
                    )
            except OSError as error:
                own.close()
                raise DataError(f"no process can be started to read it ({error.strerror or error})") from None
            self._socket = own
        return self._socket

    def _end(self) -> int | None:
        """End the process; its status, 0 where it had ended because it was idle."""
        process, connection = self._process, self._socket
        self._process = self._socket = None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            return process.wait(ENDING)
        process.kill()
        return process.wait()


DECODER = ParquetDecoder()
"""The one process of this program."""
atexit.register(DECODER.close)


def start_for(source: str | None) -> None:
    """Start the process where a ``source`` of this name needs it: it takes its time, as polars does here."""
    if source is not None and source.lower().endswith(NEEDING):
        DECODER.start()
