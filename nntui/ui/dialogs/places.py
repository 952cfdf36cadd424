"""Places on the disk as a user names them: what is there to open, and where a file may be written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from nntui.data.files.atomic import same_file, why_kept
from nntui.data.files.formats import table_suffixes, unknown_suffix
from nntui.data.images.formats import image_format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SESSION_SUFFIX = ".nntui"
MOST_ENTRIES = 500
"""Entries of a folder that are listed; the others are counted, and found by typing more of the name."""
LONGEST_SHOWN = 48
"""Characters of a path in a message; the field has all of it."""

SourceKind = Literal["pictures", "built-in", "computed", "example", "session", "table", "file", "folder", "picture"]
_ORDER: tuple[SourceKind, ...] = (
    *("pictures", "session", "table", "file", "built-in", "example", "computed", "folder", "picture"),
)
MOST_LOOKED_AT = 40
"""Names of a folder among which a picture is looked for, and folders of another that are looked into."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Something to open: ``text`` completes what was typed, ``source`` is what opens, ``note`` describes it."""

    name: str
    kind: SourceKind
    text: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries of ``folder`` that match a typed path, how many ``more`` there are, or a ``fault`` instead.

    ``typed`` is the part of the path that the entries were matched with.
    """

    folder: Path
    typed: str
    entries: tuple[SourceEntry, ...] = ()
    more: int = 0
    fault: str = ""


def expanded(text: str, base: Path) -> Path:
    """The path that ``text`` names, seen from ``base``; ``~`` is the home folder."""
    try:
        return base / Path(text).expanduser()
    except RuntimeError:  # nobody has that name
        return base / text


def tilde(path: Path) -> str:
    """The path with ``~`` for the home folder."""
    home = expanded("~", path)
    return str("~" / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def brief(path: Path) -> str:
    """The path for a message: of a long one only the end, which distinguishes it from others."""
    text = tilde(path)
    return text if len(text) <= LONGEST_SHOWN else f"...{text[3 - LONGEST_SHOWN :]}"


class KnownSources(NamedTuple):
    """What can be opened by its name alone, each with its title."""

    builtins: Sequence[tuple[str, str]] = ()
    computed: Sequence[tuple[str, str]] = ()
    examples: Sequence[tuple[str, str]] = ()


def known_sources() -> KnownSources:
    """Built-in and computed tables, and examples."""
    from nntui.data.sources.builtin import titles
    from nntui.data.sources.computed import GENERATORS
    from nntui.session.examples.record import EXAMPLES

    computed = [(each.name, each.title) for each in GENERATORS.values()]
    return KnownSources(titles(), computed, [(each.name, each.title) for each in EXAMPLES.values()])


def matching(
    text: str,
    base: Path,
    builtins: Sequence[tuple[str, str]] = (),
    computed: Sequence[tuple[str, str]] = (),
    examples: Sequence[tuple[str, str]] = (),
) -> Listing:
    """Built-in and computed tables, examples (name, title), table and session files, and folders that match ``text``.

    A name equal to ``text`` comes first, then names that begin with it, then names that contain it, in any case.
    """
    before, slash, typed = text.rpartition("/")
    place = before + slash
    folder = Path(os.path.normpath(expanded(place, base)))
    known: dict[SourceKind, Sequence[tuple[str, str]]] = {
        "built-in": builtins,
        "example": examples,
        "computed": computed,
    }
    entries = [
        SourceEntry(name, kind, name, name, f"{kind}: {title}")
        for kind, tables in known.items()
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
    if not typed and text and not fault and is_of_pictures(folder):
        note = "the pictures in it, a folder for each class"
        entries.append(SourceEntry(f"open {folder.name}", "pictures", place, str(folder), note))
    if typed in {"", ".."} and not fault and folder != folder.parent:
        entries.append(SourceEntry("..", "folder", f"{place}../", str(folder.parent), "the folder above"))
    if text == "~":
        entries.append(SourceEntry("~", "folder", "~/", str(expanded("~", base)), "your home folder"))
    entries.sort(key=lambda entry: _rank(entry, typed))
    return Listing(folder, typed, tuple(entries[:MOST_ENTRIES]), max(0, len(entries) - MOST_ENTRIES), fault)


def is_of_pictures(folder: Path) -> bool:
    """Whether a folder within ``folder`` begins with picture files. Looks at a few names only."""
    try:
        with os.scandir(folder) as entries:
            inner = [each.path for each in islice(entries, MOST_LOOKED_AT) if each.is_dir()]
        for path in inner:
            with os.scandir(path) as entries:
                if any(image_format(each.name) is not None for each in islice(entries, MOST_LOOKED_AT)):
                    return True
    except OSError:  # opening it says why
        return False
    return False


def _goes_with(name: str, typed: str) -> bool:
    return typed.casefold() in name.casefold() and (typed.startswith(".") or not name.startswith("."))


def _entry(item: os.DirEntry[str], place: str, typed: str) -> SourceEntry | None:
    """A name in a folder as an entry; None for what is not offered."""
    text, suffix = place + item.name, item.name[item.name.rfind(".") :].lower()
    if item.is_dir():
        return SourceEntry(item.name, "folder", f"{text}/", item.path, "folder")
    is_table_file = suffix in table_suffixes(doubtful=False)
    kind: SourceKind = "session" if suffix == SESSION_SUFFIX else "table" if is_table_file else "file"
    kind = "picture" if kind == "file" and image_format(item.name) is not None else kind
    # Another file is not suggested, but can be opened by typing its whole name.
    return SourceEntry(item.name, kind, text, item.path, kind) if kind != "file" or item.name == typed else None


def _rank(entry: SourceEntry, typed: str) -> tuple[bool, bool, int, str]:
    name, wanted = entry.name.casefold(), typed.casefold()
    alphabetical = "" if entry.kind in {"built-in", "example", "computed"} else name  # these come in their own order
    return entry.name != typed, not name.startswith(wanted), _ORDER.index(entry.kind), alphabetical


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a file would be written; ``fault`` says why it cannot, ``replaces`` that it would replace another file."""

    path: Path
    fault: str = ""
    replaces: bool = False


