"""The details of a column: what can be changed about it, beside what its cells are like."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Container, VerticalScroll

from nntui.render.text import Span
from nntui.ui.lines import LinesView
from nntui.ui.screens import column_form, column_summary
from nntui.ui.screens.form_dialogue import FormDialogue
from nntui.ui.screens.form_view import FormView
from nntui.ui.screens.looking import Looking

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.data.summary import Summary
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.screens.column_form import Judgement

Texts = tuple[tuple[str, str], ...]
"""What stands in each field, by its name."""


class SummaryView(LinesView):
    """What the cells of a column are like, once that is known."""

    DEFAULT_CSS = """
    SummaryView { height: 1; }
    """

    def __init__(self, table: Table, at: int, glyphs: Glyphs) -> None:
        super().__init__()
        self._table, self._at, self._glyphs = table, at, glyphs
        self._summary: Summary | None = None

    def on_mount(self) -> None:
        """Work it out; of a large table that takes a moment."""
        self.run_worker(self._summarise())

    async def _summarise(self) -> None:
        from nntui.data.summary import summary

        self._summary = await asyncio.to_thread(summary, self._table, self._at)
        self.draw()

    def draw(self) -> None:
        """Draw into the present width."""
        if self._summary is None:
            lines: list[Line] = [(Span("counting ...", "dim"),)]
        else:
            target = self._table.targets[0].name if self._table.targets else None
            column = self._table.columns[self._at]
            lines = column_summary.drawn(self._summary, column, target, self.size.width, self._glyphs)
        self.styles.height = len(lines)
        self.show(lines)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()


class ColumnScreen(FormDialogue[column_form.Change]):
    """Shows column ``at`` of ``table`` and asks what is to be changed about it; answers None where nothing is."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    ColumnScreen {
        .parts { height: auto; }
        SummaryView { margin-top: 1; }
        &.-wide {
            .frame { width: 124; }
            .parts { layout: horizontal; }
            FormView, SummaryView { width: 1fr; }
            SummaryView { margin: 0 0 0 2; }
        }
    }
    """

    def __init__(self, table: Table, at: int) -> None:
        super().__init__(f"column {table.columns[at].name}")
        self._table, self._at = table, at
        self._looking: Looking[Texts, Judgement] = Looking(self, self._judge, self._found)

    def contents(self) -> ComposeResult:
        """The form, and the summary below it or beside it."""
        self.form = FormView(column_form.fields_of(self._table.columns[self._at]), (), self.glyphs, column_form.unused)
        self.page = VerticalScroll(can_focus=False)
        with self.page, Container(classes="parts"):
            yield self.form
            yield SummaryView(self._table, self._at, self.glyphs)

    @property
    def _texts(self) -> Texts:
        return tuple(self.form.texts.items())

    def look(self) -> None:
        """Judge the form as it stands."""
        self._looking.look_at(self._texts)

    def _judge(self, texts: Texts) -> Judgement:
        return column_form.judge(self._table, self._at, dict(texts))

    def _found(self, judgement: Judgement) -> None:
        self.form.judge(judgement.reasons)
        if judgement.reasons:
            self.say_faults(judgement.reasons)
        else:
            self.say("nothing changed" if judgement.change is None else judgement.change[0])

    def action_apply(self) -> None:
        """Close with the change, once it is known; or go to the first field that will not do."""
        self._looking.once_seen(self._texts, self._apply)

    def _apply(self, judgement: Judgement) -> None:
        if judgement.reasons:
            self.go_to_fault(judgement.reasons)
        else:
            self.answer(judgement.change)
