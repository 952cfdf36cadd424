"""Scores of made-up answers, for tests: no network is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.kinds import CATEGORY, NUMBER, TARGET
from nntui.data.table import Table
from nntui.training.scores.judge import Judge
from nntui.training.scores.score import Progress, Score

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(inputs: np.ndarray, truth: Sequence[object], validation: Sequence[bool]) -> Table:
    """A table of inputs [rows, inputs] and a target ``y``, a number with the unit mpg, or classes where it is text."""
    words = isinstance(truth[0], str)
    names = [f"x{number}" for number in range(inputs.shape[1])]
    target = Column("y", kind=CATEGORY, role=TARGET) if words else Column("y", kind=NUMBER, role=TARGET, unit="mpg")
    cells: dict[str, pl.Series] = {name: pl.Series(inputs[:, number]) for number, name in enumerate(names)}
    made = Table.of([*(Column(name, kind=NUMBER) for name in names), target], {**cells, "y": pl.Series(list(truth))})
    return made.with_validation(pl.Series(list(validation)))


def score_of(table: Table, answers: np.ndarray, progress: Progress | None = None) -> Score:
    """The score of a network that gives ``answers``: for each row a number, or the probability of the second class.

    Probabilities [rows, classes] are those of more classes.
    """
    encoder = Encoder.fit(table)
    arrays = encode(table, encoder)
    judge = Judge(encoder, table.frame, arrays)
    parts = iter([arrays.rows, arrays.validation_rows])
    columns = answers.reshape(len(answers), -1)
    if not encoder.classes:
        scale = encoder.targets[0]
        columns = (columns - getattr(scale, "offset", 0)) / getattr(scale, "divisor", 1)

    def last_layer(_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        part = columns[next(parts)].astype(np.float32)
        return part, part

    return judge.score(last_layer, "linear", progress or Progress())
