"""A session: everything that a person works on, as one immutable document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nntui.data.cells import Cell
    from nntui.data.encoding.shape import Task, TaskShape
    from nntui.data.files.dialect import Dialect
    from nntui.data.table import Table
    from nntui.model.spec import NetworkSpec
    from nntui.training.records import Checkpoint
    from nntui.training.spec import TrainingSpec

QueryScaling = Literal["training", "own-max"]


@dataclass(frozen=True, slots=True)
class Session:
    """A table, the network beside it, how it is trained, and how far that went.

    ``source`` is what the user opened (a path or a built-in name), and ``dialect`` how a text file among those spells
    its table; ``path`` is the session file, once there is one.
    ``validation`` is the share of rows held out. ``query_scaling`` is "training" everywhere but in the tutorial, whose
    lesson divides a query by its own largest value. ``query`` holds the predict form's cells by input name. ``lesson``
    is text shown beside the session (the tutorial's note on its query). ``checkpoint`` is None before training.
    ``shape`` names what goes into the network and what comes out of it; it is None as long as the table was never one
    that can be learnt, and the network of any size.
    """

    name: str
    source: str
    table: Table
    network: NetworkSpec
    training: TrainingSpec
    validation: float = 0.0
    query_scaling: QueryScaling = "training"
    query: Mapping[str, Cell] = field(default_factory=dict)
    lesson: str = ""
    checkpoint: Checkpoint | None = None
    path: Path | None = None
    shape: TaskShape | None = None
    dialect: Dialect | None = None

    @property
    def task(self) -> Task:
        """What kind of answer is learnt: numbers, one of two classes, or one of several."""
        return "regression" if self.shape is None else self.shape.task
