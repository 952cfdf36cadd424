"""Tables that are computed: which there are, what can be chosen about them, and how that is written in one word.

``circle``, ``moons:500`` and ``spiral:arms=3,noise=0.05`` are such words: a name, then rows or NAME=VALUE settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nntui.data.column import Column
from nntui.data.numbers import format_number, is_number
from nntui.data.sources.generators import ARMS, GENERATORS, JITTER, LEVELS, ROWS, SEED, TURNS
from nntui.errors import DataError
from nntui.safe_text import quoted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.checks import CellsOfColumn
    from nntui.data.sources.generators import Generator, Parameter
    from nntui.data.table import Table

DECIMALS = 4
"""Of every number made: more than a plot shows, and short enough to read in a table."""
LONGEST_NUMBER = 30
"""Characters of a number in a source."""
TABLES_TOO = frozenset({"xor"})
"""Names that mean a shipped table where nothing follows them."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A generator and what is chosen about it; ``str`` gives the word that ``parse`` reads back as the same recipe.

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
            in_range = parameter.least <= value <= parameter.most  # which what is no number is not either
            if not in_range or (parameter.whole and not isinstance(value, int)):
                raise _refused(generator, parameter, _spelled(value))
        for parameter in (ARMS, TURNS):
            if parameter not in generator.parameters and getattr(self, parameter.name) != parameter.default:
                raise _not_taken(generator, parameter.name)

    def __str__(self) -> str:
        """What differs from the defaults, behind the name."""
        given = [
            f"{parameter.name}={_spelled(getattr(self, parameter.name))}"
            for parameter in _generator(self.name).parameters
            if getattr(self, parameter.name) != parameter.default
        ]
        if self.name in TABLES_TOO and not given:
            given = [f"{ROWS.name}={self.rows}"]
        return f"{self.name}:{','.join(given)}" if given else self.name


def names() -> tuple[str, ...]:
    """What a recipe's name may be, the simplest first."""
    return tuple(GENERATORS)


def describe() -> list[Generator]:
    """What there is, in the order of ``names``."""
    return list(GENERATORS.values())


def parse(source: str) -> Recipe | None:
    """The recipe that ``source`` spells; None where it does not begin with the name of a generator.

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
    from nntui.data.sources.generators import FUNCTIONS, Draws
    from nntui.data.sources.points import SHAPES
    from nntui.data.table import Table

    def noisy(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return rounded(values + recipe.noise * draws.normal(recipe.rows))

    def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values.round(DECIMALS) + 0.0  # no minus before a zero

    generator, draws = _generator(recipe.name), Draws(recipe.seed)
    cells: list[CellsOfColumn]
    if recipe.name in SHAPES:
        x1, x2, classes = SHAPES[recipe.name](recipe, draws)
        cells = [noisy(x1), noisy(x2), [LEVELS[number] for number in classes]]
    else:
        function = FUNCTIONS[recipe.name]
        # Rounded first, so that whoever works out y from the table finds the same.
        variables = [rounded(values) for values in function.places(recipe.rows, draws)]
        cells = [*variables, noisy(function.of(*variables))]
    target = Column(generator.target, kind="category" if recipe.name in SHAPES else "number", role="target")
    columns = [*(Column(name) for name in generator.inputs), target]
    return Table.of(columns, dict(zip([column.name for column in columns], cells, strict=True)))


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
