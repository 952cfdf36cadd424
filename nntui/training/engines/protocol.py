"""The names of the engines, and the interface that they share: the same numbers to rounding, on one ``State``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGINES = {
    "auto": "the faster one for this network",
    "fused": "compiled for this machine, on one core",
    "autograd": "torch's own operations, on any device",
}
"""The engines that can be chosen, with a line of help for each."""


class Engine(Protocol):
    """Trains the weights of a ``State`` in place.

    An engine is made from (state: State, spec: TrainingSpec, arrays: Arrays) and never replaces the state's tensors.

    The displayed loss is the objective without regularisation, over all rows at the present weights; for half-sse
    it is the mean squared error, as the lesson prints it. A batch's gradient is divided by the rows it uses; the last
    batch of an epoch may be short. The numbers never depend on how the work is divided into calls.
    """

    name: str
    notice: str
    """A line for the user on this choice of engine, or ""."""

    def epochs(self, count: int) -> NDArray[np.float64]:
        """Train ``count`` whole epochs from ``state.epoch``, at whose start it must be (``state.batch == 0``).

        Returns the displayed (train, validation) loss after each epoch, float64 [epochs made, 2]; validation is NaN
        without validation rows. Advances the state's counters and keeps its best weights, as
        ``State.end_epoch`` does. Returns early, that epoch included, once the training loss is not finite or is at or
        below ``spec.stop_loss``.
        """

    def batches(self, count: int) -> None:
        """Make the next ``count`` updates of the epoch under way, never past its end.

        Advances the state's batch and updates. The epoch is not ended and nothing is evaluated.
        """

    def evaluate(self) -> tuple[float, float]:
        """The displayed (train, validation) loss at the present weights; NaN without such rows."""
