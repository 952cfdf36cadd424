"""Compiled functions on disk: compiled once for a machine, then loaded in a fraction of a second.

Compiling takes seconds, so its result is kept in the user's cache folder, or in NUMBA_CACHE_DIR if that is set, but
never beside the package, which may be read-only. Numba unpickles and runs what it finds, so each folder is named after
all that the machine code depends on, sealed with the hashes of its files, and used only while these match and nobody
else may write there. A folder is made elsewhere and then renamed: a reader finds all of it or nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import llvmlite
import numba
import numpy as np
from llvmlite import binding

from nntui.folders import cache_folder, why_untrusted
from nntui.training.loading import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEAL = "seal.json"
MAKING = "making-"
"""How the names of folders begin in which something is being compiled."""
LONGEST_COMPILE = 300.0
"""Seconds after which a compiling process is given up."""
LOOK, DAY = 0.1, 86_400.0
"""Seconds from one look at the lock to the next; seconds after which a folder of an unknown process is given up."""
UNUSED = 60 * DAY
"""Seconds after which a compiled function that nobody has loaded is removed."""
NUMBA: Any = numba.config
if NUMBA.DISABLE_JIT:
    raise ImportError("numba is switched off (NUMBA_DISABLE_JIT is set)")


class CompileRecipe(NamedTuple):
    """A function to compile, and for which types."""

    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]
    """Makes arguments of the only types that it is called with; a call with them must be harmless."""
    sources: tuple[tuple[str, str], ...]
    """Packages and file patterns of the sources."""


def load_or_compile(recipe: CompileRecipe, root: Path | None = None, *, locked: bool = False) -> Callable[..., Any]:
    """The recipe's function: from the cache if it is there intact, else compiled now and cached if possible.

    ``locked`` says that this process has the lock of ``compiling``.
    """
    folder = folder_of(recipe, root)
    if is_cached(recipe, root):
        with suppress(OSError):
            os.utime(folder)  # it is in use
        return _compile(recipe, folder)
    try:
        with nullcontext() if locked else compiling(recipe, root):
            if is_cached(recipe, root):  # another process has done it meanwhile
                return _compile(recipe, folder)
            return _compile_and_cache(recipe, folder)
    except OSError:  # no place for it that can be trusted, or the disk is full
        return _compile(recipe, None)


def is_cached(recipe: CompileRecipe, root: Path | None = None) -> bool:
    """Whether the cache holds the function intact, and nobody else can have put it there."""
    folder = folder_of(recipe, root)
    try:
        return not _why_unsafe(folder) and bool(json.loads((folder / SEAL).read_text()) == _hashes(folder))
    except (OSError, ValueError):
        return False


@contextmanager
def compiling(recipe: CompileRecipe, root: Path | None = None) -> Iterator[int]:
    """The right to compile, which one process has at a time; others wait for it here.

    Yields the descriptor of the lock, which ends with the last process that has it open. Raises OSError, also for a
    folder that cannot be trusted.
    """
    folder = folder_of(recipe, root)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if why := _why_unsafe(folder):
        raise PermissionError(why)
    descriptor = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + LONGEST_COMPILE
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{folder.parent} is locked by another process")
            time.sleep(LOOK)
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Try to lock what is open there, and tell whether nobody else has it locked; not every file system has locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def why_unsafe(recipe: CompileRecipe, root: Path | None = None) -> str:
    """Why the cache is not used: somebody else could put machine code into it. "" if nobody can."""
    return _why_unsafe(folder_of(recipe, root))


def _why_unsafe(folder: Path) -> str:
    return why_untrusted(folder.parent, shared=True) or why_untrusted(folder)


def folder_of(recipe: CompileRecipe, root: Path | None = None) -> Path:
    """The function's folder in ``root`` or else the user's cache folder, existing or not."""
    if root is None:
        root = Path(NUMBA.CACHE_DIR or cache_folder())
    return root / f"{recipe.function.__name__}-{_fingerprint(recipe)}"


def _fingerprint(recipe: CompileRecipe) -> str:
    """A digest of all that the machine code depends on: sources, argument types, libraries, Python and processor.

    Numba compiles again where the file of the function is another one or newer, so that is part of it.
    """
    digest = hashlib.sha256()
    source = Path(recipe.function.__code__.co_filename)
    digest.update(repr((str(source), source.stat().st_mtime_ns)).encode())
    for package, pattern in recipe.sources:
        files = (file for file in resources.files(package).iterdir() if Path(file.name).match(pattern))
        for file in sorted(files, key=lambda file: file.name):
            digest.update(file.name.encode() + file.read_bytes())
    types = [str(numba.typeof(argument)) for argument in recipe.arguments()]
    versions = numba.__version__, llvmlite.__version__, np.__version__, sys.version, platform.platform()
    host = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    processor = NUMBA.CPU_NAME or host[0], NUMBA.CPU_FEATURES or host[1]
    digest.update(repr((types, versions, processor)).encode())
    return digest.hexdigest()[:20]


def _compile_and_cache(recipe: CompileRecipe, folder: Path) -> Callable[..., Any]:
    """The function compiled now, and cached in ``folder``. Raises OSError."""
    _sweep(folder)
    prefix = f"{MAKING}{folder.name}-"
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=prefix, ignore_cleanup_errors=True) as place:
        making = Path(place) / folder.name
        making.mkdir()
        made = _compile(recipe, making)
        (making / SEAL).write_text(json.dumps(_hashes(making)))
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another process was first
            making.rename(folder)
    return made


def _sweep(folder: Path) -> None:
    """Remove what interrupted compilations have left: of this function, and of any other after a day.

    What compilations of this function long ago have left and nobody uses is removed too.
    """
    for each in folder.parent.glob(f"{folder.name.partition('-')[0]}-*"):
        with suppress(OSError):
            found = each.lstat()
            if found.st_uid == os.geteuid() and time.time() - found.st_mtime > UNUSED:
                shutil.rmtree(each, ignore_errors=True)
    for each in folder.parent.glob(f"{MAKING}*"):
        with suppress(OSError):
            found = each.lstat()
            old = time.time() - found.st_mtime > DAY
            if found.st_uid == os.geteuid() and (old or each.name.startswith(f"{MAKING}{folder.name}-")):
                shutil.rmtree(each, ignore_errors=True)


def _compile(recipe: CompileRecipe, folder: Path | None) -> Callable[..., Any]:
    """The function, through numba's cache in ``folder`` if given."""
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy")(recipe.function)
    if folder is not None:
        with _numba_caching_in(folder):
            dispatcher.enable_caching()
    with uncollected():
        dispatcher(*recipe.arguments())
    dispatcher.disable_compile()
    compiled: Callable[..., Any] = dispatcher
    return compiled


@contextmanager
def _numba_caching_in(folder: Path) -> Iterator[None]:
    before = NUMBA.CACHE_DIR
    NUMBA.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        NUMBA.CACHE_DIR = before


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of every file in ``folder`` but the seal, by its relative path."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != SEAL)
    return {os.path.relpath(file, folder): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
