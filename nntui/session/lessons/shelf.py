"""The built-in lessons, and where a lesson is found by its name or file."""

from __future__ import annotations

import difflib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.session.lessons.read import read_lesson

if TYPE_CHECKING:
    from collections.abc import Collection

    from nntui.session.lessons.lesson import Lesson

WRITTEN = Path(__file__).with_name("written")
SUFFIX = ".toml"
ORDER = (
    "tutorial", "neuron", "bias", "rate", "depth", "batches", "overfitting", "saturation", "classes", "curve",
    "baselines", "picture",
)  # fmt: skip
"""The order of the built-in lessons; one that is not named here comes last."""


@lru_cache(maxsize=1)
def built_in_names() -> tuple[str, ...]:
    """The names of the built-in lessons, in the order in which they are best taken."""
    found = {path.stem for path in WRITTEN.glob(f"*{SUFFIX}")}
    return (*(name for name in ORDER if name in found), *sorted(found.difference(ORDER)))


def built_in_lessons() -> list[Lesson]:
    """All built-in lessons."""
    return [find_lesson(name) for name in built_in_names()]


def find_lesson(word: str, commands: Collection[str] | None = None, panes: Collection[str] | None = None) -> Lesson:
    """The built-in lesson of that name, or the one in that file (``./neuron`` is a file); it may name these commands.

    Raises DataError, one line, for a lesson that there is not, or that has a fault.
    """
    if word in built_in_names():
        return read_lesson(WRITTEN / f"{word}{SUFFIX}", commands, panes, built_in=True)
    path = Path(word)
    is_word = os.sep not in word and not path.suffix
    if is_word and not path.exists():
        near = difflib.get_close_matches(word.lower(), built_in_names(), n=1)
        suggestion = f"did you mean {near[0]}? " if near else ""
        raise DataError(
            f"{one_line(word)}: no lesson of that name; {suggestion}lessons: {', '.join(built_in_names())}; "
            "or give the file of your own, as my.toml"
        )
    return read_lesson(path, commands, panes)
