"""Computed tables: one record a generator, and the word that says which table is meant.

``circle``, ``moons:500`` and ``spiral:arms=3,noise=0.05`` are such words: a name, then rows or NAME=VALUE settings. A
record added to ``GENERATORS`` is known everywhere at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from nntui.data.column import Column
from nntui.data.kinds import CATEGORY, NUMBER, TARGET
from nntui.data.numbers import LARGEST_WHOLE, format_number, is_number
from nntui.data.sources.builtin import notes_in
from nntui.data.sources.points import CurveFunction, Draws, bumps, circle, gauss, moons, sinc, spiral, xor
from nntui.errors import DataError
from nntui.safe_text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.cells import CellsOfColumn
    from nntui.data.sources.points import Points
    from nntui.data.table import Table

NOTES = Path(__file__).with_name("generators")
"""A text of notes for each generator."""
LEVELS = "abcdefghijklmnopqrstuvwxyz"
"""The names of the classes."""
DECIMALS = 4
"""Of every number made: more than a plot shows, and short enough to read in a table."""
LONGEST_NUMBER = 30
"""Characters of a number in a source."""
TABLES_TOO = frozenset({"xor"})
"""Names that mean a shipped table where nothing follows them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something to choose: a number from ``least`` to ``most``, a whole one if ``whole``."""

    name: str
    title: str
    default: float
    least: float
    most: float
    whole: bool = True


ROWS = Parameter("rows", "how many rows", 250, 1, 1_000_000)
SEED = Parameter("seed", "which random numbers", 0, 0, LARGEST_WHOLE)
JITTER = Parameter("noise", "deviation of what is added to x1 and to x2", 0, 0, 10, whole=False)
ERROR = Parameter("noise", "deviation of what is added to y", 0, 0, 10, whole=False)
ARMS = Parameter("arms", "how many arms, each a class", 2, 2, len(LEVELS))
TURNS = Parameter("turns", "how often an arm goes round", 1.75, 0, 20, whole=False)


@dataclass(frozen=True, slots=True)
class Generator:
    """A kind of computed table, ``made_by`` a curve, whose y is the target, or a shape, whose points' class is.

    A shape is called with rows, draws and, by name, the parameters of its ``own``.
    """

    name: str
    title: str
    made_by: CurveFunction | Callable[..., Points]
    own: tuple[Parameter, ...] = ()

    @property
    def has_classes(self) -> bool:
        """True if the target is a class, false if it is a number."""
        return not isinstance(self.made_by, CurveFunction)

    @property
    def task(self) -> Literal["regression", "binary"]:
        """The task of a table with the default settings."""
        return "binary" if self.has_classes else "regression"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of its input columns."""
        return ("x",) if isinstance(self.made_by, CurveFunction) and self.made_by.variables == 1 else ("x1", "x2")

    @property
    def target(self) -> str:
        """The name of its target column."""
        return "class" if self.has_classes else "y"

    @property
    def notes(self) -> str:
        """Paragraphs on what its tables are for, what a good score is, and what to try."""
        return notes_in(NOTES / f"{self.name}.txt")

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The settings that can be chosen."""
        return (ROWS, JITTER if self.has_classes else ERROR, SEED, *self.own)


GENERATORS: dict[str, Generator] = {
    generator.name: generator
    for generator in (
        Generator("circle", "A disc within a ring", circle),
        Generator("xor", "Four quarters, crosswise", xor),
        Generator("gauss", "Two clouds of points", gauss),
        Generator("moons", "Two interlocking moons", moons),
        Generator("spiral", "Arms that wind together", spiral, own=(ARMS, TURNS)),
        Generator("plane", "y = (x1 + x2) / 2", CurveFunction(lambda x1, x2: (x1 + x2) / 2, variables=2)),
        Generator("bumps", "Six bumps, up and down", CurveFunction(bumps, variables=2)),
        Generator("line", "y = 2 * x + 1", CurveFunction(lambda x: 2 * x + 1)),
        Generator("parabola", "y = x ** 2", CurveFunction(np.square)),
        Generator("abs", "y = abs(x)", CurveFunction(np.abs)),
        Generator("step", "y = 0 below 0, then 1", CurveFunction(lambda x: np.where(x < 0, 0.0, 1.0))),
        Generator("sine", "y = sin(x)", CurveFunction(np.sin, -np.pi, np.pi)),
        Generator("sinc", "y = sin(x) / x", CurveFunction(sinc, -10, 10)),
    )
}
"""By name, the simplest first."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A generator and its settings; ``str`` gives the word that ``parse`` reads back as the same recipe.

    Equal recipes make equal tables. Raises DataError, one line that says what there is, for a generator that is not
    known, for a number outside what its parameter allows, and for one other than the default that it does not take.
    """

    name: str
    rows: int = int(ROWS.default)
    noise: float = JITTER.default
    seed: int = int(SEED.default)
    arms: int = int(ARMS.default)
    turns: float = TURNS.default

    def __post_init__(self) -> None:
        """Refuse what cannot be made."""
        generator = _generator(self.name)
        for parameter in generator.parameters:
            value = getattr(self, parameter.name)
            in_range = parameter.least <= value <= parameter.most  # false for NaN too
            if not in_range or (parameter.whole and not isinstance(value, int)):
                raise _refused(generator, parameter, _spelled(value))
        for parameter in (ARMS, TURNS):
            if parameter not in generator.parameters and getattr(self, parameter.name) != parameter.default:
                raise _not_taken(generator, parameter.name)

    def __str__(self) -> str:
        """The name and the settings that differ from the defaults."""
        given = [
            f"{parameter.name}={_spelled(getattr(self, parameter.name))}"
            for parameter in _generator(self.name).parameters
            if getattr(self, parameter.name) != parameter.default
        ]
        if self.name in TABLES_TOO and not given:
            given = [f"{ROWS.name}={self.rows}"]
        return f"{self.name}:{','.join(given)}" if given else self.name


def names() -> tuple[str, ...]:
    """The names of the generators, the simplest first."""
    return tuple(GENERATORS)


def parse(source: str) -> Recipe | None:
    """The recipe that ``source`` spells; None if it does not begin with the name of a generator.

    None too for a bare ``xor``, which is the shipped table. Raises DataError for settings that there are not.
    """
    name, colon, settings = source.partition(":")
    generator = GENERATORS.get(name)
    if generator is None or (name in TABLES_TOO and not colon):
        return None
    values: dict[str, float] = {}
    for number, setting in enumerate(settings.split(",") if colon else ()):
        key, equals, text = setting.partition("=")
        if not equals and number == 0:
            key, text = ROWS.name, setting
        parameter = next((each for each in generator.parameters if each.name == key.strip()), None)
        if parameter is None:
            raise _not_taken(generator, key.strip())
        if parameter.name in values:
            raise DataError(f"{name}: {parameter.name} is given twice")
        values[parameter.name] = _parsed(text.strip(), generator, parameter)
    return msgspec.convert({"name": name, **values}, Recipe)


def generate(recipe: Recipe) -> Table:
    """The table that ``recipe`` makes, of ``rows`` rows: the inputs, then the target.

    Classes are the levels "a", "b", ... of a category, and noise moves their points; a number has noise added to it.
    """
    from nntui.data.table import Table

    generator, draws = _generator(recipe.name), Draws(recipe.seed)
    cells: list[CellsOfColumn]

    def noisy(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return _rounded(values + recipe.noise * draws.normal(recipe.rows))

    made_by = generator.made_by
    if isinstance(made_by, CurveFunction):
        # Rounded first, so that calculating y from the table gives the same.
        variables = [_rounded(values) for values in made_by.places(recipe.rows, draws)]
        cells = [*variables, noisy(made_by.of(*variables))]
    else:
        own = {parameter.name: getattr(recipe, parameter.name) for parameter in generator.own}
        x1, x2, classes = made_by(recipe.rows, draws, **own)
        cells = [noisy(x1), noisy(x2), [LEVELS[number] for number in classes]]
    target = Column(generator.target, kind=CATEGORY if generator.has_classes else NUMBER, role=TARGET)
    columns = [*(Column(name) for name in generator.inputs), target]
    return Table.of(columns, dict(zip([column.name for column in columns], cells, strict=True)))


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values.round(DECIMALS) + 0.0  # no minus before a zero


def _generator(name: str) -> Generator:
    try:
        return GENERATORS[name]
    except KeyError:
        raise DataError(f"no generator {quoted(name)}; there are {', '.join(GENERATORS)}") from None


def _parsed(text: str, generator: Generator, parameter: Parameter) -> float:
    short = len(text) <= LONGEST_NUMBER
    if parameter.whole and short and text.isascii() and text.isdecimal():
        return int(text)
    if not parameter.whole and short and is_number(text):
        return float(text)
    raise _refused(generator, parameter, text)


def _spelled(value: float) -> str:
    return str(value) if isinstance(value, int) else format_number(value)


def _refused(generator: Generator, parameter: Parameter, text: str) -> DataError:
    kind = "a whole number" if parameter.whole else "a number"
    least, most = _spelled(parameter.least), _spelled(parameter.most)
    return DataError(f"{generator.name}: {parameter.name} {quoted(text)}: give {kind} from {least} to {most}")


def _not_taken(generator: Generator, name: str) -> DataError:
    known = ", ".join(parameter.name for parameter in generator.parameters)
    example = f"{generator.name}:{ROWS.name}=500,{JITTER.name}=0.1"
    return DataError(f"{generator.name}: no setting {quoted(name)}; there are {known}, as in {example}")
