"""Compiled functions on disk: compiled once for a machine, then loaded in a fraction of a second.

Compiling takes seconds, so what it gives is kept in the user's cache folder, or under NUMBA_CACHE_DIR where that is
set, but never beside the package, which may be read-only. Numba unpickles what it finds and runs it, so each folder is
named after all that the machine code depends on, sealed with the hashes of its files, and believed only while they
hold. A folder is made elsewhere and then renamed: a reader finds all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import llvmlite
import numba
import numpy as np
import platformdirs
from llvmlite import binding

from nntui.training.loading import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEAL = "seal.json"
NUMBA: Any = numba.config
if NUMBA.DISABLE_JIT:
    raise ImportError("numba is switched off (NUMBA_DISABLE_JIT is set)")


class CompileRecipe(NamedTuple):
    """What is compiled, and for what."""

    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]
    """Gives arguments of the only types that it will be called with; a call with them must do no harm."""
    sources: tuple[tuple[str, str], ...]
    """The packages and file patterns of what is compiled."""


def loaded(recipe: CompileRecipe, root: Path | None = None) -> Callable[..., Any]:
    """The recipe's function, compiled: from the cache if it is there whole, else compiled now and kept if it can be."""
    folder = folder_of(recipe, root)
    if is_kept(recipe, root):
        return _compiled(recipe, folder)
    try:
        return _made(recipe, folder)
    except OSError:  # nowhere to keep it, or the disk is full
        return _compiled(recipe, None)


def is_kept(recipe: CompileRecipe, root: Path | None = None) -> bool:
    """Whether the cache holds the function as it was put there."""
    folder = folder_of(recipe, root)
    try:
        return bool(json.loads((folder / SEAL).read_text()) == _hashes(folder))
    except (OSError, ValueError):
        return False


def folder_of(recipe: CompileRecipe, root: Path | None = None) -> Path:
    """Where the function is kept, below ``root`` or else the user's cache folder, whether it is there yet or not."""
    if root is None:
        root = Path(NUMBA.CACHE_DIR or platformdirs.user_cache_path("nntui", appauthor=False))
    return root / f"{recipe.function.__name__}-{_fingerprint(recipe)}"


def _fingerprint(recipe: CompileRecipe) -> str:
    """Short for everything the machine code depends on: sources, argument types, libraries, Python and processor."""
    digest = hashlib.sha256()
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


def _made(recipe: CompileRecipe, folder: Path) -> Callable[..., Any]:
    """The function newly compiled, and kept in ``folder``. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-", ignore_cleanup_errors=True) as place:
        making = Path(place) / folder.name
        making.mkdir()
        made = _compiled(recipe, making)
        (making / SEAL).write_text(json.dumps(_hashes(making)))
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another process was faster
            making.rename(folder)
    return made


def _compiled(recipe: CompileRecipe, folder: Path | None) -> Callable[..., Any]:
    """The function, by way of numba's cache in ``folder`` if there is one."""
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
    """The hash of every file below ``folder`` but the seal, by its path from there."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != SEAL)
    return {os.path.relpath(file, folder): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
