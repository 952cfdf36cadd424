"""Measures the recipes: ``python -m tests.recipes [FOLDER] [--splits N] [--seeds N] [--only NAME]``.

On the built-in tables, each split 80/20 with every class alike, and on the tables in FOLDER with the splits published
beside them (``NAME.csv``, the last column the target, and ``NAME.splits.gz``, a line of test rows a split). Every
training has no option but the target and the recipe; the figures are of rows that it did not see.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.change import with_options
from nntui.session.evaluate import SessionJudge
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.recipes import RECIPES
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nntui.session.session import Session


class Goal(NamedTuple):
    """A figure to reach: of a metric, with its standard error where one was published."""

    metric: str
    value: float
    error: float = 0.0


BUILT_IN = {
    "iris": (Goal("error", 0.027), Goal("log_loss", 0.09)),
    "wine": (Goal("error", 0.022), Goal("log_loss", 0.054)),
    "breast-cancer": (Goal("error", 0.023), Goal("log_loss", 0.071)),
    "digits": (Goal("error", 0.0172), Goal("log_loss", 0.057)),
    "diabetes": (Goal("rmse", 65.9),),
    "cars": (Goal("rmse", 2.70),),
}
PUBLISHED = {
    "concrete": (Goal("rmse", 4.67, 0.12),),
    "energy": (Goal("rmse", 0.513, 0.012),),
    "yacht": (Goal("rmse", 0.670, 0.06),),
    "wine-quality-red": (Goal("rmse", 0.646, 0.011),),
    "kin8nm": (Goal("rmse", 0.0697, 0.0008),),
    "power-plant": (Goal("rmse", 4.01, 0.05),),
}


def sessions(name: str, folder: Path | None, recipe: str, splits: int) -> Iterator[Session]:
    """A session of the table for each of its first splits."""
    if folder is None:
        for split in range(splits):
            yield open_source(name, Options(recipe=recipe, seed=split))
        return
    path = folder / f"{name}.csv"
    table = open_source(str(path), Options(recipe=recipe, validation=0.0)).table
    with gzip.open(folder / f"{name}.splits.gz", "rt") as lines:
        for line, _ in zip(lines, range(splits), strict=False):
            marks = np.zeros(table.height, dtype=np.bool_)
            marks[[int(row) for row in line.split()]] = True
            yield with_options(new_session(name, str(path), table.with_validation(marks)), Options(recipe=recipe))


def figures(session: Session, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """The metrics of the trained network and of a straight line on the validation rows."""
    seeded = replace(
        session, network=replace(session.network, seed=seed), training=replace(session.training, seed=seed)
    )
    encoder = Encoder.fit(seeded.table)
    arrays = encode(seeded.table, encoder)
    trainer = Trainer(seeded.network, seeded.training, arrays)
    for _ in train(trainer, seeded.training.epochs):
        pass
    trained = replace(seeded, checkpoint=trainer.checkpoint())
    judged = SessionJudge(Predictor(trained, encoder), arrays).score().validation
    assert judged is not None
    return _with_error(judged.network.metrics), _with_error(judged.linear.metrics)


def _with_error(metrics: Mapping[str, float]) -> dict[str, float]:
    return {**metrics, "error": 1 - metrics.get("accuracy", math.nan)}


def mean_and_error(values: list[float]) -> tuple[float, float]:
    """The mean, and its standard error over splits."""
    return float(np.mean(values)), float(np.std(values, ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0


def measure(name: str, folder: Path | None, goals: tuple[Goal, ...], splits: int, seeds: int) -> None:
    """Print a line for each goal of the table."""
    found: dict[str, list[dict[str, float]]] = {}
    for recipe in RECIPES:
        for session in sessions(name, folder, recipe, splits):
            pairs = [figures(session, seed) for seed in range(seeds)]
            for kind, place in ((recipe, 0), ("linear", 1)):
                means = {metric: float(np.mean([pair[place][metric] for pair in pairs])) for metric in pairs[0][place]}
                found.setdefault(kind, []).append(means)
    for goal in goals:
        cells = [mean_and_error([each[goal.metric] for each in found[kind]]) for kind in (*RECIPES, "linear")]
        good, error = cells[list(RECIPES).index("good")]
        missed = good - goal.value > 2 * math.hypot(error, goal.error)
        columns = "".join(f"{f'{mean:.4g} ({spread:.2g})':>18}" for mean, spread in cells)
        line = f"{name:<18}{goal.metric:<10}{columns}{goal.value:>10g}{'  missed' if missed else ''}"
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", action="append")
    asked = parser.parse_args()
    heads = "".join(f"{kind:>18}" for kind in (*RECIPES, "linear"))
    sys.stdout.write(f"{'table':<18}{'metric':<10}{heads}{'goal':>10}\n")
    for folder, tables in ((None, BUILT_IN), (asked.folder, PUBLISHED)):
        for name, goals in tables.items():
            if (tables is BUILT_IN or folder is not None) and (not asked.only or name in asked.only):
                measure(name, folder, goals, asked.splits, asked.seeds)


if __name__ == "__main__":
    main()
