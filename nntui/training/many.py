"""Many independent trainings at once, on every core: folds, seeds and trials."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Event as Flag
from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.training.loop import train

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nntui.data.encoding.encoder import Arrays
    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec

CHUNK_SECONDS = 0.05
"""Training between two looks at whether it was cancelled; longer than for a screen, which these have not."""
AHEAD = 2
"""Jobs taken per thread: one to train, and one that waits while the caller works on results and makes the next job."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingJob:
    """One network to train from its first weights for the epochs of ``training``."""

    network: NetworkSpec
    training: TrainingSpec
    arrays: Arrays


def usable_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wait_for_kernel() -> None:
    """Wait until the compiled engine is ready, so that a limit of time does not count its compiling."""
    from nntui.training.kernel.warm import kernel

    with suppress(TrainingError):  # every training then does without it
        kernel()


def train_many(
    jobs: Iterable[TrainingJob], *, cores: int | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Checkpoint]:
    """The checkpoint that each of ``jobs`` ends with, in their order, trained on ``cores`` cores (None: all).

    The fused engine trains without the interpreter lock, so that a thread each is enough; a result is bit for bit that
    of training alone. A training that diverges yields its last good weights, with the state ``failed``. ``jobs`` are
    taken as threads become free: a few of their arrays exist at a time. Ends early, after the current chunk of each
    thread, once ``cancelled`` or when closed. Raises what a job raises, in its turn.
    """
    from nntui.training.trainer import Trainer  # torch: loaded with the first training

    threads = cores or usable_cores()
    stopped = Flag()

    def run(job: TrainingJob) -> Checkpoint | None:
        trainer = Trainer(job.network, job.training, job.arrays, keeps=False)
        for _ in train(trainer, job.training.epochs, CHUNK_SECONDS):
            if stopped.is_set() or cancelled():
                return None
        return trainer.checkpoint()

    waiting: deque[Future[Checkpoint | None]] = deque()
    with ThreadPoolExecutor(threads, "nntui-many") as pool:
        try:
            for job in jobs:
                waiting.append(pool.submit(run, job))
                if len(waiting) > AHEAD * threads:
                    found = waiting.popleft().result()
                    if found is None:
                        return
                    yield found
            while waiting:
                found = waiting.popleft().result()
                if found is None:
                    return
                yield found
        finally:
            stopped.set()
            for future in waiting:
                future.cancel()
