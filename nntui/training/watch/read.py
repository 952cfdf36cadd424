"""Reads conditions from text, and says what may have been meant where there is none."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.errors import SpecError
from nntui.safe_text import quoted
from nntui.training.ends import MOST_CONDITIONS
from nntui.training.watch.condition import Clause, Condition
from nntui.training.watch.losses import OF_LOSSES
from nntui.training.watch.weights import OF_WEIGHTS, SHARES

if TYPE_CHECKING:
    from nntui.training.watch.condition import ClauseKind

KINDS: tuple[ClauseKind, ...] = (*OF_LOSSES, *OF_WEIGHTS)
"""The table of the kinds of conditions."""
LONGEST = 200
"""Characters of the longest condition that is read."""
WORDS = sorted(
    {
        *(word for kind in KINDS for word in re.findall(r"[a-z_]{3,}", kind.example)),
        *("training", "turns", "dead", "wrong", "error", "epochs"),
        *SHARES,
    }
)
"""The words that conditions are made of, for suggestions."""


@lru_cache(maxsize=256)
def read_condition(text: str) -> Condition:
    """The condition that ``text`` tells: clauses joined by "and". Raises SpecError, with a suggestion."""
    if len(text) > LONGEST:
        raise SpecError(f"{len(text):,} characters; a condition has at most {LONGEST}")
    parts = re.split(r"\band\b|&&?|(?<=[0-9%a-z])and(?=[a-z])", text.lower())
    return Condition(tuple(_clause(part.strip(), text) for part in parts))


def read_conditions(text: str) -> tuple[str, ...]:
    """The texts of the conditions in ``text``, separated by semicolons, each written as it is read back.

    Raises SpecError for one that cannot be read, or too many.
    """
    if text.strip().lower() == "none":
        return ()
    found = tuple(dict.fromkeys(str(read_condition(part.strip())) for part in text.split(";") if part.strip()))
    if len(found) > MOST_CONDITIONS:
        raise SpecError(f"{len(found)} conditions; give at most {MOST_CONDITIONS}")
    return found


def examples() -> str:
    """An example of every kind of condition."""
    return "; ".join(dict.fromkeys(kind.example for kind in KINDS))


def _clause(part: str, whole: str) -> Clause:
    squeezed = re.sub(r"\s+", "", part)
    for kind in KINDS:
        match = kind.pattern.fullmatch(squeezed)
        if match is not None:
            return Clause(kind, kind.read(match))
    raise SpecError(f"{quoted(part or whole)} is no condition; {_advice(part)}")


def _advice(part: str) -> str:
    """The end of a message on a text that is no condition."""
    mended = re.sub(r"[a-z_]{3,}", lambda word: next(iter(get_close_matches(word[0], WORDS, 1, 0.75)), word[0]), part)
    for text in (mended, re.sub(r"=", "<", mended), re.sub(r"(?<=[a-z]) +(?=[-.0-9])", " < ", mended)):
        squeezed = re.sub(r"\s+", "", text)
        for kind in KINDS:
            if text != part and (match := kind.pattern.fullmatch(squeezed)) is not None:
                try:
                    return f"did you mean {kind.words(kind.read(match))}?"
                except SpecError:
                    continue
    words = set(re.findall(r"[a-z_]{3,}", mended))
    near = [kind.example for kind in KINDS if words & set(re.findall(r"[a-z_]{3,}", kind.example))]
    return f"give it as {' or '.join(near[:3])}" if near else f"give one as {examples()}"
