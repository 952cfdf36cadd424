"""Formulas over the columns of a table, worked out row by row: ``weight / height ** 2``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.data.formula.evaluate import evaluate
from nntui.data.formula.functions import CONSTANTS
from nntui.data.formula.parser import ARGUMENTS, in_backquotes, is_plain, parse, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from nntui.data.formula.evaluate import Columns
    from nntui.data.formula.parser import Token
    from nntui.data.formula.tree import Node


RESERVED = frozenset({*ARGUMENTS, *CONSTANTS})
"""Words with a meaning of their own: a column of that name is put in backquotes, to be clear."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read: ``text`` as it was written, ``tree`` what it says, ``names`` what it names.

    It knows numbers, columns, texts in quotes, + - * / % and ** (or ^), comparisons (< <= > >= = == !=) that are 1 or
    0, ``and``, ``or``, ``not``, ``if(condition, value, other value)``, ``empty(column)``, the functions sin cos tan
    asin acos atan sinh cosh tanh exp log (natural) log10 log2 log1p sqrt abs sign floor ceil round, min and max of two
    values or more, and clip(value, low, high). Precedence is Python's. A column whose name is not a plain word stands
    in backquotes, and text columns can only be compared. Each row has its own value: nothing is summed over rows.

    ``names`` are in order of first use. ``pi`` and ``e`` are among them where they are written: a column may be called
    so, and then it is meant.
    """

    text: str
    tree: Node
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Formula:
        """The formula that ``text`` spells. Raises DataError, one line with the place, for one that makes no sense."""
        return cls(text, parse(text), tuple(dict.fromkeys(token.value for token in _named(text))))

    def evaluate(self, columns: Columns) -> pl.Series:
        """The value of each row, Float64 [rows], without a name.

        ``columns`` holds the cells by name: a frame, or a mapping to columns of one length. A yes-no cell counts 1 or
        0. The value is null where a step is not finite (1 / 0) or needs an empty cell; what ``if`` does not choose, or
        what does not decide an ``and`` or ``or``, is not needed. Raises DataError for a column that is not there and
        for text used as a number.
        """
        return evaluate(self.tree, columns)

    def renamed(self, old: str, new: str) -> str:
        """The formula's text with the column ``old`` called ``new``, in backquotes where it has to be."""
        spelt = new if is_plain(new) and new not in RESERVED else in_backquotes(new)
        text = self.text
        for token in reversed(list(_named(text))):
            if token.value == old:
                text = text[: token.start] + spelt + text[token.stop :]
        return text


def _named(text: str) -> Iterator[Token]:
    """The words that name a column; a name before a parenthesis is a function's."""
    for token, following in pairwise(tokens(text)):
        if token.sort == "column" or (token.sort == "name" and (following.sort, following.value) != ("sign", "(")):
            yield token
