"""The form of a computed table: what is computed, how many rows, how noisy; and what that looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Input

from nntui.ui.lines import LinesView
from nntui.ui.screens import generator_form
from nntui.ui.screens.dialogue import Dialogue, Key
from nntui.ui.screens.form_view import FormView
from nntui.ui.screens.generator_plot import plotted
from nntui.ui.screens.looking import Looking

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class GeneratorScreen(Dialogue[str]):
    """Asks for the settings of a computed table, beginning with ``recipe``; answers the word that means it."""

    AUTO_FOCUS = "FormView"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "apply", "apply", show=False)]
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
        self._form = FormView(generator_form.fields_of(self._recipe), (), self.glyphs)
        self._points = PointsView()
        self._page = VerticalScroll(can_focus=False)
        with self._page, Container(classes="parts"):
            yield self._form
            yield self._points

    def keys_shown(self) -> Sequence[Key]:
        """How to go about the form."""
        arrows = f"{self.glyphs.before} {self.glyphs.after}"
        return (("enter", "open", "apply"), ("esc", "cancel", "cancel"), ("tab", "next", ""), (arrows, "choose", ""))

    def on_mount(self) -> None:
        """Compute what the form holds at first."""
        self._looking.look_at(self._texts)

    @property
    def _texts(self) -> Texts:
        return tuple(self._form.texts.items())

    @on(FormView.Changed)
    def compute_again(self) -> None:
        """Compute what the form holds now."""
        self._looking.look_at(self._texts)

    @on(FormView.Moved)
    def keep_in_sight(self, event: FormView.Moved) -> None:
        """Scroll to the field that the keys go to."""
        self._page.scroll_to_region(event.region, force=True, animate=False)

    def on_resize(self) -> None:
        """Draw the points for the new size."""
        self.call_after_refresh(self._draw)

    def _found(self, found: tuple[Judgement, Table | None]) -> None:
        judgement, self._table = found
        self._form.judge(judgement.reasons, set(judgement.unused))
        if judgement.recipe is None:
            faults = len(judgement.reasons)
            self.say(f"{faults} field{'s' if faults > 1 else ''} to mend first", "error")
        else:
            self.say(f"opens {judgement.recipe}")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._table is not None:
            self._points.show(plotted(self._table, *self._points.size, self.glyphs))

    @on(Input.Submitted)
    def action_apply(self) -> None:
        """Close with the recipe, or go to the first field that will not do."""
        self._looking.once_seen(self._texts, self._apply)

    def _apply(self, found: tuple[Judgement, Table | None]) -> None:
        judgement = found[0]
        if judgement.recipe is None:
            self._form.go_to(next(name for name in self._form.texts if name in judgement.reasons))
        else:
            self.answer(str(judgement.recipe))


def _computed(texts: Texts) -> tuple[Judgement, Table | None]:
    """What the texts amount to, and such a table, of few rows where it is a large one; None where there is none."""
    from nntui.data.generate import generate

    judgement = generator_form.judge(dict(texts))
    recipe = judgement.recipe
    return judgement, None if recipe is None else generate(replace(recipe, rows=min(recipe.rows, MOST_PLOTTED)))
