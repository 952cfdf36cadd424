"""Judges what a reader did with an input: the lines that it gave, and whatever it raised."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.safe_text import visible
from tests.fuzz.subjects import SUBJECTS

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE = 1_500
"""Characters of a line that is shown: a message that fills more than a screen helps nobody."""


def fault_of(name: str, path: Path) -> str:
    """The fault of the reader ``name`` with the file at ``path``; "" where it reads or refuses it as it should."""
    try:
        lines = list(SUBJECTS[name].read(path) or ())
    except NntuiError as error:
        lines = [str(error)]
        if not lines[0].strip():
            return "a refusal without words"
    except BaseException as error:  # a panic of Rust is no Exception
        return f"traceback: {_last_place(error)}\n{''.join(traceback.format_exception(error, limit=-12))[-6_000:]}"
    for line in lines:
        if "not enough memory" in line:  # it was tried without an estimate before
            return f"memory: {line[:300]}"
        if len(line) > LONGEST_LINE:
            return f"long line: {len(line)} characters: {line[:300]!r}"
        if visible(line) != line:
            return f"unsafe line: {line[:300]!r}"
    return ""


def _last_place(error: BaseException) -> str:
    """The kind of an error and the last line of ours that it went through: faults of one place are one fault."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/nntui/" in frame.filename and "/site-packages/" not in frame.filename]
    frame = (ours or frames)[-1]
    return f"{type(error).__name__} at {frame.filename.rpartition('nntui/')[2]}:{frame.lineno}"
