"""Where the compiled kernel's time goes: its parts, each by itself, and the fastest its multiplications can be."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from nntui.training.kernel.net.activation_kernels import activate, times_slope
from nntui.training.kernel.net.arguments import pointers
from nntui.training.kernel.net.epochs import nothing_dropped
from nntui.training.kernel.net.gradients import Panels, columns_for, net_of, sweep
from nntui.training.kernel.net.matrices import TALLEST, Extent, MatrixInMemory, gather, product, shuffle_rows
from nntui.training.kernel.net.passes import ACTIVATION, AFTER, BEFORE, DELTA, FAN_OUT, FIELDS, Panel, backward, forward
from nntui.training.kernel.net.plan import plan
from nntui.training.kernel.net.update import use_gradient
from nntui.training.kernel.simd.lanes import LANES, moved, peek, pointer_to

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.spec import TrainingSpec

PARTS = (
    "gathering",
    "forward",
    "of it activations",
    "backward",
    "of it slopes",
    "update",
    "displayed loss",
    "shuffling",
)
"""Seven to an update or to an epoch; those of a part are counted in it."""
ROUNDS, CALLS = 15, 400
TERMS = 128


@numba.njit(error_model="numpy")
def _run(settings: Any, memory: Any, part: int, calls: int) -> None:
    at = pointers(memory)
    net = net_of(settings, at, at.gradient)
    rows = settings.batch
    columns = columns_for(rows)
    inputs = MatrixInMemory(moved(at.work, settings.batch_inputs), columns, 1)
    targets = MatrixInMemory(moved(at.work, settings.batch_targets), columns, 1)
    nothing = nothing_dropped()
    panel = Panel(inputs.at, targets.at, columns, rows, nothing)
    for _ in range(calls):
        if part == 0:
            gather(MatrixInMemory(at.inputs, settings.inputs, 1), at.order, rows, inputs)
            gather(MatrixInMemory(at.targets, settings.outputs, 1), at.order, rows, targets)
        elif part == 1:
            forward(net, panel)
        elif part in (2, 4):
            for number in range(settings.depth):
                layer = moved(at.layers, number * FIELDS)
                before, after = moved(at.work, peek(layer, BEFORE)), moved(at.work, peek(layer, AFTER))
                count = peek(layer, FAN_OUT) * columns
                if part == 2:
                    activate(peek(layer, ACTIVATION), before, after, count)
                else:
                    times_slope(peek(layer, ACTIVATION), before, after, moved(at.work, peek(layer, DELTA)), count)
        elif part == 3:
            backward(net, panel, settings.loss, 0.0, False)
        elif part == 5:
            use_gradient(settings, at, 0.0, 1)
        elif part == 6:
            sweep(settings, at, Panels(at.train, at.train_targets, at.goals, settings.rows), False, nothing)
        else:
            shuffle_rows(settings.seed, 0, at.order, settings.rows)


@numba.njit(error_model="numpy")
def _multiply(target: Any, numbers: Any, vectors: Any, calls: int) -> None:
    for _ in range(calls):
        product(
            MatrixInMemory(pointer_to(target), LANES, 1),
            MatrixInMemory(pointer_to(numbers), 1, TALLEST),
            MatrixInMemory(pointer_to(vectors), LANES, 1),
            Extent(TALLEST, TERMS, LANES),
            False,
        )


def shares(network: NetworkSpec, training: TrainingSpec, arrays: Arrays) -> dict[str, float]:
    """The parts of an epoch with the seconds each takes."""
    names = ("weights", "gradient", "best")
    learnt = {name: np.full(network.parameters, 0.1, np.float32) for name in names}
    settings, memory = plan(network, training, arrays, learnt, None)
    batches = -(-settings.rows // settings.batch)
    _run(settings, memory, 7, 1)
    seconds = {}
    for part, name in enumerate(PARTS):
        once = _fastest(lambda part=part: _run(settings, memory, part, CALLS)) / CALLS
        seconds[name] = once * (1 if part >= 6 else batches)
    return seconds


def fastest_multiplications() -> float:
    """Multiply-adds per second of one core, twice that in operations, on numbers from its nearest cache."""
    target, numbers = np.zeros(TALLEST * LANES, np.float32), np.zeros(TALLEST * TERMS, np.float32)
    vectors = np.zeros(TERMS * LANES, np.float32)
    return CALLS * target.size * TERMS / _fastest(lambda: _multiply(target, numbers, vectors, CALLS))


def _fastest(call: Any) -> float:
    call()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)
