"""What training takes on this machine: a small network for a moment with each engine, and what is loaded first."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.cli.output import Json
    from nntui.data.encode import Arrays
    from nntui.model.spec import Engine

LOADED = ("textual", "polars", "torch", "numba")
"""Libraries whose loading is noticed, in the order in which the screen loads them."""
MOMENT = 0.5
"""Seconds that each engine is given."""
WARMING = 0.1
"""Seconds before that, of which nothing is kept."""
ROWS = 250


def speed() -> dict[str, Json]:
    """Seconds that each library took to load, and epochs a second of each engine; None for one not compiled yet.

    The network is 2-4-2-1, tanh, on 250 points of a circle, ten at a time: what the README's benchmarks train, too.
    """
    found: dict[str, Json] = {f"{name}_loads_in_s": _loading(name) for name in LOADED}
    from nntui.training.warm import is_compiled

    arrays = _circle()
    found["fused_epochs_per_s"] = _epochs_per_second("fused", arrays) if is_compiled() else None
    found["autograd_epochs_per_s"] = _epochs_per_second("autograd", arrays)
    return found


def _loading(name: str) -> float:
    """Seconds to import it; next to nothing where it is imported already."""
    begin = time.perf_counter()
    importlib.import_module(name)
    return round(time.perf_counter() - begin, 2)


def _epochs_per_second(engine: Engine, arrays: Arrays) -> int:
    from nntui.model.spec import NetworkSpec, TrainingSpec
    from nntui.training.loop import train
    from nntui.training.trainer import Trainer

    network = NetworkSpec(inputs=2, hidden=(4, 2), activation="tanh", output_activation="tanh")
    training = TrainingSpec(loss="mse", optimizer="sgd", rate=0.03, batch=10, epochs=10**9, engine=engine)
    trainer = Trainer(network, training, arrays)
    epochs, begin = 0, time.perf_counter()
    for progress in train(trainer, training.epochs):
        seconds = time.perf_counter() - begin
        if not epochs and seconds > WARMING:
            epochs, begin = progress.epoch, time.perf_counter()
        elif epochs and seconds > MOMENT:
            return round((progress.epoch - epochs) / seconds)
    return 0


def _circle() -> Arrays:
    """Points within (1) and around (-1) a circle."""
    import numpy as np

    from nntui.data.encode import Arrays

    numbers = np.random.default_rng(0)
    inside = numbers.random(ROWS) < 0.5
    angle = numbers.uniform(0, 2 * np.pi, ROWS)
    distance = numbers.uniform(0, 0.5, ROWS) + np.where(inside, 0, 0.7)
    inputs = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1).astype(np.float32)
    targets = np.where(inside, 1, -1).astype(np.float32).reshape(-1, 1)
    none = Arrays.none(2, 1)
    return Arrays(inputs, targets, none.inputs, none.targets, np.arange(ROWS), none.rows)
