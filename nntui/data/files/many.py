"""Several files that are one table: a folder of them, or a pattern that their names match."""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nntui.data.files.formats import PACKED, name_of, table_suffixes, usual_suffixes
from nntui.data.images.formats import image_format
from nntui.errors import DataError
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 100_000
"""Files of one table, at most."""
SIGNS = "*?["
"""Characters that make a pattern of a name."""
ENDS = 64 << 10
"""Bytes at either end of a file that its mark is made of."""


class PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file as it was when its rows were read: its ``name``, its bytes, and a checksum of its first and last ones."""

    name: str
    size: int
    mark: int

    @classmethod
    def of(cls, path: Path) -> PartFile:
        """The file at ``path`` as it is now. Raises DataError where it cannot be read."""
        try:
            with path.open("rb") as file:
                size = path.stat().st_size
                mark = zlib.crc32(file.read(ENDS))
                file.seek(max(0, size - ENDS))
                return cls(path.name, size, zlib.crc32(file.read(ENDS), mark))
        except OSError as error:
            raise DataError(f"{name_of(path)}: cannot be read: {error.strerror or error}") from error


def table_files(source: str) -> list[Path]:
    """The files of the table that ``source`` names: those of a folder, or that match a pattern, or itself.

    In the order of their names. Files in folders such as ``year=2024`` in the folder are among them, hidden ones are
    not; of those that match a pattern others than tables are left out where there are tables. Raises DataError where
    there is none.
    """
    path = Path(source)
    if path.is_dir():
        found = list(_tables_in(path))
        if not found:
            raise DataError(f"{one_line(source)}: no table is in this folder; its name would end in {usual_suffixes()}")
    elif is_pattern(source):
        matching = [each for each in Path(path.anchor).glob(str(path.relative_to(path.anchor))) if each.is_file()]
        found = [each for each in matching if _is_table(each)] or matching
        if not found:
            raise DataError(f"{one_line(source)}: no file matches this pattern")
    else:
        return [path]
    if len(found) > MOST_FILES:
        raise DataError(f"{one_line(source)}: {len(found):,} files are more than {MOST_FILES:,}, the most in a table")
    return sorted(found)


def is_pattern(source: str) -> bool:
    """Whether ``source`` is a pattern for the names of files, and not the name of one."""
    return any(sign in source for sign in SIGNS) and not Path(source).exists()


def names_many(source: str) -> bool:
    """Whether ``source`` names several files: a pattern, or a folder with tables and without pictures."""
    path = Path(source)
    if source and path.is_dir():
        return any(True for _ in _tables_in(path)) and not _has_pictures(path)
    return is_pattern(source)


def _has_pictures(folder: Path) -> bool:
    """Whether there are pictures in a folder, or in the folders in it."""
    with suppress(OSError):
        for each in folder.iterdir():
            if image_format(each) is not None or (each.is_dir() and any(map(image_format, each.iterdir()))):
                return True
    return False


def _tables_in(folder: Path) -> Iterator[Path]:
    """The tables in a folder, and in the folders in it that are named after a value."""
    try:
        for each in folder.iterdir():
            if each.is_file() and _is_table(each):
                yield each
            elif "=" in each.name and each.is_dir():
                yield from _tables_in(each)
    except OSError as error:
        raise DataError(f"{one_line(str(folder))}: cannot be read: {error.strerror or error}") from error


def _is_table(path: Path) -> bool:
    """Whether a file of this name is a table that is not hidden."""
    name = path.with_suffix("") if path.suffix.lower() == PACKED else path
    return name.suffix.lower() in table_suffixes() and not path.name.startswith((".", "_"))
