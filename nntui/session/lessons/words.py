"""Texts of lessons: paragraphs with the values of expressions and the user's keys in them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.safe_text import visible
from nntui.session.lessons.expression import LessonExpression

if TYPE_CHECKING:
    from nntui.session.lessons.situation import Situation, Value

_VALUE = re.compile(r"\{=([^{}]*)\}")
KEY = re.compile(r"\{key:([^{}]*)\}")
"""The user's key for a command, which the screen puts in."""
DIGITS = 4
"""Significant digits of a number in a text."""
UNKNOWN = "?"
"""The text for a value that does not exist."""


@dataclass(frozen=True, slots=True)
class LessonText:
    """Plain text with expressions in it: ``parts`` alternate between text and expression, text first and last."""

    parts: tuple[str | LessonExpression, ...]

    @classmethod
    def parse(cls, text: str) -> LessonText:
        """The text, its white space made single blanks and its paragraphs lines. Raises DataError for an expression."""
        paragraphs = (" ".join(visible(line.strip()) for line in each.split("\n")) for each in _paragraphs(text))
        pieces = _VALUE.split("\n".join(paragraphs))
        return cls(tuple(LessonExpression.parse(piece.strip()) if at % 2 else piece for at, piece in enumerate(pieces)))

    @property
    def commands(self) -> list[str]:
        """The commands whose keys it has."""
        return [name for part in self.parts if isinstance(part, str) for name in KEY.findall(part)]

    def filled(self, now: Situation, start: Situation, faults: list[str] | None = None) -> str:
        """The text with the values ``now``, where the step began in the situation ``start``; keys are left.

        Has ``UNKNOWN`` for a value that there is not. ``faults`` takes what is wrong with an expression.
        """
        return "".join(part if isinstance(part, str) else _shown(part, now, start, faults) for part in self.parts)


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"\n[ \t]*\n", text.replace("\r", "").expandtabs(1).strip())]


def _shown(expression: LessonExpression, now: Situation, start: Situation, faults: list[str] | None) -> str:
    try:
        return value_in_words(expression.value(now, start))
    except DataError as error:
        if faults is not None:
            faults.append(str(error))
        return UNKNOWN


def value_in_words(value: Value) -> str:
    """A value as a text has it: whole numbers whole, others with ``DIGITS`` significant digits."""
    if isinstance(value, str):
        return visible(value).replace("{", "(").replace("}", ")")  # a cell must not name a key
    if not math.isfinite(value):
        return UNKNOWN
    if value.is_integer() and abs(value) < 1e9:
        return f"{value:,.0f}"
    return f"{value:.{DIGITS}g}"
