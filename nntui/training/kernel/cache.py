"""Compiled functions on disk: compiled once for a machine, then loaded in a fraction of a second.

Compiling takes seconds, so its result is kept in the user's cache folder, or in NUMBA_CACHE_DIR if that is set, but
never beside the package, which may be read-only. Numba unpickles and runs what it finds, so each folder is named after
all that the machine code depends on, sealed with the hashes of its files, and used only while these match. A folder is
made elsewhere and then renamed: a reader finds all of it or nothing.
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
    """A function to compile, and for which types."""

    function: Callable[..., Any]
    arguments: Callable[[], tuple[Any, ...]]
    """Makes arguments of the only types that it is called with; a call with them must be harmless."""
    sources: tuple[tuple[str, str], ...]
    """Packages and file patterns of the sources."""


def load_or_compile(recipe: CompileRecipe, root: Path | None = None) -> Callable[..., Any]:
    """The recipe's function: from the cache if it is there intact, else compiled now and cached if possible."""
    folder = folder_of(recipe, root)
    if is_cached(recipe, root):
        return _compile(recipe, folder)
    try:
        return _compile_and_cache(recipe, folder)
    except OSError:  # no place for it, or the disk is full
        return _compile(recipe, None)


def is_cached(recipe: CompileRecipe, root: Path | None = None) -> bool:
    """Whether the cache holds the function intact."""
    folder = folder_of(recipe, root)
    try:
        return bool(json.loads((folder / SEAL).read_text()) == _hashes(folder))
    except (OSError, ValueError):
        return False


def folder_of(recipe: CompileRecipe, root: Path | None = None) -> Path:
    """The function's folder in ``root`` or else the user's cache folder, existing or not."""
    if root is None:
        root = Path(NUMBA.CACHE_DIR or platformdirs.user_cache_path("nntui", appauthor=False))
    return root / f"{recipe.function.__name__}-{_fingerprint(recipe)}"


def _fingerprint(recipe: CompileRecipe) -> str:
    """A digest of all that the machine code depends on: sources, argument types, libraries, Python and processor."""
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


def _compile_and_cache(recipe: CompileRecipe, folder: Path) -> Callable[..., Any]:
    """The function compiled now, and cached in ``folder``. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-", ignore_cleanup_errors=True) as place:
        making = Path(place) / folder.name
        making.mkdir()
        made = _compile(recipe, making)
        (making / SEAL).write_text(json.dumps(_hashes(making)))
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another process was first
            making.rename(folder)
    return made


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
