"""The heaps of glibc's malloc in a process with many threads: few of them, and what is free goes back to the system.

Threads that make large arrays and end leave the memory to malloc, which keeps it for later allocations.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

MALLOC_ARENAS = 2
"""Arenas of glibc's malloc: one for the screen's thread, one for all others."""
M_ARENA_MAX = -8
"""The number of that parameter in ``mallopt`` (malloc.h of glibc)."""


def share_arenas() -> bool:
    """Have all threads of the process share ``MALLOC_ARENAS`` arenas of glibc's malloc; whether there are any to share.

    Otherwise each thread gets an arena of its own, up to eight for each core, and what it frees, up to 64 MB, is kept
    there for it alone. To be called before the first thread is started: arenas that exist stay. A ``MALLOC_ARENA_MAX``
    of the user's own prevails.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library
        allocator = ctypes.CDLL(None)
        if "MALLOC_ARENA_MAX" not in os.environ:
            allocator.mallopt(M_ARENA_MAX, MALLOC_ARENAS)
        return bool(allocator.gnu_get_libc_version)
    return False


def give_back_memory() -> bool:
    """Return free memory of all heaps to the system, in some milliseconds; False where the C library cannot.

    To be called in the thread that did some heavy work, at its end.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
        return True
    return False
