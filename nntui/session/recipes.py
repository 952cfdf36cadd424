"""Recipes: named sets of settings that suit a table. Each setting can still be changed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec.structs import replace

from nntui.data.column import Scaling
from nntui.data.scalings import CLIPPED, STANDARD
from nntui.model.spec import NetworkSpec, check_choice
from nntui.safe_text import one_line
from nntui.training.losses import loss_for_task
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.column import Column
    from nntui.data.encoding.shape import Task
    from nntui.data.scalings import Method
    from nntui.data.table import Table
    from nntui.session.session import Session

    Specs = tuple[NetworkSpec, TrainingSpec]

SpecT = TypeVar("SpecT", NetworkSpec, TrainingSpec)

LEARN, GOOD = "learn", "good"
BY_ROWS: Final = ""
"""Asks for the recipe that suits the number of rows."""
FEWEST_GOOD = 100
"""Usable rows from which on ``GOOD`` is the default."""
FEWEST_SPLIT = 30
"""Usable rows from which on some are set aside for validation."""
SHARE = 0.2
"""The share of validation rows of such a table."""


@dataclass(frozen=True, slots=True)
class RecipeRecord:
    """A set of settings: ``settings`` gives those of a task and a number of training rows, by their names in the specs.

    The others have their defaults. ``inputs`` and ``targets`` are the scalings of columns of numbers.
    """

    name: str
    help: str
    settings: Callable[[Task, int], Mapping[str, Any]]
    inputs: Method = STANDARD
    targets: Method = STANDARD


UPDATES, BATCH = 8_000, 32
"""Updates that ``GOOD`` makes on a table of medium size, and the rows of each."""


def _epochs(rows: int) -> int:
    return max(30, min(1_000, round(UPDATES * BATCH / rows)))


L2: dict[Task, tuple[float, float]] = {"binary": (0.005, 5), "classes": (0.003, 2), "regression": (0.001, 1)}
"""The L2 penalty of ``GOOD``: at most the first number, and the second divided by the number of training rows."""


def _good(task: Task, rows: int) -> Mapping[str, Any]:
    """Two layers of 64 with a learnt input scale, dropout, a little L2 and a rate that falls to 0.

    Chosen among some 140 recipes on real tables; parts come from RealMLP (arXiv 2407.04491).
    """
    most, by_rows = L2[task]
    return {
        "hidden": (64, 64),
        "init": "he-lecun",
        "input_scale": True,
        "batch": BATCH,
        "epochs": _epochs(rows),
        "schedule": "cosine",
        "schedule_by": "update",
        "l2": float(f"{min(most, by_rows / rows):.3g}"),
        "dropout": 0.05 if task == "regression" else 0.2,
    }


RECIPES: dict[str, RecipeRecord] = {
    record.name: record
    for record in (
        RecipeRecord(LEARN, "one small layer, to watch and to learn from", lambda _task, _rows: {}),
        RecipeRecord(GOOD, "two layers of 64 that predict well", _good, inputs=CLIPPED),
    )
}
OWN = ("inputs", "outputs", "seed", "engine", "device")
"""Fields of the specs that no recipe sets."""


def recipe_for(rows: int) -> str:
    """The name of the recipe for a table of so many usable rows."""
    return GOOD if rows >= FEWEST_GOOD else LEARN


def validation_share(rows: int) -> float:
    """The share of validation rows for a table of so many usable rows."""
    return SHARE if rows >= FEWEST_SPLIT else 0.0


def check_recipe(name: str) -> None:
    """Raise SpecError for a recipe that is not known."""
    if name != BY_ROWS:
        check_choice("recipe", name, RECIPES)


def with_recipe(name: str, network: NetworkSpec, training: TrainingSpec, task: Task, rows: int) -> Specs:
    """The specs with every setting as the recipe has it for ``task`` and ``rows`` rows to train on."""
    loss, output = loss_for_task(task)
    settings = {"loss": loss, "output_activation": output, **RECIPES[name].settings(task, max(rows, 1))}
    values: list[dict[str, Any]] = []
    for spec in (network, training):
        names = spec.__struct_fields__
        kept = {each: getattr(spec, each) for each in names if each in OWN}
        values.append(kept | {each: value for each, value in settings.items() if each in names})
    return NetworkSpec(**values[0]), TrainingSpec(**values[1])


def with_recipe_scalings(table: Table, name: str) -> Table:
    """``table`` with the scalings of the recipe in every column of numbers that is an input or a target."""
    for place, column in enumerate(table.columns):
        if column.learnt and column.numeric:
            table = table.with_column(place, replace(column, scaling=_scaling(name, column)))
    return table


def _scaling(name: str, column: Column) -> Scaling:
    return Scaling(RECIPES[name].targets if column.is_target else RECIPES[name].inputs)


def for_task(session: Session, network: NetworkSpec, training: TrainingSpec, task: Task) -> Specs:
    """The specs for another ``task``: settings that are as the session's recipe has them are changed as it does."""
    if session.recipe not in RECIPES:
        return network, training
    before, after = (
        with_recipe(session.recipe, network, training, each, session.recipe_rows) for each in (session.task, task)
    )
    return _followed(network, before[0], after[0]), _followed(training, before[1], after[1])


def _followed(spec: SpecT, before: SpecT, after: SpecT) -> SpecT:
    """``spec`` with the fields that are as in ``before`` as they are in ``after``."""
    names = [name for name in spec.__struct_fields__ if getattr(spec, name) == getattr(before, name)]
    return replace(spec, **{name: getattr(after, name) for name in names})


def differences(session: Session) -> dict[str, tuple[Any, Any]]:
    """The settings that differ from those of the session's recipe: by name, the recipe's value and the session's.

    Empty without a recipe.
    """
    if session.recipe not in RECIPES:
        return {}
    own = (session.network, session.training)
    found: dict[str, tuple[Any, Any]] = {}
    for theirs, spec in zip(with_recipe(session.recipe, *own, session.task, session.recipe_rows), own, strict=True):
        pairs = {name: (getattr(theirs, name), getattr(spec, name)) for name in spec.__struct_fields__}
        found |= {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    for column in (*session.table.inputs, *session.table.targets):
        wanted = _scaling(session.recipe, column)
        if column.numeric and column.scaling != wanted:
            found[f"scaling of {one_line(column.name)}"] = str(wanted), str(column.scaling)
    return found
