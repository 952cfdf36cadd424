"""In place of a run: what another process trains, as far as it is known here."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from nntui.errors import TrainingError
from nntui.training.messages import Closed, Ready
from nntui.training.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.watching.published import Published
    from nntui.training.loop import Step
    from nntui.training.messages import Event, RunCommand
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.trainer import Trainer


class WatchedRun(Run):
    """Shows the newest state that was given to ``show``. It carries out no command: it is not this process that trains.

    ``on_event`` hears that it is there, and that it has ended.
    """

    def __init__(self, state: Published | None, on_event: Callable[[Event], None]) -> None:
        super().__init__(_no_trainer, on_event)
        self._state, self._told = state, on_event

    def start(self) -> None:
        """Show the first state, if there is one."""
        if self._state is not None:
            self._told(Ready(self._state.snapshot))

    def show(self, state: Published) -> None:
        """Show another state from now on."""
        first, self._state = self._state is None, state
        if first:
            self._told(Ready(state.snapshot))

    def do(self, command: RunCommand) -> None:
        """Do nothing."""

    def checkpoint(self) -> Future[Checkpoint]:
        """The checkpoint of the newest state."""
        future: Future[Checkpoint] = Future()
        if self._state is None:
            future.set_exception(TrainingError("nothing was trained yet; there is no checkpoint to take"))
        else:
            future.set_result(self._state.checkpoint)
        return future

    @property
    def until(self) -> int | Step | None:
        """None: this process trains nothing."""
        return None

    def latest(self) -> Snapshot | None:
        """What is shown; None before the first state."""
        return None if self._state is None else self._state.snapshot

    def close(self) -> None:
        """End it."""
        self._told(Closed())


def _no_trainer() -> Trainer:
    raise AssertionError("what is watched is not trained")
