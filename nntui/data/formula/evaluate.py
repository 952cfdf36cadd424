"""Evaluates a formula's tree over columns, all rows at once."""

from __future__ import annotations

import operator
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import polars as pl

from nntui.data.formula.functions import (
    ARITHMETIC,
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    all_of,
    any_of,
    finite,
    holds,
    negated,
    power,
)
from nntui.data.formula.tokens import in_backquotes, is_plain, refuse
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.data.formula.functions import Values
    from nntui.data.formula.tree import Node

    Columns = Mapping[str, pl.Series] | pl.DataFrame
    Texts = pl.Series | str
    _Side = tuple[Node, Values | Texts]

_TEXT_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def evaluate(tree: Node, columns: Columns, subject: str = "formula") -> pl.Series:
    """The value of each row, Float64, null where it is not finite or needs an empty cell.

    Raises DataError that begins with ``subject`` for a column that is not there and for text used as a number.
    """
    rows = _rows(columns)
    with np.errstate(all="ignore"):
        values = _Evaluation(columns, subject).numbers(tree)
    whole = np.full(rows, values) if isinstance(values, np.float64) else values
    return pl.Series("", whole, dtype=pl.Float64).fill_nan(None)


def evaluate_texts(tree: Node, columns: Columns) -> pl.Series:
    """The text of each row, String, null where it needs an empty cell. Raises DataError as ``evaluate`` does."""
    rows = _rows(columns)
    with np.errstate(all="ignore"):
        texts = _Evaluation(columns, "formula").texts(tree, rows)
    return texts if isinstance(texts, pl.Series) else pl.Series([texts], dtype=pl.String).new_from_index(0, rows)


class _Evaluation:
    """One walk through a tree; a constant stays one number until it meets a column."""

    def __init__(self, columns: Columns, subject: str) -> None:
        self._columns = columns
        self._names = frozenset(columns.columns if isinstance(columns, pl.DataFrame) else columns)
        self._subject = subject

    def numbers(self, node: Node) -> Values:
        values: Values
        match node:
            case Number(value):
                values = np.float64(value)
            case Text(value):
                refuse(self._subject, f"the text {quoted(value)} can only be compared, as in origin = 'usa'")
            case Name(name):
                values = self._named(node, name)
            case Prefix(sign, operand):
                values = self.numbers(operand)
                values = negated(values) if sign == "not" else -values if sign == "-" else values
            case Power(base, exponent):
                values = finite(power(self.numbers(base), self.numbers(exponent)))
            case Arithmetic(operands, operators):
                values = self._arithmetic(operands, operators)
            case Compare(operands, operators):
                values = self._comparison(operands, operators)
            case Logic(word, operands):
                values = (all_of if word == "and" else any_of)([self.numbers(operand) for operand in operands])
            case Call(function, arguments):
                values = self._call(function, arguments)
        return values

    def texts(self, node: Node, rows: int) -> Texts:
        """The texts of a node: one in quotes, a column of them, or those that ``if`` chooses."""
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Call) and node.function == "if":
            condition = np.broadcast_to(self.numbers(node.arguments[0]), rows)
            one, other = (self._as_column(self.texts(each, rows), rows) for each in node.arguments[1:])
            unknown = pl.Series(np.isnan(condition))
            return one.zip_with(pl.Series(condition != 0), other).set(unknown, None)
        texts = self._texts(node)
        if texts is None:
            refuse(self._subject, f"{_described(node)} is no text: both answers of if are to be texts, or both numbers")
        return texts

    def _as_column(self, texts: Texts, rows: int) -> pl.Series:
        one = isinstance(texts, str)
        return pl.Series([texts], dtype=pl.String).new_from_index(0, rows) if one else pl.Series(texts)

    def _named(self, node: Name, name: str) -> Values:
        if name not in self._names and node.bare and name in CONSTANTS:
            return np.float64(CONSTANTS[name])
        series = self._column(name)
        if series.dtype == pl.String:
            spelt = name if is_plain(name) else in_backquotes(name)
            refuse(
                self._subject, f"{one_line(name)} holds text, which can only be compared: {one_line(spelt)} = 'a text'"
            )
        return finite(_as_numbers(series))

    def _column(self, name: str) -> pl.Series:
        if name not in self._names:
            known = {each.casefold(): each for each in sorted(self._names)}
            close = get_close_matches(name.casefold(), known, 1)
            hint = (
                f"did you mean {one_line(known[close[0]])}?" if close else f"there are {as_list(sorted(self._names))}"
            )
            refuse(self._subject, f"column {quoted(name)} is not known; {hint}")
        return self._columns.get_column(name) if isinstance(self._columns, pl.DataFrame) else self._columns[name]

    def _arithmetic(self, operands: tuple[Node, ...], operators: tuple[str, ...]) -> Values:
        values = self.numbers(operands[0])
        for sign, operand in zip(operators, operands[1:], strict=True):
            values = finite(ARITHMETIC[sign](values, self.numbers(operand)))
        return values

    def _comparison(self, operands: tuple[Node, ...], operators: tuple[str, ...]) -> Values:
        sides = [(operand, self._side(operand)) for operand in operands]
        pairs = [self._compared(*each) for each in zip(sides, operators, sides[1:], strict=False)]
        return pairs[0] if len(pairs) == 1 else all_of(pairs)

    def _side(self, node: Node) -> Values | Texts:
        """An operand of a comparison: numbers, a column of texts or one text."""
        if isinstance(node, Text):
            return node.value
        return self.numbers(node) if (texts := self._texts(node)) is None else texts

    def _texts(self, node: Node) -> pl.Series | None:
        """The column that ``node`` names, if it holds text."""
        if not isinstance(node, Name) or node.name not in self._names:
            return None
        series = self._column(node.name)
        return series if series.dtype == pl.String else None

    def _compared(self, left: _Side, sign: str, right: _Side) -> Values:
        (left_node, left_side), (right_node, right_side) = left, right
        if isinstance(left_side, pl.Series | str) and isinstance(right_side, pl.Series | str):
            same = _TEXT_COMPARISONS[sign](left_side, right_side)
            return _as_numbers(same) if isinstance(same, pl.Series) else np.float64(same)
        if isinstance(left_side, pl.Series | str):
            return self._refuse_mixture(left_node, right_node)
        if isinstance(right_side, pl.Series | str):
            return self._refuse_mixture(right_node, left_node)
        return holds(COMPARISONS[sign](left_side, right_side), left_side, right_side)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> Values:
        record = FUNCTIONS[function]
        if record.of_text is not None and (texts := self._texts(arguments[0])) is not None:
            return _as_numbers(record.of_text(texts))
        return finite(record.compute(*(self.numbers(argument) for argument in arguments)))

    def _refuse_mixture(self, text: Node, number: Node) -> NoReturn:
        refuse(self._subject, f"{_described(text)} is text and {_described(number)} a number: they cannot be compared")


def _described(node: Node) -> str:
    match node:
        case Text(value):
            return quoted(value)
        case Name(name):
            return one_line(name)
        case Number(value):
            return f"{value:g}"
        case _:
            return "the other side"


def _as_numbers(series: pl.Series) -> NDArray[np.float64]:
    """The cells as float64 [rows], nan where one is empty."""
    return series.cast(pl.Float64).to_numpy()


def _rows(columns: Columns) -> int:
    if isinstance(columns, pl.DataFrame):
        return columns.height
    return next((series.len() for series in columns.values()), 0)
