"""Trainings whose health is watched: sick ones, one for each check, and healthy ones."""

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
from nntui.session.examples.record import EXAMPLES
from nntui.session.follow import new_session, silent
from nntui.session.health.cures import cure_of
from nntui.session.health.subject import subject_of
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.health.monitor import Health
from nntui.training.health.watch import HealthWatch
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session


def watched(session: Session, epochs: int, until: str = "") -> tuple[Health, Session, float]:
    """The health of a training up to ``epochs``, or until the check ``until`` has found something; the trained session,
    and the share of the time that looks took."""
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
    subject = subject_of(session, encoder, arrays)
    if subject is None:
        return Health(), session, 0.0
    watch = HealthWatch(subject)
    trainer = Trainer(session.network, session.training, arrays, session.checkpoint, sink=watch.take)
    begun, spent = time.perf_counter(), 0.0
    for _ in train(trainer, epochs):
        before = time.perf_counter()
        watch.look(trainer)
        spent += time.perf_counter() - before
        if until and any(each.check == until for each in watch.health.findings):
            break
    watch.look(trainer, last=True)
    return watch.health, replace(session, checkpoint=trainer.checkpoint()), spent / (time.perf_counter() - begun)


def healthy_sources() -> list[str]:
    """Every built-in and computed table, and every example."""
    return [*builtin.names(), *EXAMPLES, *computed.names()]


@dataclass(frozen=True)
class Sick:
    """A training that the check of this name finds wrong: its table's source, or columns, its options, its epochs."""

    check: str
    source: str | dict[str, list[Any]]
    options: dict[str, Any] = field(default_factory=dict)
    epochs: int = 60

    def session(self) -> Session:
        """The untrained session."""
        options = Options(**{"seed": 0, **self.options})
        if isinstance(self.source, str):
            return open_source(self.source, options)
        columns = [
            Column(
                name,
                CATEGORY if isinstance(cells[0], str) else NUMBER,
                INPUT if place + 1 < len(self.source) else TARGET,
            )
            for place, (name, cells) in enumerate(self.source.items())
        ]
        table = Table.of(columns, self.source)
        return with_options(new_session("sick", "sick.csv", table), options.with_recipe("learn"))


def _outlier() -> dict[str, list[Any]]:
    x = [i / 20 for i in range(60)] + [40.0]
    return {"x": x, "y": [math.sin(each) for each in x[:-1]] + [0.5]}


def _rare() -> dict[str, list[Any]]:
    points = [(math.sin(7.3 * i), math.cos(11.9 * i)) for i in range(300)]
    rare = [math.hypot(x - 0.3, y - 0.2) < 0.2 for x, y in points]
    return {
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "answer": ["yes" if each else "no" for each in rare],
    }


def _noise(rows: int) -> dict[str, list[Any]]:
    columns = {f"x{k}": [math.sin((3 + k) * (i + 1) ** 1.3) for i in range(rows)] for k in range(8)}
    answers = ["yes" if columns["x0"][i] + 0.7 * math.sin(17 * i**1.7) > 0 else "no" for i in range(rows)]
    return {**columns, "answer": answers}


SICK = (
    Sick(
        "vanishing",
        "circle",
        {"hidden": (16,) * 6, "activation": "sigmoid", "init": "xavier", "optimizer": "sgd", "rate": 0.1},
    ),
    Sick("exploding", "bumps", {"hidden": (32,) * 4, "activation": "relu", "init": "normal", "optimizer": "adam"}),
    Sick("exploding", "tutorial", {"rate": 1e9}),
    Sick("rate-high", "bumps", {"hidden": (16,), "optimizer": "momentum", "rate": 0.1}),
    Sick("oscillation", "bumps", {"hidden": (16,), "activation": "tanh", "rate": 0.5}),
    Sick("rate-low", "circle", {"rate": 1e-7}),
    Sick("dead", "moons", {"hidden": (8,), "activation": "relu", "optimizer": "sgd", "rate": 40.0}),
    Sick(
        "saturated",
        "digits",
        {
            "hidden": (32, 32),
            "activation": "tanh",
            "init": "normal",
            "optimizer": "sgd",
            "rate": 0.001,
            "dropout": 0.0,
            "input_scale": False,
        },
    ),
    Sick("plateau", "xor:250", {"hidden": ()}, 100),
    Sick("spike", _outlier(), {"optimizer": "sgd", "rate": 0.03, "batch": 4, "validation": 0.0}),
    Sick("divergence", "bumps", {"optimizer": "sgd", "rate": 0.6}),
    Sick("overfitting", _noise(80), {"hidden": (64, 64), "validation": 0.3}, 200),
    Sick("imbalance", _rare(), {"optimizer": "sgd", "rate": 0.02, "validation": 0.0}),
    Sick(
        "unscaled",
        {"x": [1000.0 * i for i in range(40)], "y": [float(i) for i in range(40)]},
        {"scale": ("none",), "optimizer": "sgd", "rate": 0.01},
    ),
    Sick("constant", "circle", {"hidden": (8,), "activation": "tanh", "init": "zeros"}),
)


def examine(sick: Sick) -> None:
    whole, end, _ = watched(sick.session(), sick.epochs)
    health, after, _ = watched(sick.session(), sick.epochs, sick.check)
    print(
        sick.check, "final", end.checkpoint.recent.train[-1], end.checkpoint.recent.validation[-1], end.checkpoint.state
    )
    for each in whole.findings:
        print(
            "    ",
            "*" if each.check == sick.check else " ",
            each.check,
            each.epoch,
            each.named,
            each.ended,
            each.symptom.cause,
            "=>",
            cure_of(each, whole, end).words,
        )
    found = next((each for each in health.findings if each.check == sick.check), None)
    if found is None:
        print("     MISSED")
        for look in whole.looks[:6]:
            print(
                "        ",
                look.epoch,
                f"loss {look.loss:.4g} g {look.mean_gradient:.3g} spread {look.spread:.3g}",
                [(f"{l.size:.3g} {l.gradient:.3g} {l.ratio:.3g}", len(l.dead), len(l.saturated)) for l in look.layers],
            )
        return
    cured = cure_of(found, health, after).change(after, silent)
    reached = cured.checkpoint.epoch if cured.checkpoint else 0
    health, after, _ = watched(cured, reached + (0 if sick.check == "overfitting" else sick.epochs))
    print(
        "     cured: final",
        after.checkpoint.recent.train[-1],
        after.checkpoint.recent.validation[-1],
        after.checkpoint.state,
    )
    for each in health.findings:
        print("       !", each.check, each.epoch, each.named, each.ended, each.symptom.cause)


def main(words: list[str]) -> None:
    if words[:1] == ["sick"]:
        for sick in SICK:
            if not words[1:] or sick.check in words[1:]:
                examine(sick)
        return
    for source in words or healthy_sources():
        for seed in (0, 1):
            session = open_source(source, Options(seed=seed) if source not in EXAMPLES else Options())
            health, after, share = watched(session, session.training.epochs)
            print(
                f"{source:16} seed {seed} {session.training.epochs:5} epochs {len(health.looks):3} looks {share:5.1%}",
                flush=True,
            )
            for each in health.findings:
                print("    ", each.check, each.epoch, each.named, each.ended, each.symptom.cause)


if __name__ == "__main__":
    main(sys.argv[1:])
