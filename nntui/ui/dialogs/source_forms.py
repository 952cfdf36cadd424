"""The forms about a source: how a text file spells its table, and the parameters of a computed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.files.dialect import Dialect
from nntui.data.numbers import format_number
from nntui.data.sources.computed import GENERATORS, parse
from nntui.data.words import words_in
from nntui.errors import DataError
from nntui.render.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from nntui.session.change import SPELLING
from nntui.session.options import Options
from nntui.session.settings.setting import TextFormat
from nntui.ui.dialogs.form import FormField, FormSpec, Judged, read_fields
from nntui.ui.dialogs.form_dialog import FormDialog
from nntui.ui.dialogs.lookup import BackgroundLookup
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nntui.data.sources.computed import Recipe
    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

AUTO = "auto"
"""Chosen to let the file decide."""
SEPARATORS = {AUTO: None, "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "spaces": " "}
DECIMALS = {AUTO: None, "point": ".", "comma": ","}
ENCODINGS = {AUTO: None, "utf-8": "utf-8", "windows-1252": "windows-1252", "utf-16": "utf-16", "latin-1": "latin-1"}
HEADERS = {AUTO: None, "yes": True, "no": False}


WORDS = TextFormat(lambda text: words_in(text) or None, lambda words: ", ".join(words or ()))


def _choice(name: str, label: str, hint: str, values: Mapping[str, Any]) -> FormField:
    words = {value: word for word, value in values.items()}
    return FormField(name, label, hint, TextFormat(values.__getitem__, words.__getitem__), tuple(values))


SPELLING_FIELDS = (
    _choice("separator", "separator", "between the cells", SEPARATORS),
    _choice("decimal", "decimal sign", "before a fraction", DECIMALS),
    _choice("encoding", "encoding", "of the characters", ENCODINGS),
    _choice("header", "header", "names in the first line", HEADERS),
    FormField("empty", "empty cells", "their words, as n.d., -999", WORDS),
)


def dialect_dialog(how: Options) -> FormDialog[Options]:
    """Asks how text files are read, beginning with ``how``; answers options that say only that."""
    texts = {field.name: field.format.write(how.settings.get(field.name)) for field in SPELLING_FIELDS}
    return FormDialog("how text is read", FormSpec(SPELLING_FIELDS, texts, _judge_spelling, apply="ok"), broad=False)


def _judge_spelling(texts: Mapping[str, str]) -> Judged[Options]:
    values, _ = read_fields(SPELLING_FIELDS, texts, lambda field, text: field.format.read(text))
    how = Options(**{name: value for name, value in values.items() if value is not None})
    return Judged(how, says=in_words(how))


def in_words(how: Options) -> str:
    """One line: ``separated by ;, decimal comma``; "" if everything is left to the file."""
    return Dialect(**how.among(SPELLING)).in_words()


MOST_PLOTTED = 2_000
"""Rows that are computed for the plot."""
STYLES = ("plus2", "minus2", "good", "dim", "plus3", "minus3")
"""Of the classes, in turn; of numbers the first above their middle, and the second below."""


class PointsView(LinesView):
    """A plot of the points of a computed table."""

    DEFAULT_CSS = """
    PointsView { height: 10; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="aside")
        self._glyphs = glyphs
        self._table: Table | None = None
        self._lookup: BackgroundLookup[Recipe, Table] = BackgroundLookup(self, _few_points, self._found)

    def show_points_of(self, recipe: Recipe) -> None:
        """Compute a table of this recipe, of few rows, and plot it."""
        self._lookup.look_at(recipe)

    def _found(self, table: Table) -> None:
        self._table = table
        self.draw()

    def draw(self) -> None:
        """Draw at the present size."""
        if self._table is not None:
            self.show(_plotted(self._table, *self.size, self._glyphs))


def _few_points(recipe: Recipe) -> Table:
    from nntui.data.sources.computed import generate

    return generate(replace(recipe, rows=min(recipe.rows, MOST_PLOTTED)))


class GeneratorScreen(FormDialog[str]):
    """Asks for the parameters of a computed table, beginning with ``recipe``; answers the word that ``parse`` reads."""

    DEFAULT_CSS = """
    GeneratorScreen {
        &.-low PointsView { height: 7; }
        &.-tall PointsView { height: 16; }
        &.-wide PointsView { height: 18; }
    }
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__("computed table", FormSpec(RECIPE_FIELDS, _texts_of(recipe), _judge_recipe, apply="open"))

    def aside(self) -> Iterable[PointsView]:
        """The points."""
        self._points = PointsView(self.glyphs)
        yield self._points

    def found(self, finding: Judged[str]) -> None:
        """Plot what would be opened."""
        super().found(finding)
        recipe = None if finding.result is None else parse(finding.result)
        if recipe is not None:
            self._points.show_points_of(recipe)


SHAPE = "shape"
"""The field that names the generator; the others are named as its parameters are."""

_PARAMETERS = {each.name: each for generator in GENERATORS.values() for each in reversed(generator.parameters)}
_ORDER = ("rows", "noise", "arms", "turns", "seed")


def _parameter(name: str) -> FormField:
    def used(texts: Mapping[str, str]) -> bool:
        return any(parameter.name == name for parameter in GENERATORS[texts[SHAPE]].parameters)

    return FormField(name, name, _PARAMETERS[name].title, used=used)


RECIPE_FIELDS = (
    FormField(SHAPE, SHAPE, "which points are computed", choices=GENERATORS),
    *(_parameter(name) for name in sorted(_PARAMETERS, key=_ORDER.index)),
)


def _texts_of(recipe: Recipe) -> dict[str, str]:
    """The generator and its parameters as texts."""
    values = {name: getattr(recipe, name) for name in _PARAMETERS}
    texts = {name: str(value) if isinstance(value, int) else format_number(value) for name, value in values.items()}
    return {SHAPE: recipe.name, **texts}


def _judge_recipe(texts: Mapping[str, str]) -> Judged[str]:
    """The recipe in ``texts``; each parameter is tried by itself, so that the reason belongs to its field."""
    generator = texts[SHAPE]

    def read(field: FormField, text: str) -> str:
        if field.name == SHAPE:
            return generator
        setting = f"{field.name}={text.replace(',', ';')}"
        try:
            parse(f"{generator}:{setting}")
        except DataError as error:
            raise DataError(str(error).rpartition(": ")[2]) from error
        return setting

    settings, reasons = read_fields(RECIPE_FIELDS, texts, read)
    if reasons:
        return Judged(reasons=reasons)
    recipe = str(parse(f"{generator}:{','.join(settings[name] for name in settings if name != SHAPE)}"))
    return Judged(recipe, says=f"opens {recipe}")


def _plotted(table: Table, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The rows of ``table`` as dots on ``height`` lines of at most ``width`` cells.

    Two inputs are the axes and the target is the style; of a single input the target is the vertical axis.
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
