"""Points in a plane, in shapes for a network to tell apart.

All lie within about 1 of the origin, so that noise of 0.1 is a tenth of a shape's size. Classes take turns from row to
row: any few rows that follow one another show them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.sources.computed import Recipe
    from nntui.data.sources.generators import Draws

    Points: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]
    """x1, x2 and the class, counted from 0, each [rows]."""

DISC, RING = 0.5, 0.7
"""Radius of the disc, and inner radius of the ring about it, whose outer radius is 1."""
GAP = 0.06
"""From an axis to the quarters of ``xor``."""
CENTRE, SPREAD = 0.4, 0.14
"""Of the two clouds: how far their centres are from the axes, and their deviation along each."""


def circle(recipe: Recipe, draws: Draws) -> Points:
    """A disc (class 0) within a ring (class 1), both of even density."""
    classes = _in_turn(recipe.rows, 2)
    inner, outer = np.where(classes == 0, 0.0, RING), np.where(classes == 0, DISC, 1.0)
    # Where the area, not the radius, is drawn evenly, points do not crowd in the middle.
    radius = np.sqrt(inner**2 + (outer**2 - inner**2) * draws.uniform(recipe.rows))
    angle = draws.uniform(recipe.rows, 0, 2 * np.pi)
    return radius * np.cos(angle), radius * np.sin(angle), classes


def xor(recipe: Recipe, draws: Draws) -> Points:
    """Class 1 where exactly one of x1 and x2 is above zero."""
    classes = _in_turn(recipe.rows, 2)
    side1 = np.where(np.arange(recipe.rows) // 2 % 2 == 0, 1.0, -1.0)
    side2 = np.where(classes == 0, side1, -side1)
    x1, x2 = draws.uniform(recipe.rows, GAP, 1), draws.uniform(recipe.rows, GAP, 1)
    return side1 * x1, side2 * x2, classes


def gauss(recipe: Recipe, draws: Draws) -> Points:
    """Two round clouds, one to the lower left (class 0), one to the upper right (class 1)."""
    classes = _in_turn(recipe.rows, 2)
    centre = np.where(classes == 0, -CENTRE, CENTRE)
    return centre + SPREAD * draws.normal(recipe.rows), centre + SPREAD * draws.normal(recipe.rows), classes


def spiral(recipe: Recipe, _: Draws) -> Points:
    """``arms`` arms, each a class, that leave the origin and go round it ``turns`` times, with even steps outward."""
    classes = _in_turn(recipe.rows, recipe.arms)
    along = _places(recipe.rows, recipe.arms)
    angle = 2 * np.pi * (recipe.turns * along + classes / recipe.arms)
    return along * np.cos(angle), along * np.sin(angle), classes


def moons(recipe: Recipe, _: Draws) -> Points:
    """Two half circles, each with an end in the other; points evenly along them."""
    classes = _in_turn(recipe.rows, 2)
    angle = np.pi * _places(recipe.rows, 2)
    x1 = np.where(classes == 0, np.cos(angle), 1 - np.cos(angle))
    x2 = np.where(classes == 0, np.sin(angle), 0.5 - np.sin(angle))
    return (x1 - 0.5) / 1.5, (x2 - 0.25) / 1.5, classes


def _in_turn(rows: int, classes: int) -> NDArray[np.int64]:
    return np.arange(rows, dtype=np.int64) % classes


def _places(rows: int, lines: int) -> NDArray[np.float64]:
    """How far along its line each row is, above 0 and up to 1, where rows are put on so many lines in turn."""
    return (np.arange(rows) // lines + 1) / -(-rows // lines)


SHAPES: dict[str, Callable[[Recipe, Draws], Points]] = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "moons": moons,
    "spiral": spiral,
}
"""By name."""
