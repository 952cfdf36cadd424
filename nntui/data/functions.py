"""Functions of one variable, and of two, for a network to bend itself to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.data.draws import Draws

TOPS = ((-0.66, 0.42, 1), (0.0, 0.42, -1), (0.66, 0.42, 1), (-0.66, -0.42, -1), (0.0, -0.42, 1), (0.66, -0.42, -1))
"""Of the bumps: x1, x2 and height."""
BREADTH = 0.2
"""The deviation of each bump."""


@dataclass(frozen=True, slots=True)
class Function:
    """``of`` so many ``variables``, each from ``low`` to ``high``."""

    of: Callable[..., NDArray[np.float64]]
    low: float = -1.0
    high: float = 1.0
    variables: int = 1

    def places(self, rows: int, draws: Draws) -> list[NDArray[np.float64]]:
        """The variables, each [rows]: one goes evenly from ``low`` to ``high``, several are drawn."""
        if self.variables == 1:
            return [np.linspace(self.low, self.high, rows)]
        return [draws.uniform(rows, self.low, self.high) for _ in range(self.variables)]


def bumps(x1: NDArray[np.float64], x2: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of six gaussian bumps, three up and three down."""
    height = np.zeros(len(x1))
    for top1, top2, sign in TOPS:
        height += sign * np.exp(-((x1 - top1) ** 2 + (x2 - top2) ** 2) / (2 * BREADTH**2))
    return height


def sinc(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sin(x) / x, which is 1 at 0; NumPy's is sin(pi x) / (pi x)."""
    return np.sinc(x / np.pi)


FUNCTIONS: dict[str, Function] = {
    "plane": Function(lambda x1, x2: (x1 + x2) / 2, variables=2),
    "bumps": Function(bumps, variables=2),
    "line": Function(lambda x: 2 * x + 1),
    "parabola": Function(np.square),
    "abs": Function(np.abs),
    "step": Function(lambda x: np.where(x < 0, 0.0, 1.0)),
    "sine": Function(np.sin, -np.pi, np.pi),
    "sinc": Function(sinc, -10, 10),
}
"""By name."""
