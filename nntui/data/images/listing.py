"""The picture files in a folder: which there are, and the class of each by the folder that it is in."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from nntui.data.files.formats import table_suffixes
from nntui.data.images.formats import image_format
from nntui.data.marks import TRAINING_WORDS, VALIDATION_WORDS
from nntui.errors import DataError
from nntui.safe_text import as_list, number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_FILES = 1_000_000
"""Names in a folder and those within it that are looked at."""
NOT_SHOWN = ("__MACOSX", "@eaDir", "lost+found")
"""Folders that systems make for themselves, besides those whose name begins with a point."""
SESSION_SUFFIX = ".nntui"

_NUMBER = re.compile(r"(\d+)", re.ASCII)


class ListedPicture(NamedTuple):
    """A picture file: its path, and the names of the folders that it is in, from the folder that was listed on."""

    path: Path
    folders: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its path within that folder."""
        return "/".join((*self.folders, text_of(self.path.name)))


@dataclass(slots=True)
class FolderListing:
    """The contents of a folder and of those in it: ``pictures`` in the order of their names, and names of the rest.

    ``others`` are files that are no pictures, ``unread`` folders that cannot be listed with the reason, and ``empty``
    folders directly in it without any picture. Names are within the folder.
    """

    pictures: list[ListedPicture] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)


def text_of(name: str) -> str:
    r"""The name of a file as text, with its bytes that are none as ``\xe9``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def list_folder(folder: Path) -> FolderListing:
    """The contents of ``folder``, hidden ones left out; links are followed, but no folder is entered twice.

    Raises DataError for a folder that cannot be listed, and for more names than are looked at.
    """
    listing, seen, looked_at = FolderListing(), set[tuple[int, int]](), 0
    waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
    while waiting:
        here, folders = waiting.pop()
        within: list[str] = []
        try:
            found = here.stat()
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            with os.scandir(here) as entries:
                for entry in entries:
                    looked_at += 1
                    if looked_at > MOST_FILES:
                        raise DataError(f"there are more than {MOST_FILES:,} files in it; give a smaller folder")
                    if entry.name.startswith(".") or entry.name in NOT_SHOWN:
                        continue
                    if entry.is_dir():
                        within.append(entry.name)
                    elif image_format(entry.name) is not None:
                        listing.pictures.append(ListedPicture(here / entry.name, folders))
                    else:
                        listing.others.append("/".join((*folders, text_of(entry.name))))
        except OSError as error:
            if not folders:
                raise
            listing.unread["/".join(folders)] = (error.strerror or str(error)).lower()
        # In the order of their names, so that of two links to one folder always the same is followed.
        waiting += [(here / each, (*folders, text_of(each))) for each in sorted(within, reverse=True)]
        if len(folders) == 1 and folders[0] not in listing.unread:
            listing.empty.append(folders[0])
    listing.pictures.sort(key=lambda each: tuple(map(_in_order, (*each.folders, each.path.name))))
    filled = {each.folders[0] for each in listing.pictures if each.folders}
    listing.empty = sorted((each for each in listing.empty if each not in filled), key=_in_order)
    listing.others.sort(key=_in_order)
    return listing


def _in_order(name: str) -> tuple[list[int | str], str]:
    """Sorts names as people do, 2 before 10."""
    parts = _NUMBER.split(name.casefold())
    return [int(each[:18]) if place % 2 else each for place, each in enumerate(parts)], name


class ClassFolders(NamedTuple):
    """The classes that the folders of ``pictures`` are: one of ``classes`` for each, and of ``parts`` where there are.

    A part is the name of a folder around those of the classes, "train" or "test"; there are none otherwise.
    """

    pictures: list[ListedPicture]
    classes: list[str]
    parts: list[str]


def by_class(listing: FolderListing, name: str) -> ClassFolders:
    """The pictures with the classes that their folders name: the outermost folder, or the one within train and test.

    Pictures outside of such folders are left out. Raises DataError, which says what a folder called ``name`` lacks,
    where there are not two classes.
    """
    if not listing.pictures:
        raise DataError(_nothing(listing, name))
    depth = class_depth(listing)
    inside = [each for each in listing.pictures if len(each.folders) > depth]
    classes = [each.folders[depth] for each in inside]
    known = sorted(set(classes), key=_in_order)
    if not known:
        pictures = number_of(len(listing.pictures), "picture")
        raise DataError(
            f"there is no class in it, only {pictures}; put those of each class into a folder of its own, "
            "or name files and classes in a table"
        )
    if len(known) == 1:
        raise DataError(
            f"all its pictures are of one class, {one_line(known[0])}; "
            "put pictures of another class into a second folder beside it"
        )
    return ClassFolders(inside, classes, [each.folders[0] for each in inside] if depth else [])


def class_depth(listing: FolderListing) -> int:
    """Which of the folders that a picture is in is its class: the outermost, 0, or 1 within train and test."""
    return int(_are_parts({each.folders[0] for each in listing.pictures if each.folders}))


def _are_parts(names: Iterable[str]) -> bool:
    """Whether folders of these names are the training and the validation rows rather than classes."""
    words = {re.sub(r"[\s_\-]+", "", name).casefold() for name in names}
    trained, validated = words & set(TRAINING_WORDS), words & set(VALIDATION_WORDS)
    return bool(trained and validated) and words == trained | validated


def _nothing(listing: FolderListing, name: str) -> str:
    """Why a folder without pictures is nothing to open, and what in it is."""
    endings = (*table_suffixes(), SESSION_SUFFIX)
    inside = [each for each in listing.others if each.lower().endswith(endings)]
    if inside:
        first = one_line(f"{name}/{inside[0]}", 80)
        return f"this is a folder of {number_of(len(inside), 'table')}, not of pictures; open one of them, as {first}"
    if listing.unread:
        place, why = next(iter(listing.unread.items()))
        return f"there are no pictures in this folder that can be read; {one_line(place)}: {why}"
    others = f", but {number_of(len(listing.others), 'other file')}: {as_list(listing.others)}"
    return f"there are no pictures in this folder{others if listing.others else ''}"
