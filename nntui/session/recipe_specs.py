"""The specs that a recipe makes for a table, and the settings in which a session differs from its recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from nntui.data.column import Scaling
from nntui.data.scalings import METHODS
from nntui.model.spec import NetworkSpec, check_choice
from nntui.safe_text import one_line
from nntui.session.columns import with_each
from nntui.session.recipes import BY_ROWS, RECIPES
from nntui.training.losses import loss_for_task
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from nntui.data.column import Column
    from nntui.data.encoding.shape import Task
    from nntui.data.table import Table
    from nntui.session.session import Session

    Specs = tuple[NetworkSpec, TrainingSpec]

SpecT = TypeVar("SpecT", NetworkSpec, TrainingSpec)

OWN = ("inputs", "outputs", "seed", "engine", "device")
"""Fields of the specs that no recipe sets."""
SCALING_OF = "scaling of "
"""Before the name of a column whose scaling differs from the recipe's."""


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

    def scaled(column: Column) -> Column:
        return replace(column, scaling=_scaling(name, column)) if column.learnt and column.numeric else column

    return with_each(table, scaled)


def _scaling(name: str, column: Column) -> Scaling:
    if METHODS[column.scaling.method].span is not None:
        return column.scaling
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
            found[SCALING_OF + one_line(column.name)] = str(wanted), str(column.scaling)
    return found
