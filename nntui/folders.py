"""The user's own folders for nntui, and what holds where there is no home."""

from __future__ import annotations

import os
import stat
import tempfile
from functools import lru_cache
from pathlib import Path

import platformdirs

OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path:
    """The folder for what can be made again, existing or not."""
    return _folder("cache")


def state_folder() -> Path:
    """The folder for recovered work, existing or not."""
    return _folder("state")


def config_folder() -> Path:
    """The folder of the configuration file, existing or not."""
    return _folder("config")


def working_folder() -> Path:
    """The folder that the program was started in or, where that is gone, the nearest that exists."""
    try:
        return Path.cwd()
    except OSError:
        gone = Path(os.environ.get("PWD") or "/")
        return next((each for each in gone.parents if each.is_dir()), Path("/"))


def temporary_folder() -> Path:
    """A folder of the user's alone that needs no home; the same for every process, unless somebody took its name."""
    return _temporary(temporary_place(), os.geteuid())


def make_private(folder: Path) -> None:
    """Make the folder if need be, and let nobody else look into it. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)


def why_untrusted(folder: Path, *, shared: bool = False) -> str:
    """Why somebody else could put files into ``folder``, or replace it; "" if nobody can, or if it does not exist.

    With ``shared`` it may be one like /tmp, in which everybody has files and nobody can touch those of others.
    """
    try:
        found = folder.stat()
        if found.st_uid not in {0, os.geteuid()}:
            return f"{folder} belongs to another user"
        if found.st_mode & OTHERS_MAY_WRITE and not (shared and found.st_mode & stat.S_ISVTX):
            return f"other users may write in {folder}"
        for above in folder.absolute().parents:
            mode = above.stat().st_mode
            if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
                return f"other users may write in {above}"
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{folder} cannot be looked at: {error.strerror or error}"
    return ""


def _folder(kind: str) -> Path:
    try:
        place: Path = getattr(platformdirs, f"user_{kind}_path")("nntui", appauthor=False)
        if place.is_absolute():
            return place
    except (RuntimeError, KeyError, OSError):  # no HOME, and a user whom the system does not know
        pass
    return temporary_folder() / kind


def temporary_place() -> Path:
    """Where ``temporary_folder`` is made unless somebody took its name; existing or not."""
    return Path(tempfile.gettempdir()) / f"nntui-{os.geteuid()}"


@lru_cache
def _temporary(folder: Path, user: int) -> Path:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_symlink() and folder.stat().st_uid == user and not why_untrusted(folder):
            return folder
        return Path(tempfile.mkdtemp(prefix="nntui-"))
    except OSError:
        return folder
