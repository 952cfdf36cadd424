"""The table of a session that is open, computed again with other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import DataError

if TYPE_CHECKING:
    from nntui.data.generate import Recipe
    from nntui.data.table import Table
    from nntui.session.session import Session


def recipe_of(source: str) -> Recipe | None:
    """The computed table that ``source`` means; None where it means something else."""
    from nntui.data.generate import parse

    try:
        return parse(source)
    except DataError:  # a file may be called much like one
        return None


def computed_anew(session: Session | None, source: str) -> Table | None:
    """The table that ``source`` means, with as many rows held out; None unless ``session`` is of the same generator."""
    from nntui.data.generate import generate
    from nntui.data.split import held_out

    recipe = recipe_of(source)
    before = recipe_of(session.source) if session is not None else None
    if session is None or recipe is None or before is None or recipe.name != before.name:
        return None
    return held_out(generate(recipe), session.validation, session.training.seed)
