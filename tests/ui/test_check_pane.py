"""The check pane: it opens on the weight that is chosen, follows what is trained, and shows maps with a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.diagram import Edge
from nntui.session.options import Options
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User


def selected(user: User) -> object:
    return user.app.workspace.network_pane.selection


async def test_a_weight_of_the_diagram_is_checked_followed_and_mapped() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd")) as user:
        await user.press("n", "right", "down", "!")
        await user.sees("W1[1,2] =", "autograd", "formulas", "difference", "of epoch 0", "Over all 3 training rows")
        await user.press("down")
        await user.sees("W1[1,3] =", "weight from age to hidden 1 neuron 3")
        await user.until(lambda: selected(user) == Edge(0, 0, 2))
        await user.press("right")
        await user.sees("+ at ", "from now.")
        await user.press("s")
        await user.sees("of epoch 1")
        await user.press("enter")
        await user.sees("The loss over W1[2,1] (across) and W1[1,3] (up).", "lowest", "+ W1[2,1] = ")
        await user.press("left", "up")
        for size in (SMALL, LARGE):
            await user.resize(*size)
            await user.sees("The loss over W1[2,1] (across)", "+ W1[2,1] = ")
        await user.press("escape")
        await user.sees("W1[2,1] =", "autograd")


async def test_where_there_is_nothing_to_map_a_sentence_says_so() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd")) as user:
        await user.press("!")
        await user.sees("W1[1,1] =")
        await user.press("tab", "tab")
        await user.sees("There is no map: the weights have not moved yet")


async def test_while_training_goes_on_the_check_stays_until_a_key_or_a_pause_renews_it() -> None:
    async with opened(size=NORMAL, options=Options(engine="autograd", epochs=100_000_000)) as user:
        await user.press("!")
        await user.sees("of epoch 0")
        await user.press("space")
        await user.sees("training goes on, !: check again", "of epoch 0")
        await user.press("!")
        await user.sees_no_more("of epoch 0")
        await user.sees("training goes on")
        await user.press("tab", "tab")
        await user.sees("The plane through first,", "kept moments")
        await user.press("space")
        await user.sees_no_more("training goes on")
        snapshot = user.app.workspace.controller.snapshot
        assert snapshot is not None
        await user.sees(f"of epoch {snapshot.epoch:,}")
