"""The questions about a column that change the table: its kind, its empty cells, its formula."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from nntui.data.column import KINDS, POLICIES, Kind, Missing
from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.safe_text import as_list, one_line
from nntui.ui.dialogs.ask import AskScreen
from nntui.ui.dialogs.choose import Choice, ChooseScreen
from nntui.ui.dialogs.proposals import Proposal, TypedHistory
from nntui.ui.table import column_form

if TYPE_CHECKING:
    from nntui.data.table import Table

QuestionEdit = column_form.TableEdit

PREVIEWED = 3
"""Rows whose values are shown of a formula that is being typed."""
KIND_MEANINGS: dict[Kind, str] = {
    "number": "any number, as 3.5 or 1e-4",
    "whole": "a whole number, as 12",
    "yes-no": "one of two words: no and yes, 0 and 1",
    "category": "one of a few words, each an input of its own",
    "text": "any words; not learnt",
}
POLICY_MEANINGS: dict[Missing, str] = {
    "drop": "a row with an empty cell here is left out of training",
    "refuse": "no training while a cell is empty",
    "mean": "taken for the mean of the training rows",
    "median": "taken for the median of the training rows",
    "frequent": "taken for what is most frequent among the training rows",
    "own": "being empty is a category of its own",
}


def kind_question(table: Table, at: int) -> ChooseScreen[QuestionEdit]:
    """What are the cells of column ``at``?"""
    column = table.columns[at]

    def propose(word: str) -> Proposal[QuestionEdit]:
        if word == column.kind:
            return Proposal("as it is", ("", table))
        changed = table.with_kind(at, cast("Kind", word))
        return Proposal(_kind_in_words(changed, at), (f"kind of {one_line(column.name)}: {word}", changed))

    choices = [Choice(kind, KIND_MEANINGS[kind]) for kind in KINDS]
    return ChooseScreen(f"kind of {column.name}", choices, column.kind, propose)


def _kind_in_words(table: Table, at: int) -> str:
    """What the column, changed already, is then."""
    column, cells = table.columns[at], table.frame.to_series(at)
    if column.kind == "yes-no":
        no, yes = map(one_line, column.words)
        return f"{no} is no, {yes} is yes"
    if column.kind == "category":
        levels = cells.drop_nulls().unique(maintain_order=True)
        return f"{levels.len():,} {'level' if levels.len() == 1 else 'levels'}: {as_list(islice(levels, 4))}" + (
            " ..." if levels.len() > 4 else ""
        )
    return "ignored by the network" if column.kind == "text" else f"{cells.len() - cells.null_count():,} cells"


def missing_question(table: Table, at: int) -> ChooseScreen[QuestionEdit]:
    """What becomes of the rows in which column ``at`` is empty?"""
    column = table.columns[at]
    empty = table.frame.to_series(at).null_count()
    counted = {0: "no cell is empty", 1: "1 cell is empty"}.get(empty, f"{empty:,} cells are empty")

    def propose(word: str) -> Proposal[QuestionEdit]:
        changed = column_form.with_missing(table, at, cast("Missing", word))
        same = word == column.missing
        return Proposal(counted, ("", table) if same else (f"empty cells of {one_line(column.name)}: {word}", changed))

    choices = [Choice(policy, POLICY_MEANINGS[policy]) for policy in POLICIES]
    return ChooseScreen(f"empty cells of {column.name}", choices, column.missing, propose)


def formula_question(table: Table, at: int, row: int | None, history: TypedHistory) -> AskScreen[QuestionEdit]:
    """What is column ``at`` calculated from? Its values in ``row`` and those below are shown as one types."""
    column = table.columns[at]

    def propose(text: str) -> Proposal[QuestionEdit]:
        if not text.strip() and not column.formula:
            raise DataError("type a formula, as weight / height ** 2")
        if text.strip() == clean(column.formula):
            return Proposal(_preview(table, at, row or 0), ("", table))
        changed = table.with_formula(at, text)
        name = f"formula of {one_line(column.name)}: {one_line(text.strip()) or 'none'}"
        return Proposal(_formula_in_words(changed, at, row or 0, table), (name, changed))

    return AskScreen(
        f"formula of {column.name}",
        propose,
        text=clean(column.formula),
        history=history,
        words=[spelled(name) for name in table.names if name != column.name],
    )


def _formula_in_words(table: Table, at: int, row: int, before: Table) -> str:
    if not table.columns[at].formula:
        return "the cells stay as they are, to be edited"
    typed = not before.columns[at].formula and before.frame.to_series(at).count()
    return f"{_preview(table, at, row)}{'; replaces its cells' if typed else ''}"


def _preview(table: Table, at: int, row: int) -> str:
    """The values in a few rows."""
    cells = table.frame.to_series(at).slice(row, PREVIEWED).to_list()
    values = ", ".join("empty" if cell is None else f"{cell:.6g}" for cell in cells)
    return f"row {row + 1:,} and on: {values}" if cells else "there are no rows"


def spelled(name: str) -> str:
    """The column's name as a formula or a condition has it, in characters that may be drawn."""
    from nntui.data.formula.formula import RESERVED
    from nntui.data.formula.parser import in_backquotes, is_plain

    return clean(name if is_plain(name) and name not in RESERVED else in_backquotes(name))
