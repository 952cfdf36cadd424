"""A session: everything that a person works on, as one immutable document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nntui.data.table import Table
    from nntui.model.spec import NetworkSpec, TrainingSpec
    from nntui.training.records import Checkpoint

QueryScaling = Literal["training", "own-max"]


@dataclass(frozen=True, slots=True)
class Session:
    """A table, the network beside it, how it is trained, and how far that went.

    ``source`` is what the user opened (a path or a built-in name); ``path`` the session file, once there is one.
    ``validation`` is the share of rows held out. ``query_scaling`` is "training" everywhere but in the tutorial, whose
    lesson divides a query by its own largest value. ``query`` holds the predict form's values by input name. ``lesson``
    is text shown beside the session (the tutorial's note on its query). ``checkpoint`` is None before training.
    """

    name: str
    source: str
    table: Table
    network: NetworkSpec
    training: TrainingSpec
    validation: float = 0.0
    query_scaling: QueryScaling = "training"
    query: Mapping[str, float] = field(default_factory=dict)
    lesson: str = ""
    checkpoint: Checkpoint | None = None
    path: Path | None = None

    @property
    def task(self) -> str:
        """What kind of answer is learnt."""
        return "regression"
