"""The user's steering of the present training: other settings, another rate, an epoch to train to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.session.options import Options
    from nntui.training.records import Snapshot
    from nntui.ui.work.editing import Editing
    from nntui.ui.work.runner import Runner
    from nntui.ui.work.view import View

LOWER = 0.1
"""The rate that is offered after training has diverged, as a share of the rate with which it did."""


class Steering:
    """Changes settings while training goes on, as far as the weights and the optimiser's memory can go on with them."""

    def __init__(self, view: View, runner: Runner, editing: Editing) -> None:
        self._view, self._runner, self._editing = view, runner, editing

    async def apply(self, options: Options, name: str = "") -> None:
        """Train on with ``options``, from first weights where they make another network. Raises NntuiError.

        ``name`` is the change in words; by default the settings that it changes.
        """
        from nntui.session.change import with_options
        from nntui.ui.dialogs.settings import change_in_words

        session = self._editing.follower.session
        if not name:
            name = "settings" if session is None else change_in_words(session, options)
        if await self._editing.steer(name, lambda old, note: with_options(old, options, note)):
            return
        await self._editing.change(name, lambda old, note: with_options(old, options, note), resume=True)

    async def set_rate(self, rate: float, *, constant: bool = False) -> None:
        """Train on with another learning rate; ``constant``: with no schedule, as it has ended. Raises NntuiError."""
        from nntui.session.options import Options

        await self.apply(Options(rate=rate, schedule="constant") if constant else Options(rate=rate))

    async def continue_with_rate(self, rate: float | None = None) -> None:
        """Train on with ``rate``, by default a tenth of the present one; after a failure from the last good weights.

        Raises NntuiError.
        """
        session = self._editing.follower.session
        if session is not None:
            await self.set_rate(session.training.rate * LOWER if rate is None else rate)
            if not self._runner.going:
                self._runner.train()

    def run_to(self, epoch: int) -> None:
        """Train up to the end of ``epoch``, at the present speed."""
        self._view.confirm(f"training up to epoch {epoch:,}")
        self._runner.run_to(epoch)

    @property
    def keeps_best(self) -> bool:
        """Whether the weights of the best epoch are to be taken, now that training has ended in another."""
        session, snapshot = self._editing.follower.session, self._runner.snapshot
        if session is None or snapshot is None or session.training.keep != "best":
            return False
        return snapshot.best_epoch < snapshot.epoch and self._editing.past.shown is None

    @property
    def failed(self) -> bool:
        """Whether training has diverged, and its last good weights are restored."""
        snapshot: Snapshot | None = self._runner.snapshot
        return snapshot is not None and snapshot.state == "failed"
