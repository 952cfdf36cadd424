"""Little memory: an error for want of it is known, and a limited process starts no more threads than it needs."""

from __future__ import annotations

import os
from contextlib import suppress


def lacks_memory(error: BaseException) -> bool:
    """True for an error that says that memory could not be had; torch raises RuntimeError for it."""
    return isinstance(error, MemoryError) or "allocate memory" in str(error)


def spare_threads() -> None:
    """One thread for the libraries' arithmetic where the addresses of the process are limited (``ulimit -v``).

    Each thread reserves addresses, and OpenMP ends the process where it cannot have them. To be called before torch is
    imported.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
            os.environ.setdefault("OMP_NUM_THREADS", "1")
