"""The commands of the table that ask a question first, need the network, or filter and sort the rows shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from nntui.errors import DataError, NntuiError
from nntui.ui.dialogs.question import TypedHistory
from nntui.ui.table import questions
from nntui.ui.table.row_order import Arrangement
from nntui.ui.table.scene import table_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    import numpy as np
    from numpy.typing import NDArray
    from textual.screen import Screen

    from nntui.data.table import Table
    from nntui.session.timeline import Timeline
    from nntui.ui.dialogs.dialog import Dialog
    from nntui.ui.dialogs.lookup import LookupDialog
    from nntui.ui.table.column_form import TableEdit
    from nntui.ui.table.pane import DataPane
    from nntui.ui.table.predictions import RowAnswers
    from nntui.ui.table.row_order import RowView
    from nntui.ui.table.scene import Scene
    from nntui.ui.work.controller import Controller

MANY = 20_000
"""Rows from which on the pane says that it is computing the errors."""


class TableView:
    """Computes views of the ``controller``'s table and shows them in ``pane``, which updates them as rows are edited.

    Rows are arranged on request only, and stay where they are while cells change.
    """

    def __init__(self, controller: Controller, pane: DataPane) -> None:
        self._controller, self._pane = controller, pane
        self._sizes: tuple[Table, NDArray[np.float64]] | None = None
        self._timeline: Timeline | None = None
        self._one_at_a_time = asyncio.Lock()
        self.arrangement = Arrangement()

    def follow(self) -> None:
        """Follow another table: show all rows of a new session, else describe the view that the pane kept."""
        if self._controller.timeline is not self._timeline:
            self._timeline = self._controller.timeline
            self.arrangement, self._sizes = Arrangement(), None
            self._pane.set_view(None, "")
        elif self._pane.scene.view is None:
            self.arrangement = Arrangement()
        else:
            self._pane.set_view(self._pane.scene.view, self._words(self._pane.scene.view))

    async def filter_by(self, text: str) -> None:
        """Show only the rows that ``text`` lets through; all for "". Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(replace(self.arrangement, filter=text))

    async def sort_by(self, name: str) -> None:
        """Sort by this column; again: descending; again: in the table's order. Raises NntuiError."""
        async with self._one_at_a_time:
            await self._arrange(self.arrangement.next_by(name))
            self._go_to_first()

    async def sort_by_error(self) -> None:
        """Show the rows with the network's largest present errors first. Raises NntuiError."""
        async with self._one_at_a_time:
            self._sizes = None
            await self._arrange(self.arrangement.by_error(0))
            self._go_to_first()

    async def show_rows(self, rows: RowView, words: str) -> None:
        """Show these rows alone; ``words`` say which they are."""
        async with self._one_at_a_time:
            self.arrangement = Arrangement(picked=words)
            self._pane.set_view(rows, self._words(rows))
            self._go_to_first()

    async def _arrange(self, arrangement: Arrangement) -> None:
        """Show the rows of the latest table in this arrangement, again if it was edited meanwhile."""
        arrangement = replace(arrangement, picked="")
        view: RowView | None = None
        seen: Table | None = None
        while (table := self._controller.table) is not None and table is not seen:
            arrangement, seen = arrangement.valid_for(table), table
            if arrangement.at_epoch is not None:
                arrangement = arrangement.by_error(await self._measure_errors(table, arrangement.at_epoch))
            sizes = self._sizes[1] if self._sizes is not None else None
            view = await asyncio.to_thread(arrangement.rows, table, sizes)
        self.arrangement = arrangement
        self._pane.set_view(view, self._words(view))

    def _go_to_first(self) -> None:
        view = self._pane.scene.view
        if view is not None and len(view):
            self._pane.go_to(int(view[0]))

    def _words(self, view: RowView | None) -> str:
        """A description of the rows shown for the status line."""
        words, table = self.arrangement.words, self._controller.table
        if view is None or table is None or not self.arrangement.filter:
            return words
        return f"{len(view):,} of {table.height:,} rows: {words}"

    async def _measure_errors(self, table: Table, epoch: int) -> int:
        """Compute the errors of the table's rows unless those of ``epoch`` are known; returns their epoch."""
        from nntui.session.table_answers import error_sizes

        if self._sizes is not None and self._sizes[0] is table:
            return epoch
        predictor, snapshot = self._controller.predictor, self._controller.snapshot
        if predictor is None or snapshot is None:
            raise DataError("there is no network yet to answer the rows")
        if table.height > MANY:
            self._pane.say(f"computing the errors of {table.height:,} rows ...")
        self._sizes = table, await asyncio.to_thread(error_sizes, predictor, table, snapshot.weights)
        return snapshot.epoch


AnswerT = TypeVar("AnswerT")


