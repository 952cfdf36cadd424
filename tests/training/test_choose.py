"""Which engine trains what."""

import pytest
from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.model.spec import NetworkSpec
from nntui.training.engines.choose import make_engine, wants_kernel
from nntui.training.spec import TrainingSpec
from tests.training.samples import TUTORIAL_NETWORK, TUTORIAL_TRAINING, random_arrays, state_of

SMALL = NetworkSpec(inputs=2, hidden=(3,), outputs=1)
HUGE = NetworkSpec(inputs=512, hidden=(1_024, 1_024), outputs=10)


@pytest.mark.parametrize("engine", ["fused", "autograd"])
def test_an_engine_that_is_asked_for_is_given(engine) -> None:
    for network in (SMALL, TUTORIAL_NETWORK):
        training = TrainingSpec(engine=engine)
        assert make_engine(state_of(network, training), training, random_arrays(3, 2, 1)).name == engine
    assert wants_kernel(HUGE, TrainingSpec(engine=engine, batch=None)) == (engine == "fused")


def test_auto_takes_the_faster_one_by_size() -> None:
    for batch in (1, 32, None):
        assert wants_kernel(SMALL, TrainingSpec(batch=batch))
    assert wants_kernel(NetworkSpec(inputs=784, hidden=(512,), outputs=10), TrainingSpec(batch=None))
    assert not wants_kernel(NetworkSpec(inputs=784, hidden=(1_024,), outputs=10), TrainingSpec(batch=512))
    assert wants_kernel(HUGE, TrainingSpec(batch=32))
    assert not wants_kernel(HUGE, TrainingSpec(batch=128))
    assert not wants_kernel(HUGE, TrainingSpec(batch=None))


def test_the_lesson_is_left_to_torchs_own_arithmetic() -> None:
    assert not wants_kernel(TUTORIAL_NETWORK, TUTORIAL_TRAINING)
    assert wants_kernel(TUTORIAL_NETWORK, replace(TUTORIAL_TRAINING, engine="fused"))


def test_only_a_processor_can_run_the_fused_engine() -> None:
    assert not wants_kernel(SMALL, TrainingSpec(device="cuda"))
    with pytest.raises(TrainingError, match="it computes on the cpu, not on cuda"):
        wants_kernel(SMALL, TrainingSpec(device="cuda", engine="fused"))
