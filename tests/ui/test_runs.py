"""Trainings side by side: which become runs of their own, and what undo makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.options import Options
from tests.ui.controller_host import working_on
from tests.ui.test_past import finished, seen, trained_to
from tests.ui.test_undo import at_rest, reached, role, same

if TYPE_CHECKING:
    from tests.ui.controller_host import Desk

SHORT = Options(epochs=40, engine="autograd", recipe="learn")


def runs(desk: Desk) -> dict[str, int]:
    """The epochs of the runs beside the present one, by their signs."""
    found = {}
    for each in desk.controller.runs:
        assert each.session.checkpoint is not None
        found[str(each.run)] = each.session.checkpoint.epoch
    return found


async def test_what_is_left_for_an_earlier_epoch_or_other_first_weights_is_a_run_beside_the_present_one() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller = desk.controller
        await controller.renew()  # nothing was trained: nothing is left
        await trained_to(desk, 40)
        assert runs(desk) == {}
        await controller.apply(Options(rate=0.02))
        await trained_to(desk, 80)
        assert runs(desk) == {}
        assert [(mark.epoch, mark.name) for mark in controller.marks] == [(40, "learning rate 0.01 -> 0.02")]
        first = await reached(desk)
        await seen(desk, 6)
        begin = controller.train()
        assert begin is not None
        await begin
        assert runs(desk) == {"A": 80}
        await desk.until(lambda: finished(desk, 80), "the end")
        await controller.renew()
        assert runs(desk) == {"A": 80, "B": 80}
        await trained_to(desk, 40)
        await controller.apply(Options(hidden=(3,)))
        assert runs(desk) == {"A": 80, "B": 80, "C": 40}
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"A": 80, "B": 80}  # nothing was trained with three neurons
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"A": 80, "C": 40}
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"B": 80, "C": 40}
        assert same(await reached(desk), first)
        await desk.edited(role("sepal_width", "ignored"))  # the weights of the rest are kept
        assert runs(desk) == {"B": 80, "C": 40}


async def test_a_run_that_another_has_gone_through_is_not_listed_twice() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        await trained_to(desk, 40)
        await desk.controller.rewind()
        assert runs(desk) == {"A": 40}
        await trained_to(desk, 40)
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 80, "80")
        await desk.controller.rewind()
        assert runs(desk) == {"B": 80}
        await trained_to(desk, 40)
        await desk.controller.apply(Options(seed=5))
        assert runs(desk) == {"B": 80}
