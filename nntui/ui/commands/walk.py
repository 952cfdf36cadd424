"""The commands of the walk pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command

if TYPE_CHECKING:
    from nntui.ui.walk.pane import WalkPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"walk"})


def walk_from_here(screen: Workspace) -> None:
    """Go to the walk; from the network pane, to the neuron or weight that is selected there."""
    from nntui.ui.walk.pane import WalkPane

    pane = screen.area.of(WalkPane)
    pane.follow(screen.controller)
    if screen.area.current is screen.network_pane and screen.network_pane.selection is not None:
        pane.go_to_selection(screen.network_pane.selection, of_question=screen.network_pane.shows_question)
    screen.area.go_to("walk")
    pane.look()


# fmt: off
WALK: tuple[Command[WalkPane], ...] = (
    Command("walk.next", "right", "next", "Go to the next calculation", lambda pane: pane.go(lambda at: at.move(1)),
            HERE),
    Command("walk.previous", "left", "previous", "Go to the calculation before",
            lambda pane: pane.go(lambda at: at.move(-1))),
    Command("walk.up", "up", "up", "Go to the neuron or weight above; or guess that a number goes up",
            lambda pane: pane.up_or_down("up")),
    Command("walk.down", "down", "down", "Go to the neuron or weight below; or guess that a number goes down",
            lambda pane: pane.up_or_down("down")),
    Command("walk.next-layer", "pagedown", "next layer", "Go to the next layer, or the next phase",
            lambda pane: pane.go(lambda at: at.move_layer(1))),
    Command("walk.previous-layer", "pageup", "layer before", "Go to the layer, or the phase, before",
            lambda pane: pane.go(lambda at: at.move_layer(-1))),
    Command("walk.first", "home", "first", "Go to the first calculation",
            lambda pane: pane.go(lambda at: at.go_to_end(first=True))),
    Command("walk.last", "end", "last", "Go to the last calculation: the loss after the update",
            lambda pane: pane.go(lambda at: at.go_to_end(first=False))),
    Command("walk.weights", "enter", "weights", "Go through the weights of this neuron one by one",
            lambda pane: pane.go(lambda at: at.into_weights()), HERE),
    Command("walk.neurons", "escape", "neurons", "Go back from a weight to its neuron",
            lambda pane: pane.go(lambda at: at.back_to_neuron())),
    Command("walk.whose", "tab", "whose",
            "Walk through the row, the question, the next batch, or all training rows", lambda pane: pane.next_whose(),
            HERE),
    Command("walk.next-row", "full_stop", "next row", "Look at the next row of the batch",
            lambda pane: pane.move_row(1)),
    Command("walk.previous-row", "comma", "row before", "Look at the row before in the batch",
            lambda pane: pane.move_row(-1)),
    Command("walk.guess", "percent_sign", "guess", "Guess each number before it is shown, or no longer",
            lambda pane: pane.toggle_guessing(), HERE),
    Command("walk.guess-up", "plus", "guess up", "Guess that the number goes up", lambda pane: pane.answer("+")),
    Command("walk.guess-down", "minus", "guess down", "Guess that the number goes down",
            lambda pane: pane.answer("-")),
    Command("walk.guess-1", "1", "guess", "Guess the first value; 2 and 3 are for the others",
            lambda pane: pane.answer("1")),
    Command("walk.guess-2", "2", "guess", "", lambda pane: pane.answer("2")),
    Command("walk.guess-3", "3", "guess", "", lambda pane: pane.answer("3")),
)
# fmt: on