class TableCommands:
    """The commands of the table in ``pane``: a method each, named like its id, ``data.go-to`` is ``go_to``.

    Each takes what the pane showed when its key was pressed. An edit goes through the ``controller``; a refusal is
    shown in the pane.
    """

    def __init__(self, screen: Screen[None], controller: Controller, pane: DataPane, answers: RowAnswers) -> None:
        self._screen, self._controller, self._pane, self._answers = screen, controller, pane, answers
        self._view = TableView(controller, pane)
        self._finds, self._filters, self._formulas, self._rows = (TypedHistory() for _ in range(4))

    def do(self, ask: Callable[[TableCommands, Scene], Awaitable[object]]) -> Coroutine[object, object, None]:
        """Run one of the commands below on what the pane shows now, whatever it shows once the command is run."""
        return self._do(ask, self._pane.scene)

    async def _do(self, ask: Callable[[TableCommands, Scene], Awaitable[object]], at: Scene) -> None:
        """Run the command; nothing while there is no table, or a dialog is open."""
        try:
            if self._controller.table is not None and self._screen.app.screen is self._screen:
                self._pane.say("")
                self._check(table_of(at))
                await ask(self, at)
        except NntuiError as error:
            self._pane.say(str(error), wrong=True)

    async def show_picked(self, rows: RowView, words: str, table: Table) -> None:
        """Show these rows of ``table`` alone, unless another has taken its place."""
        if self._controller.table is table:
            await self._view.show_rows(rows, words)
            self._pane.say("{key:data.filter}, then enter: all rows again")
        else:
            self._pane.say("The table has changed since its rows were judged; try again.", wrong=True)

    def opened(self) -> None:
        """Follow another session."""
        self._view.follow()
        self._answers.show(shown=self._answers.shown)

    def table_changed(self) -> None:
        """Follow another table."""
        self._view.follow()
        self._answers.look()

    def _check(self, table: Table) -> None:
        """Raise DataError unless ``table`` is the present one."""
        if self._controller.table is not table:
            raise DataError("The table changed while you were asked; nothing was applied.")

    async def _ask(self, question: Dialog[AnswerT]) -> AnswerT | None:
        return await self._screen.app.push_screen_wait(question)

    # The column

    async def details(self, at: Scene) -> None:
        """Show all about the column, and change it."""
        from nntui.ui.table.column_dialog import ColumnScreen

        await self._change(at, ColumnScreen)

    async def role(self, at: Scene) -> None:
        """Change the role of the selected columns."""
        await self._change(at, lambda *_: questions.role_question(at))

    async def kind(self, at: Scene) -> None:
        """Change the kind of the column."""
        await self._change(at, questions.kind_question)

    async def missing(self, at: Scene) -> None:
        """Change the policy for empty cells in the column."""
        await self._change(at, questions.missing_question)

    async def formula(self, at: Scene) -> None:
        """Change the formula of the column."""
        row, history = at.cursor_row, self._formulas
        await self._change(at, lambda table, column: questions.formula_question(table, column, row, history))

    async def features(self, at: Scene) -> None:
        """Calculate a further input from the first two, or delete it."""
        await self._change(at, lambda table, _: questions.features_question(table))

    async def _change(self, at: Scene, question: Callable[[Table, int], LookupDialog[TableEdit, Any, Any]]) -> None:
        """Ask about the cursor's column, and apply the answer."""
        table = table_of(at)
        dialog = question(table, at.column)
        dialog.warns = lambda edit: self._controller.editing.ended_by(edit[1])
        change = await self._ask(dialog)
        if change is None or change[1] is table:
            return
        self._check(table)
        self._controller.edit(*change)
        self._pane.confirm(change[0])

    # Places in the table

    async def find(self, at: Scene) -> None:
        """Ask for a text, and go to the next cell that contains it."""
        place = await self._ask(questions.find_question(table_of(at), _here(at), at.view, self._finds))
        if place is not None:
            self._pane.go_to(*place)

    async def find_next(self, at: Scene) -> None:
        """Go to the next cell that contains the text of the last search."""
        if self._finds.latest:
            place = await asyncio.to_thread(questions.find, table_of(at), self._finds.latest, _here(at), at.view)
            self._pane.go_to(*place)
        else:
            await self.find(at)

    async def go_to(self, at: Scene) -> None:
        """Ask for the number of a row, and go there."""
        row = await self._ask(questions.row_question(table_of(at), at.view, self._rows))
        if row is not None:
            self._pane.go_to(row)

    async def row(self, at: Scene) -> None:
        """Show all cells of the row and its prediction."""
        from nntui.ui.table.row_dialog import RowScreen

        row = at.cursor_row
        if row is None:
            raise DataError("there is no row to look at")
        snapshot = self._controller.snapshot
        weights = None if snapshot is None else snapshot.weights
        screen = RowScreen(table_of(at), row, at.view, self._controller.predictor, weights)
        await self._ask(screen)
        self._pane.go_to(screen.row)

    # Views

    async def filter(self, at: Scene) -> None:
        """Ask for a condition, and show only the rows that meet it."""
        text = await self._ask(questions.filter_question(table_of(at), self._view.arrangement.filter, self._filters))
        if text is not None:
            await self._view.filter_by(text)

    async def sort(self, at: Scene) -> None:
        """Sort the rows by the cursor's column."""
        await self._view.sort_by(table_of(at).columns[at.column].name)

    async def errors(self, _: Scene) -> None:
        """Sort the rows by the network's error, and show that beside them."""
        await self._view.sort_by_error()
        self._answers.show(shown=True)

    async def predictions(self, _: Scene) -> None:
        """Show or hide predictions beside the rows."""
        self._answers.show(shown=not self._answers.shown)


def _here(at: Scene) -> tuple[int, int]:
    """The cursor's cell: row of the table, column."""
    return at.cursor_row or 0, at.column
