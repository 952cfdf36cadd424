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
    from nntui.ui.work.view_models import Moment

WHOSE: tuple[Whose, ...] = ("row", "question", "batch", "all")
"""The subjects of a walk, in the order in which the key cycles through them."""


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

    def step_after(self, before: WalkMade | None) -> str:
        """The loss before and after the step that was made since ``before``; "" unless exactly one was."""
        if before is None:
            return ""
        old, new = before.wanted.snapshot, self.wanted.snapshot
        if new.updates != old.updates + 1 or before.wanted.session is not self.wanted.session:
            return ""
        return f"The step just made: loss {old.train_loss:.6g} → {new.train_loss:.6g}"


class WalkKeeper:
    """``made`` is the newest walk of ``whose`` numbers, ``step`` the words for the step that led to it."""

    def __init__(self) -> None:
        self.controller: Controller | None = None
        self.moment: Moment | None = None
        self.whose: Whose = "row"
        self.made: WalkMade | None = None
        self.step = ""
        self._busy = False

    def next_whose(self) -> None:
        """Go on to the next of row, question, batch and all rows."""
        self.whose = WHOSE[(WHOSE.index(self.whose) + 1) % len(WHOSE)]

    def begin(self) -> WalkWanted | None:
        """The walk that ``make`` has to make now; None where none is shown, it is there, or another is being made."""
        moment = self.moment
        if moment is None or self.controller is None or moment.snapshot is None or self._busy:
            return None
        wanted = WalkWanted(self.whose, moment.row, moment.snapshot, moment.session, moment.table)
        if self.made is not None and wanted.same(self.made.wanted):
            return None
        self._busy = True
        return wanted

    async def make(self, wanted: WalkWanted) -> None:
        """Make the walk that is wanted, in a thread."""
        assert self.controller is not None
        try:
            made = await make_walk(self.controller, wanted)
        finally:
            self._busy = False
        self.step = made.step_after(self.made)
        self.made = made


async def make_walk(controller: Controller, wanted: WalkWanted) -> WalkMade:
    """The walk that is wanted, made in a thread."""
    session = controller.session
    if session is None:
        return WalkMade(wanted, None, "nothing is open yet")
    try:
        checkpoint = await controller.checkpoint()
    except NntuiError as error:  # the training has ended, as the app is about to
        return WalkMade(wanted, None, str(error))
    table, encoder = controller.table or session.table, controller.encoder
    arrays = controller.arrays if table is session.table else None
    here = replace(session, table=table, checkpoint=checkpoint)

    def work() -> WalkMade:
        from nntui.session.walk import walk_of

        try:
            return WalkMade(wanted, walk_of(here, wanted.whose, row=wanted.row, encoder=encoder, arrays=arrays))
        except NntuiError as error:
            return WalkMade(wanted, None, str(error))

    return await asyncio.to_thread(work)
