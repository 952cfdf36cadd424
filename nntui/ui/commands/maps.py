"""The commands of the map pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.commands.record import NOWHERE, Command

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nntui.ui.map.pane import MapPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"map"})
CLASSES = 9
"""Classes that have a digit of their own."""
STROKES = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def go_to_map(screen: Workspace) -> None:
    """Go to the map."""
    from nntui.ui.map.pane import MapPane

    screen.area.of(MapPane).follow(screen.frames)
    screen.area.go_to("map")


def _add(screen: Workspace, number: int | None = None) -> Coroutine[object, object, None]:
    from nntui.ui.map.adding import add_row

    return add_row(screen, number)


def _choose_axes(screen: Workspace) -> Coroutine[object, object, None]:
    from nntui.ui.map.adding import choose_axes

    return choose_axes(screen)


def _stroke(screen: Workspace, across: int, down: int) -> Coroutine[object, object, None]:
    from nntui.ui.map.pane import MapPane

    screen.area.of(MapPane).move(across, down)
    return _add(screen)


def _do(
    name: str, keys: str, label: str, sentence: str, run: Callable[[MapPane], object], *, shown: bool = False
) -> Command[MapPane]:
    return Command(f"map.{name}", keys, label, sentence, run, HERE if shown else NOWHERE)


# fmt: off
MAP: tuple[Command[MapPane] | Command[Workspace], ...] = (
    _do("view", "tab", "map/curve/neurons", "Show the map over two inputs, the curve along one, or each neuron by "
        "itself", lambda pane: pane.next_view(), shown=True),
    Command("map.axes", "m", "role", "Choose which inputs are across and up", _choose_axes, HERE, on_screen=True,
            asks=True),
    Command("map.add", "a", "add", "Add a row here, of the class added last; of numbers, the value is asked for",
            _add, HERE, on_screen=True, asks=True),
    Command("map.class-1", "1", "class", "Add a row of the first class here; 2 to 9 add others. Of numbers, a digit "
            "begins the value", partial(_add, number=1), HERE, on_screen=True, asks=True),
    *(Command(f"map.class-{number}", str(number), "class", "", partial(_add, number=number), on_screen=True, asks=True)
      for number in range(2, CLASSES + 1)),
    Command("map.class-0", "0", "class", "", partial(_add, number=0), on_screen=True, asks=True),
    *(Command(f"map.stroke-{name}", f"shift+{name}", f"stroke {name}",
              "Go one step further and add a row there, as a stroke of a brush" if name == "right" else "",
              partial(_stroke, across=across, down=down), on_screen=True, asks=True)
      for name, (across, down) in STROKES.items()),
    _do("closer", "plus", "closer", "Show half of each range, around the cursor",
        lambda pane: pane.zoom(closer=True), shown=True),
    _do("wider", "minus", "wider", "Show twice of each range", lambda pane: pane.zoom(closer=False)),
    _do("whole", "home", "whole", "Show the whole range of both inputs", lambda pane: pane.show_whole()),
    _do("question", "end", "question", "Go to the question of the predict form", lambda pane: pane.go_to_question()),
    _do("others", "G", "get row", "Take the other inputs from the table's current row, or their medians again",
        lambda pane: pane.switch_row(), shown=True),
    _do("output", "Y", "target", "Show the next of several targets, or the probability of one class",
        lambda pane: pane.next_output()),
    _do("up", "up", "up", "Move the cursor up; beyond the edge, the map moves with it", lambda pane: pane.move(0, -1)),
    _do("down", "down", "down", "Move the cursor down", lambda pane: pane.move(0, 1)),
    _do("left", "left", "left", "Move the cursor to the left", lambda pane: pane.move(-1, 0)),
    _do("right", "right", "right", "Move the cursor to the right", lambda pane: pane.move(1, 0)),
    _do("page-up", "pageup", "8 up", "Move the cursor up by 8; among neurons, go to the layer before",
        lambda pane: pane.page(-1)),
    _do("page-down", "pagedown", "8 down", "Move the cursor down by 8; among neurons, go to the next layer",
        lambda pane: pane.page(1)),
)
# fmt: on
