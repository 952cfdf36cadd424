"""Epochs per second of the engines, against plain ways to do the same, and of ``auto`` against the better engine."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Arrays
from nntui.model.parameters import Parameters
from nntui.model.spec import NetworkSpec
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.engines.choose import make_engine
from nntui.training.engines.fused import FusedEngine
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from tests.benchmarks.references import BATCH, RATE, numpy_by_hand, plain_torch, torch_by_hand
from tests.benchmarks.row import Row
from tests.benchmarks.stages import fastest_multiplications, shares
from tests.benchmarks.subjects import median, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SMALL: dict[tuple[int, ...], float] = {(2, 4, 2, 1): 200.0, (2, 8, 8, 8, 1): 100.0, (2, 32, 32, 1): 25.0}
"""Networks on 250 rows, ten to an update, and how many times as fast as a plain torch loop they are to train."""
ROWS = 250
SIZES: tuple[tuple[int, ...], ...] = ((2, 3, 1), (2, 32, 32, 1), (16, 128, 128, 1), (784, 128, 10), (784, 512, 10))
BATCHES = {1: 16, 32: 128, 512: 1_024, None: 4_096}
"""Rows in an update, and on how many rows in all they are tried."""
AUTO_BUDGET = 0.95
ROUNDS = 5
SECONDS = 0.2
"""Each measurement takes so long, or one epoch."""


def rows() -> Iterator[Row]:
    """The small networks against plain torch, then ``auto`` over sizes and batches."""
    limit = 2 * fastest_multiplications() / 1e9
    for sizes, budget in SMALL.items():
        yield _against_torch(sizes, budget, limit)
    for sizes in SIZES:
        for batch, count in BATCHES.items():
            yield _auto(sizes, batch, count)


def _against_torch(sizes: tuple[int, ...], budget: float, limit: float) -> Row:
    network, training = _specs(sizes, BATCH, "tanh", "tanh")
    arrays = _arrays(ROWS, sizes)
    engine = FusedEngine(State.fresh(Parameters.first(network), training), training, arrays)
    ways: dict[str, Callable[[], object]] = {
        "plain torch": plain_torch(sizes, arrays.inputs, arrays.targets),
        "torch by hand": torch_by_hand(sizes, arrays.inputs, arrays.targets),
        "numpy by hand": numpy_by_hand(sizes, arrays.inputs, arrays.targets),
    }
    fused: list[float] = []
    others: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        fused.append(_speed(engine.epochs))
        for name, epoch in ways.items():
            others[name].append(_speed(partial(_repeat, epoch)))
    ratios = [ours / theirs for ours, theirs in zip(fused, others["plain torch"], strict=True)]
    against = ", ".join(f"{name} {median(others[name]):,.0f}" for name in ways if name != "plain torch")
    return Row(
        f"epochs/s, fused, {_name(sizes)}",
        median(fused),
        median(others["plain torch"]),
        "epochs/s",
        budget,
        at_least=True,
        spread=spread(ratios),
        note=f"{against}; {_where_it_goes(network, training, arrays, max(fused), limit)}",
    )


def _where_it_goes(network: NetworkSpec, training: TrainingSpec, arrays: Arrays, speed: float, limit: float) -> str:
    weights = sum(fan_in * fan_out for fan_in, fan_out in network.shapes)
    first = network.shapes[0][0] * network.shapes[0][1]
    done = 2 * ROWS * (4 * weights - first) * speed / 1e9  # forward twice, for the loss too; nothing goes to the inputs
    parts = shares(network, training, arrays)
    whole = sum(seconds for name, seconds in parts.items() if not name.startswith("of it"))
    told = ", ".join(f"{name} {seconds / whole:.0%}" for name, seconds in parts.items())
    return f"{done:.1f} of this core's {limit:.0f} GFLOP/s ({done / limit:.0%}); of an epoch: {told}"


def _auto(sizes: tuple[int, ...], batch: int | None, count: int) -> Row:
    network, training = _specs(sizes, batch, "relu", "linear")
    arrays = _arrays(count, sizes)
    engines = {
        engine.name: engine(State.fresh(Parameters.first(network), training), training, arrays)
        for engine in (FusedEngine, AutogradEngine)
    }
    chosen = make_engine(State.fresh(Parameters.first(network), training), training, arrays).name
    speeds = {name: [_speed(engine.epochs) for _ in range(ROUNDS)] for name, engine in engines.items()}
    best = {name: max(measured) for name, measured in speeds.items()}
    return Row(
        f"epochs/s, auto, {_name(sizes)}, {'all' if batch is None else batch} of {count:,} rows",
        best[chosen],
        max(best.values()),
        "epochs/s",
        AUTO_BUDGET,
        at_least=True,
        note=f"{chosen}; fused / autograd = {best['fused'] / best['autograd']:.3g}",
    )


def _specs(sizes: tuple[int, ...], batch: int | None, activation: str, output: str) -> tuple[NetworkSpec, TrainingSpec]:
    network = NetworkSpec(
        inputs=sizes[0],
        hidden=sizes[1:-1],
        outputs=sizes[-1],
        activation=activation,
        output_activation=output,
        init="torch",
    )
    return network, TrainingSpec(loss="mse", optimizer="sgd", rate=RATE, batch=batch)


def _arrays(count: int, sizes: tuple[int, ...]) -> Arrays:
    numbers = np.random.default_rng(0)
    inputs = numbers.standard_normal((count, sizes[0]), dtype=np.float32)
    targets = np.sign(numbers.standard_normal((count, sizes[-1]), dtype=np.float32))
    none, every = np.empty(0, dtype=np.int64), np.arange(count)
    return Arrays(inputs, targets, inputs[:0], targets[:0], every, none)


def _repeat(epoch: Callable[[], object], count: int) -> None:
    for _ in range(count):
        epoch()


def _speed(epochs: Callable[[int], object]) -> float:
    """Epochs per second of ``epochs(count)``."""
    count = 1
    while True:
        start = time.perf_counter()
        epochs(count)
        seconds = time.perf_counter() - start
        if seconds >= SECONDS / 4:
            return count / seconds
        count = max(2 * count, int(count * SECONDS / max(seconds, 1e-9)))


def _name(sizes: tuple[int, ...]) -> str:
    return "-".join(str(width) for width in sizes)
