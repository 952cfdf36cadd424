"""The training kernel, made ready once for the process."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.training.kernel.cache import CompileRecipe, folder_of, is_kept, loaded
from nntui.training.kernel.net.epochs import train
from nntui.training.kernel.net.plan import nothing_to_train

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import DTypeLike

SOURCES = (
    ("nntui.training.kernel.net", "*.py"),
    ("nntui.training.kernel.simd", "*.py"),
    ("nntui.training", "batches.py"),
    ("nntui.training", "losses.py"),
    ("nntui.training", "optimisers.py"),
    ("nntui.model", "activations.py"),
)
LONGEST_COMPILE = 300.0
"""Seconds after which a compiling process is given up."""

_ready: dict[str, Callable[..., Any]] = {}
_getting_ready = threading.Lock()


def kernel(dtype: DTypeLike = np.float32) -> Callable[..., Any]:
    """``kernel.epochs.train``, compiled for numbers of ``dtype``: float32, or float64 for checks.

    Loads or compiles it the first time, and waits while another thread is at it.
    """
    name = np.dtype(dtype).name
    with _getting_ready:
        if name not in _ready:
            _ready[name] = loaded(_recipe(name))
        return _ready[name]


def warm_up() -> None:
    """Have the kernel ready for float32. For a background thread; returns when it is.

    Compiling in this process would share the interpreter lock with the screen for seconds and could not be broken off,
    so another process does it and leaves the result in the cache; should that fail, it is done here. A daemon thread
    may call this: a compiling process that is left behind goes on and serves the next start.
    """
    with _getting_ready:
        if is_ready():
            return
        if not is_kept(_recipe("float32")):
            _compile_elsewhere()
    kernel()


def is_ready() -> bool:
    """Whether the kernel for float32 is loaded: until then the first training waits for it."""
    return "float32" in _ready


def is_compiled() -> bool:
    """Whether the kernel for float32 was compiled for this machine before: then it is only loaded."""
    return is_ready() or is_kept(_recipe("float32"))


def folder() -> Path:
    """Where the compiled kernel for float32 is kept, made yet or not."""
    return folder_of(_recipe("float32"))


def _recipe(name: str) -> CompileRecipe:
    return CompileRecipe(train, partial(nothing_to_train, name), SOURCES)


def _compile_elsewhere() -> None:
    """Let another process fill the cache, as far as it can."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-P", "-m", "nntui.training.kernel.warm"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=LONGEST_COMPILE,
            check=False,
        )


if __name__ == "__main__":
    kernel()
