"""Coded rows in a file, for a table that is larger than memory: written once, and read in blocks in any order."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from nntui.errors import DataError
from nntui.folders import cache_folder, make_private
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK_ROWS = 4_096
"""Rows that lie together in the file and are read together."""
PREFIX = "coded-"
"""The beginning of the names of folders with such a file."""
PIECE_BYTES = 64 << 20
"""Bytes of coded rows that are held in memory at once, at most; a block at least is held."""


@dataclass(frozen=True, slots=True)
class CodedFile:
    """``rows`` coded training rows at ``path``: float32, ``inputs`` and then ``outputs`` numbers each."""

    path: Path
    rows: int
    inputs: int
    outputs: int

    @property
    def width(self) -> int:
        """Numbers in a row."""
        return self.inputs + self.outputs

    @property
    def blocks(self) -> int:
        """Blocks in the file; the last may be short."""
        return -(-self.rows // BLOCK_ROWS)

    @property
    def whole_blocks(self) -> int:
        """Blocks of ``BLOCK_ROWS`` rows."""
        return self.rows // BLOCK_ROWS

    @property
    def piece_blocks(self) -> int:
        """Blocks that are trained on together: those of a piece. It depends on the width of a row alone."""
        return max(1, PIECE_BYTES // (4 * self.width * BLOCK_ROWS))

    def read(self, blocks: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The inputs [rows, inputs] and targets [rows, outputs] of these blocks, in this order.

        Raises DataError where the file cannot be read, or is not what was written.
        """
        sizes = np.minimum(BLOCK_ROWS, self.rows - blocks * BLOCK_ROWS)
        found = np.empty((int(sizes.sum()), self.width), np.float32)
        ends = np.cumsum(sizes)
        try:
            with self.path.open("rb", buffering=0) as file:
                for block, size, end in zip(blocks.tolist(), sizes.tolist(), ends.tolist(), strict=True):
                    file.seek(block * BLOCK_ROWS * self.width * 4)
                    numbers = np.fromfile(file, np.float32, size * self.width)
                    if len(numbers) < size * self.width:
                        raise OSError("the file ends too early")
                    found[end - size : end] = numbers.reshape(size, self.width)
        except OSError as error:
            raise DataError(
                f"{one_line(str(self.path))}: the coded rows cannot be read: {error.strerror or error}"
            ) from error
        return np.ascontiguousarray(found[:, : self.inputs]), np.ascontiguousarray(found[:, self.inputs :])


class CodedWriter:
    """Writes coded rows to a new file at ``path``, block by block; ``file`` is what was written.

    Raises DataError where it cannot be written, a full disk among the reasons.
    """

    def __init__(self, path: Path, inputs: int, outputs: int) -> None:
        self._path = path
        self._inputs, self._outputs = inputs, outputs
        self._rows = 0
        try:
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
        except OSError as error:
            raise self._unwritten(error) from error

    def add(self, inputs: NDArray[np.float32], targets: NDArray[np.float32]) -> None:
        """Append rows: inputs [rows, inputs] and targets [rows, outputs]."""
        try:
            self._file.write(np.hstack([inputs, targets]).tobytes())
        except OSError as error:
            raise self._unwritten(error) from error
        self._rows += len(inputs)

    @property
    def file(self) -> CodedFile:
        """The file as it is so far."""
        return CodedFile(self._path, self._rows, self._inputs, self._outputs)

    def __enter__(self) -> Self:
        """Write within a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        try:
            self._file.close()
        except OSError as error:
            raise self._unwritten(error) from error

    def _unwritten(self, error: OSError) -> DataError:
        return DataError(f"{one_line(str(self._path))}: the coded rows cannot be written: {error.strerror or error}")


@contextmanager
def coded_place(needed: int) -> Iterator[Path]:
    """A name for a file of coded rows of ``needed`` bytes, which is removed afterwards.

    What a process that was killed has left behind is removed first. Raises DataError where there is no room.
    """
    folder = cache_folder() / "rows"
    try:
        make_private(folder)
        _remove_abandoned(folder)
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
        descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise DataError(f"{one_line(str(folder))}: rows cannot be written here: {error.strerror or error}") from error
    try:
        if needed > free:
            raise DataError(
                f"{one_line(str(folder))}: the rows take {needed / 1e9:.1f} GB here, and {free / 1e9:.1f} GB are free; "
                "make room, or let XDG_CACHE_HOME name a folder on another disk"
            )
        yield place / "rows"
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(descriptor)


def _remove_abandoned(folder: Path) -> None:
    """Remove folders that no process holds any more."""
    for place in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):  # BlockingIOError: a training has it
            descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place, ignore_errors=True)
            finally:
                os.close(descriptor)
