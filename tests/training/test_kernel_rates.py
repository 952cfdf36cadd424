"""The kernel calculates the rates of a schedule to the bit as Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.model.parameters import Parameters
from nntui.model.spec import NetworkSpec
from nntui.training.engines.fused import FusedEngine
from nntui.training.kernel.net.rates import CONSTANT, MOST_COUNTED
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from tests.training.samples import random_arrays

if TYPE_CHECKING:
    from nntui.training.kernel.net.arguments import Course

ROWS = random_arrays(10, 1, 1)
SPECS = st.builds(
    TrainingSpec,
    schedule=st.sampled_from([name for name, each in SCHEDULES.items() if each.factor is not None]),
    schedule_by=st.sampled_from(list(SCHEDULE_UNITS)),
    epochs=st.sampled_from((1, 7, 400, 1_000_000_000)),
    decay=st.floats(0.01, 1),
    decay_epochs=st.integers(1, 1_000),
    batch=st.sampled_from((None, 3)),
    rate=st.floats(1e-6, 1e-3),
)


class WatchedEngine(FusedEngine):
    """A fused engine that keeps the rates it trains with."""

    def __init__(self, training: TrainingSpec) -> None:
        self.state = State.fresh(Parameters.first(NetworkSpec(inputs=1, hidden=(), outputs=1)), training)
        super().__init__(self.state, training, ROWS)
        self.filled, self._made = list[bytes](), self._train
        self._train = self._watched

    def _watched(self, settings: Any, memory: Any, course: Course, batches: int) -> int:
        made: int = self._made(settings, memory, course, batches)
        self.filled.append(course.rates.tobytes())
        return made


@given(training=SPECS, share=st.floats(0, 1.2))
@settings(max_examples=200, deadline=None)
def test_the_kernel_fills_in_the_bits_of_the_rates_that_python_gives(training: TrainingSpec, share: float) -> None:
    engine = WatchedEngine(training)
    assert engine._settings.schedule != CONSTANT
    updates = 1 if training.batch is None else 4
    epoch = engine.state.epoch = int(share * training.epochs)
    engine.epochs(3)
    engine.batches(1)
    by_update = updates if training.rate_by_update else 1
    for filled, start, count in zip(engine.filled, (epoch, epoch + 3), (3 * by_update, 1), strict=True):
        expected = np.array(training.rates(training.rate, start * by_update, count, updates))
        assert filled == expected.tobytes()


def test_counts_that_a_float_does_not_hold_are_left_to_python() -> None:
    training = TrainingSpec(schedule="cosine", epochs=MOST_COUNTED + 1, rate=0.001)
    engine = WatchedEngine(training)
    assert engine._settings.schedule == CONSTANT
    engine.epochs(2)
    assert engine.filled == [np.array(training.rates(training.rate, 0, 2, 1)).tobytes()]
