"""The answers to all rows of a file at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from nntui.session.file_answers import FileAnswering, HowToAnswer

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.file_answers import AnsweredPart
    from nntui.session.predict import Predictor
    from nntui.session.seeds.networks import SeedNetworks


@dataclass(frozen=True)
class Answered:
    """All parts of a file, the first of which is often all."""

    parts: list[AnsweredPart]
    table: Table
    answered: int
    notes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def first(self) -> AnsweredPart:
        return self.parts[0]

    @property
    def unanswered(self) -> dict[int, str]:
        return {part.first + row: why for part in self.parts for row, why in part.answers.unanswered.items()}


def answered(
    predictor: Predictor,
    data: Path,
    weights: NDArray[np.float32] | None = None,
    *,
    empty: tuple[str, ...] | None = None,
    networks: SeedNetworks | None = None,
) -> Answered:
    """The answers to the rows of a file."""
    answering = FileAnswering(predictor, data, HowToAnswer(weights, empty, networks))
    parts = list(answering.parts())
    table = replace(parts[0].table, frame=pl.concat([part.table.frame for part in parts]))
    found = answering.summary()
    return Answered(parts, table, found.answered, found.notes, found.warnings)
