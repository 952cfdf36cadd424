"""Runs whose events the tests wait for, and engines that wait for the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Queue
from threading import Semaphore
from typing import TypeVar

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nntui.training.engines.protocol import Engine
from nntui.training.loop import train
from nntui.training.messages import Event
from nntui.training.records import Checkpoint
from nntui.training.run import Run
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays, trainer_of

ROWS = random_arrays(22, 3, 1, validation=6)
OTHER = random_arrays(40, 3, 1, seed=5)
FOREVER = 10**12
PATIENCE = 20.0
"""Seconds after which a test gives up."""

Kind = TypeVar("Kind")


@dataclass
class Watched:
    """A run and the events that it reported."""

    make_trainer: Callable[[], Trainer]
    events: Queue[Event] = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self.run = Run(self.make_trainer, self.events.put)
        self.run.start()

    def next(self, kind: type[Kind]) -> Kind:
        """The next event, which must be of this kind."""
        event = self.events.get(timeout=PATIENCE)
        assert isinstance(event, kind), event
        return event

    def now(self) -> Checkpoint:
        """A checkpoint, once all commands before this were obeyed."""
        return self.run.checkpoint().result(PATIENCE)


def trained(until: int, *, rate: float | None = None) -> Checkpoint:
    """The same training without a thread."""
    trainer = trainer_of(ROWS)
    if rate is not None:
        trainer.steer(replace(trainer.spec, rate=rate))
    list(train(trainer, until))
    return trainer.checkpoint()


@dataclass
class Gated:
    """An engine that tells of each update before it makes it, and waits to be let through."""

    engine: Engine
    asked: Queue[None] = field(default_factory=Queue)
    open: Semaphore = field(default_factory=lambda: Semaphore(0))
    name: str = "gated"
    notice: str = ""

    def epochs(self, count: int) -> NDArray[np.float64]:
        raise AssertionError("a chunk of this clock is one update")

    def batches(self, count: int) -> None:
        assert count == 1
        self.asked.put(None)
        assert self.open.acquire(timeout=PATIENCE)
        self.engine.batches(count)

    def evaluate(self) -> tuple[float, float]:
        return self.engine.evaluate()


def gated() -> tuple[Callable[[], Trainer], Queue[Gated]]:
    """Makes a trainer whose every chunk is one update through a gate."""
    made: Queue[Gated] = Queue()

    def make_trainer() -> Trainer:
        seconds = iter(range(10**9))
        trainer = trainer_of(ROWS, clock=lambda: float(next(seconds)))
        trainer.pace.measured(updates=1, seconds=1.0)
        trainer.engine = gate = Gated(trainer.engine)
        made.put(gate)
        return trainer

    return make_trainer, made


class Broken:
    """An engine with a programming fault."""

    name = "broken"
    notice = ""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def epochs(self, count: int) -> NDArray[np.float64]:
        self.engine.batches(2)
        raise ZeroDivisionError("two\nlines")

    def batches(self, count: int) -> None:
        self.epochs(1)

    def evaluate(self) -> tuple[float, float]:
        return self.engine.evaluate()
