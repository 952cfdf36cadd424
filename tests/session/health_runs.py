"""Trainings whose health is watched: sick ones, one or more for each check, and healthy ones.

``python -m tests.session.health_runs`` trains every built-in, computed and worked table with its recipe and two seeds,
and names what is found; ``... sick`` trains the sick ones, applies the cure that is offered, and trains again.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.kinds import CATEGORY, INPUT, NUMBER, TARGET
from nntui.data.sources import builtin, computed
from nntui.data.table import Table
from nntui.session.change import with_options
from nntui.session.evaluate import SessionJudge
from nntui.session.examples.record import EXAMPLES
from nntui.session.follow import new_session, silent
from nntui.session.health.cures import cure_of
from nntui.session.health.subject import subject_of
from nntui.session.health.words import in_words
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.training.health.checks import Health
from nntui.training.health.watch import HealthWatch
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.training.health.records import Finding
    from nntui.training.scores.score import Score

IN_TIME = 5
"""Epochs from the onset within which something is named."""
SEEDS = (0, 1)


@dataclass(frozen=True)
class WatchedRun:
    """The ``health`` of a training, the trained ``session``, and the ``share`` of the time that looks took."""

    health: Health
    session: Session
    share: float = 0.0

    @property
    def score(self) -> Score:
        """How good the network is."""
        return SessionJudge(Predictor(self.session, Encoder.fit(self.session.table))).score()

    @property
    def loss(self) -> float:
        """The displayed loss, on validation rows where there are any."""
        reached = self.session.checkpoint
        assert reached is not None
        train, validation = reached.recent.train[-1], reached.recent.validation[-1]
        return float(train if math.isnan(validation) else validation)

    def found(self, check: str) -> Finding | None:
        """What the check of this name has found."""
        return next((each for each in self.health.findings if each.check == check), None)


def watched(session: Session, epochs: int, until: str = "", chunk: float = 0.02) -> WatchedRun:
    """The training of ``session`` for ``epochs``, or until the check ``until`` has found something."""
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
    subject = subject_of(session, encoder, arrays)
    if subject is None:
        return WatchedRun(Health(), session)
    watch = HealthWatch(subject)
    trainer = Trainer(session.network, session.training, arrays, session.checkpoint, sink=watch.take)
    begun, spent = time.perf_counter(), 0.0
    for _ in train(trainer, trainer.state.epoch + epochs, chunk):
        before = time.perf_counter()
        watch.look(trainer)
        spent += time.perf_counter() - before
        if any(each.check == until for each in watch.health.findings):
            break
    if trainer.status != "failed":
        watch.look(trainer, last=True)
    share = spent / (time.perf_counter() - begun)
    return WatchedRun(watch.health, replace(session, checkpoint=trainer.checkpoint()), share)


@dataclass(frozen=True)
class Sick:
    """A training that the check of this name finds wrong: its table's source, or its columns, and its options.

    ``onset`` is the epoch from which on it is sick. The cure is tried for as many ``epochs`` again.
    """

    check: str
    source: str | dict[str, list[Any]]
    options: dict[str, Any] = field(default_factory=dict)
    epochs: int = 60
    onset: int = 0

    def session(self) -> Session:
        """The untrained session."""
        options = Options(**{"seed": 0, **self.options})
        if isinstance(self.source, str):
            return open_source(self.source, options if self.source in builtin.names() else options.with_recipe("learn"))
        last = list(self.source)[-1]
        columns = [
            Column(name, CATEGORY if isinstance(cells[0], str) else NUMBER, TARGET if name == last else INPUT)
            for name, cells in self.source.items()
        ]
        table = Table.of(columns, self.source)
        return with_options(new_session("sick", "sick.csv", table), options.with_recipe("learn"))

    def cured(self) -> WatchedRun:
        """The training after the cure that is offered when the check has named what it found."""
        run = watched(self.session(), self.epochs, self.check)
        finding = run.found(self.check)
        assert finding is not None
        after = cure_of(finding, run.health, run.session).change(run.session, silent)
        return watched(after, 0 if self.check == "overfitting" else self.epochs)


def outlier() -> dict[str, list[Any]]:
    """A sine, and a row far away from it."""
    x = [i / 20 for i in range(60)]
    return {"x": [*x, 40.0], "y": [*map(math.sin, x), 0.5]}


def rare() -> dict[str, list[Any]]:
    """Points of which two in a hundred lie in a small disc."""
    points = [(math.sin(7.3 * i), math.cos(11.9 * i)) for i in range(300)]
    answers = ["yes" if math.hypot(x - 0.3, y - 0.2) < 0.2 else "no" for x, y in points]
    return {"x": [x for x, _ in points], "y": [y for _, y in points], "answer": answers}


def noisy() -> dict[str, list[Any]]:
    """Few rows whose answer depends on one of eight inputs, and on chance."""
    columns = {f"x{k}": [math.sin((3 + k) * (i + 1) ** 1.3) for i in range(80)] for k in range(8)}
    answers = ["yes" if x + 0.7 * math.sin(17 * i**1.7) > 0 else "no" for i, x in enumerate(columns["x0"])]
    return {**columns, "answer": answers}


def thousands() -> dict[str, list[Any]]:
    """An input in thousands."""
    return {"x": [1000.0 * i for i in range(40)], "y": [float(i) for i in range(40)]}


DEEP = {"hidden": (16,) * 6, "activation": "sigmoid", "init": "xavier", "optimizer": "sgd", "rate": 0.1}
WIDE = {"hidden": (32,) * 4, "init": "normal"}
TANH = {"hidden": (32, 32), "activation": "tanh", "init": "normal", "optimizer": "sgd", "rate": 0.001, "batch": 256}
SICK = (
    Sick("vanishing", "circle", DEEP),
    Sick("exploding", "bumps", WIDE),
    Sick("exploding", "tutorial", {"rate": 1e9}),
    Sick("rate-high", "bumps", {"optimizer": "momentum", "rate": 0.1}),
    Sick("oscillation", "bumps", {"activation": "tanh", "rate": 0.5}, onset=4),
    Sick("rate-low", "circle", {"rate": 1e-7}),
    Sick("dead", "moons", {"hidden": (8,), "optimizer": "sgd", "rate": 40.0}),
    Sick("saturated", "digits", TANH, epochs=20),
    Sick("plateau", "xor:250", {"hidden": ()}, epochs=100, onset=50),
    Sick("spike", outlier(), {"optimizer": "sgd", "rate": 0.03, "batch": 4, "validation": 0.0}),
    Sick("divergence", "sine", {"optimizer": "sgd", "rate": 0.3}),
    Sick("overfitting", noisy(), {"hidden": (64, 64), "validation": 0.3}, epochs=100, onset=11),
    Sick("imbalance", rare(), {"optimizer": "sgd", "rate": 0.02, "validation": 0.0}),
    Sick("unscaled", thousands(), {"scale": ("none",), "optimizer": "sgd", "rate": 0.01}),
    Sick("constant", "circle", {"hidden": (8,), "activation": "tanh", "init": "zeros"}),
)


def healthy(sources: list[str]) -> None:
    """Train each of the sources with its recipe and two seeds, and print what is found."""
    for source in sources or [*builtin.names(), *EXAMPLES, *computed.names()]:
        for seed in SEEDS:
            session = open_source(source, Options() if source in EXAMPLES else Options(seed=seed))
            run = watched(session, session.training.epochs)
            looks = f"{len(run.health.looks):3} looks, {run.share:5.1%} of the time"
            print(f"{source:16} seed {seed} {session.training.epochs:6,} epochs {looks}", flush=True)
            for each in run.health.findings:
                print(f"      {in_words(each)}")


def sick(checks: list[str]) -> None:
    """Train the sick ones of these checks, or all, and cure them; print what is found before and after."""
    for each in SICK:
        if checks and each.check not in checks:
            continue
        run, cured = watched(each.session(), each.epochs), each.cured()
        finding = run.found(each.check)
        assert finding is not None
        print(f"{each.check}: named in epoch {finding.named}, onset {each.onset}; {in_words(finding)}")
        print(f"      loss {run.loss:.4g}; {cure_of(finding, run.health, run.session).words}: {cured.loss:.4g}")
        for other in cured.health.findings:
            print(f"      after the cure: {in_words(other)}")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["sick"]:
        sick(words[1:])
    else:
        healthy(words)
