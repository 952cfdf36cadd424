"""Weights changed by hand while the network trains and while it rests: each change is one version, and undo takes it
back with all that was learnt since."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest

from nntui.errors import TrainingError
from nntui.session.by_hand import frozen, typed
from nntui.session.check.parameter import ParameterPlace
from nntui.session.options import Options
from nntui.session.store.file import load
from tests.ui.app_host import SMALL, opened
from tests.ui.controller_host import working_on
from tests.ui.test_undo import at_rest, reached, same, trained

if TYPE_CHECKING:
    from pathlib import Path

WEIGHT = ParameterPlace("weight", 0, target=2, source=1)
FEW = Options(hidden=(4,), epochs=20, engine="autograd", validation=0.2)


async def test_changes_by_hand_are_taken_back_one_by_one_to_the_bit_and_come_again(tmp_path: Path) -> None:
    async with working_on("iris", FEW, train=False) as desk:
        work, before = desk.controller.by_hand, await trained(desk)
        await work.change(lambda session: typed(session, WEIGHT, 0.5))
        await work.change(lambda session: frozen(session, WEIGHT))
        await work.silence((1, 3))
        assert desk.opened == 1, "the screen is not drawn anew"
        place = WEIGHT.place(desk.session.network)
        after = await trained(desk)
        assert after.epoch == 40
        assert after.weights[place] == 0.5
        await desk.controller.save(tmp_path / "hand.nntui")
        assert load(tmp_path / "hand.nntui").network == desk.session.network
        for _ in range(3):
            desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)
        assert not desk.session.network.frozen_places
        for _ in range(3):
            desk.controller.redo()
        await at_rest(desk)
        assert same(await reached(desk), after)
        assert desk.session.network.silenced == ((1, 3),)
        names = [line for line in desk.told if line.startswith(("W1", "h4"))]
        assert names[0].endswith("-> 0.5")
        assert names[1] == "W1[2,3] frozen"
        assert names[2].startswith("h4 silenced: validation rows ")
        assert names[2].count(" right with") == 2


async def test_a_change_reaches_a_training_that_goes_on_and_undo_of_it_waits_for_it() -> None:
    async with working_on("iris") as desk:
        work = desk.controller.by_hand
        place = WEIGHT.place(desk.session.network)
        await work.change(lambda session: frozen(session, WEIGHT))
        await work.change(lambda session: typed(session, WEIGHT, 0.25))
        await desk.trains_on()
        assert desk.snapshot.weights[place] == 0.25
        nudges = [asyncio.create_task(work.nudge(WEIGHT, 1)) for _ in range(5)]
        await desk.until(lambda: work.under_way > 0, "the first nudge")
        undo = desk.controller.undo()
        assert undo is not None
        await undo
        await asyncio.gather(*nudges)
        await desk.until(lambda: desk.snapshot.weights[place] == 0.25, "the weight before")
        undone = next(line for line in desk.told if line.startswith("undid: W1"))
        assert undone.startswith("undid: W1[2,3] 0.25 -> 0.3;")
        assert desk.controller.timeline is not None
        assert desk.controller.timeline.present.name.endswith("-> 0.25")


async def test_what_is_so_already_is_told_and_the_past_is_not_changed() -> None:
    async with working_on("iris", FEW, train=False) as desk:
        work = desk.controller.by_hand
        await trained(desk)
        await work.change(lambda session: typed(session, WEIGHT, 0.5))
        versions = desk.controller.timeline
        await work.change(lambda session: typed(session, WEIGHT, 0.5))
        assert desk.told[-1] == "W1[2,3] is 0.5 already"
        assert versions is not None
        assert versions.present.name.endswith("-> 0.5")
        await desk.controller.past.back()
        with pytest.raises(TrainingError, match="is in the past"):
            await work.change(lambda session: frozen(session, WEIGHT))
        desk.controller.past.now()
        with pytest.raises(TrainingError, match="is an output"):
            await work.silence((2, 0))
        await trained(desk)


async def test_the_keys_of_the_network_pane_change_freeze_and_silence_what_is_chosen() -> None:
    async with opened("xor", size=SMALL, options=Options(hidden=(3,))) as user:
        pane = partial(user.pane, "network")

        def named() -> list[str]:
            return [word for _, word in user.app.workspace.network_pane.chosen_keys]

        await user.press("n", "enter")
        await user.until(lambda: "choose a weight or a bias first" in user.text)
        await user.press("h", "end", "1")
        await user.sees("bias of hidden 1 neuron 1")
        await user.press(".", "5", "enter")
        await user.until(lambda: "b1[1] 0 -> 1.5" in user.text)
        await user.press("apostrophe", "up", "right", "minus")
        await user.until(lambda: "+1.500'" in pane())
        await user.press("delete")
        await user.until(lambda: "weight 0" in pane())
        await user.press("ctrl+r")
        await user.until(lambda: "its first value" in user.text)
        await user.press("5", "x", "enter")
        await user.sees("'5x' is not a number; type one, as 0.5 or -1e-3")
        await user.press("escape", "h", "h", "right", "delete")
        await user.until(lambda: "silenced: training rows" in user.text and "×" in pane())
        await user.until(lambda: "restore" in named())
        await user.press("u", "u")
        await user.until(lambda: "×" not in pane() and "silence" in named())
        assert len(pane().split("\n")) <= SMALL[1]
