"""Networks trained like a session's, each from another seed: their weights, loss curves and scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import encode
from nntui.errors import DataError, TrainingError
from nntui.model.spec import LARGEST_SEED
from nntui.session.evaluate import SessionJudge
from nntui.training.many import TrainingJob, train_many
from nntui.training.scores.score import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.records import Losses
    from nntui.training.scores.metrics import Metrics

SEEDS = 10
"""Networks that are trained unless another number is asked for."""
FEWEST = 2
"""Fewest networks that have a spread."""


@dataclass(frozen=True, slots=True, eq=False)
class SeedNetwork:
    """A network trained from ``seed``: flat ``weights`` [parameters], thinned ``curve``, displayed losses and metrics.

    ``validation_loss`` and ``validation`` are None without validation rows. Where training ``diverged`` the weights are
    the last good ones.
    """

    seed: int
    weights: NDArray[np.float32]
    curve: Losses
    epoch: int
    train_loss: float
    validation_loss: float | None
    training: Metrics
    validation: Metrics | None
    diverged: bool

    @property
    def judged(self) -> Metrics:
        """The metrics on the validation rows or, without any, on the training rows."""
        return self.training if self.validation is None else self.validation


@dataclass(frozen=True, slots=True, eq=False)
class SeedNetworks:
    """Networks that differ from that of ``session`` in nothing but the seed, in the order of their seeds."""

    session: Session
    networks: tuple[SeedNetwork, ...]

    @property
    def sound(self) -> tuple[SeedNetwork, ...]:
        """The networks whose training did not diverge; there is at least one."""
        return tuple(each for each in self.networks if not each.diverged)

    @property
    def diverged(self) -> int:
        """The number of networks whose training diverged; they are in no spread."""
        return len(self.networks) - len(self.sound)

    @property
    def has_validation(self) -> bool:
        """Whether there are validation rows."""
        return self.networks[0].validation is not None

    def is_like(self, session: Session) -> bool:
        """Whether ``session`` would train the same networks: table and settings are those of this one."""
        own = self.session
        same = (own.network, own.training, own.query_scaling) == (
            session.network,
            session.training,
            session.query_scaling,
        )
        return same and (own.table is session.table or own.table == session.table)


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean, standard deviation (NaN for a single number), lowest, median and highest of some numbers."""

    mean: float
    standard_deviation: float
    lowest: float
    median: float
    highest: float

    @classmethod
    def of(cls, numbers: Sequence[float] | NDArray[np.float64]) -> Spread:
        """The spread of ``numbers``, of which there is at least one."""
        found = np.asarray(numbers, dtype=np.float64)
        deviation = float(found.std(ddof=1)) if len(found) > 1 else math.nan
        return cls(float(found.mean()), deviation, float(found.min()), float(np.median(found)), float(found.max()))


@dataclass(frozen=True, slots=True, eq=False)
class LossBand:
    """The displayed loss over the epochs [entries] of the networks: lowest, median and highest, float64 [entries].

    The loss is that of the validation rows where ``validation``. A network that stopped early keeps its last loss.
    """

    epochs: NDArray[np.int64]
    lowest: NDArray[np.float64]
    median: NDArray[np.float64]
    highest: NDArray[np.float64]
    validation: bool
    networks: int


def train_seeds(
    predictor: Predictor,
    count: int = SEEDS,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], object] | None = None,
) -> SeedNetworks | None:
    """Train ``count`` networks on every core, with the seeds of the predictor's session and those after them.

    Settings and rows are the session's: only first weights, order of rows and dropout differ. ``progress`` is called
    with networks done and in all. None if ``cancelled``. Raises DataError for fewer than two and a table that cannot be
    trained on, TrainingError if every training diverges.
    """
    if count < FEWEST:
        raise DataError(f"seeds: {count}; give {FEWEST} networks or more")
    session = predictor.session
    judge = SessionJudge(predictor, encode(session.table, predictor.encoder))
    found: list[SeedNetwork] = []
    jobs = (_job(session, judge, number) for number in range(count))
    for checkpoint in train_many(jobs, cancelled=cancelled):
        seed = _seed(session.training.seed, len(found))
        score = judge.score(checkpoint.weights, Progress(diverged=checkpoint.state == "failed"))
        curve = checkpoint.curve
        found.append(
            SeedNetwork(
                seed=seed,
                weights=checkpoint.weights,
                curve=curve,
                epoch=checkpoint.epoch,
                train_loss=float(curve.train[-1]),
                validation_loss=None if score.validation is None else float(curve.validation[-1]),
                training=score.training.network.metrics,
                validation=None if score.validation is None else score.validation.network.metrics,
                diverged=checkpoint.state == "failed",
            )
        )
        if progress is not None:
            progress(len(found), count)
    if len(found) < count:
        return None
    networks = SeedNetworks(session, tuple(found))
    if not networks.sound:
        raise TrainingError(f"each of the {count} trainings diverged; lower the learning rate or scale the columns")
    return networks


def _job(session: Session, judge: SessionJudge, number: int) -> TrainingJob:
    network = session.network.released().changed(seed=_seed(session.network.seed, number))
    return TrainingJob(network, changed(session.training, seed=_seed(session.training.seed, number)), judge.arrays)


def _seed(first: int, number: int) -> int:
    return (first + number) % (LARGEST_SEED + 1)


def loss_band(networks: SeedNetworks) -> LossBand:
    """The band of the networks' loss on validation rows or, without any, on training rows."""
    validation = networks.has_validation
    curves = [each.curve for each in networks.sound]
    epochs = max((curve.epochs for curve in curves), key=lambda each: int(each[-1]))
    losses = np.array(
        [np.interp(epochs, curve.epochs, curve.validation if validation else curve.train) for curve in curves]
    )
    return LossBand(epochs, losses.min(axis=0), np.median(losses, axis=0), losses.max(axis=0), validation, len(curves))


def metric_spreads(scores: Sequence[Metrics]) -> Mapping[str, Spread]:
    """The spread of each metric that all of ``scores`` have."""
    return dict(_spreads(scores))


def _spreads(scores: Sequence[Metrics]) -> Iterator[tuple[str, Spread]]:
    for name in scores[0]:
        if all(name in each for each in scores):
            yield name, Spread.of([each[name] for each in scores])
