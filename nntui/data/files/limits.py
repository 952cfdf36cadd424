"""The size of tables that are read: refused before reading where they would fill the memory."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from nntui.errors import DataError, LargeTableError

MOST_CELLS = 500_000_000
"""Cells of the largest table, which are 4 GB as numbers."""
MOST_COLUMNS = 20_000
"""Columns of the widest table."""
LONGEST_LINE = 64 << 20
"""Bytes of the longest line of a text."""
MOST_UNPACKED, MOST_TIMES = 64 << 20, 100
"""Bytes, and times the packed size, which no compressed table has both when unpacked: numbers shrink tenfold."""
FEW_CELLS, MOST_CELLS_A_BYTE = 8_000_000, 125
"""Cells, and times the bytes of its file, which no table has both."""
CELL_BYTES = 16
"""Bytes of memory that a number takes while a file is read: twice its size, as columns are joined from parts."""
TEXT_BYTES = 48
"""Bytes of memory that a text takes while a file is read."""

_WORD = re.compile(rb"[^\d,;\t|\r\n.+-][^,;\t|\r\n]*")
"""A cell that is no number, or the end of one."""
_ADDRESSES = 768 << 20
"""Bytes of addresses, where these are limited, that threads reserve and do not fill."""
_LIMITED = 1.5
"""Times more addresses than memory that are taken where these are limited: what is freed leaves gaps between blocks."""
_RESERVE = 32 << 20
"""Bytes that are left to everything else."""


def check_width(columns: int) -> None:
    """Raise DataError for more columns than a table can have."""
    if columns > MOST_COLUMNS:
        raise DataError(f"{columns:,} columns are more than {MOST_COLUMNS:,}, the most that a table has")


def check_cells(rows: int, columns: int) -> None:
    """Raise DataError for more cells than a table can have."""
    if rows * columns > MOST_CELLS:
        raise LargeTableError(
            f"{rows:,} rows of {columns:,} columns are more than {MOST_CELLS:,} cells, the most in a table"
        )


def check_memory(needed: int) -> None:
    """Raise DataError if ``needed`` bytes of memory, an estimate, are more than are free."""
    addresses = _free_addresses()
    for free, wanted in ((free_memory(), needed), (addresses, int(needed * _LIMITED))):
        if free is not None and wanted + _RESERVE > free:
            raise LargeTableError(
                f"about {_size(wanted)} of memory are needed to read it, and {_size(max(free, 0))} are free"
            )


def check_line(length: int) -> None:
    """Raise DataError for a line of a text that is longer than any line of a table."""
    if length > LONGEST_LINE:
        raise DataError(f"a line is longer than {_size(LONGEST_LINE)}, so this is no table")


def check_unpacked(packed: int, unpacked: int) -> None:
    """Raise DataError for ``packed`` bytes that become so many more when unpacked as no table does."""
    if unpacked > max(MOST_UNPACKED, MOST_TIMES * packed):
        raise DataError(
            f"{_size(packed)} of compressed data unpack to {_size(unpacked)} or more, which is most likely no table; "
            "if it is one, unpack it first"
        )


def check_inflated(size: int, cells: int) -> None:
    """Raise DataError for so many ``cells`` in a file of ``size`` bytes as no table has."""
    if cells > max(FEW_CELLS, MOST_CELLS_A_BYTE * size):
        raise DataError(f"{cells:,} cells in a file of {_size(size)} are most likely no table")


def text_memory(size: int, head: bytes) -> int:
    """Bytes of memory that a text of ``size`` bytes takes while it is read, by the cells in its ``head``."""
    cells = sum(head.count(sign) for sign in (b",", b";", b"\t", b"|", b"\n"))
    below = head[head.find(b"\n") + 1 :]
    words = min(len(_WORD.findall(below)), cells)
    return size // 2 + size * (cells * CELL_BYTES + words * (TEXT_BYTES - CELL_BYTES)) // max(len(head), 1)


def free_memory() -> int | None:
    """Bytes that this process can still take: by the limits set for it, and by what the system has; None if unknown."""
    found = []
    with suppress(OSError, ValueError, AttributeError):
        known = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"))
        found += [int(known[1]) << 10] if known else []
    addresses = _free_addresses()
    found += [] if addresses is None else [addresses]
    with suppress(OSError, ValueError):
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text(encoding="ascii"))
        found.append(limit - int((group / "memory.current").read_text(encoding="ascii")) + _cache(group))
    return min(found) if found else None


def _free_addresses() -> int | None:
    """Bytes of addresses that this process can still take; None if they are not limited (``ulimit -v``)."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            return limit - pages * resource.getpagesize() - _ADDRESSES
    return None


def _cache(group: Path) -> int:
    """Bytes of files that the system keeps in memory and gives up when it needs them."""
    known = re.search(r"^inactive_file (\d+)$", (group / "memory.stat").read_text(encoding="ascii"), re.MULTILINE)
    return int(known[1]) if known else 0


def _size(number: int) -> str:
    """Bytes in words: ``640 kB``, ``90 MB``, ``1.5 GB``."""
    if number < 1e6:
        return f"{number / 1e3:.0f} kB"
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"
