"""Keeps the walk of the moment that the pane shows: made in a thread, one at a time, and only while it is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from nntui.session.walk import Walk, Whose
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller

WHOSE: tuple[Whose, ...] = ("row", "question", "batch", "all")
"""What can be walked through, in the order in which it is gone through."""


@dataclass(frozen=True, slots=True)
class WalkWanted:
    """Whose numbers at which moment: the ``snapshot``, the session and the question decide them."""

    whose: Whose
    row: int | None
    snapshot: Snapshot
    session: object
    table: object

    def same(self, other: WalkWanted | None) -> bool:
        """Whether ``other`` gives the same walk."""
        return (
            other is not None
            and self.whose == other.whose
            and (self.row == other.row or self.whose != "row")
            and self.snapshot.weights is other.snapshot.weights
            and self.session is other.session
            and self.table is other.table
        )


@dataclass(frozen=True, slots=True)
class WalkMade:
    """A walk, or the reason why there is none, for what was ``wanted``."""

    wanted: WalkWanted
    walk: Walk | None
    reason: str = ""


async def make_walk(controller: Controller, wanted: WalkWanted) -> WalkMade:
    """The walk that is wanted; a calculation in a thread."""
    session = controller.session
    if session is None:
        return WalkMade(wanted, None, "nothing is open yet")
    checkpoint = await controller.runner.checkpoint()
    here = replace(session, table=controller.table or session.table, checkpoint=checkpoint)

    def work() -> WalkMade:
        from nntui.session.walk import walk_of

        try:
            return WalkMade(wanted, walk_of(here, wanted.whose, row=wanted.row, encoder=controller.encoder))
        except NntuiError as error:
            return WalkMade(wanted, None, str(error))

    return await asyncio.to_thread(work)
