"""The place in a walk that is shown, moved by calculation, layer, neuron or weight, and the row of the batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.session.walk import Address, Level, Phase, Place, Walk


class WalkCursor:
    """A place in ``walk``, its ``index`` there, and the ``level`` at which the arrows go on. Moves do nothing without a
    walk.
    """

    def __init__(self) -> None:
        self.walk: Walk | None = None
        self.index = 0
        self.level: Level = "neuron"
        self._wanted: tuple[Phase, Address] | None = None

    @property
    def place(self) -> Place | None:
        """The place, with its calculation."""
        return self.walk.place(self.index) if self.walk is not None else None

    def take(self, walk: Walk | None) -> None:
        """Go on in another walk, at the same place and row of the table as far as it has them."""
        before = self.walk
        wanted, self._wanted = self._wanted, None
        if before is not None and wanted is None:
            wanted = before.address(self.index)
        self.walk = walk
        if walk is None:
            self._wanted = wanted
            return
        found = walk.find(*wanted) if wanted is not None else None
        self.index = found if found is not None else min(self.index, len(walk) - 1)

    def keep_row(self, number: int | None) -> None:
        """Look at row ``number`` of the table, if the batch has it."""
        if self.walk is not None and number is not None:
            place = self.walk.place_of_row(number)
            self.walk = self.walk if place is None else self.walk.focused(place)

    @property
    def row(self) -> int | None:
        """The row of the table that is shown, from 0; None for a question."""
        walk = self.walk
        return int(walk.row_numbers[walk.focus]) if walk is not None and len(walk.row_numbers) else None

    def move(self, by: int) -> None:
        """Go ``by`` calculations on."""
        if self.walk is not None:
            self.index = self.walk.move(self.index, by, self.level)

    def move_layer(self, by: int) -> None:
        """Go ``by`` layers on."""
        self.level = "neuron"
        if self.walk is not None:
            self.index = self.walk.move(self.index, by, "layer")

    def go_to_end(self, *, first: bool) -> None:
        """Go to the first or the last place."""
        self.level = "neuron"
        if self.walk is not None:
            self.index = 0 if first else len(self.walk) - 1

    def move_within_layer(self, by: int) -> None:
        """Go to the neuron or weight above or below, but not out of the layer."""
        if self.walk is None:
            return
        phase, address = self.walk.address(self.index)
        index = self.walk.move(self.index, by, self.level)
        beside = self.walk.address(index)
        if beside[0] == phase and beside[1].layer == address.layer:
            self.index = index

    def into_weights(self) -> None:
        """Go to the first neuron of a layer, or the first weight of a neuron."""
        if self.walk is None or self.index + 1 >= len(self.walk):
            return
        phase, address = self.walk.address(self.index)
        after = self.walk.address(self.index + 1)
        if address.source is None and after[0] == phase and after[1].level != "layer":
            self.level = after[1].level
            self.index += 1

    def back_to_neuron(self) -> None:
        """Go from a weight to its neuron."""
        self.level = "neuron"
        if self.walk is None:
            return
        phase, address = self.walk.address(self.index)
        if address.source is not None:
            self.index = self.walk.find(phase, replace(address, source=None)) or 0

    def move_row(self, by: int) -> bool:
        """Look at the row ``by`` rows on in the batch, round its end; False where there is only one."""
        if self.walk is None or self.walk.rows < 2:
            return False
        self.walk = self.walk.focused((self.walk.focus + by) % self.walk.rows)
        return True

    def go_to(self, address: Address) -> None:
        """Go to the forward calculation of a neuron or weight, now or in the next walk."""
        self.level = "weight" if address.source is not None else "neuron"
        phase: Phase = "forward" if address.layer else "inputs"
        self._wanted = phase, address
        if self.walk is not None:
            found = self.walk.find(phase, address)
            self.index = self.index if found is None else found
