"""The details of a column: what can be changed about it, beside what its cells are like."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Input

from nntui.render.text import Span
from nntui.ui.lines import LinesView
from nntui.ui.screens import column_form, column_summary
from nntui.ui.screens.dialogue import Dialogue, Key
from nntui.ui.screens.form_view import FormView
from nntui.ui.screens.looking import Looking

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class ColumnScreen(Dialogue[column_form.Change]):
    """Shows column ``at`` of ``table`` and asks what is to be changed about it; answers None where nothing is."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]
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
        self._form = FormView(column_form.fields_of(self._table.columns[self._at]), (), self.glyphs)
        self._page = VerticalScroll(can_focus=False)
        with self._page, Container(classes="parts"):
            yield self._form
            yield SummaryView(self._table, self._at, self.glyphs)

    def keys_shown(self) -> Sequence[Key]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("enter", "apply", "apply"), ("esc", "cancel", "cancel"), ("tab", "next", ""), (arrows, "choose", ""))

    def on_mount(self) -> None:
        """Judge the form as it stands at first."""
        self._looking.look_at(self._texts)

    @property
    def _texts(self) -> Texts:
        return tuple(self._form.texts.items())

    @on(FormView.Changed)
    def read_again(self) -> None:
        """Judge the form as it stands."""
        self._looking.look_at(self._texts)

    @on(FormView.Moved)
    def keep_in_sight(self, event: FormView.Moved) -> None:
        """Scroll to the field that the keys go to."""
        self._page.scroll_to_region(event.region, force=True, animate=False)

    def _judge(self, texts: Texts) -> Judgement:
        return column_form.judge(self._table, self._at, dict(texts))

    def _found(self, judgement: Judgement) -> None:
        self._form.judge(judgement.reasons, set(judgement.unused))
        faults = len(judgement.reasons)
        if faults:
            self.say(f"{faults} field{'s' if faults > 1 else ''} to mend first", "error")
        else:
            self.say("nothing changed" if judgement.change is None else judgement.change[0])

    @on(Input.Submitted)
    def action_apply(self) -> None:
        """Close with the change, once it is known; or go to the first field that will not do."""
        self._looking.once_seen(self._texts, self._apply)

    def _apply(self, judgement: Judgement) -> None:
        if judgement.reasons:
            self._form.go_to(next(name for name in self._form.texts if name in judgement.reasons))
        else:
            self.answer(judgement.change)
