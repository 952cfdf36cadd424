"""The session file: one zip of settings, cells, weights and curves. No pickle, and no torch needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nntui.errors import NntuiError, SessionError
from nntui.session.follow import refit
from nntui.session.journal.log import begins_like_log
from nntui.session.journal.reading import read_session
from nntui.session.store.archive import begins_like_archive, read_archive, write_archive
from nntui.session.store.document import LARGEST_SETTINGS, SETTINGS, document_of, session_of
from nntui.session.store.parts import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.files.atomic import FileStamp
    from nntui.session.session import Session

SUFFIX = ".nntui"
"""How a session file's name ends."""


def save(session: Session, path: Path, unless_changed: FileStamp | None = None) -> None:
    """Write ``session`` to ``path``, whole or not at all; equal sessions make equal files.

    Raises SessionError for a place that cannot be written, FileChangedError if the file there is not the one of the
    stamp ``unless_changed``.
    """
    document, parts = document_of(session)
    members = {SETTINGS: msgspec.json.format(msgspec.json.encode(document), indent=2)}
    members |= {name: encoded(part) for name, part in parts.items()}
    write_archive(path, members, unless_changed)


def load(path: Path) -> Session:
    """The session in ``path``, a session file or a journal.

    Raises SessionError, one line that begins with the path, for anything else.
    """
    if begins_like_log(path):
        return read_session(path)[0]
    members = read_archive(path, _looks_right)
    try:
        session = session_of(members, path)
    except NntuiError as error:
        raise SessionError(f"{path}: {error}") from error
    return refit(session, session.table)  # one saved in the middle of an edit may not have its table's network yet


def _looks_right(name: str, size: int, beginning: bytes) -> bool:
    """Whether a member may be what its name says, as far as its first bytes and its size tell."""
    if name == SETTINGS:
        return size <= LARGEST_SETTINGS
    if name.endswith(".parquet"):
        return beginning.startswith(b"PAR1")
    if name.endswith(".safetensors"):
        return 0 < int.from_bytes(beginning, "little") < size
    return size <= LARGEST_SETTINGS


def is_session(path: Path) -> bool:
    """Whether ``path`` is to be read as a session: by its suffix, or by its first bytes."""
    return path.suffix == SUFFIX or begins_like_archive(path) or begins_like_log(path)
