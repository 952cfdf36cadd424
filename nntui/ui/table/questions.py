"""The one-line questions about the table: a column's kind, empty cells and formula; find, go to a row, filter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.data.kinds import KINDS, ROLES
from nntui.data.policies import POLICIES
from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.safe_text import one_line, quoted
from nntui.ui.dialogs.choose import ChooseScreen
from nntui.ui.dialogs.question import AskScreen, Proposal, TypedHistory
from nntui.ui.table.column_form import TableEdit, edit, preview
from nntui.ui.table.scene import columns_in_words, table_of
from nntui.ui.table.structure_edits import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.ui.table.scene import Scene

    Rows = NDArray[np.int64]
    Place = tuple[int, int]

FEW = 4
"""Cells shown of a row."""


def _proposal(table: Table, at: int, field: str, text: str, says: Callable[[Table], str]) -> Proposal[TableEdit]:
    """The edit of one ``field`` of column ``at``, the same that the form makes. Raises DataError."""
    judged = edit(table, at, {field: text})
    if judged.reasons:
        raise DataError(next(iter(judged.reasons.values())))
    answer = judged.result or ("", table)
    return Proposal(says(answer[1]), answer)


def role_question(scene: Scene) -> ChooseScreen[TableEdit]:
    """Asks what the selected columns are for."""
    table = table_of(scene)
    columns = [table.columns[number] for number in scene.area.columns]

    def propose(word: str) -> Proposal[TableEdit]:
        if all(column.role == word for column in columns):
            return Proposal("no change", ("", table))
        name, after = set_role(scene, word)
        return Proposal(name, (name, table_of(after)))

    meanings = {name: role.meaning for name, role in ROLES.items()}
    letters = {name: role.letter for name, role in ROLES.items()}
    title = f"role of {columns_in_words(columns)}"
    return ChooseScreen(title, meanings, table.columns[scene.column].role, propose, letters=letters)


def kind_question(table: Table, at: int) -> ChooseScreen[TableEdit]:
    """Asks what the cells of column ``at`` are."""
    column = table.columns[at]

    def propose(word: str) -> Proposal[TableEdit]:
        if word == column.kind:
            return Proposal("no change", ("", table))
        return _proposal(table, at, "kind", word, lambda after: preview(after, at, "kind", table))

    meanings = {name: kind.meaning for name, kind in KINDS.items()}
    letters = {name: name[0] for name in KINDS}
    return ChooseScreen(f"kind of {column.name}", meanings, column.kind, propose, letters=letters)


def missing_question(table: Table, at: int) -> ChooseScreen[TableEdit]:
    """Asks how rows are treated in which column ``at`` is empty."""
    column = table.columns[at]
    empty = table.frame.to_series(at).null_count()
    counted = {0: "no cell is empty", 1: "1 cell is empty"}.get(empty, f"{empty:,} cells are empty")
    meanings = {name: policy.meaning for name, policy in POLICIES.items()}
    propose = partial(_proposal, table, at, "missing", says=lambda _: counted)
    return ChooseScreen(f"empty cells of {column.name}", meanings, column.missing, propose)


def formula_question(table: Table, at: int, row: int | None, history: TypedHistory) -> AskScreen[TableEdit]:
    """Asks what column ``at`` is calculated from; its values from ``row`` on are shown while one types."""
    column, present = table.columns[at], clean(table.columns[at].formula)

    def values(after: Table) -> str:
        return preview(after, at, "formula", table, row or 0)

    def propose(text: str) -> Proposal[TableEdit]:
        if not text.strip() and not column.formula:
            raise DataError("type a formula, as weight / height ** 2")
        if text.strip() == present:
            return Proposal(values(table), ("", table))
        return _proposal(table, at, "formula", text, values)

    words = [spelled(name) for name in table.names if name != column.name]
    return AskScreen(f"formula of {column.name}", propose, text=present, history=history, words=words)


def features_question(table: Table) -> ChooseScreen[TableEdit]:
    """Asks which input to calculate from the first two, or to take away again. Raises DataError where there is none."""
    from nntui.data.features import possible_features, with_feature

    possible = possible_features(table)
    if not possible:
        raise DataError("There is no input of numbers to calculate another from.")
    digits = {clean(name): str(number) for number, name in enumerate(possible, start=1)}
    by_word = {clean(name): name for name in possible}
    meanings = {
        clean(name): record.meaning if column is None else f"now an input: {digits[clean(name)]} deletes it"
        for name, (record, column) in possible.items()
    }

    def propose(word: str) -> Proposal[TableEdit]:
        edit = with_feature(table, by_word[word])
        return Proposal(edit[0], edit)

    first = next(iter(meanings))
    return ChooseScreen("calculated inputs", meanings, first, propose, letters=digits, is_present=False)


def spelled(name: str) -> str:
    """The column's name as a formula or a condition has it, in characters that may be drawn."""
    from nntui.data.formula.functions import is_reserved
    from nntui.data.formula.tokens import in_backquotes, is_plain

    return clean(name if is_plain(name) and not is_reserved(name) else in_backquotes(name))


