"""The walk that is made beside the screen, where there is none to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, cast

from nntui.errors import TrainingError
from nntui.ui.walk.keeper import WalkWanted, make_walk

if TYPE_CHECKING:
    from nntui.training.records import Snapshot
    from nntui.ui.work.controller import Controller


class EndedTraining:
    """A controller whose training has ended, as the app is about to."""

    session = object()

    async def checkpoint(self) -> NoReturn:
        raise TrainingError("training has ended")


async def test_a_training_that_has_ended_is_a_reason_and_no_fault() -> None:
    wanted = WalkWanted("row", 0, cast("Snapshot", object()), None, None)
    made = await make_walk(cast("Controller", EndedTraining()), wanted)
    assert (made.walk, made.reason) == (None, "training has ended")
