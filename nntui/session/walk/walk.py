"""A walk through one update: its places, made one at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nntui.session.walk.backward import backward_place
from nntui.session.walk.forward import forward_place
from nntui.session.walk.inputs import input_place
from nntui.session.walk.loss import after_place, loss_place
from nntui.session.walk.picture import picture_at
from nntui.session.walk.route import Route, blocks_of
from nntui.session.walk.update import update_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nntui.session.walk.picture import Picture
    from nntui.session.walk.place import Address, Level, Phase, Place
    from nntui.session.walk.scene import WalkScene
    from nntui.session.walk.subject import Subject


MAKERS: dict[Phase, Callable[[WalkScene, Address], Place]] = {
    "inputs": input_place,
    "forward": forward_place,
    "loss": loss_place,
    "backward": backward_place,
    "update": update_place,
    "after": after_place,
}
"""Makes the places of each phase."""


class Walk:
    """The places of one update, or of a forward pass alone, in their order. See the package.

    ``title`` says whose numbers they are, ``notes`` are sentences on what is assumed and where the walk ends. ``rows``
    is the number of rows in the batch, and ``focus`` the one of them whose passes are shown; ``row_numbers`` are
    theirs in the table, from 0, empty for a question.
    """

    def __init__(self, subject: Subject, scene: WalkScene, row_numbers: NDArray[np.int64]) -> None:
        self.title, self.notes = subject.title, subject.notes
        self.row_numbers = row_numbers
        self._subject, self._scene = subject, scene
        self._route = Route(blocks_of(scene.network, subject.last))

    def __len__(self) -> int:
        """The number of places."""
        return len(self._route)

    @property
    def scene(self) -> WalkScene:
        """The numbers that its places are made from."""
        return self._scene

    @property
    def last(self) -> Phase:
        """The phase where it ends: "forward", "loss" or "after"."""
        return self._subject.last

    @property
    def rows(self) -> int:
        """The number of rows in the batch."""
        return len(self._scene.rows)

    @property
    def focus(self) -> int:
        """The row of the batch whose passes are shown."""
        return self._scene.focus

    @property
    def row(self) -> str:
        """The words for that row."""
        return self._scene.row

    def place_of_row(self, number: int) -> int | None:
        """Where in the batch row ``number`` of the table is, from 0; None if it is not in it."""
        found = np.flatnonzero(np.asarray(self.row_numbers) == number)
        return int(found[0]) if len(found) else None

    def focused(self, row: int) -> Walk:
        """The same walk through another row of the batch, from 0. Raises IndexError."""
        if not 0 <= row < self.rows:
            raise IndexError(row)
        return Walk(self._subject, replace(self._scene, focus=row), self.row_numbers)

    def place(self, index: int) -> Place:
        """Place ``index``, from 0. Raises IndexError."""
        phase, address = self._route.at(index)
        return MAKERS[phase](self._scene, address)

    @property
    def losses(self) -> tuple[float, float] | None:
        """The displayed loss of the rows of the batch before and after the update; None where none is made."""
        return self._scene.losses() if self.last == "after" else None

    def picture(self, index: int, known: int | None = None) -> Picture:
        """The network at place ``index``; ``known``: see ``picture_at``. Raises IndexError."""
        return picture_at(self._scene, *self._route.at(index), known)

    def address(self, index: int) -> tuple[Phase, Address]:
        """The phase and address of place ``index``, without its calculation. Raises IndexError."""
        return self._route.at(index)

    def move(self, index: int, by: int, level: Level = "neuron") -> int:
        """The place ``by`` places on from ``index`` among those of ``level`` or coarser; the last one at an end."""
        return self._route.move(index, by, level)

    def move_phase(self, index: int, by: int) -> int:
        """The first place of the phase ``by`` phases on, of the first or the last one at an end."""
        return self._route.move_phase(index, by)

    def find(self, phase: Phase, address: Address) -> int | None:
        """The place of ``address`` in ``phase``; None if there is none."""
        return self._route.find(phase, address)
