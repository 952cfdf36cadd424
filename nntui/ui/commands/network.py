"""The commands of the network pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command
from nntui.ui.network import by_hand, shaping

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.ui.network.pane import NetworkPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"network"})


def _move(key: str) -> Command[NetworkPane]:
    return Command(f"network.{key}", key, key, "", lambda pane: pane.move(key))


def _typed(digit: str) -> Command[Workspace]:
    """A digit begins to type a value."""
    return _by_hand(f"type-{digit}", digit, "value", "", partial(by_hand.type_value, begun=digit), asks=True)


def _by_hand(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    run: Callable[[Workspace], object],
    *,
    footer: frozenset[str] = frozenset(),
    asks: bool = False,
) -> Command[Workspace]:
    return Command(f"network.{name}", keys, label, sentence, run, footer, on_screen=True, asks=asks)


# fmt: off
NETWORK: tuple[Command[NetworkPane] | Command[Workspace], ...] = (
    Command("network.whose", "tab", "row/question", "Show the activations of the table's row, or of the question",
            lambda pane: pane.show_activations(of_question=not pane.shows_question), HERE),
    _by_hand("type", "enter", "value", "Type the value of the chosen weight or bias, or of the chosen neuron's "
             "bias; a digit begins it too", by_hand.type_value, footer=HERE, asks=True),
    _by_hand("more", "plus", "more", "Add a neuron to the chosen one's layer; make a chosen weight or bias larger",
             shaping.more),
    _by_hand("less", "minus", "fewer", "Remove the chosen neuron; make a chosen weight or bias smaller", shaping.less),
    _by_hand("insert-layer", "I", "insert layer", "Insert a hidden layer after that of the chosen neuron, which passes "
             "on what it gets at first", shaping.insert_layer),
    _by_hand("delete-layer", "ctrl+k", "delete layer", "Delete the hidden layer of the chosen neuron; {key:undo} "
             "brings it back", shaping.delete_layer),
    _by_hand("layer", "k", "kind of layer", "Choose activation, biases and dropout of the chosen neuron's layer; the "
             "weights are kept", shaping.choose_function, asks=True),
    _by_hand("zero", "delete,backspace", "zero", "Set the chosen weight or bias to 0; silence the chosen "
             "neuron and tell what it is worth, or restore it", by_hand.zero, footer=HERE),
    _by_hand("freeze", "apostrophe", "freeze", "Freeze the chosen weight or bias, or all that goes into the chosen "
             "neuron, so that it does not learn; or release it", by_hand.freeze, footer=HERE),
    _by_hand("first-value", "ctrl+r", "first value", "Bring back the first value of the chosen weight or bias, or of "
             "all that goes into the chosen neuron", by_hand.bring_back),
    Command("network.previous-layer", "pageup", "layer before", "Go to the layer before",
            lambda pane: pane.move_layer(-1)),
    Command("network.next-layer", "pagedown", "next layer", "Go to the next layer", lambda pane: pane.move_layer(1)),
    *map(_typed, "0123456789"),
    *map(_move, ("left", "right", "up", "down", "home", "end")),
)
# fmt: on
