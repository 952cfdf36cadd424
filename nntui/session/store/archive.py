"""The container of a session file: a zip of uncompressed members, written whole or not at all, read with checks."""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.data.files.atomic import replacing, why_kept
from nntui.data.files.limits import check_memory
from nntui.errors import DataError, SessionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.files.atomic import FileStamp

MAGIC = b"PK\x03\x04"
"""The first bytes of a zip that is not empty."""
LARGEST = 2**33
"""Bytes of the largest file that is read."""

END_OF_ARCHIVE, LONGEST_END = b"PK\x05\x06", 22 + 65_535
"""How the last record of a zip begins, and its most bytes, with a comment."""
LARGEST_DIRECTORY = 1 << 20
"""Bytes of the largest directory that is read: many times that of the most runs and tables."""
BEGINNING = 8
"""Bytes of each member that are looked at before it is read."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member, so that equal sessions are equal files."""
_DAMAGE = (
    zipfile.BadZipFile,
    struct.error,
    NotImplementedError,  # another compression, or a later version of zip
    RuntimeError,  # an encrypted member
    EOFError,
    ValueError,  # includes names that are not UTF-8
    OverflowError,
)


def read_archive(path: Path, looks_right: Callable[[str, int, bytes], bool] = lambda *_: True) -> dict[str, bytes]:
    """The members by name, with their checksums verified.

    Before any is read whole, ``looks_right`` is asked about each: its name, size and first ``BEGINNING`` bytes.

    Only uncompressed members are read: they cannot claim to be larger than the file.
    Raises SessionError for a file that cannot be read, is damaged, or is not a session file.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise SessionError(f"{path}: a pipe or a device, not a session file")
    try:
        if has_many_parts(path):
            raise SessionError(f"{path}: not a session file of nntui: it has too many parts")
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            stored = all(info.compress_type == zipfile.ZIP_STORED for info in infos)
            total = sum(info.file_size for info in infos)
            if not stored or total > min(path.stat().st_size, LARGEST) or len({*archive.namelist()}) != len(infos):
                raise SessionError(f"{path}: not a session file of nntui")
            for info in infos:
                with archive.open(info) as member:
                    if not looks_right(info.filename, info.file_size, member.read(BEGINNING)):
                        raise SessionError(f"{path}: not a session file of nntui, or a damaged one")
            check_memory(total)
            return {info.filename: archive.read(info) for info in infos}
    except (DataError, MemoryError) as error:
        raise SessionError(f"{path}: {str(error) or 'there is not enough memory to read it'}") from None
    except FileNotFoundError:
        raise SessionError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise SessionError(f"{path}: a folder, not a session file") from None
    except _DAMAGE as error:
        raise SessionError(f"{path}: not a session file of nntui, or a damaged one") from error
    except OSError as error:
        raise SessionError(f"{path}: cannot be read: {error.strerror or error}") from error


def has_many_parts(path: Path) -> bool:
    """Whether a zip has more parts than any session, by the size of its directory. Raises OSError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_END))
        end = file.read()
    at = end.rfind(END_OF_ARCHIVE)
    return at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") > LARGEST_DIRECTORY


def begins_like_archive(path: Path) -> bool:
    """Whether the file's first bytes are those of a zip; False for what cannot be read, such as a pipe."""
    try:
        if not path.is_file():  # to open a pipe would wait for its writer
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def write_archive(path: Path, members: Mapping[str, bytes], unless_changed: FileStamp | None = None) -> None:
    """Write ``members`` to a zip at ``path``: at any moment a reader sees either the old file or the new one.

    A link is followed, and a replaced file keeps its permissions. Raises SessionError for a place that cannot be
    written, FileChangedError if the file there is not the one of the stamp ``unless_changed``.
    """
    _check_replaceable(path)
    try:
        with replacing(path, unless_changed) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    except (OSError, ValueError) as error:
        raise SessionError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from error


def check_writable(path: Path) -> None:
    """Raise SessionError now where writing a file at ``path`` would fail after hours of training."""
    _check_replaceable(path)
    try:
        with tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent):
            pass
    except (OSError, ValueError) as error:
        raise SessionError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _check_replaceable(path: Path) -> None:
    if path.is_dir():
        raise SessionError(f"{path}: a folder; give the name of a file")
    if why := why_kept(path):
        raise SessionError(f"{path}: {why}")
