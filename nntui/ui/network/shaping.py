"""Commands for the layer that is chosen in the network pane: add and remove neurons and layers, set its functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import SpecError
from nntui.session.check.parameter import ParameterPlace
from nntui.ui.network import by_hand

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec, NeuronAddress
    from nntui.session.shaping.edits import LayerEdit
    from nntui.ui.workspace import Workspace


async def more(screen: Workspace) -> None:
    """Make the chosen weight or bias a little larger; to the layer of a chosen neuron, add one."""
    from nntui.session.shaping.edits import AddNeuron

    held = by_hand.held_by(screen)
    if isinstance(held, ParameterPlace):
        await by_hand.nudge(screen, 1)
        return
    layer = held[0]
    network = await screen.controller.by_hand.shape(lambda _: AddNeuron(layer))
    _go_to(screen, network, layer, -1)


async def less(screen: Workspace) -> None:
    """Make the chosen weight or bias a little smaller; remove a chosen neuron."""
    from nntui.session.shaping.edits import RemoveNeuron

    held = by_hand.held_by(screen)
    if isinstance(held, ParameterPlace):
        await by_hand.nudge(screen, -1)
        return
    layer, index = held

    def chosen(network: NetworkSpec) -> LayerEdit:
        # Of keys in quick succession the later ones remove what comes to its place, or else the last one.
        width = network.sizes[layer] if layer < len(network.sizes) else 1
        return RemoveNeuron(layer, min(index, width - 1))

    network = await screen.controller.by_hand.shape(chosen)
    _go_to(screen, network, layer, index)


async def insert_layer(screen: Workspace) -> None:
    """Insert a hidden layer after that of the chosen neuron, before the outputs, or where the chosen weight is."""
    from nntui.session.shaping.edits import InsertLayer

    held, session = by_hand.held_by(screen), screen.controller.session
    if session is None:
        return
    before = held.layer + (held.kind == "bias") if isinstance(held, ParameterPlace) else held[0]
    layer = min(before, len(session.network.hidden)) + 1
    network = await screen.controller.by_hand.shape(lambda _: InsertLayer(layer))
    _go_to(screen, network, layer, 0)


async def delete_layer(screen: Workspace) -> None:
    """Delete the hidden layer of the chosen neuron."""
    from nntui.session.shaping.edits import DeleteLayer

    layer, index = _neuron(screen)
    network = await screen.controller.by_hand.shape(lambda _: DeleteLayer(layer))
    _go_to(screen, network, layer, index)


async def choose_function(screen: Workspace) -> None:
    """Ask for activation, bias and dropout of the layer of the chosen neuron."""
    from nntui.ui.network.layer_form import layer_dialog

    controller = screen.controller
    if controller.session is None:
        return
    controller.past.refuse_changes()
    layer = _neuron(screen)[0]
    edit = await screen.app.push_screen_wait(layer_dialog(controller.session, layer))
    if edit is not None:
        await controller.by_hand.shape(lambda _: edit)


def _neuron(screen: Workspace) -> NeuronAddress:
    """The chosen neuron, or that of the chosen bias. Raises SpecError where a weight is chosen."""
    held = by_hand.held_by(screen)
    if not isinstance(held, ParameterPlace):
        return held
    if held.kind != "bias":
        raise SpecError("a weight lies between two layers; choose a neuron of one of them")
    return held.layer + 1, held.target


def _go_to(screen: Workspace, network: NetworkSpec | None, layer: int, index: int) -> None:
    """Select the neuron ``index`` of a hidden layer, -1 for its last; of the last one if there are fewer."""
    from nntui.render.diagram import Neuron

    if network is not None:
        layer = min(layer, len(network.hidden))
        index = min(index, network.sizes[layer] - 1) if index >= 0 else network.sizes[layer] - 1
        screen.network_pane.select_when_there(Neuron(layer, index), network.sizes)
