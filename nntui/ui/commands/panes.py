"""The commands of the network, loss and predict panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import NOWHERE, Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.ui.loss.pane import LossPane
    from nntui.ui.network.pane import NetworkPane
    from nntui.ui.predict.pane import PredictPane
    from nntui.ui.workspace import Workspace

PAGE = 10
"""Fields, or lines of a list, that page up and page down go on by."""
EVERY = 1_000_000
"""More than there are of anything that is gone through."""
HERE = frozenset({"predict"})


def _walk(key: str) -> Command[NetworkPane]:
    return Command(f"network.{key}", key, key, "", lambda pane: pane.move(key))


def _predict(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    run: Callable[[PredictPane], object],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[PredictPane]:
    return Command(f"predict.{name}", keys, label, sentence, run, footer)


# fmt: off
NETWORK: tuple[Command[NetworkPane], ...] = tuple(
    _walk(key) for key in ("left", "right", "up", "down", "home", "end")
)
LOSS: tuple[Command[LossPane], ...] = (
    Command("loss.older", "up", "older", "Older", lambda pane: pane.scroll_log(-1)),
    Command("loss.newer", "down", "newer", "Newer", lambda pane: pane.scroll_log(1)),
    Command("loss.page-up", "pageup", "page up", "Page up", lambda pane: pane.page_log(-1)),
    Command("loss.page-down", "pagedown", "page down", "Page down", lambda pane: pane.page_log(1)),
    Command("loss.oldest", "home", "oldest", "Oldest", lambda pane: pane.show_oldest()),
    Command("loss.newest", "end", "newest", "Follow the newest line", lambda pane: pane.follow_newest(),
            frozenset({"loss"})),
)
FROM_FILE: Command[Workspace] = Command(
    "predict.file", "f", "file", "Answer all rows of a file into another",
    lambda screen: screen.conversations.predict_file(), HERE, on_screen=True, asks=True,
)
PREDICT: tuple[Command[PredictPane] | Command[Workspace], ...] = (
    _predict("take-row", "v", "take row", "Take the values of the table's row", lambda pane: pane.take_row(),
             footer=HERE),
    _predict("keep", "k", "keep", "Keep this question and its answer in a list", lambda pane: pane.keep_answer(),
             footer=HERE),
    _predict("kept", "K", "kept", "The list of what was kept, and back", lambda pane: pane.show_kept(), footer=HERE),
    FROM_FILE,
    _predict("up", "up", "above", "The field above, or the pixel", lambda pane: pane.move(0, -1)),
    _predict("down", "down", "below", "The field below, or the pixel", lambda pane: pane.move(0, 1)),
    _predict("left", "left", "previous", "The word before, or the pixel to the left", lambda pane: pane.move(-1, 0)),
    _predict("right", "right", "next", "The next word, or the pixel to the right", lambda pane: pane.move(1, 0)),
    _predict("enter", "enter", "choose", "Choose a word from a list; take a number; a darker pixel",
             lambda pane: pane.choose()),
    _predict("clear", "delete,backspace", "clear", "Empty the field; a white pixel; forget what was kept",
             lambda pane: pane.clear()),
    _predict("restore", "escape", "as it was", "The field as it was; out of a list", lambda pane: pane.restore()),
    _predict("darker", "plus", "darker", "A darker pixel; a digit says how dark", lambda pane: pane.darken(1)),
    _predict("lighter", "minus", "lighter", "A lighter pixel", lambda pane: pane.darken(-1)),
    _predict("stroke-up", "shift+up", "stroke up", "Paint the pixel above", lambda pane: pane.stroke(0, -1)),
    _predict("stroke-down", "shift+down", "stroke down", "Paint the pixel below", lambda pane: pane.stroke(0, 1)),
    _predict("stroke-left", "shift+left", "stroke left", "Paint the pixel to the left",
             lambda pane: pane.stroke(-1, 0)),
    _predict("stroke-right", "shift+right", "stroke", "Paint the pixel to the right", lambda pane: pane.stroke(1, 0)),
    _predict("clear-all", "C", "clear all", "A white picture; nothing kept any more", lambda pane: pane.clear_all()),
    _predict("as-numbers", "g", "numbers", "A picture's pixels as numbers, and back", lambda pane: pane.as_numbers()),
    _predict("page-up", "pageup", "10 up", "Ten fields up", lambda pane: pane.move(0, -PAGE)),
    _predict("page-down", "pagedown", "10 down", "Ten fields down", lambda pane: pane.move(0, PAGE)),
    _predict("first", "home", "first", "The first field", lambda pane: pane.move(0, -EVERY)),
    _predict("last", "end", "last", "The last field", lambda pane: pane.move(0, EVERY)),
)
# fmt: on
