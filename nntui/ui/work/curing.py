"""The health of the open work: what there is to look at, and the cures, which are changes like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.health.course import HealthQuestion
    from nntui.training.health.checks import Health
    from nntui.training.health.records import Finding
    from nntui.ui.work.controller import Controller


def health_question(controller: Controller) -> HealthQuestion | None:
    """The training to look at; None while there is none, or one of its parts is about to be replaced."""
    session, snapshot = controller.present[0], controller.now
    encoder, arrays = controller.encoder, controller.arrays
    if session is None or snapshot is None or encoder is None or arrays is None:
        return None
    if len(snapshot.weights) != session.network.parameters or snapshot.not_begun:
        return None
    from nntui.session.health.course import HealthQuestion

    return HealthQuestion(session, encoder, arrays, controller.trained_segments(), snapshot)


async def cure(controller: Controller, finding: Finding, health: Health, steered: Callable[[str], object]) -> None:
    """Make the change that cures ``finding``. Training that it had stopped begins again.

    ``steered`` is called with a line on a change that training went on with, which the log has already.
    """
    from nntui.session.health.cures import cure_of
    from nntui.session.health.words import name_of

    session = controller.present[0]
    if session is None:
        return
    now = controller.now
    reached = replace(session, checkpoint=await controller.checkpoint())
    found = cure_of(finding, health, reached)
    name = f"cure of {name_of(finding)}: {found.words}"
    editing, taken_back = controller.editing, f"{name}; {{key:undo}} takes it back"
    if found.steers and await editing.steer(name, found.change):
        steered(taken_back)
    else:
        await editing.change(name, found.change, resume=found.resumes, logged=False)
        controller.view.confirm(taken_back)
    if now is not None and now.state == "failed":
        controller.train()
