"""The rows of an epoch, batch by batch, in its shuffled order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nntui.training.engine import updates_per_epoch
from nntui.training.shuffle import order

if TYPE_CHECKING:
    from torch import Tensor

GATHERED_NUMBERS = 1 << 20
"""Inputs that are put in an epoch's order all at once; those of a longer table are gathered when their batch comes."""


class Batches:
    """Cuts rows into the batches of each epoch.

    ``batch`` is rows per update; None, or no fewer than there are: all rows at once, in the table's order.
    """

    def __init__(self, inputs: Tensor, targets: Tensor, batch: int | None, seed: int) -> None:
        self._inputs = inputs
        self._targets = targets
        self._seed = seed
        rows = inputs.shape[0]
        self._size = rows if batch is None else min(batch, rows)
        self._epoch = -1
        self._order: tuple[Tensor, ...] = ()
        self._gathered: list[tuple[Tensor, Tensor]] = []
        self.count = updates_per_epoch(rows, batch)
        if self.count == 1:
            self._gathered = [(inputs, targets)]

    def take(self, epoch: int, batch: int) -> tuple[Tensor, Tensor]:
        """The inputs [rows, inputs] and targets [rows, outputs] of ``batch`` (from 0) of ``epoch``."""
        if self.count > 1 and epoch != self._epoch:
            self._shuffle(epoch)
        if self._gathered:
            return self._gathered[batch]
        rows = self._order[batch]
        return self._inputs.index_select(0, rows), self._targets.index_select(0, rows)

    def _shuffle(self, epoch: int) -> None:
        shuffled = torch.from_numpy(order(self._seed, epoch, self._inputs.shape[0])).to(self._inputs.device)
        self._order = torch.split(shuffled, self._size)
        if self._inputs.numel() <= GATHERED_NUMBERS:
            inputs = torch.split(self._inputs.index_select(0, shuffled), self._size)
            targets = torch.split(self._targets.index_select(0, shuffled), self._size)
            self._gathered = list(zip(inputs, targets, strict=True))
        self._epoch = epoch
