"""The effect of changed settings on the training so far."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.model.spec import NetworkSpec
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

NETWORK, TRAINING = NetworkSpec.__struct_fields__, TrainingSpec.__struct_fields__
"""The names of the settings of a network, and of its training."""
RESTARTING = ("loss", "seed")
"""Training settings whose change makes earlier losses, or the first weights, those of another training."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """The effect of changed settings on the training so far.

    ``restarts`` names the changes that make training start afresh; without any it continues from its weights.
    ``optimizer`` is the new optimiser, whose memory starts empty, "" if it goes on with the old one's. ``batch``: the
    batch size changed, so the epoch in progress starts over.
    """

    restarts: tuple[str, ...] = ()
    optimizer: str = ""
    batch: bool = False

    @property
    def keeps_weights(self) -> bool:
        """Whether training continues from its weights, rather than from new first weights."""
        return not self.restarts

    def lines(self) -> Iterator[str]:
        """A line for each effect."""
        if self.restarts:
            yield f"changed {', '.join(self.restarts)}: training starts afresh"
        if self.optimizer:
            yield f"changed optimizer: the weights are kept, {self.optimizer} starts with an empty memory"
        if self.batch:
            yield "changed batch: the weights are kept, the epoch in progress starts over"

    def applied_to(self, checkpoint: Checkpoint) -> Checkpoint | None:
        """The part of ``checkpoint`` that remains valid."""
        if self.restarts:
            return None
        if self.optimizer:
            checkpoint = dataclasses.replace(checkpoint, optimizer={}, updates=0)
        return dataclasses.replace(checkpoint, batch=0) if self.batch and checkpoint.batch else checkpoint


def restarts_of(
    before: Session, network: NetworkSpec, training: TrainingSpec, table: Table, *, other_rows: bool
) -> tuple[str, ...]:
    """The changes that make training start afresh; ``other_rows``: other validation rows."""
    names = [name for name in NETWORK if getattr(network, name) != getattr(before.network, name)]
    names += [name for name in RESTARTING if getattr(training, name) != getattr(before.training, name)]
    if table.columns != before.table.columns:
        names.append("columns or scaling")
    if other_rows:
        names.append("validation rows")
    return tuple(name.replace("_", " ") for name in dict.fromkeys(names))
