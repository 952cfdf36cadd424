"""The table of ways to draw first weights. Free of numpy until one is used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.draws import TorchDraws

    Draw = Callable[[int, int, TorchDraws], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Initialisation:
    """``weights`` draws [fan_in, fan_out] from (fan_in, fan_out, draws), ``biases`` [fan_out]; None: zeros.

    ``output_weights`` draws those of the output layer; None: ``weights`` does. A layer's weights are drawn before its
    biases.
    """

    help: str
    weights: Draw | None
    biases: Draw | None = None
    output_weights: Draw | None = None


def _he(fan_in: int, fan_out: int, draws: TorchDraws) -> NDArray[np.float32]:
    return draws.normal(math.sqrt(2 / fan_in), fan_in, fan_out)


INITIALISATIONS: dict[str, Initialisation] = {
    "torch": Initialisation(
        "as nn.Linear: uniform within 1/sqrt(fan_in), biases too",
        # nn.Linear keeps its weights as [fan_out, fan_in].
        lambda fan_in, fan_out, draws: draws.uniform(1 / math.sqrt(fan_in), fan_out, fan_in).T,
        lambda fan_in, fan_out, draws: draws.uniform(1 / math.sqrt(fan_in), fan_out),
    ),
    "xavier": Initialisation(
        "uniform within sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010)",
        lambda fan_in, fan_out, draws: draws.uniform(math.sqrt(6 / (fan_in + fan_out)), fan_in, fan_out),
    ),
    "he": Initialisation("normal, deviation sqrt(2 / fan_in) (He et al. 2015)", _he),
    "he-lecun": Initialisation(
        "as he; in the output layer, deviation sqrt(1 / fan_in) (LeCun et al. 1998)",
        _he,
        output_weights=lambda fan_in, fan_out, draws: draws.normal(math.sqrt(1 / fan_in), fan_in, fan_out),
    ),
    "normal": Initialisation(
        "N(0, 1), as in the lesson", lambda fan_in, fan_out, draws: draws.normal(1.0, fan_in, fan_out)
    ),
    "zeros": Initialisation("all zeros", None),
}
