"""Small tables and helpers that the training tests share."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from nntui.data.encoding.encoder import Arrays, Encoder, encode
from nntui.data.sources.builtin import load
from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.network import Network
from nntui.model.parameters import Parameters
from nntui.model.spec import NetworkSpec
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.loop import CHUNK_SECONDS, Step, train
from nntui.training.records import Checkpoint, Losses, Snapshot
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from nntui.training.trainer import Trainer

TUTORIAL_NETWORK = NetworkSpec(
    inputs=2, hidden=(3,), activation="sigmoid", output_activation="sigmoid", bias=False, init="normal"
)
TUTORIAL_TRAINING = TrainingSpec(loss="half-sse", optimizer="sgd", rate=1.0, batch=None, epochs=1_000)
ANY_OUTPUT: tuple[str, ...] = ("linear", "sigmoid", "tanh")
OUTPUTS: dict[str, tuple[str, ...]] = {
    "mse": ANY_OUTPUT,
    "half-sse": ANY_OUTPUT,
    "mae": ANY_OUTPUT,
    "huber": ANY_OUTPUT,
    "bce": ("sigmoid",),
    "cross-entropy": ("softmax",),
}
"""The output activations to test with each loss."""
COMPILED = tuple(name for name in hidden_activations() if ACTIVATIONS[name].kernel is not None)
"""The activations of hidden layers that the fused engine has."""


def arrays_of(inputs: Any, targets: Any, validation: int = 0) -> Arrays:
    """Arrays whose last ``validation`` rows are the validation rows."""
    inputs, targets = np.array(inputs, np.float32), np.array(targets, np.float32)
    rows = len(inputs) - validation
    return Arrays(
        inputs=inputs[:rows],
        targets=targets[:rows],
        validation_inputs=inputs[rows:],
        validation_targets=targets[rows:],
        rows=np.arange(rows),
        validation_rows=np.arange(rows, len(inputs)),
    )


def random_arrays(rows: int, inputs: int, outputs: int, *, validation: int = 0, seed: int = 0) -> Arrays:
    """Normal inputs and, as targets, probabilities that sum to one in each row (for one output: 0 to 1)."""
    numbers = np.random.default_rng(seed)
    chances = numbers.uniform(0.05, 0.95, (rows + validation, outputs))
    if outputs > 1:
        chances /= chances.sum(axis=1, keepdims=True)
    return arrays_of(numbers.standard_normal((rows + validation, inputs)), chances, validation)


def builtin(name: str) -> Arrays:
    """A built-in table, encoded with its own scalings."""
    table = load(name)
    return encode(table, Encoder.fit(table))


def state_of(network: NetworkSpec, training: TrainingSpec, dtype: torch.dtype = torch.float32) -> State:
    """The state before the first update, in numbers of ``dtype``."""
    return State.fresh(Parameters.first(network, np.float64 if dtype == torch.float64 else np.float32), training)


def network_of(state: State) -> Network:
    """The torch module of a state; the two share their weights."""
    return Network(state.parameters.spec, of=state.parameters)


def engine_of(
    network: NetworkSpec, training: TrainingSpec, arrays: Arrays, dtype: torch.dtype = torch.float32
) -> tuple[AutogradEngine, State]:
    """The torch engine on fresh weights, and the state that it changes."""
    state = state_of(network, training, dtype)
    return AutogradEngine(state, training, arrays), state


def trainer_of(
    arrays: Arrays,
    checkpoint: Checkpoint | None = None,
    clock: Callable[[], float] = time.perf_counter,
    **settings: Any,
) -> Trainer:
    """A trainer of a small tanh network for ``arrays``; ``settings`` are those of its training."""
    network = NetworkSpec(
        inputs=arrays.inputs.shape[1], hidden=(4,), outputs=arrays.targets.shape[1], activation="tanh", init="torch"
    )
    training = TrainingSpec(**{"engine": "autograd", "batch": 8, **settings})
    return Trainer(network, training, arrays, checkpoint, clock=clock)


def same(one: Losses, other: Losses) -> bool:
    """Whether two parts of a history have the same epochs and losses, whatever their times."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("epochs", "train", "validation")
    )


def snapshots(trainer: Trainer, until: int | Step, chunk_seconds: float = CHUNK_SECONDS) -> Iterator[Snapshot]:
    """Train, with a snapshot before the first chunk and after each."""
    for _ in train(trainer, until, chunk_seconds):
        yield trainer.snapshot()


def finish(trainer: Trainer, until: int | Step) -> Snapshot:
    """Train, and return the last snapshot."""
    for _ in train(trainer, until):
        pass
    return trainer.snapshot()


def assert_same(one: Checkpoint, other: Checkpoint) -> None:
    """The same to the bit, but for the seconds."""
    for name in ("epoch", "batch", "updates", "best_epoch", "best_loss"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("weights", "first", "best"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.optimizer.keys() == other.optimizer.keys()
    for name, memory in one.optimizer.items():
        assert np.array_equal(memory, other.optimizer[name]), name
    assert same(one.curve, other.curve)
    assert same(one.recent, other.recent)
