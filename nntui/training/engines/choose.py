"""Which engine trains: the one asked for, or for ``auto`` the faster one by a fixed rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.model.activations import ACTIVATIONS
from nntui.training.devices import CPU, actual_device
from nntui.training.engines.piecewise import PiecewiseEngine
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.batches import PartOfEpoch
    from nntui.training.engines.copies import RowCopies
    from nntui.training.engines.protocol import Engine
    from nntui.training.spec import TrainingSpec
    from nntui.training.state import State


def make_engine(state: State, spec: TrainingSpec, arrays: Arrays, copies: RowCopies | None = None) -> Engine:
    """The engine that ``spec.engine`` asks for, bound to ``state``. May wait for the kernel to be compiled.

    Raises TrainingError if the fused engine is asked for and cannot train this, or its kernel cannot be used; ``auto``
    trains with torch then, and the engine's ``notice`` says so. ``copies`` of the same rows are used again.
    """
    if arrays.coded is None:
        return _engine_of_rows(state, spec, arrays, copies)

    def of_piece(own: TrainingSpec, rows: Arrays, part: PartOfEpoch | None) -> Engine:
        return _engine_of_rows(state, own, rows, None, part)

    return PiecewiseEngine(state, spec, arrays, arrays.coded, of_piece)


def _engine_of_rows(
    state: State, spec: TrainingSpec, arrays: Arrays, copies: RowCopies | None, part: PartOfEpoch | None = None
) -> Engine:
    """The engine of rows in memory, which are a ``part`` of an epoch or all of it."""
    if not wants_kernel(state.parameters.spec, spec):
        return _with_torch(state, spec, arrays, copies=copies, part=part)
    from nntui.training.kernel.warm import kernel

    try:
        kernel(state.parameters.flat.dtype)
    except TrainingError as error:
        if spec.engine == "fused":
            raise TrainingError(f"engine fused: {error}; choose engine autograd or auto") from error
        notice = f"{error}; training with torch instead, which is slower"
        return _with_torch(state, spec, arrays, notice=notice, copies=copies, part=part)
    from nntui.training.engines.fused import FusedEngine

    return FusedEngine(state, spec, arrays, copies, part)


def _with_torch(
    state: State,
    spec: TrainingSpec,
    arrays: Arrays,
    *,
    notice: str = "",
    copies: RowCopies | None = None,
    part: PartOfEpoch | None = None,
) -> Engine:
    """The torch engine: torch is loaded here, where it is needed."""
    from nntui.training.engines.autograd import AutogradEngine

    return AutogradEngine(state, spec, arrays, notice=notice, copies=copies, part=part)


def wants_kernel(network: NetworkSpec, spec: TrainingSpec) -> bool:
    """Whether the fused engine is to train this, so that its kernel must be ready first.

    Raises TrainingError if it is asked for and cannot.
    """
    reason = _unsupported(network, spec)
    if reason and spec.engine == "fused":
        raise TrainingError(f"engine fused: {reason}; choose engine autograd or auto")
    return fits_kernel(network, spec)


def fits_kernel(network: NetworkSpec, spec: TrainingSpec) -> bool:
    """Whether the kernel would train this, by the same rule, where it can be used."""
    if spec.engine == "autograd" or (spec.engine == "auto" and (_is_lesson(spec) or _is_huge(network, spec))):
        return False
    return not _unsupported(network, spec)


def _unsupported(network: NetworkSpec, spec: TrainingSpec) -> str:
    """The reason why the fused engine cannot train this, or "" if it can."""
    reasons = {
        f"it computes on the cpu, not on {actual_device(spec.device)}": actual_device(spec.device) != CPU,
        **{f"it has no activation {name}": ACTIVATIONS[name].kernel is None for name in network.used_activations},
        f"it has no loss {spec.loss}": LOSSES[spec.loss].kernel is None,
        f"it has no optimiser {spec.optimizer}": OPTIMISERS[spec.optimizer].kernel is None,
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def _is_lesson(spec: TrainingSpec) -> bool:
    """Whether this trains as the lesson does, which is left to torch's own arithmetic.

    After a thousand steps the last bit of an output is some millionths of the loss: with another exp, as exact as
    torch's, the lesson would print other numbers.
    """
    return spec.loss == "half-sse" and spec.optimizer == "sgd" and spec.batch is None


HUGE_NETWORK, LARGE_BATCH = 600_000, 100
"""Parameters, and rows per update, from which both together torch's threads win: see ``_is_huge``."""


def _is_huge(network: NetworkSpec, spec: TrainingSpec) -> bool:
    """Whether torch is the faster one, by a rule on sizes alone: results must not depend on a stop watch.

    Measured on two cores (x86-64 with 512-bit registers), epochs/s of the fused engine, which uses one of them, over
    those of torch, which uses both; relu, mse, sgd, displayed losses included:

                      batch    1    10    32   128   512  all of 4,096 rows
        2-3-1                265   209   141    58    24    6.2
        2-32-32-1             71    57    30    12   4.8    2.8
        16-128-128-1         9.1   8.9   5.5   3.0   1.9    1.8
        32-256-256-4         3.5   4.2   3.3   1.8   1.5    1.5
        784-32-10            6.6   5.7   3.5   2.3   1.6    1.6
        784-128-10           2.9   3.6   2.6   1.6   1.4    1.7
        784-512-10           1.8   2.5   1.9   1.4   1.3    1.7
        512-1024-1024-10     1.1   1.9   1.3  0.95  0.84   0.93

    In large batches both come near what a core can multiply, so that the number of free cores decides, which no rule
    on sizes knows. Later figures for batches of 512, in two threads and in one: 784-512-10 0.8 and 1.4, 784-1024-10
    0.67 and 1.25. The rule changes over where either choice loses about as much.
    """
    large_batch = spec.batch is None or spec.batch >= LARGE_BATCH
    return network.parameters > HUGE_NETWORK and large_batch
