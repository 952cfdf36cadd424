"""The table read aloud: its notes, its rows by number, and a column in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.plain.talk import Option, sentence
from nntui.safe_text import number_of, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.data.column import Column
    from nntui.data.summary import Summary
    from nntui.data.table import Table
    from nntui.plain.conversation import Conversation

ROWS = 5
"""Rows that are read at a time."""
MOST_LEVELS = 12
"""Words of a column that are told with their counts."""
MOST_ROWS = 1_000
"""Rows that are read in one go."""


def tell_session(chat: Conversation) -> None:
    """What is open, in a few sentences."""
    session, table = chat.opened()
    rows = number_of(table.height, "row")
    validation = int(table.validation.sum())
    beside = f", {validation:,} of them for validation" if validation else ""
    chat.talk.say(f"{one_line(session.name)}: {rows}{beside}, {number_of(table.width, 'column')}.")
    network = session.network
    targets = ", ".join(one_line(column.name) for column in table.targets) or "nothing yet"
    chat.talk.say(
        f"The network has {number_of(network.inputs, 'input')}, {_hidden(network.hidden)} and "
        f"{number_of(network.outputs, 'output')}: {number_of(network.parameters, 'parameter')}. "
        f"It learns to predict {targets}."
    )
    checkpoint = session.checkpoint
    if checkpoint is not None and not checkpoint.untrained:
        chat.talk.say(f"It was trained for {number_of(checkpoint.epoch, 'epoch')}.")


def _hidden(widths: Sequence[int]) -> str:
    """``hidden layers of 8 and 8``."""
    if not widths:
        return "no hidden layer"
    *others, last = (f"{width:,}" for width in widths)
    return f"hidden layers of {', '.join(others)} and {last}" if others else f"a hidden layer of {last}"


def tell_notes(chat: Conversation, _: str = "") -> None:
    """The notes of the session, and how each column and row is used."""
    from nntui.session.about import notes_of
    from nntui.session.report import report_lines

    session, table = chat.opened()
    lines = [*filter(None, notes_of(session).split("\n")), *map(sentence, report_lines(session, table))]
    chat.talk.list(lines)


def read_table(chat: Conversation, given: str = "") -> None:
    """Read rows or a column: those ``given``, else those that are asked for, one after the other."""
    _, table = chat.opened()
    if given:
        _read(chat, table, given)
        return
    tell_session(chat)
    chat.talk.list(column_lines(table))
    at = 1
    while True:
        last = min(at + ROWS - 1, table.height)
        more = f" (enter: rows {at:,} to {last:,})" if at <= table.height else ""
        question = f"Rows, as 3 or 10-20, or the name of a column, or back{more}:"
        answer = chat.talk.ask(question, f"{at}-{last}" if more else None)
        try:
            at = _read(chat, table, answer) or at
        except DataError as error:
            chat.talk.say(sentence(str(error)))


def column_lines(table: Table) -> list[str]:
    """A line for each column: its number, name, kind, role and unit."""
    lines = []
    for number, column in enumerate(table.columns, 1):
        unit = f", in {one_line(column.unit)}" if column.unit else ""
        formula = f", calculated as {one_line(column.formula)}" if column.formula else ""
        lines.append(f"Column {number}, {one_line(column.name)}: {column.kind}, {column.role}{unit}{formula}.")
    return lines


def column_options(table: Table) -> list[Option]:
    """The columns to choose from."""
    return [Option(one_line(column.name), f"{column.kind}, {column.role}") for column in table.columns]


def _read(chat: Conversation, table: Table, what: str) -> int | None:
    """Read what is named; the row to go on with. Raises DataError for what is neither rows nor a column."""
    word, _, rest = what.partition(" ")
    if word.lower() in {"row", "rows"} and rest:
        what = rest
    rows = rows_named(table, what)
    if rows is None:
        name = rest if word.lower() == "column" and rest else what
        tell_column(chat, table, column_named(table, name))
        return None
    first, last = rows
    chat.talk.list(row_lines(table, first, last))
    return last + 2


def rows_named(table: Table, text: str) -> tuple[int, int] | None:
    """The first and the last row, from 0, that ``text`` names, as "3" or "10-20"; None for other words.

    Raises DataError for rows that there are not.
    """
    parts = text.replace(",", "").replace(" to ", "-").replace(" ", "").split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    first, last = int(parts[0][:12]), int(parts[-1][:12])
    if not table.height:
        raise DataError("the table has no rows")
    if not 1 <= first <= table.height or last < first:
        raise DataError(f"there are no rows {one_line(text)}; the rows are 1 to {table.height:,}")
    return first - 1, min(last, table.height, first + MOST_ROWS - 1) - 1


def column_named(table: Table, text: str) -> int:
    """The place of the column that ``text`` names, exactly or by its beginning. Raises DataError."""
    from difflib import get_close_matches

    names = [column.name.casefold() for column in table.columns]
    wanted = text.strip().casefold()
    if wanted in names:
        return names.index(wanted)
    begun = [place for place, name in enumerate(names) if name.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    near = get_close_matches(wanted, names, n=1)
    known = one_line(table.columns[names.index(near[0])].name) if near else ""
    advice = f"did you mean {known}?" if near else 'type "table" for a list of them'
    raise DataError(f"there is no column {quoted(text)}; {advice}")


def row_lines(table: Table, first: int, last: int) -> Iterator[str]:
    """A line for each row from ``first`` to ``last``, both included."""
    from nntui.data.cells import format_cell

    for row, cells in enumerate(table.rows(first, last + 1), first):
        texts = (
            f"{one_line(column.name)} {one_line(format_cell(cell, column)) if cell is not None else 'empty'}"
            for column, cell in zip(table.columns, cells, strict=True)
        )
        validation = " (for validation)" if table.is_validation(row) else ""
        yield f"Row {row + 1:,}{validation}: {'; '.join(texts)}."


def tell_column(chat: Conversation, table: Table, place: int) -> None:
    """One column in numbers."""
    from nntui.data.summary import summary

    found = chat.work.calculate(lambda: summary(table, place))
    for line in summary_lines(table, place, found):
        chat.talk.say(line)


def summary_lines(table: Table, place: int, found: Summary) -> Iterator[str]:
    """The column in sentences."""
    column = table.columns[place]
    yield column_lines(table)[place]
    empty = f"{found.missing:,} empty" if found.missing else "none empty"
    yield f"{number_of(found.count, 'cell')} filled, {empty}, {found.distinct:,} different."
    if found.minimum is not None and found.maximum is not None and found.mean is not None:
        deviation = "" if column.temporal else f", standard deviation {found.deviation or 0:.4g}"
        least, mean, most = (_spelled(column, each) for each in (found.minimum, found.mean, found.maximum))
        yield f"From {least} to {most}, mean {mean}{deviation}."
    if found.levels:
        levels = ", ".join(f"{one_line(level)} {count:,}" for level, count in found.levels[:MOST_LEVELS])
        more = found.distinct - min(len(found.levels), MOST_LEVELS)
        yield f"The commonest: {levels}{f', and {more:,} more' if more > 0 else ''}."
    if found.correlation is not None:
        yield f"Correlation with {one_line(table.targets[0].name)}: {found.correlation:.2f}."


def _spelled(column: Column, value: float) -> str:
    from nntui.data.dates import written_date

    return written_date(value, column.date_format) if column.temporal else f"{value:.6g}"
