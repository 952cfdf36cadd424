"""Which engine trains: the one asked for, or for ``auto`` the faster one by a fixed rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.training.autograd import AutogradEngine

if TYPE_CHECKING:
    from nntui.data.encode import Arrays
    from nntui.model.spec import TrainingSpec
    from nntui.training.engine import Engine
    from nntui.training.state import State


def make_engine(state: State, spec: TrainingSpec, arrays: Arrays) -> Engine:
    """The engine that ``spec.engine`` asks for, bound to ``state``.

    Raises TrainingError when the fused engine is asked for and cannot train this.
    """
    if spec.engine == "autograd":
        return AutogradEngine(state, spec, arrays)
    from nntui.training.fused import FusedEngine, supported

    unsupported = supported(state.network.spec, spec)
    if unsupported is None:
        return FusedEngine(state, spec, arrays)
    if spec.engine == "fused":
        raise TrainingError(f"engine fused: {unsupported}; choose --engine autograd or auto")
    return AutogradEngine(state, spec, arrays)
