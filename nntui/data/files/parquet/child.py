"""The process that decodes Parquet files for another one, within limits of memory and time."""

from __future__ import annotations

import io
import math
import os
import resource
import select
import socket
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import polars as pl
from polars import selectors

from nntui.data.files.limits import check_width
from nntui.data.files.parquet.messages import receive, send, send_file
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IDLE = 60.0
"""Seconds without a request after which the process ends."""
DESCRIBING = ("nntui", "pandas")
"""The keys of metadata that are wanted."""
LARGEST_TEXT = 64 << 20
"""Bytes of the largest text in the metadata that is handed on."""
FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, MemoryError)


def main() -> None:
    """Answer the requests that come over the socket at standard input until it is closed, or none comes any more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _start_threads()
    with socket.socket(fileno=0) as connection, suppress(EOFError, OSError, ValueError):
        while True:
            send(connection, {"ready": True})
            if not select.select([connection], [], [], IDLE)[0]:
                return
            request, content = receive(connection)
            with _limited(request["memory"], request["seconds"]):
                _answer(connection, request, content)


def _start_threads() -> None:
    """Make polars start its threads, so that their memory is not taken for that of a file."""
    file = io.BytesIO()
    pl.DataFrame({"a": [1]}).write_parquet(file)
    _scanned(file.getvalue()).collect()


def _answer(connection: socket.socket, request: Mapping[str, Any], content: bytes) -> None:
    try:
        with _file() as file:
            source = _source(request, content)
            found, frame = ANSWERS[request["what"]](source, request)
            frame.write_ipc(file)
            file.flush()
            send(connection, found)
            send_file(connection, file.fileno())
    except DataError as error:
        send(connection, {"refused": str(error)})
    except pl.exceptions.DuplicateError as error:
        send(connection, {"refused": f"two columns have one name, so it cannot be read: {one_line(str(error), 200)}"})
    except FAULTS as error:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        send(connection, {"refused": f"cannot be read as Parquet: {one_line(reason)}"})


def _source(request: Mapping[str, Any], content: bytes) -> Path | bytes:
    """The file that is asked about; of a path that is not UTF-8, which polars does not take, its bytes."""
    if "path" not in request:
        return content
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    return path.read_bytes() if LONE_SURROGATE.search(str(path)) else path


def _scanned(source: Path | bytes) -> pl.LazyFrame:
    return pl.scan_parquet(source, glob=False, hive_partitioning=False)


def _shape(source: Path | bytes, _: Mapping[str, Any]) -> tuple[dict[str, Any], pl.DataFrame]:
    """What the file says of itself, and a frame without rows that has the columns that a table can have."""
    lazy = _scanned(source)
    schema = lazy.collect_schema()
    check_width(len(schema))
    left_out = {name: why for name, dtype in schema.items() if (why := _why_left_out(dtype))}
    rows = int(lazy.select(pl.len()).collect().item())
    metadata = pl.read_parquet_metadata(source)
    described = {key: metadata[key] for key in DESCRIBING if len(metadata.get(key, "")) in range(1, LARGEST_TEXT)}
    flat = {name: dtype for name, dtype in schema.items() if name not in left_out}
    return {"rows": rows, "left_out": left_out, "metadata": described}, pl.DataFrame(schema=flat)


def _why_left_out(dtype: pl.DataType) -> str:
    """Why no table can have a column of this type; "" if it can."""
    if dtype.is_nested():
        return "its cells are lists or records"
    return "its cells are of no known type" if dtype in {pl.Object, pl.Unknown} else ""


def _frame(source: Path | bytes, request: Mapping[str, Any]) -> tuple[dict[str, Any], pl.DataFrame]:
    lazy = _scanned(source)
    lazy = lazy if request["rows"] is None else lazy.slice(request["start"], request["rows"])
    return {}, lazy.select(selectors.by_name(*request["names"])).collect()


def _whole(source: Path | bytes, _: Mapping[str, Any]) -> tuple[dict[str, Any], pl.DataFrame]:
    return {}, _scanned(source).collect()


ANSWERS = {"shape": _shape, "frame": _frame, "whole": _whole}


def _file() -> IO[bytes]:
    """A file without a name: in memory, where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("nntui"), "w+b")
    return tempfile.TemporaryFile()


@contextmanager
def _limited(memory: int, seconds: float) -> Iterator[None]:
    """Let this process take no more than so many bytes of memory and of a file, and so much processor time."""
    used = time.process_time()
    limits = {
        resource.RLIMIT_DATA: _data() + memory,
        resource.RLIMIT_FSIZE: memory,
        resource.RLIMIT_CPU: math.ceil(used + seconds),
    }
    before = {which: resource.getrlimit(which) for which in limits}
    for which, limit in limits.items():
        highest = before[which][1]
        allowed = limit if highest == resource.RLIM_INFINITY else min(limit, highest)
        with suppress(OSError, ValueError):
            resource.setrlimit(which, (allowed, highest))
    yield
    for which, both in before.items():
        resource.setrlimit(which, both)


def _data() -> int:
    """Bytes of memory that the process can write to; 0 where the system does not tell, and does not limit either."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    return 0


if __name__ == "__main__":
    main()
