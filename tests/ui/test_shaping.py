"""Layers changed from the keyboard, at rest and while training goes on, and taken back again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.errors import SpecError
from nntui.model.network import Network
from nntui.session.options import Options
from nntui.session.runs.again import train_again
from nntui.session.shaping.edits import AddNeuron, DeleteLayer, InsertLayer, RemoveNeuron, SetLayer
from nntui.session.store.file import load
from tests.ui.app_host import NORMAL, SMALL, opened
from tests.ui.controller_host import working_on
from tests.ui.test_undo import at_rest, reached, same, trained

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.model.spec import NetworkSpec
    from nntui.session.shaping.edits import LayerEdit

SHORT = Options(epochs=20, engine="autograd", recipe="learn", hidden=(5, 4))
EDITS: tuple[LayerEdit, ...] = (
    AddNeuron(1),
    RemoveNeuron(1, 2),
    InsertLayer(3),
    SetLayer(2, "tanh", bias=False, dropout=0.2),
    DeleteLayer(1),
)


def asked_for(edit: LayerEdit, _: NetworkSpec) -> LayerEdit:
    return edit


async def test_shapings_taken_back_leave_exactly_the_trained_network_and_redo_goes_forward_again(
    tmp_path: Path,
) -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller, first = desk.controller, await trained(desk)
        states = []
        for edit in EDITS:
            states.append((desk.session.network, desk.session.training, await reached(desk)))
            assert await controller.by_hand.shape(partial(asked_for, edit)) == desk.session.network
        assert [line.partition(";")[0] for line in desk.told[-len(EDITS) :]] == [
            "hidden layer 1: 5 -> 6 neurons",
            "hidden layer 1: 6 -> 5 neurons, without h3",
            "new hidden layer 3: 4 neurons, relu",
            "hidden layer 2: activation relu -> tanh, bias on -> off, dropout 0 -> 0.2",
            "hidden layer 1 deleted: 5 neurons, relu",
        ]
        assert desk.session.network.sizes == (4, 4, 4, 3)
        controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 40, "more training")
        await at_rest(desk)
        last = await reached(desk)
        await controller.save(tmp_path / "shaped.nntui")
        saved = load(tmp_path / "shaped.nntui")
        assert (saved.network, saved.training) == (desk.session.network, desk.session.training)
        for network, training, before in reversed(states):
            controller.undo()
            await at_rest(desk)
            assert (desk.session.network, desk.session.training) == (network, training)
            assert np.array_equal((await reached(desk)).weights, before.weights)
        assert same(await reached(desk), first)
        for _ in EDITS:
            controller.redo()
            await at_rest(desk)
        assert same(await reached(desk), last)
        await controller.rewind()
        await at_rest(desk)
        assert np.array_equal((await reached(desk)).weights, Network(desk.session.network).flat.numpy())


async def test_a_layer_is_changed_while_training_goes_on() -> None:
    async with working_on("iris", Options(epochs=10_000_000, recipe="learn", hidden=(5,))) as desk:
        controller = desk.controller
        await controller.by_hand.shape(lambda _: AddNeuron(1))
        assert desk.told[-1] == "hidden layer 1: 5 -> 6 neurons; the answers did not change"
        await desk.trains_on()
        epoch = desk.snapshot.epoch
        await controller.by_hand.shape(lambda _: InsertLayer(2))
        await desk.trains_on()
        assert desk.session.network.sizes == (4, 6, 6, 3)
        with pytest.raises(SpecError, match="choose a hidden layer"):
            await controller.by_hand.shape(lambda _: AddNeuron(7))
        await desk.trains_on()
        controller.undo()
        await desk.until(lambda: desk.session.network.hidden == (6,), "undo")
        await desk.trains_on()
        assert desk.snapshot.epoch > epoch
        assert await controller.by_hand.shape(lambda _: SetLayer(1, "relu", bias=True)) is None
        assert desk.told[-1] == "hidden layer 1: unchanged"
        await controller.by_hand.shape(lambda _: SetLayer(1, "sine", bias=False, dropout=0.2))
        await desk.trains_on()
        controller.train()
        await at_rest(desk)
        end = await reached(desk)
        document = controller.editing.follower.document(end)
        assert document is not None
        again = train_again(document.chain, end, lambda: False)
        assert again is not None
        assert again.same


async def test_the_keys_of_the_network_pane_shape_it() -> None:
    async with opened("iris", NORMAL, SHORT) as user:
        await user.press("n")
        await user.sees("tab row/question  I insert layer  ⏎ value")
        await user.press("right", "plus")
        await user.sees("W1[1,1]", "⏎ value  + - nudge  del zero  ' freeze")
        await user.press("right", "plus", "plus")
        await user.sees("+ - neurons  I ^k layer  k kind")
        await user.sees("hidden layer 1: 6 -> 7 neurons; the answers did not change", "neuron 7 of 7", "4-7-4-3")
        await user.press("up", "minus")
        await user.sees("hidden layer 1: 7 -> 6 neurons, without h6", "neuron 6 of 6")
        await user.press("I")
        await user.sees("new hidden layer 2: 6 neurons, relu", "hidden 2 · neuron 1 of 6", "4-6-6-4-3")
        await user.press("k")
        await user.sees("hidden layer 2", "activation", "biases", "dropout", "nothing changed")
        await user.press("right", "enter")
        await user.sees("hidden layer 2: activation relu -> leaky-relu", "leaky-relu")
        await user.press("ctrl+k")
        await user.sees("hidden layer 2 deleted: 6 neurons, leaky-relu", "4-6-4-3")
        await user.press("home", "pageup", "pageup", "k")
        await user.sees("the inputs are the columns of the table")
        for _ in range(6):
            await user.press("u")
        await user.sees("4-5-4-3")
        await user.resize(*SMALL)
        await user.press("pagedown", "plus")
        await user.sees("hidden layer 1: 5 -> 6 neurons", "+ - neurons  I ^k layer  ? help")
