"""Reads a lesson from its file; a fault in it is told with its line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from nntui.data.files.source import HEAD
from nntui.data.files.toml import crowded_line, lines_of
from nntui.errors import DataError
from nntui.safe_text import as_list, file_stem, one_line, quoted, visible
from nntui.session.lessons.lesson import LARGEST, Lesson
from nntui.session.lessons.read_settings import options_of
from nntui.session.lessons.read_step import StepReader

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

MOST_STEPS = 200
LONGEST_TITLE, LONGEST_SENTENCE = 60, 200
LONGEST_MINUTES = 600
LONGEST_STEM = 60
"""Characters of a lesson's file name that the file of its progress has."""
LONGEST_ROW = 2_000
"""Characters of a line of a lesson's own table."""
TOP = ("title", "about", "minutes", "source", "table", "settings", "step")
"""The keys that a lesson may have at its top."""


def read_lesson(
    file: Path, commands: Collection[str] | None = None, panes: Collection[str] | None = None, *, built_in: bool = False
) -> Lesson:
    """The lesson in ``file``, which may name these ``commands`` and ``panes``; None: any.

    The source of a lesson that is not ``built_in`` may be a file in the lesson's own folder, and nowhere else. Raises
    DataError, one line with the file and the line of the fault.
    """
    name = one_line(file.name)
    content = _content(file, name)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(f"{name}, line {line}: this is not UTF-8 text; save the lesson as UTF-8") from None
    found = _parsed(text, name)
    reader = LessonReader(name, lines_of(text))
    digest = hashlib.sha256((b"" if built_in else bytes(file.absolute())) + content).hexdigest()
    return reader.lesson(
        found, file, f"{file_stem(file.stem)[:LONGEST_STEM]}-{digest[:12]}", commands, panes, built_in=built_in
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    """The tables and keys of a TOML text. Raises DataError."""
    if (line := crowded_line(text)) is not None:
        raise DataError(f"{name}, line {line}: a key with too many parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(_fault_of_toml(name, text, str(error))) from None
    except RecursionError:
        raise DataError(f"{name}: brackets are nested too deeply") from None
    except ValueError:  # Python converts no number of so many digits
        digits = re.search(r"\d{1000}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 1
        raise DataError(f"{name}, line {line}: a number with too many digits") from None


def _content(file: Path, name: str) -> bytes:
    try:
        if file.is_dir():
            raise DataError(f"{name}: this is a folder, not a lesson")
        if file.exists() and not file.is_file():
            raise DataError(f"{name}: this is no ordinary file")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise DataError(f"{name}: no such file") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise DataError(f"{name}: cannot be read: {one_line(reason)}") from None
    if len(content) > LARGEST:
        raise DataError(f"{name}: more than {LARGEST:,} bytes, which no lesson has")
    if b"\0" in content[:HEAD]:
        raise DataError(f"{name}: this is no text, so no lesson; a lesson is a TOML file")
    return content


def _fault_of_toml(name: str, text: str, message: str) -> str:
    """The line and the reason of ``(at line 3, column 5)`` in a message of the TOML parser."""
    reason, found, place = message.rpartition(" (at ")
    if not found:
        return f"{name}: {one_line(message, 200)}"
    if place.startswith("end"):
        return f"{name}, line {text.count(chr(10)) + 1}: {one_line(reason, 200)} at the end of the file"
    numbers = place.removeprefix("line ").removesuffix(")").split(", column ")
    return f"{name}, line {numbers[0]}: {one_line(reason, 200)} (character {numbers[-1]})"


class LessonReader:
    """Checks what the parser found in the file ``name``, whose keys are in these ``lines``."""

    def __init__(self, name: str, lines: Mapping[tuple[str | int, ...], int]) -> None:
        self._name, self._lines = name, lines

    def lesson(
        self,
        found: Mapping[str, Any],
        file: Path,
        key: str,
        commands: Collection[str] | None,
        panes: Collection[str] | None,
        *,
        built_in: bool,
    ) -> Lesson:
        """The lesson. Raises DataError."""
        self.check_keys(found, TOP, ())
        title = self.text(found, ("title",), LONGEST_TITLE, needed=True)
        minutes = found.get("minutes", 10)
        if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= LONGEST_MINUTES:
            self.refuse(("minutes",), f"give whole minutes, 1 to {LONGEST_MINUTES}")
        steps = found.get("step", [])
        if not isinstance(steps, list) or not all(isinstance(each, dict) for each in steps):
            self.refuse(("step",), "a step is headed by [[step]], in double brackets")
        if not 1 <= len(steps) <= MOST_STEPS:
            self.refuse((), f"a lesson has 1 to {MOST_STEPS} steps, each headed by [[step]]; this one has {len(steps)}")
        source, table = self._source(found, file)
        reader = StepReader(self.refuse, self.check_keys, commands, panes)
        return Lesson(
            name=file.stem,
            key=key,
            file=file,
            word=file.stem if built_in else str(file),
            title=title,
            about=self.text(found, ("about",), LONGEST_SENTENCE),
            minutes=minutes,
            source=source,
            table=table,
            options=options_of(self._settings(found), ("settings",), self.refuse),
            steps=tuple(
                reader.step(each, ("step", number), self.line(("step", number))) for number, each in enumerate(steps)
            ),
        )

    def _settings(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        settings = found.get("settings", {})
        if not isinstance(settings, dict):
            self.refuse(("settings",), "settings are lines below [settings], as lr = 0.5")
        return settings

    def _source(self, found: Mapping[str, Any], file: Path) -> tuple[str | None, str]:
        """The word or path of the source, or None and the lesson's own table."""
        if ("source" in found) == ("table" in found):
            both = "source" in found
            self.refuse(
                ("table",) if both else (),
                "a lesson has either a source or a table, not both"
                if both
                else 'source is missing: a built-in table, as source = "xor", a file beside the lesson, or a table',
            )
        if "table" in found:
            if not isinstance(found["table"], str) or not found["table"].strip():
                self.refuse(("table",), "the table is a text: a line of names, then a line for each row")
            if (longest := max(map(len, found["table"].splitlines()))) > LONGEST_ROW:
                self.refuse(("table",), f"a line of the table has {longest:,} characters; at most {LONGEST_ROW:,}")
            return None, found["table"].strip("\n") + "\n"
        source = found["source"]
        if not isinstance(source, str) or not source.strip():
            self.refuse(("source",), "the source is a text, as in source = 'xor'")
        return self._checked_source(source, file), ""

    def _checked_source(self, source: str, file: Path) -> str:
        """A built-in word, or the path of a file in the lesson's own folder."""
        from nntui.data.sources import computed
        from nntui.session.open import is_built_in

        if source != "-" and is_built_in(source):
            try:
                computed.parse(source)
            except DataError as error:
                self.refuse(("source",), str(error))
            return source
        try:
            folder = file.absolute().parent.resolve()
            path = (folder / source).resolve()
            inside = source != "-" and path.is_relative_to(folder)
            there = inside and path.is_file()
        except (OSError, ValueError, RuntimeError):
            inside = there = False
        if not inside:
            self.refuse(("source",), f"{quoted(source)} is not in the lesson's own folder; copy it there")
        if not there:
            self.refuse(("source",), f"{quoted(source)} is no built-in table, and no file in the lesson's own folder")
        return str(path)

    # What is read and refused

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a key, or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def refuse(self, path: tuple[str | int, ...], reason: str) -> NoReturn:
        """Raise the error about the key at this place."""
        raise DataError(f"{self._name}, line {self.line(path)}: {reason}")

    def check_keys(self, found: Mapping[str, Any], known: Collection[str], path: tuple[str | int, ...]) -> None:
        """Refuse a key that is not known."""
        for key in found:
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"there are {as_list(known)}"
                self.refuse((*path, key), f"unknown key {quoted(key)}; {hint}")

    def text(self, found: Mapping[str, Any], path: tuple[str | int, ...], longest: int, *, needed: bool = False) -> str:
        """The text of a key on one line; "" without one that is not needed."""
        given = found.get(str(path[-1]), "")
        if not isinstance(given, str):
            self.refuse(path, f"{path[-1]} is a text, in quotes")
        text = visible(" ".join(given.split()))
        if needed and not text:
            self.refuse(path, f"{path[-1]} is missing")
        if len(text) > longest:
            self.refuse(path, f"{path[-1]} has {len(text)} characters; at most {longest} can be shown")
        return text
