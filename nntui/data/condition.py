"""What a filter says about the rows of a table: a condition such as ``weight > 3 and origin = usa``."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from nntui.data.cells import parse_cell
from nntui.data.edits import format_number
from nntui.data.formula_parser import ARGUMENTS, parse
from nntui.data.formula_tree import Arithmetic, Call, Comparison, Logic, Name, Number, Power, Prefix, Text
from nntui.data.formula_values import evaluate
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.formula_tree import Node
    from nntui.data.table import Table

SUBJECT = "filter"
"""What its errors begin with."""
ROW = "row"
"""The number of the row, counted from 1, where no column is called so."""

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_SIGN_OR_FUNCTION = re.compile(rf"[<>=]|\b({'|'.join(ARGUMENTS)})\(")


def condition(text: str, table: Table) -> Node | None:
    """The condition that ``text`` spells, None where it is plain words to be looked for.

    A condition has a comparison or a function in it, or joins names of columns with ``and``, ``or`` and ``not``. Raises
    DataError, one line with the place, for one that makes no sense.
    """
    columns = {column.name: column for column in table.columns}
    if _SIGN_OR_FUNCTION.search(_QUOTED.sub("", text)):
        return _resolved(parse(text, SUBJECT), columns)
    try:
        tree = parse(text, SUBJECT)
    except DataError:
        return None
    return tree if _joins_columns(tree, {*columns, ROW}) else None


def rows_where(tree: Node, table: Table) -> NDArray[np.int64]:
    """The rows, in order, where the condition holds; one that hangs on an empty cell does not.

    Raises DataError for a column that is not there, and for text used as a number.
    """
    columns: dict[str, pl.Series] = {ROW: pl.int_range(1, table.height + 1, eager=True)}
    columns |= zip(table.names, table.frame.get_columns(), strict=True)
    holds = evaluate(tree, columns, SUBJECT).fill_null(0.0) != 0.0
    return holds.arg_true().cast(pl.Int64).to_numpy()


def _joins_columns(tree: Node, known: set[str]) -> bool:
    """Whether ``tree`` is columns joined by ``and``, ``or`` and ``not``."""
    match tree:
        case Logic(_, operands):
            return all(_names_columns(operand, known) for operand in operands)
        case Prefix("not", operand):
            return _names_columns(operand, known)
        case _:
            return False


def _names_columns(tree: Node, known: set[str]) -> bool:
    return tree.name in known if isinstance(tree, Name) else _joins_columns(tree, known)


def _resolved(tree: Node, columns: Mapping[str, Column]) -> Node:
    """The tree with what is compared with a column as one of its cells: ``usa`` a text, ``yes`` a 1."""
    resolved = partial(_resolved, columns=columns)
    match tree:
        case Prefix(sign, operand):
            tree = Prefix(sign, resolved(operand))
        case Power(base, exponent):
            tree = Power(resolved(base), resolved(exponent))
        case Arithmetic(operands, signs):
            tree = Arithmetic(tuple(map(resolved, operands)), signs)
        case Logic(word, operands):
            tree = Logic(word, tuple(map(resolved, operands)))
        case Call(function, arguments):
            tree = Call(function, tuple(map(resolved, arguments)))
        case Comparison(operands, signs):
            named = (columns.get(operand.name) for operand in operands if isinstance(operand, Name))
            column = next((each for each in named if each is not None and not each.numeric), None)
            sides = tuple(map(resolved, operands))
            tree = Comparison(tuple(_as_cell(side, column, columns) for side in sides) if column else sides, signs)
    return tree


def _as_cell(operand: Node, column: Column, columns: Mapping[str, Column]) -> Node:
    """What stands beside a column of texts or of yes and no, as a cell of it."""
    match operand:
        case Name(word, bare=True) if word not in columns:
            text = word
        case Text(word):
            text = word
        case Number(value):
            text = format_number(value)
        case _:
            return operand
    if column.kind != "yes-no":
        return Text(text)
    try:
        return Number(float(parse_cell(text, column) or 0))
    except DataError as error:
        raise DataError(f"{SUBJECT}: {error}") from None
