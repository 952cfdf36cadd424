"""Loading torch beside a screen, without holding the interpreter lock for long."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import sys
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = ("libc10", "libtorch_cpu")
"""Torch's large libraries, each after those that it needs; none of them calls Python."""

COLLECTED_EVERY = 20_000, 20, 50
"""Thresholds of the garbage collector: with Python's own, it does a good part of all the work of drawing."""

TURN = 0.001
"""Seconds after which a thread that works in Python lets another go on. A key is handled by three threads one after the
other, and with Python's own 5 ms each of them may wait so long for a library that is being imported."""

atexit.register(gc.unfreeze)  # or torch aborts at exit: it must find its objects there


def take_turns() -> None:
    """Let threads that work in Python take short turns."""
    sys.setswitchinterval(TURN)


@contextmanager
def gently() -> Iterator[None]:
    """Load torch inside without stopping the other threads for long."""
    if "torch" in sys.modules:
        yield
        return
    with uncollected():
        _map_libraries()
        yield


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the garbage collector inside, and exempt all objects that exist at the end: they stay for good.

    A collection over what torch or a compiler creates stops every thread for 0.2 s, and each later one for 0.05 s.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def collect_again() -> None:
    """End a pause of the garbage collector that began with the program, and exempt all objects that exist.

    From here on it runs less often than it would.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*COLLECTED_EVERY)
        gc.enable()


def _map_libraries() -> None:
    """Map torch's libraries into memory, so that ``import torch`` finds them there.

    The import itself would do that under the interpreter lock, 0.15 s at a stretch; a foreign function is called
    without it. If this does not work, the import does all of it.
    """
    with suppress(AttributeError, OSError, TypeError):
        torch = find_spec("torch")
        if torch is None or torch.origin is None:
            return
        load = ctypes.CDLL(None).dlopen
        load.argtypes, load.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
        suffix = ".dylib" if sys.platform == "darwin" else ".so"
        for name in LIBRARIES:
            load(os.fsencode(Path(torch.origin).parent / "lib" / f"{name}{suffix}"), os.RTLD_LAZY)
