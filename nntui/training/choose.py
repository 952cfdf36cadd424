"""Which engine trains: the one asked for, or for ``auto`` the faster one by a fixed rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.training.autograd import AutogradEngine

if TYPE_CHECKING:
    from nntui.data.encode import Arrays
    from nntui.model.spec import NetworkSpec, TrainingSpec
    from nntui.training.engine import Engine
    from nntui.training.state import State


def make_engine(state: State, spec: TrainingSpec, arrays: Arrays) -> Engine:
    """The engine that ``spec.engine`` asks for, bound to ``state``.

    Raises TrainingError when the fused engine is asked for and cannot train this.
    """
    if not wants_kernel(state.network.spec, spec):
        return AutogradEngine(state, spec, arrays)
    from nntui.training.fused import FusedEngine

    return FusedEngine(state, spec, arrays)


def wants_kernel(network: NetworkSpec, spec: TrainingSpec) -> bool:
    """Whether the fused engine is to train this, so that its kernel must be compiled first.

    Raises TrainingError when it is asked for and cannot.
    """
    if spec.engine == "autograd" or (spec.engine == "auto" and _is_the_lessons(spec)):
        return False
    from nntui.training.fused import supported

    unsupported = supported(network, spec)
    if unsupported is not None and spec.engine == "fused":
        raise TrainingError(f"engine fused: {unsupported}; choose --engine autograd or auto")
    return unsupported is None


def _is_the_lessons(spec: TrainingSpec) -> bool:
    """Whether this is the lesson's way to train, which is left to torch's own arithmetic.

    Where a thousand steps have brought the error to a few hundredths, the last bit of an output is some millionths of
    the loss: with another exp, as right as torch's, the lesson prints other numbers.
    """
    return spec.loss == "half-sse" and spec.optimizer == "sgd" and spec.batch is None