def place_to_save(text: str, base: Path, own: Path | None) -> FilePlace:
    """The table's or session's file that ``text`` names, by its suffix; without a known one .nntui is added.

    ``own``, the session's present file, may be replaced.
    """
    name = text.rpartition("/")[2]
    suffix = "" if name.endswith(SESSION_SUFFIX) or is_table(Path(name)) else SESSION_SUFFIX

    def judge(path: Path) -> FilePlace:
        replaces = path.exists() and not (own is not None and same_file(path, own))
        return FilePlace(path, replaces=replaces)

    return _place(text, suffix, base, judge)


def is_table(path: Path) -> bool:
    """True if a file of that name is written as a table."""
    return path.suffix.lower() in table_suffixes()


def place_for_table(text: str, base: Path, source: Path) -> FilePlace:
    """The table's file that ``text`` names; it must not replace ``source``."""

    def judge(path: Path) -> FilePlace:
        if not is_table(path):
            return FilePlace(path, unknown_suffix())
        if same_file(path, source):
            return FilePlace(path, "the table itself would be overwritten; give another name")
        return FilePlace(path, replaces=path.exists())

    return _place(text, "", base, judge)


def place_for_code(text: str, base: Path) -> FilePlace:
    """The file of Python code that ``text`` names; .py is added to a name without a suffix."""
    suffix = "" if Path(text.rpartition("/")[2]).suffix else ".py"

    def judge(path: Path) -> FilePlace:
        if path.suffix != ".py":
            return FilePlace(path, "the name of a file of Python code ends in .py")
        return FilePlace(path, replaces=path.exists())

    return _place(text, suffix, base, judge)


def place_for_export(text: str, base: Path, suffixes: tuple[str, ...], source: Path | None) -> FilePlace:
    """The file that ``text`` names for an export, never ``source``, the session's own; the first suffix is added to a
    name without one of them."""
    own = Path(text.rpartition("/")[2]).suffix

    def judge(path: Path) -> FilePlace:
        if source is not None and same_file(path, source):
            return FilePlace(path, "this is the session itself")
        if reason := why_kept(path):
            return FilePlace(path, reason)
        return FilePlace(path, replaces=path.exists())

    return _place(text, "" if own in suffixes else suffixes[0], base, judge)


def _place(text: str, suffix: str, base: Path, judge: Callable[[Path], FilePlace]) -> FilePlace:
    """The file that ``text`` with ``suffix`` names: ``judge``d, if a file can be written there at all."""
    name = text.rpartition("/")[2]
    if not name.strip() or name in {".", "..", "~"}:
        return FilePlace(base, "give the file a name")
    path = Path(os.path.normpath(expanded(text + suffix, base)))
    try:
        fault = _why_not(path)
        return FilePlace(path, fault) if fault else judge(path)
    except OSError as error:
        return FilePlace(path, (error.strerror or str(error)).lower())


def _why_not(path: Path) -> str:
    """Why no file can be written there; "" if one can."""
    folder = path.parent
    if not folder.exists():
        return f"there is no folder {brief(folder)}"
    if not folder.is_dir():
        return f"{brief(folder)} is a file, not a folder"
    if path.is_dir():
        return f"{brief(path)} is a folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"cannot write in {brief(folder)}"
