"""Recipes: named sets of settings that suit a table. Each setting can still be changed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nntui.data.scalings import CLIPPED, STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.encoding.shape import Task
    from nntui.data.scalings import Method

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


_WINDING: Mapping[str, Any] = {
    "hidden": (32, 32),
    "batch": 10,
    "epochs": 400,
    "schedule": "cosine",
    "l2": 0.0003,
}
PRESETS: dict[str, Mapping[str, Any]] = {"spiral": _WINDING, "bumps": _WINDING}
"""By generator, the settings of its tables that differ from those of ``LEARN``, which do for the others.

On 10 seeds the validation accuracy of spiral is 1 for 9 of them and .98, one row of 50, for the other.
"""

PICTURES: Mapping[str, Any] = {"rate": 0.001}
"""The settings of pictures that differ from those of ``GOOD``.

Neighbouring pixels are alike, so that a step of all their weights moves a neuron far: at the usual rate 38 of 64
neurons of the first layer were dead after an epoch with 768 inputs. Circles and squares were drawn in three ways and
read as 256, 768 and 1,024 inputs, one seed each, and judged on the validation rows that the rate was chosen by: the log
loss is 0.62 to 1.12 times that at the usual rate, 0.81 in the geometric mean, and below it in eight of the nine.
"""


def recipe_for(rows: int) -> str:
    """The name of the recipe for a table of so many usable rows."""
    return GOOD if rows >= FEWEST_GOOD else LEARN


def validation_share(rows: int) -> float:
    """The share of validation rows for a table of so many usable rows."""
    return SHARE if rows >= FEWEST_SPLIT else 0.0
