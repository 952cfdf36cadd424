"""Any sequence of edits, steering, branches and undo: a replay ends in the same bits, undo brings everything back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nntui.session.by_hand import nudged
from nntui.session.check.parameter import ParameterPlace
from nntui.session.options import Options
from nntui.session.runs.again import train_again
from tests.ui.controller_host import working_on
from tests.ui.test_past import seen
from tests.ui.test_undo import at_rest, reached, role, same

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nntui.training.records import Checkpoint
    from tests.ui.controller_host import Desk

WEIGHT = ParameterPlace("weight", 0, 1, 0)


async def epochs(desk: Desk, count: int = 3) -> None:
    """Train so many epochs."""
    goal = desk.snapshot.epoch + count
    await desk.controller.train_to(goal)
    await desk.until(lambda: desk.snapshot.epoch == goal and desk.snapshot.state != "training", "epochs")


async def steer(desk: Desk) -> None:
    """Change the rate while it trains, wherever that takes effect, and pause."""
    controller, goal = desk.controller, desk.snapshot.epoch + 100_000
    await controller.train_to(goal)
    await desk.trains_on()
    await controller.apply(Options(rate=desk.session.training.rate * 1.01))
    await desk.trains_on()
    controller.train()
    await at_rest(desk)


async def step(desk: Desk) -> None:
    desk.controller.step()


async def branch(desk: Desk) -> None:
    """Go on from the moment before the last two kept ones."""
    await seen(desk, 2)
    begin = desk.controller.step()
    if begin is not None:
        await begin


async def take(desk: Desk) -> None:
    """Let the first of the other runs take the place of the present one."""
    if desk.controller.runs:
        await desk.controller.other_runs.take(desk.controller.runs[0].run.number)


async def cell(desk: Desk) -> None:
    desk.edit(lambda table: table.with_value(3, 0, float(desk.controller.editing.changes)))


async def column(desk: Desk) -> None:
    ignored = desk.table.columns[1].role == "ignored"
    desk.edit(role("sepal_width", "input" if ignored else "ignored"))


async def undo(desk: Desk) -> None:
    desk.controller.undo()


async def redo(desk: Desk) -> None:
    desk.controller.redo()


ACTIONS: dict[str, Callable[[Desk], Awaitable[Any]]] = {
    "train": epochs,
    "step": step,
    "steer": steer,
    "rate": lambda desk: desk.controller.apply(Options(rate=desk.session.training.rate / 2)),
    "optimiser": lambda desk: desk.controller.apply(
        Options(optimizer="sgd" if desk.session.training.optimizer == "adam" else "adam")
    ),
    "layer": lambda desk: desk.controller.apply(Options(hidden=(len(desk.session.network.hidden) + 2,))),
    "seed": lambda desk: desk.controller.renew(),
    "rewind": lambda desk: desk.controller.rewind(),
    "best": lambda desk: desk.controller.take_best(),
    "weight": lambda desk: desk.controller.by_hand.change(partial(nudged, parameter=WEIGHT, steps=3)),
    "branch": branch,
    "take": take,
    "cell": cell,
    "column": column,
    "undo": undo,
    "redo": redo,
}
KEEPING = {"rate", "cell", "step", "steer"}
"""Actions whose undo keeps what was trained since."""


async def state(desk: Desk) -> Checkpoint:
    await at_rest(desk)
    return await reached(desk)


async def travelled(desk: Desk, go: Callable[[], object]) -> None:
    """Undo, or redo, as far as it goes."""
    for _ in range(40):
        go()
        await at_rest(desk)
        if desk.told[-1].startswith("nothing to"):
            return


async def went_through(engine: str, actions: list[str]) -> None:
    async with working_on("iris", Options(epochs=6, engine=engine, recipe="learn"), train=False) as desk:
        controller = desk.controller
        await epochs(desk)
        start, table, networks = await state(desk), desk.table, (desk.session.network, desk.session.training)
        for name in actions:
            await ACTIONS[name](desk)
            await state(desk)
        end, last = await state(desk), desk.session
        again = train_again(controller.editing.follower.trail.chain_of(end), end, lambda: False)
        assert again is not None
        assert again.same
        await travelled(desk, controller.undo)
        first = await state(desk)
        assert desk.table is table
        assert (desk.session.network, desk.session.training) == networks
        if first.updates == start.updates or not {"train", *KEEPING} & set(actions):
            assert same(first, start)
        await travelled(desk, controller.redo)
        if "undo" not in actions:
            assert (desk.table is last.table, desk.session.training) == (True, last.training)
            back = await state(desk)
            assert same(back, end) or (back.untrained and end.untrained)


@pytest.mark.parametrize("engine", ["autograd", "fused"])
@settings(max_examples=5)
@given(actions=st.lists(st.sampled_from(sorted(ACTIONS)), min_size=4, max_size=7))
@example(actions=["rate", "train", "column", "steer", "branch", "train", "seed", "take"])
def test_a_replay_of_any_sequence_ends_in_the_same_bits_and_undo_brings_everything_back(
    engine: str, actions: list[str]
) -> None:
    asyncio.run(went_through(engine, actions))
