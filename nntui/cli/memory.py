"""Little memory: an error for want of it is known, and a process with a limit starts few threads, or none."""

from __future__ import annotations

import os
from contextlib import suppress

from nntui.errors import NntuiError

LEAST_ADDRESSES = 1_900_000_000
"""Bytes of addresses that torch, polars and numba take before they hold any table; with fewer they end the process."""


def lacks_memory(error: BaseException) -> bool:
    """True for an error that says that memory could not be had; torch raises RuntimeError for it."""
    return isinstance(error, MemoryError) or "allocate memory" in str(error)


def spare_threads() -> None:
    """One thread for the libraries' arithmetic where the addresses of the process are limited (``ulimit -v``).

    Each thread reserves addresses, and OpenMP ends the process where it cannot have them. To be called before torch is
    imported. Raises NntuiError for a limit with which the libraries cannot be loaded.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit != resource.RLIM_INFINITY:
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            if limit < LEAST_ADDRESSES:
                raise NntuiError(
                    f"this process may have {limit / 1e9:.1f} GB of memory (ulimit -v {limit >> 10}), and needs "
                    f"{LEAST_ADDRESSES / 1e9:.1f} GB or more"
                )
