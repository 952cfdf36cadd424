"""Changes of the table and the settings: a cell, rows, a column, and everything about network and training."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.data.cells import format_cell
from nntui.errors import DataError
from nntui.plain.forms import FormTalk
from nntui.plain.key_words import with_words
from nntui.plain.tables import column_named, column_options, row_lines, rows_named
from nntui.plain.talk import named, sentence
from nntui.safe_text import as_list, one_line
from nntui.ui.dialogs.settings import settings_form
from nntui.ui.table.cell_edits import cell_edit, check_editable
from nntui.ui.table.column_form import column_form

if TYPE_CHECKING:
    from nntui.data.table import Table
    from nntui.plain.conversation import Conversation

MOST_WORDS = 20
"""Words of a category that are listed where one is asked for."""


def edit_cell(chat: Conversation, given: str = "") -> None:
    """Change one cell: of a row and a column that are ``given``, with its new value behind them, or asked for."""
    table = chat.opened()[1]
    row_text, _, rest = given.partition(" ")
    row_text = row_text or chat.talk.ask(f"Row, 1 to {table.height:,}:")
    rows = rows_named(table, row_text)
    if rows is None or rows[0] != rows[1]:
        raise DataError(f"{one_line(row_text)} is not the number of a row")
    place, value = _column_and_value(table, rest)
    if place is None:
        place = chat.talk.choose("Column:", column_options(table))
    check_editable(table, place)
    column = table.columns[place]
    if value is None:
        words = table.frame.to_series(place).drop_nulls().unique().sort().head(MOST_WORDS + 1).to_list()
        few = f" So far: {as_list(map(str, words))}." if column.has_levels and len(words) <= MOST_WORDS else ""
        now = table.value(rows[0], place)
        shown = "empty" if now is None else one_line(format_cell(now, column))
        value = chat.talk.ask(f'{one_line(column.name)} is {shown}.{few} New value ("" empties the cell):')
    name, changed = cell_edit(table, rows[0], place, "" if value == '""' else value)
    if changed is table:
        chat.talk.say("That is its value already.")
        return
    apply_edit(chat, name, table, changed)


def _column_and_value(table: Table, words: str) -> tuple[int | None, str | None]:
    """The column that the words begin with, of several the longest name, and the value behind it."""
    if not words:
        return None, None
    if (begun := named(words, [column.name for column in table.columns])) is not None:
        name, value = begun
        return table.index(name), value
    first, blank, rest = words.partition(" ")
    return column_named(table, first), rest.strip() if blank else None


def add_row(chat: Conversation, _: str = "") -> None:
    """Add an empty row at the end."""
    table = chat.opened()[1]
    number = table.height + 1
    apply_edit(chat, f"row {number:,} added", table, table.with_rows(table.height))
    chat.talk.say(f'Its cells are empty. Type "edit {number}" to fill one.')


def delete_rows(chat: Conversation, given: str = "") -> None:
    """Delete rows, once they have been read and the user agrees."""
    _, table = chat.opened()
    text = given or chat.talk.ask(f"Rows to delete, as 3 or 10-20, of 1 to {table.height:,}:")
    rows = rows_named(table, text)
    if rows is None:
        raise DataError(f"{one_line(text)} is not the number of a row")
    first, last = rows
    for line in row_lines(table, first, min(last, first + 2)):
        chat.talk.say(line)
    words = f"row {first + 1:,}" if first == last else f"rows {first + 1:,} to {last + 1:,}"
    if chat.talk.agree(f"Delete {words}?"):
        apply_edit(chat, f"{words} deleted", table, table.without_rows(range(first, last + 1)))


def change_columns(chat: Conversation, given: str = "") -> None:
    """Change the role, kind, scaling or another detail of a column, which is ``given`` or asked for."""
    _, table = chat.opened()
    place, words = _column_and_value(table, given)
    if place is None:
        place = chat.talk.choose("Column to change:", column_options(table))
    form = FormTalk(chat.talk, column_form(table, place), f"Column {one_line(table.columns[place].name)}")
    found = form.given(words) if words else form.ask()
    if found is None:
        return
    name, changed = found
    if ended := chat.controller.editing.ended_by(changed):
        chat.talk.say(sentence(f"This {with_words(ended)}"))
        if not chat.talk.agree("Go on?"):
            return
    apply_edit(chat, name, table, changed)


def apply_edit(chat: Conversation, name: str, before: Table, after: Table) -> None:
    """Make the edit ``name``, and let training follow it."""
    chat.work.call(lambda: chat.controller.edit(name, after, before))
    chat.work.settle()


def change_settings(chat: Conversation, given: str = "") -> None:
    """Change settings of network and training: one that is ``given`` with its value, or those that are asked for."""
    chat.opened()
    chat.work.settle()
    session = chat.opened()[0]
    snapshot = chat.controller.snapshot
    form = FormTalk(
        chat.talk, settings_form(session, 0 if snapshot is None else snapshot.epoch), "Settings of network and training"
    )
    options = form.given(re.sub(r"\s*=\s*", " ", given, count=1)) if given else form.ask()
    if options is not None:
        chat.work.do(lambda: chat.controller.apply(options))
