"""Views of a table's rows: sorted, filtered by a condition, and searched for a text."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.cells import parse_cell, without_fraction
from nntui.data.dates import written_dates
from nntui.data.formula.evaluate import evaluate
from nntui.data.formula.functions import FUNCTIONS
from nntui.data.formula.parser import parse
from nntui.data.formula.tokens import LONGEST, check_length
from nntui.data.formula.tree import Arithmetic, Call, Compare, Logic, Name, Number, Power, Prefix, Text
from nntui.data.numbers import format_number
from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.formula.tree import Node
    from nntui.data.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table

    Rows = NDArray[np.int64]

ROWS_SEARCHED_AT_ONCE = 20_000
"""Rows searched at a time, so that a text nearby is found at once in a long table."""

_WORD = re.compile(r'"([^"]+)"|\'([^\']+)\'|(\S+)')


def sorted_rows(table: Table, column: int, descending: bool, within: Sequence[int] | Rows | None = None) -> Rows:
    """The rows in the order of one column's cells: int64 [rows], or of ``within``, a view, if that is given.

    Letters go by the alphabet whatever their case, no before yes; rows that are equal stay in the order they are in,
    and those with an empty cell come last.
    """
    cells = table.frame.to_series(column)
    if within is not None:
        cells = cells.gather(np.asarray(within, dtype=np.int64))
    key = cells.str.to_lowercase() if cells.dtype == pl.String else cells
    by_cell = pl.arg_sort_by("cell", descending=descending, nulls_last=True, maintain_order=True)
    places: Rows = pl.DataFrame({"cell": key}).select(by_cell).to_series().cast(pl.Int64).to_numpy()
    return places if within is None else np.asarray(within, dtype=np.int64)[places]


def filtered_rows(table: Table, text: str) -> Rows:
    """The rows that match ``text``, in their order: int64 [at most rows]; all of them for a blank text.

    ``text`` is a condition as formulas know them: ``weight > 3 and origin = usa``, ``not empty(age)``, ``row <= 100``
    (by the number of the row, from 1, unless a column is called row), ``smoker and not diesel`` for yes-no columns.
    What a text or yes-no column is compared with needs no quotes if it is words: ``city = New York``. Any other text is
    plain words: rows that have each of them in some cell, as it is shown and whatever the case; words in quotes are
    searched for literally. Raises DataError, one line with the place, for a condition with a mistake.
    """
    if not text.strip():
        return np.arange(table.height)
    check_length(text, SUBJECT)
    tree = parse_condition(text, table)
    return (
        rows_where(tree, table)
        if tree
        else _rows_with(table, ["".join(find_cell) for find_cell in _WORD.findall(text)])
    )


def find_cell(
    table: Table,
    text: str,
    start_row: int,
    start_column: int,
    within: Sequence[int] | Rows | None = None,
) -> tuple[int, int] | None:
    """The row and column of the next cell that has ``text`` in it, as it is shown and whatever the case; None if none.

    Cells are searched row by row from the one after row ``start_row`` and column ``start_column``, round to that cell
    itself; column -1 begins with the row's first. ``within`` is a view: only its rows are searched, in its order. Rows
    are numbered as in the table, in a view too.
    """
    view = np.arange(table.height) if within is None else np.asarray(within, dtype=np.int64)
    if not text or not view.size:
        return None
    here = np.flatnonzero(view == start_row)
    start = int(here[0]) if here.size else 0
    done = 0 if not here.size else start_column + 1
    # Round to the row that it began with, whose other cells come last.
    around = np.concatenate([view[start:], view[: start + 1]])
    for first in range(0, around.size, ROWS_SEARCHED_AT_ONCE):
        rows = around[first : first + ROWS_SEARCHED_AT_ONCE]
        place = _first_cell(table, text, rows, done if first == 0 else 0)
        if place is not None:
            row, column = divmod(place, table.width)
            return int(rows[row]), column
    return None


def _first_cell(table: Table, text: str, rows: Rows, done: int) -> int | None:
    """The place of the first cell of ``rows`` that has ``text``, counted row by row; ``done`` are left out."""
    columns = zip(table.columns, table.frame.get_columns(), strict=True)
    has_text = np.stack([matches(cells.gather(rows), column, [text])[0] for column, cells in columns], axis=1)
    places = np.flatnonzero(has_text.ravel()[done:])
    return int(places[0]) + done if places.size else None


def _rows_with(table: Table, words: Sequence[str]) -> Rows:
    """The rows that have each of ``words`` in some cell."""
    found_in_row = [np.zeros(table.height, dtype=np.bool_) for _ in words]
    for column, cells in zip(table.columns, table.frame.get_columns(), strict=True):
        for so_far, in_column in zip(found_in_row, matches(cells, column, words), strict=True):
            np.logical_or(so_far, in_column, out=so_far)
    return np.flatnonzero(np.logical_and.reduce(found_in_row))


SUBJECT = "filter"
"""The beginning of its errors."""
ROW = "row"
"""The name for the number of the row, from 1, unless a column has it."""

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_SIGN = re.compile(r"[<>=]")
_CALL = re.compile(r"\b(\w+)\(")


def parse_condition(text: str, table: Table) -> Node | None:
    """The condition that ``text`` spells, None if it is plain words to search for.

    A condition has a comparison or a function in it, or joins names of columns with ``and``, ``or`` and ``not``. Raises
    DataError, one line with the place, for one that makes no sense.
    """
    columns = {column.name: column for column in table.columns}
    outside = _QUOTED.sub("", text)
    if _SIGN.search(outside) or any(word in FUNCTIONS for word in _CALL.findall(outside)):
        return _resolved(parse(text, SUBJECT, phrases=True), columns)
    try:
        tree = parse(text, SUBJECT)
    except DataError:
        return None
    return tree if _joins_columns(tree, {*columns, ROW}) else None


def rows_where(tree: Node, table: Table) -> NDArray[np.int64]:
    """The rows, in order, where the condition is true; it is not if it depends on an empty cell.

    Raises DataError for a column that is not there, and for text used as a number.
    """
    columns: dict[str, pl.Series] = {ROW: pl.int_range(1, table.height + 1, eager=True)}
    columns |= zip(table.names, table.frame.get_columns(), strict=True)
    holds = evaluate(tree, columns, SUBJECT).fill_null(0.0) != 0.0
    return holds.arg_true().cast(pl.Int64).to_numpy()


def _joins_columns(tree: Node, known: set[str]) -> bool:
    """True if ``tree`` is columns joined by ``and``, ``or`` and ``not``."""
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
    """The tree with words that are compared with a column turned into its cells: ``usa`` a text, ``yes`` a 1."""
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
        case Compare(operands, signs):
            named = (columns.get(operand.name) for operand in operands if isinstance(operand, Name))
            column = next((each for each in named if each and (each.temporal or not each.numeric)), None)
            sides = tuple(map(resolved, operands))
            tree = Compare(tuple(_as_cell(side, column, columns) for side in sides) if column else sides, signs)
    return tree


def _as_cell(operand: Node, column: Column, columns: Mapping[str, Column]) -> Node:
    """The other operand of a comparison with a column of texts, dates or yes and no, as a cell of it."""
    match operand:
        case Name(word, bare=True) if word not in columns:
            text = word
        case Text(word):
            text = word
        case Number(value) if not column.temporal:
            text = format_number(value)
        case _:
            return operand
    if not (column.boolean or column.temporal):
        return Text(text)
    try:
        return Number(float(parse_cell(text, column) or 0))
    except DataError as error:
        raise DataError(f"{SUBJECT}: {error}") from None


TINY = 1e-4
"""Numbers below are written with a power of ten."""

_MAY_BE_IN_A_NUMBER = re.compile(r"[-+.e\d]+", re.ASCII)


def matches(cells: pl.Series, column: Column, texts: Sequence[str]) -> list[NDArray[np.bool_]]:
    """For each of ``texts`` Boolean [rows]: True if the cell contains it; an empty cell contains nothing."""
    # A lone surrogate, which no cell can hold, cannot be searched for either.
    wanted = [text.lower().encode(errors="replace").decode() for text in texts]
    if column.boolean:
        no, yes = (word.lower() for word in column.words)
        return [_mask((cells & (text in yes)) | (cells.not_() & (text in no))) for text in wanted]
    if column.temporal:
        cells = written_dates(cells, column.date_format)
    if column.temporal or not column.numeric:
        return _containing(cells.str.to_lowercase(), wanted)
    possible = [text for text in wanted if _MAY_BE_IN_A_NUMBER.fullmatch(text)]
    masks = dict(zip(possible, _containing(_spelt(cells), possible) if possible else (), strict=True))
    return [masks[text] if text in masks else np.zeros(cells.len(), dtype=np.bool_) for text in wanted]


def _containing(cells: pl.Series, texts: Sequence[str]) -> list[NDArray[np.bool_]]:
    return [_mask(_with_text(cells, text)) for text in texts]


def _with_text(cells: pl.Series, text: str) -> pl.Series:
    """Whether each cell contains ``text``; polars searches for none that is very long."""
    if len(text) <= LONGEST:
        return cells.str.contains(text, literal=True)
    return pl.Series([None if each is None else text in each for each in cells], dtype=pl.Boolean)


def _spelt(cells: pl.Series) -> pl.Series:
    """Numbers as ``format_number`` has them."""
    spelt = without_fraction(cells)
    if cells.dtype == pl.Int64:
        return spelt
    # Only those next to 0 have more than one customary spelling: 1e-05 and 0.00001.
    tiny = ((cells.abs() < TINY) & (cells != 0.0)).arg_true()
    return spelt.scatter(tiny, [format_number(value) for value in cells.gather(tiny)]) if tiny.len() else spelt


def _mask(texts_found: pl.Series) -> NDArray[np.bool_]:
    return texts_found.fill_null(value=False).to_numpy()
