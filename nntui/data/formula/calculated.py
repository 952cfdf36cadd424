"""The cells of a calculated column in its kind: numbers, yes and no, or the texts of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.formula.evaluate import evaluate, evaluate_texts
from nntui.data.formula.tree import Call, Text
from nntui.data.kinds import CATEGORY, NUMBER, YES_NO
from nntui.data.numbers import format_number
from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.formula.evaluate import Columns
    from nntui.data.formula.tree import Node
    from nntui.data.kinds import Kind

OF_NUMBERS, OF_TEXTS = (NUMBER, YES_NO, CATEGORY), (CATEGORY,)
"""The kinds that a column can have whose formula gives numbers, or texts."""


def gives_texts(tree: Node) -> bool:
    """Whether the formula's value is a text, as that of ``if(x > 0, 'high', 'low')``."""
    return isinstance(tree, Text) or (
        isinstance(tree, Call) and tree.function == "if" and any(map(gives_texts, tree.arguments[1:]))
    )


def kinds_of(tree: Node) -> tuple[Kind, ...]:
    """The kinds that a column with this formula can have, the usual one first."""
    return OF_TEXTS if gives_texts(tree) else OF_NUMBERS


def calculated_cells(tree: Node, column: Column, columns: Columns) -> pl.Series:
    """The cells of ``column`` [rows] from ``columns``, cells by name.

    Raises DataError as ``evaluate`` does, for a kind that its formula does not give, and for a number other than 0 and
    1 in a column of yes and no.
    """
    allowed = kinds_of(tree)
    if column.kind not in allowed and not (column.temporal and allowed is OF_NUMBERS):
        raise DataError(
            f"cannot be of kind {column.kind}, as its cells are calculated; choose one of {', '.join(allowed)}"
        )
    if gives_texts(tree):
        return evaluate_texts(tree, columns)
    numbers = evaluate(tree, columns)
    if column.boolean:
        wrong = np.flatnonzero(~numbers.is_in([0.0, 1.0]).fill_null(value=True).to_numpy())
        if len(wrong):
            value = format_number(numbers[int(wrong[0])])
            raise DataError(f"{value} is neither 0 (no) nor 1 (yes)")
        return numbers.cast(pl.Boolean)
    return _as_texts(numbers) if column.textual else numbers


def _as_texts(numbers: pl.Series) -> pl.Series:
    found = numbers.drop_nulls().unique()
    texts = [format_number(number) for number in found.to_list()]
    if not texts:
        return pl.Series([None] * numbers.len(), dtype=pl.String)
    return numbers.replace_strict(found, pl.Series(texts), default=None, return_dtype=pl.String)
