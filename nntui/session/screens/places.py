"""The apps of this user that run on this machine, and the work that one without a terminal has kept at its end."""

from __future__ import annotations

import json
import os
import re
import socket
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nntui.folders import make_private, state_folder, temporary_folder, why_untrusted
from nntui.session.screens.wire import Lines, ScreenRequest, ScreenState, connect, read, send

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_FOLDER = 70
"""Bytes of a folder in which the name of a socket still fits: the system takes about a hundred."""
PATIENCE = 2.0
"""Seconds that an app is given to answer."""
NAME = re.compile(r"(\d{1,10})@(.+)")
KEPT = "kept.json"
"""The file that names the work of the last app that ended without a terminal."""
LARGEST = 65_536


class OpenApp(NamedTuple):
    """An app that runs, and the ``path`` of its socket."""

    path: Path
    about: ScreenState


def screens_folder() -> Path:
    """The folder of the sockets, existing or not."""
    folder = state_folder() / "screens"
    name = os.fsencode(folder)
    return folder if len(name) <= LONGEST_FOLDER else temporary_folder() / f"screens-{zlib.crc32(name):08x}"


def own_socket() -> Path:
    """The place for the socket of this process, in a folder that only this user can enter. Raises OSError."""
    folder = screens_folder()
    make_private(folder)
    if why := why_untrusted(folder):
        raise PermissionError(why)
    path = folder / f"{os.getpid()}@{_host()}"
    path.unlink(missing_ok=True)  # of an earlier process of this number
    return path


def open_apps() -> list[OpenApp]:
    """The apps that answer, those without a terminal first, then by age. Sockets that nobody listens at are removed."""
    folder = screens_folder()
    if why_untrusted(folder):
        return []
    found = [OpenApp(path, about) for path in _sockets(folder) if (about := _asked(path)) is not None]
    return sorted(found, key=lambda each: (bool(each.about.shown), each.about.since))


def note_kept(path: Path | None) -> None:
    """Note where an app that ended without a terminal has kept its work; None: nowhere any more. Raises OSError."""
    note = screens_folder() / KEPT
    if path is None:
        note.unlink(missing_ok=True)
    else:
        note.write_text(json.dumps({"path": os.fsencode(path).hex(), "at": time.time()}), encoding="utf-8")


def kept() -> Path | None:
    """The work that the last app without a terminal has kept at its end, unless it is gone."""
    folder = screens_folder()
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        if not why_untrusted(folder) and (folder / KEPT).stat().st_size <= LARGEST:
            path = Path(os.fsdecode(bytes.fromhex(json.loads((folder / KEPT).read_text(encoding="utf-8"))["path"])))
            return path if path.is_file() else None
    return None


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())[:24]


def _sockets(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            matched = NAME.fullmatch(path.name)
            if matched is not None and matched[2] == _host() and path.is_socket():
                yield path


def _asked(path: Path) -> ScreenState | None:
    try:
        connection = connect(str(path), PATIENCE)
    except ConnectionRefusedError:
        with suppress(OSError):
            path.unlink()
        return None
    except OSError:
        return None
    with connection:
        lines = Lines(connection)
        if not send(connection, ScreenRequest("about")):
            return None
        while (come := lines.receive()) is not None:
            if come:
                return read(come[0], ScreenState)
    return None
