"""What the open and save dialogues ask of the file system. Slow where disks are slow: called from worker threads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from nntui.data.files.atomic import same_file
from nntui.data.files.formats import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SESSION_SUFFIX = ".nntui"
TABLE_SUFFIXES = frozenset(SUFFIXES) - {".txt"}
"""Of files that are offered as tables: most texts are none."""
MOST_ENTRIES = 500
"""Entries of a folder that are listed; the rest is counted, and found by typing more of its name."""
LONGEST_SHOWN = 48
"""Characters of a path in a message; the field has all of it."""

SourceKind = Literal["built-in", "computed", "session", "table", "file", "folder"]
_ORDER: tuple[SourceKind, ...] = ("built-in", "computed", "session", "table", "file", "folder")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Something to open: ``text`` completes what was typed, ``source`` is what it opens, ``note`` says what it is."""

    name: str
    kind: SourceKind
    text: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What goes with a typed path: at most ``MOST_ENTRIES`` and how many ``more``, or the ``fault`` that prevents it.

    ``typed`` is the part of the path that the entries were matched with.
    """

    folder: Path
    typed: str
    entries: tuple[SourceEntry, ...] = ()
    more: int = 0
    fault: str = ""


def expanded(text: str, base: Path) -> Path:
    """The path that ``text`` names for someone who stands in ``base``; ``~`` is their home."""
    try:
        return base / Path(text).expanduser()
    except RuntimeError:  # nobody has that name
        return base / text


def tilde(path: Path) -> str:
    """The path as people write it, with ``~`` for their home."""
    home = expanded("~", path)
    return str("~" / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def brief(path: Path) -> str:
    """The path for a message: of a long one only the end, which tells it from others."""
    text = tilde(path)
    return text if len(text) <= LONGEST_SHOWN else f"...{text[3 - LONGEST_SHOWN :]}"


def matching(
    text: str, base: Path, builtins: Sequence[tuple[str, str]] = (), computed: Sequence[tuple[str, str]] = ()
) -> Listing:
    """Built-ins and computed tables (name, title), tables, sessions and folders that ``text`` may be part of.

    A name that is ``text`` comes first, then those that begin with it, then those that contain it; capitals do not
    matter.
    """
    before, slash, typed = text.rpartition("/")
    place = before + slash
    folder = Path(os.path.normpath(expanded(place, base)))
    known: tuple[tuple[SourceKind, Sequence[tuple[str, str]]], ...] = (("built-in", builtins), ("computed", computed))
    entries = [
        SourceEntry(name, kind, name, name, f"{kind}: {title}")
        for kind, tables in known
        for name, title in tables
        if not slash and _goes_with(name, typed)
    ]
    fault = ""
    try:
        with os.scandir(folder) as items:
            entries += [
                entry for item in items if _goes_with(item.name, typed) and (entry := _entry(item, place, typed))
            ]
    except OSError as error:
        fault = f"cannot read {brief(folder)}: {(error.strerror or str(error)).lower()}"
    if typed in {"", ".."} and not fault and folder != folder.parent:
        entries.append(SourceEntry("..", "folder", f"{place}../", str(folder.parent), "the folder above"))
    if text == "~":
        entries.append(SourceEntry("~", "folder", "~/", str(expanded("~", base)), "your home folder"))
    entries.sort(key=lambda entry: _rank(entry, typed))
    return Listing(folder, typed, tuple(entries[:MOST_ENTRIES]), max(0, len(entries) - MOST_ENTRIES), fault)


def _goes_with(name: str, typed: str) -> bool:
    return typed.casefold() in name.casefold() and (typed.startswith(".") or not name.startswith("."))


def _entry(item: os.DirEntry[str], place: str, typed: str) -> SourceEntry | None:
    """What a name in a folder is to someone who wants to open something; None for what cannot be opened."""
    text, suffix = place + item.name, item.name[item.name.rfind(".") :].lower()
    if item.is_dir():
        return SourceEntry(item.name, "folder", f"{text}/", item.path, "folder")
    kind: SourceKind = "session" if suffix == SESSION_SUFFIX else "table" if suffix in TABLE_SUFFIXES else "file"
    # A file of another kind is no suggestion, but whoever types its whole name means it.
    return SourceEntry(item.name, kind, text, item.path, kind) if kind != "file" or item.name == typed else None


def _rank(entry: SourceEntry, typed: str) -> tuple[bool, bool, int, str]:
    name, wanted = entry.name.casefold(), typed.casefold()
    alphabetical = "" if entry.kind in {"built-in", "computed"} else name  # these have an order of their own
    return entry.name != typed, not name.startswith(wanted), _ORDER.index(entry.kind), alphabetical


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a file would be written: ``fault`` says why not, ``replaces`` that another file stands there."""

    path: Path
    fault: str = ""
    replaces: bool = False


def place_to_save(text: str, base: Path, own: Path | None) -> FilePlace:
    """The file that ``text`` names: of a table where its suffix says so, else of the session, its suffix added.

    ``own``, the session's present file, may be replaced.
    """
    name = text.rpartition("/")[2]
    suffix = "" if name.endswith(SESSION_SUFFIX) or is_table(Path(name)) else SESSION_SUFFIX

    def judged(path: Path) -> FilePlace:
        replaces = path.exists() and not (own is not None and same_file(path, own))
        return FilePlace(path, replaces=replaces)

    return _placed(text, suffix, base, judged)


def is_table(path: Path) -> bool:
    """Whether a file of that name is written as a table."""
    return path.suffix.lower() in SUFFIXES


def place_for_table(text: str, base: Path, source: Path) -> FilePlace:
    """The table's file that ``text`` names; it must not replace ``source``."""

    def judged(path: Path) -> FilePlace:
        if not is_table(path):
            return FilePlace(path, f"a table's file ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")
        if same_file(path, source):
            return FilePlace(path, "the table itself would be overwritten; give another name")
        return FilePlace(path, replaces=path.exists())

    return _placed(text, "", base, judged)


def _placed(text: str, suffix: str, base: Path, judged: Callable[[Path], FilePlace]) -> FilePlace:
    """The file that ``text`` with ``suffix`` behind it names: as it is ``judged``, where one can be written at all."""
    name = text.rpartition("/")[2]
    if not name.strip() or name in {".", "..", "~"}:
        return FilePlace(base, "give the file a name")
    path = Path(os.path.normpath(expanded(text + suffix, base)))
    try:
        fault = _why_not(path)
        return FilePlace(path, fault) if fault else judged(path)
    except OSError as error:
        return FilePlace(path, (error.strerror or str(error)).lower())


def _why_not(path: Path) -> str:
    """Why no file can be written there; nothing where one can."""
    folder = path.parent
    if not folder.exists():
        return f"there is no folder {brief(folder)}"
    if not folder.is_dir():
        return f"{brief(folder)} is a file, not a folder"
    if path.is_dir():
        return f"{brief(path)} is a folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"cannot write in {brief(folder)}"
