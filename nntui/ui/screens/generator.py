"""The form of a computed table: what is computed, how many rows, how noisy; and what that looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.containers import Container, VerticalScroll

from nntui.ui.lines import LinesView
from nntui.ui.screens import generator_form
from nntui.ui.screens.form_dialogue import FormDialogue
from nntui.ui.screens.form_view import FormView
from nntui.ui.screens.generator_plot import plotted
from nntui.ui.screens.looking import Looking

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from nntui.data.generate import Recipe
    from nntui.data.table import Table
    from nntui.ui.screens.generator_form import Judgement

MOST_PLOTTED = 2_000
"""Rows that are computed to be looked at."""

Texts = tuple[tuple[str, str], ...]


class PointsView(LinesView):
    """The points of a computed table."""

    DEFAULT_CSS = """
    PointsView { height: 10; }
    """


class GeneratorScreen(FormDialogue[str]):
    """Asks for the settings of a computed table, beginning with ``recipe``; answers the word that means it."""

    AUTO_FOCUS = "FormView"
    APPLY = "open"
    DEFAULT_CSS = """
    GeneratorScreen {
        .parts { height: auto; }
        PointsView { margin-top: 1; }
        &.-low PointsView { height: 7; }
        &.-tall PointsView { height: 16; }
        &.-wide {
            .frame { width: 124; }
            .parts { layout: horizontal; }
            FormView, PointsView { width: 1fr; }
            PointsView { margin: 0 0 0 2; height: 18; }
        }
    }
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__("computed table")
        self._recipe = recipe
        self._looking: Looking[Texts, tuple[Judgement, Table | None]] = Looking(self, _computed, self._found)
        self._table: Table | None = None

    def contents(self) -> ComposeResult:
        """The form, and the points below it or beside it."""
        self.form = FormView(generator_form.fields_of(self._recipe), (), self.glyphs, generator_form.unused)
        self._points = PointsView()
        self.page = VerticalScroll(can_focus=False)
        with self.page, Container(classes="parts"):
            yield self.form
            yield self._points

    @property
    def _texts(self) -> Texts:
        return tuple(self.form.texts.items())

    def look(self) -> None:
        """Compute what the form holds now."""
        self._looking.look_at(self._texts)

    def on_resize(self) -> None:
        """Draw the points for the new size."""
        self.call_after_refresh(self._draw)

    def _found(self, found: tuple[Judgement, Table | None]) -> None:
        judgement, self._table = found
        self.form.judge(judgement.reasons)
        if judgement.recipe is None:
            self.say_faults(judgement.reasons)
        else:
            self.say(f"opens {judgement.recipe}")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._table is not None:
            self._points.show(plotted(self._table, *self._points.size, self.glyphs))

    def action_apply(self) -> None:
        """Close with the recipe, or go to the first field that will not do."""
        self._looking.once_seen(self._texts, self._apply)

    def _apply(self, found: tuple[Judgement, Table | None]) -> None:
        judgement = found[0]
        if judgement.recipe is None:
            self.go_to_fault(judgement.reasons)
        else:
            self.answer(str(judgement.recipe))


def _computed(texts: Texts) -> tuple[Judgement, Table | None]:
    """What the texts amount to, and such a table, of few rows where it is a large one; None where there is none."""
    from nntui.data.generate import generate

    judgement = generator_form.judge(dict(texts))
    recipe = judgement.recipe
    return judgement, None if recipe is None else generate(replace(recipe, rows=min(recipe.rows, MOST_PLOTTED)))
