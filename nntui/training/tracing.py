"""The forward pass that a network is shown and judged by: torch's where torch trains it, else numpy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.model.array_trace import has_array_formulas, trace_arrays
from nntui.training.engines.choose import fits_kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.array_trace import Trace
    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec


def without_torch(network: NetworkSpec, training: TrainingSpec) -> bool:
    """Whether everything about a network trained like this can be calculated without torch.

    A rule on settings alone: numbers must not depend on what happens to be loaded.
    """
    return fits_kernel(network, training) and has_array_formulas(network)


def trace_of(
    network: NetworkSpec, training: TrainingSpec, flat: NDArray[np.float32], inputs: NDArray[np.float32]
) -> Trace:
    """The forward pass of ``inputs`` [rows, inputs], scaled as in training, with the weights ``flat`` [parameters].

    Raises ValueError if a shape does not fit.
    """
    if without_torch(network, training):
        return trace_arrays(network, flat, inputs)
    from nntui.model.trace import trace

    return trace(network, flat, inputs)
