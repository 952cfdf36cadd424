"""The training kernel, made ready once for the process.

Numba is imported in functions only: where it is missing, broken or too new, the kernel has a fault and nothing else.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import DTypeLike

    from nntui.training.kernel.cache import CompileRecipe

log = logging.getLogger(__name__)

SOURCES = (
    ("nntui.training.kernel.net", "*.py"),
    ("nntui.training.kernel.simd", "*.py"),
    ("nntui.training", "batches.py"),
    ("nntui.training", "dropout.py"),
    ("nntui.training", "losses.py"),
    ("nntui.training", "optimisers.py"),
    ("nntui.training", "schedules.py"),
    ("nntui.model", "activations.py"),
)
_ready: dict[str, Callable[..., Any]] = {}
_faults: dict[str, str] = {}
_getting_ready = threading.Lock()


def kernel(dtype: DTypeLike = np.float32) -> Callable[..., Any]:
    """``kernel.net.epochs.train``, compiled for numbers of ``dtype``: float32, or float64 for checks.

    Loads or compiles it the first time, and waits while another thread does so. Raises TrainingError, the same in every
    call, if that fails for whatever reason: numba is missing, switched off, or not the one this was written for.
    """
    name = np.dtype(dtype).name
    with _getting_ready:
        if name not in _ready and name not in _faults:
            try:
                from nntui.training.kernel.cache import load_or_compile

                _ready[name] = load_or_compile(_recipe(name))
            except Exception as fault:
                _note_fault(name, fault)
        if name in _faults:
            raise TrainingError(_faults[name])
        return _ready[name]


def warm_up() -> None:
    """Have the kernel ready for float32, or its fault found. For a background thread; returns when it is done.

    Compiling in this process would share the interpreter lock with the screen for seconds and could not be interrupted,
    so another process does it and leaves the result in the cache; if that fails, it is done here. A daemon thread may
    call this: a compiling process that is left behind finishes and serves the next start.
    """
    with _getting_ready:
        if is_ready() or fault():
            return
        if not is_compiled():
            _compile_elsewhere()
    with suppress(TrainingError):  # which is raised again where the kernel is used
        kernel()


def is_ready() -> bool:
    """Whether the kernel for float32 is loaded: until then the first training waits for it."""
    return "float32" in _ready


def is_compiled() -> bool:
    """Whether the kernel for float32 was compiled for this machine before, so that it is only loaded."""
    if is_ready():
        return True
    if fault():
        return False
    from nntui.training.kernel.cache import is_cached

    return is_cached(_recipe("float32"))


def fault() -> str:
    """Why the kernel for float32 cannot be used, as far as is known before it is compiled; "" if nothing is known."""
    if not is_ready() and "float32" not in _faults:
        try:
            _recipe("float32")
        except Exception as fault:
            _note_fault("float32", fault)
    return _faults.get("float32", "")


def folder() -> Path:
    """The folder of the compiled kernel for float32, made yet or not. Raises what importing numba raises."""
    from nntui.training.kernel.cache import folder_of

    return folder_of(_recipe("float32"))


def _recipe(name: str) -> CompileRecipe:
    from nntui.training.kernel.cache import CompileRecipe
    from nntui.training.kernel.net.epochs import train
    from nntui.training.kernel.net.plan import nothing_to_train

    return CompileRecipe(train, partial(nothing_to_train, name), SOURCES)


def _note_fault(name: str, fault: Exception) -> None:
    log.info("the compiled kernel cannot be used", exc_info=fault)
    reason = next(iter(str(fault).splitlines()), "") or type(fault).__name__
    _faults[name] = f"the compiled kernel cannot be used: {reason}"


def _compile_elsewhere() -> None:
    """Have another process fill the cache, if it can, unless one that another nntui has started does so already."""
    from nntui.training.kernel.cache import LONGEST_COMPILE, compiling

    with suppress(OSError, subprocess.TimeoutExpired), compiling(_recipe("float32")) as lock:
        if not is_compiled():
            subprocess.run(
                [sys.executable, "-P", "-m", "nntui.training.kernel.warm", "locked"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=[lock],  # which it has until it ends, even where this process ends before
                timeout=LONGEST_COMPILE,
                check=False,
            )


def why_not_cached() -> str:
    """Why the kernel is compiled anew for each process; "" if it is cached. Raises what importing numba raises."""
    from nntui.training.kernel.cache import why_unsafe

    return why_unsafe(_recipe("float32"))


if __name__ == "__main__":
    from nntui.training.kernel.cache import load_or_compile

    load_or_compile(_recipe("float32"), locked="locked" in sys.argv)