def find(table: Table, text: str, at: Place, view: Rows | None) -> Place:
    """Row and column of the next cell after ``at`` that contains ``text``, in the rows shown. Raises DataError."""
    from nntui.data.rows import find_cell

    place = find_cell(table, text, *at, view)
    if place is None:
        raise DataError(f"No cell{'' if view is None else ' of the rows shown'} contains {quoted(text)}.")
    return place


def find_question(table: Table, at: Place, view: Rows | None, history: TypedHistory) -> AskScreen[Place]:
    """Asks for a text to find in the cells."""

    def propose(text: str) -> Proposal[Place]:
        if not text:
            raise DataError("type what to find in the cells")
        row, column = find(table, text, at, view)
        return Proposal(f"row {row + 1:,}, {one_line(table.names[column])}: {_cell(table, row, column)}", (row, column))

    return AskScreen("find", propose, text=history.latest, history=history)


def row_question(table: Table, view: Rows | None, history: TypedHistory) -> AskScreen[int]:
    """Asks for the number of a row."""

    def propose(text: str) -> Proposal[int]:
        number = text.strip().replace(",", "")
        if not table.height:
            raise DataError("The table has no rows.")
        if not (number.isascii() and number.isdecimal()) or not 1 <= int(number[:20]) <= table.height:
            raise DataError(f"type the number of a row, from 1 to {table.height:,}")
        row = int(number) - 1
        if view is not None and not (view == row).any():
            raise DataError(f"Row {row + 1:,} is not shown. Press {{key:data.filter}} to change the filter.")
        cells = ", ".join(_cell(table, row, column) for column in range(min(table.width, FEW)))
        return Proposal(f"row {row + 1:,}: {cells}{', ...' if table.width > FEW else ''}", row)

    return AskScreen("go to row", propose, history=history)


def filter_question(table: Table, present: str, history: TypedHistory) -> AskScreen[str]:
    """Asks which rows to show; ``present`` is the filter in use."""
    from nntui.data.rows import filtered_rows

    def propose(text: str) -> Proposal[str]:
        if not text.strip():
            return Proposal(f"all {table.height:,} rows; or as weight > 3 and origin = usa", "")
        count = len(filtered_rows(table, text))
        if not count:
            raise DataError("No row matches.")
        return Proposal(f"{count:,} of {table.height:,} rows", text.strip())

    words = [spelled(name) for name in table.names]
    return AskScreen("filter", propose, text=clean(present), history=history, words=words)


def _cell(table: Table, row: int, column: int) -> str:
    """A cell as it is shown in a line."""
    from nntui.data.cells import format_cell

    return one_line(format_cell(table.value(row, column), table.columns[column])) or "empty"
