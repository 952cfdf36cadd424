"""The compiled kernel on disk: compiled once for a machine, then loaded in a fraction of a second.

Compiling takes seconds, so what it gives is kept in the user's cache folder, or under NUMBA_CACHE_DIR where that is
set, but never beside the package, which may be read-only. Numba unpickles what it finds and runs it, so each folder is
named after all that the machine code depends on, sealed with the hashes of its files, and believed only while they
hold. A folder is made elsewhere and then renamed: a reader finds all of it or nothing.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import llvmlite
import numba
import numpy as np
import platformdirs
from llvmlite import binding

from nntui.training.kernel.epochs import train
from nntui.training.kernel.plan import nothing_to_train

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import DTypeLike

SEAL = "seal.json"
NUMBA: Any = numba.config
LONGEST_COMPILE = 300.0
"""Seconds after which a compiling process is given up."""

_loaded: dict[str, Callable[..., int]] = {}
_loading = threading.Lock()


def kernel(dtype: DTypeLike = np.float32) -> Callable[..., int]:
    """``kernel.epochs.train`` compiled for numbers of ``dtype``, float32 or float64: loaded, or compiled and kept.

    Waits while another thread is at it.
    """
    name = np.dtype(dtype).name
    with _loading:
        if name not in _loaded:
            _loaded[name] = _load(name)
        return _loaded[name]


def warm_up() -> None:
    """Have the float32 kernel ready. For a background thread; returns when it is.

    Compiling in this process would share the interpreter lock with the screen for seconds and could not be broken
    off, so another process does it and leaves the result in the cache; should that fail, it is done here. A daemon
    thread may call this: a compiling process that is left behind goes on and serves the next start.
    """
    with _loading:
        if "float32" in _loaded:
            return
        if not _intact(folder_of("float32")):
            _compile_elsewhere()
        _loaded["float32"] = _load("float32")


def is_ready() -> bool:
    """Whether the float32 kernel is loaded."""
    return "float32" in _loaded


def folder_of(name: str) -> Path:
    """Where the kernel for numbers of the dtype ``name`` is kept on this machine, made yet or not."""
    return _root() / f"{_fingerprint()}-{name}"


def _root() -> Path:
    return Path(NUMBA.CACHE_DIR or platformdirs.user_cache_path("nntui", appauthor=False)) / "kernel"


def _fingerprint() -> str:
    """Short for everything the machine code depends on: sources, libraries, Python and processor."""
    digest = hashlib.sha256()
    for package, names in _SOURCES.items():
        for source in sorted(resources.files(package).iterdir(), key=lambda file: file.name):
            if source.name in names or (not names and source.name.endswith(".py")):
                digest.update(source.name.encode() + source.read_bytes())
    versions = numba.__version__, llvmlite.__version__, np.__version__, sys.version, platform.platform()
    processor = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    digest.update(repr((versions, processor)).encode())
    return digest.hexdigest()[:20]


_SOURCES = {"nntui.training.kernel": (), "nntui.training": ("shuffle.py",), "nntui.model": ("spec.py",)}
"""Packages with the files whose contents are compiled; none named: all."""


def _load(name: str) -> Callable[..., int]:
    folder = folder_of(name)
    if _intact(folder):
        return _compiled(name, folder)
    try:
        return _made(name, folder)
    except OSError:  # nowhere to keep it, or the disk is full
        return _compiled(name, None)


def _made(name: str, folder: Path) -> Callable[..., int]:
    """The kernel newly compiled, and kept in ``folder``. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-", ignore_cleanup_errors=True) as place:
        making = Path(place) / folder.name
        making.mkdir()
        made = _compiled(name, making)
        (making / SEAL).write_text(json.dumps(_hashes(making)))
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another process was faster
            making.rename(folder)
    return made


def _compiled(name: str, folder: Path | None) -> Callable[..., int]:
    """The kernel, by way of numba's cache in ``folder`` if there is one."""
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy")(train)
    if folder is not None:
        with _numba_caching_in(folder):
            dispatcher.enable_caching()
    with _no_collection():
        dispatcher(*nothing_to_train(name))
    dispatcher.disable_compile()
    compiled: Callable[..., int] = dispatcher
    return compiled


def _compile_elsewhere() -> None:
    """Let another process fill the cache, as far as it can."""
    nowhere = subprocess.DEVNULL
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-P", "-m", "nntui.training.cache"],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
            timeout=LONGEST_COMPILE,
            check=False,
        )


@contextmanager
def _numba_caching_in(folder: Path) -> Iterator[None]:
    before = NUMBA.CACHE_DIR
    NUMBA.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        NUMBA.CACHE_DIR = before


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold off the collector, whose rounds over a compiler's many objects would stop every thread for 0.2 s."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _intact(folder: Path) -> bool:
    """Whether ``folder`` holds the files it was sealed with, and nothing else."""
    try:
        sealed = json.loads((folder / SEAL).read_text())
        return bool(sealed == _hashes(folder))
    except (OSError, ValueError):
        return False


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of every file below ``folder`` but the seal, by its path from there."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != SEAL)
    return {os.path.relpath(file, folder): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


if __name__ == "__main__":
    kernel()
