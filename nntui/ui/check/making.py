"""Makes what the check pane shows, in a thread that can be stopped."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from nntui.errors import NntuiError
from nntui.training.heaps import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.check.checker import Checker
    from nntui.session.check.curve import LossCurve
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.check.plane import WeightPlane
    from nntui.session.check.surface import LossSurface
    from nntui.ui.work.controller import Controller

CheckView = Literal["weight", "surface", "plane"]
VIEWS: tuple[CheckView, ...] = ("weight", "surface", "plane")
"""The views of a weight, in the order in which the key cycles through them."""
LEAST_ZOOM, MOST_ZOOM = -16, 10
"""Halvings and doublings of the range that is shown."""
MARGIN = 0.25
"""Room around the path in the plane, as a share of its extent on each side, before the range is changed."""


@dataclass(frozen=True, slots=True)
class CheckWanted:
    """The view that is wanted: of the parameter at ``place`` and, of a surface, at ``second``, with ``zoom``."""

    view: CheckView
    place: int
    second: int
    zoom: int


@dataclass(frozen=True, slots=True, eq=False)
class CheckMade:
    """The view that was ``wanted``, made of the weights of ``checker``, or the ``reason`` why there is none."""

    wanted: CheckWanted
    checker: Checker | None
    gradient: GradientCheck | None = None
    curve: LossCurve | None = None
    surface: LossSurface | None = None
    plane: WeightPlane | None = None
    reason: str = ""


@dataclass(slots=True)
class Stopper:
    """Stops the work of a thread, and knows which share of it is done."""

    flag: Flag = field(default_factory=Flag)
    share: float = 0.0

    def goes_on(self, share: float) -> bool:
        """Take the share that is done; False: stop."""
        self.share = share
        return not self.flag.is_set()


def reach_of(weight: float, zoom: int) -> float:
    """How far around ``weight`` the loss is shown: 1, or its size rounded up, and so often doubled or halved."""
    from nntui.render.plot.axes import LADDER, round_up

    return float(round_up(max(1.0, abs(weight)), LADDER) * 2.0**zoom)


async def make_checker(controller: Controller, before: Checker | None = None) -> Checker:
    """The checker of the weights of this moment, with the rows of the one ``before`` if they are the same.

    Raises NntuiError where there is nothing to check.
    """
    session = controller.session
    if session is None:
        raise NntuiError("nothing is open yet")
    checkpoint = await controller.checkpoint()
    here = replace(session, table=controller.table or session.table, checkpoint=checkpoint)
    encoder = controller.encoder
    same = before is not None and before.session.table is here.table and before.encoder is encoder
    arrays = before.arrays if before is not None and same else None

    def work() -> Checker:
        from nntui.session.check.checker import Checker

        return Checker(here, encoder=encoder, arrays=arrays)

    return await asyncio.to_thread(work)


async def make_check(checker: Checker, wanted: CheckWanted, stopper: Stopper) -> CheckMade | None:
    """The view that is wanted; None if it was stopped."""

    def work() -> CheckMade | None:
        try:
            return _MAKERS[wanted.view](checker, wanted, stopper)
        except NntuiError as error:
            return CheckMade(wanted, checker, reason=str(error))
        finally:
            if wanted.view != "weight":  # that of a weight is small, and follows the cursor
                give_back_memory()

    return await asyncio.to_thread(work)


def _weight(checker: Checker, wanted: CheckWanted, _: Stopper) -> CheckMade:
    (gradient,) = checker.gradients([wanted.place])
    curve = checker.curve(wanted.place, reach_of(gradient.weight, wanted.zoom))
    return CheckMade(wanted, checker, gradient, curve)


def _surface(checker: Checker, wanted: CheckWanted, stopper: Stopper) -> CheckMade | None:
    places = wanted.place, wanted.second
    reaches = [reach_of(float(checker.weights[place]), wanted.zoom) for place in places]
    surface = checker.surface(places, (reaches[0], reaches[1]), stopper.goes_on)
    return None if surface is None else CheckMade(wanted, checker, surface=surface)


def _plane(checker: Checker, wanted: CheckWanted, stopper: Stopper) -> CheckMade | None:
    plane = checker.plane()
    margin = ((1 + 2 * MARGIN) * 2.0**wanted.zoom - 1) / 2
    surface = checker.plane_surface(plane, margin, stopper.goes_on)
    return None if surface is None else CheckMade(wanted, checker, surface=surface, plane=plane)


_MAKERS: dict[CheckView, Callable[[Checker, CheckWanted, Stopper], CheckMade | None]] = {
    "weight": _weight,
    "surface": _surface,
    "plane": _plane,
}
