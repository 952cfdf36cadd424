"""The form of a computed table: its parameters, and a plot of its points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.containers import Container, VerticalScroll

from nntui.data.numbers import format_number
from nntui.data.sources.computed import parse
from nntui.data.sources.generators import GENERATORS
from nntui.errors import DataError
from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.ui.dialogs.form import FormDialog, FormView
from nntui.ui.dialogs.form_fields import FormField
from nntui.ui.dialogs.proposals import BackgroundLookup
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from nntui.data.sources.computed import Recipe
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

MOST_PLOTTED = 2_000
"""Rows that are computed to be looked at."""

GeneratorTexts = tuple[tuple[str, str], ...]


class PointsView(LinesView):
    """The points of a computed table."""

    DEFAULT_CSS = """
    PointsView { height: 10; }
    """


class GeneratorScreen(FormDialog[str]):
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
        self._looking: BackgroundLookup[GeneratorTexts, tuple[GeneratorJudgement, Table | None]] = BackgroundLookup(
            self, _computed, self._found
        )
        self._table: Table | None = None

    def contents(self) -> ComposeResult:
        """The form, and the points below it or beside it."""
        self.form = FormView(fields_of(self._recipe), (), self.glyphs, unused)
        self._points = PointsView()
        self.page = VerticalScroll(can_focus=False)
        with self.page, Container(classes="parts"):
            yield self.form
            yield self._points

    @property
    def _texts(self) -> GeneratorTexts:
        return tuple(self.form.texts.items())

    def look(self) -> None:
        """Compute what the form holds now."""
        self._looking.look_at(self._texts)

    def on_resize(self) -> None:
        """Draw the points for the new size."""
        self.call_after_refresh(self._draw)

    def _found(self, found: tuple[GeneratorJudgement, Table | None]) -> None:
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

    def _apply(self, found: tuple[GeneratorJudgement, Table | None]) -> None:
        judgement = found[0]
        if judgement.recipe is None:
            self.go_to_fault(judgement.reasons)
        else:
            self.answer(str(judgement.recipe))


def _computed(texts: GeneratorTexts) -> tuple[GeneratorJudgement, Table | None]:
    """What the texts amount to, and such a table, of few rows where it is a large one; None where there is none."""
    from nntui.data.sources.computed import generate

    judgement = judge(dict(texts))
    recipe = judgement.recipe
    return judgement, None if recipe is None else generate(replace(recipe, rows=min(recipe.rows, MOST_PLOTTED)))


SHAPE = "shape"
"""The field that names the generator; the others are called as its parameters are."""

_PARAMETERS = {each.name: each for generator in GENERATORS.values() for each in reversed(generator.parameters)}
_ORDER = ("rows", "noise", "arms", "turns", "seed")


@dataclass(frozen=True, slots=True)
class GeneratorJudgement:
    """What the texts amount to: a ``recipe``, or ``reasons`` by field why there is none."""

    recipe: Recipe | None
    reasons: Mapping[str, str]


def fields_of(recipe: Recipe) -> list[FormField]:
    """The form's fields, holding ``recipe``."""
    shape = FormField(SHAPE, SHAPE, "which points are computed", recipe.name, tuple(GENERATORS))
    return [shape, *(_field(name, recipe) for name in sorted(_PARAMETERS, key=_ORDER.index))]


def _field(name: str, recipe: Recipe) -> FormField:
    value = getattr(recipe, name)
    text = str(value) if isinstance(value, int) else format_number(value)
    return FormField(name, name, _PARAMETERS[name].title, text)


def unused(texts: Mapping[str, str]) -> frozenset[str]:
    """Fields without a meaning for the generator that the form names."""
    used = {SHAPE, *(parameter.name for parameter in GENERATORS[texts[SHAPE]].parameters)}
    return frozenset(texts.keys() - used)


def judge(texts: Mapping[str, str]) -> GeneratorJudgement:
    """What ``texts`` make; each is tried alone, so that the reason belongs to its field."""
    generator = GENERATORS[texts[SHAPE]]
    used = [parameter.name for parameter in generator.parameters]
    reasons: dict[str, str] = {}
    for name in used:
        try:
            parse(f"{generator.name}:{name}={texts[name].replace(',', ';')}")
        except DataError as error:
            reasons[name] = str(error).rpartition(": ")[2]
    if reasons:
        return GeneratorJudgement(None, reasons)
    settings = ",".join(f"{name}={texts[name]}" for name in used)
    return GeneratorJudgement(parse(f"{generator.name}:{settings}"), {})


STYLES = ("plus2", "minus2", "good", "dim", "plus3", "minus3")
"""Of the classes, in turn; of numbers the first above their middle, and the second below."""


def plotted(table: Table, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The rows of ``table`` as dots on ``height`` lines of at most ``width`` cells.

    Two inputs are right and up, in the style of the target; of a single one the target is up.
    """
    names = [column.name for column in (*table.inputs, *table.targets)]
    columns = [table.frame.get_column(name).to_list() for name in names]
    across, up = _scaled(columns[0]), _scaled(columns[1])
    side = min(width * DOTS_ACROSS, height * DOTS_DOWN) if len(names) > 2 else 0  # so that a circle is one
    canvas = Canvas(side // DOTS_ACROSS if side else width, height, glyphs)
    right, top = canvas.width * DOTS_ACROSS - 1, canvas.height * DOTS_DOWN - 1
    styles = _styles(columns[2]) if len(names) > 2 else [STYLES[0]] * table.height
    for x, y, style in zip(across, up, styles, strict=True):
        canvas.dot(round(x * right), round((1 - y) * top), style)
    return canvas.rows()


def _scaled(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / ((high - low) or 1) for value in values]


def _styles(values: Sequence[float | str]) -> list[str]:
    if any(isinstance(value, str) for value in values):
        classes = {value: number for number, value in enumerate(sorted(set(map(str, values))))}
        return [STYLES[classes[str(value)] % len(STYLES)] for value in values]
    return [STYLES[value < 0.5] for value in _scaled([float(value) for value in values])]
