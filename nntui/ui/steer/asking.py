"""Opens the dialogs that steer the training, and does what they are answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.training.rate_finder import RateSweep
    from nntui.ui.workspace import Workspace


async def ask_when_to_stop(screen: Workspace) -> None:
    """Ask for stop rules, breakpoints and an epoch to train to. Raises NntuiError."""
    controller = screen.controller
    if controller.session is None or screen.app.screen is not screen:
        return
    controller.past.refuse_changes()
    from nntui.ui.steer.stopping import stop_dialog

    plan = await screen.app.push_screen_wait(stop_dialog(controller.session, controller.now))
    if plan is None:
        return
    if plan.options is not None:
        await controller.steering.apply(plan.options, plan.name)
    if plan.run_to is not None:
        controller.steering.run_to(plan.run_to)


async def ask_rate(screen: Workspace) -> None:
    """Try learning rates on a copy of the weights, and train on with the rate that is taken. Raises NntuiError."""
    controller = screen.controller
    session, arrays = controller.session, controller.arrays
    if session is None or screen.app.screen is not screen:
        return
    controller.past.refuse_changes()
    from nntui.ui.steer.rate import RateDialog, RateNow

    checkpoint, failed = await controller.runner.checkpoint(), controller.steering.failed
    if screen.app.screen is not screen:
        return

    def sweep(cancelled: Callable[[], bool]) -> RateSweep | None:
        from nntui.training.rate_finder import sweep_rates  # torch

        if arrays is None:
            raise TrainingError("the table cannot be trained on yet, so no rate can be tried")
        return sweep_rates(session.network, session.training, arrays, checkpoint, cancelled=cancelled)

    present = RateNow.of(session.training, 0 if checkpoint is None else checkpoint.epoch)
    rate = await screen.app.push_screen_wait(RateDialog(present, sweep, failed=failed))
    if rate is None:
        return
    if failed:
        await controller.steering.continue_with_rate(rate)
    else:
        await controller.steering.set_rate(rate, constant=present.spent)
