"""The commands of the score pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import Command

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from nntui.ui.score.pane import ScorePane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"score"})


def _show_rows(screen: Workspace) -> Coroutine[object, object, None] | None:
    """Go to the table and show the chosen rows there, if there are any."""
    chosen, table = screen.score_pane.chosen, screen.score_pane.table
    if chosen is None or table is None or not len(chosen.rows):
        return None
    screen.area.go_to("data")
    return screen.table_commands.show_picked(chosen.rows, chosen.words, table)


SHOW_ROWS: Command[Workspace] = Command(
    "score.show-rows", "enter", "show rows", "Show exactly the rows of the chosen cell or point in the table",
    _show_rows, HERE, on_screen=True,
)  # fmt: skip

# fmt: off
SCORE: tuple[Command[ScorePane] | Command[Workspace], ...] = (
    SHOW_ROWS,
    Command("score.rows", "tab", "training/validation", "Show the training rows' matrix or plot, or the validation "
            "rows'", lambda pane: pane.switch_rows(), HERE),
    Command("score.errors", "D", "deviations", "Plot how far off the answers are, or the answers, against the truth",
            lambda pane: pane.switch_errors(), HERE),
    Command("score.target", "Y", "target", "Show the figures of the next of several targets",
            lambda pane: pane.next_target()),
    Command("score.picture", "pagedown", "matrix or plot", "Show the matrix or plot where the figures leave no room",
            lambda pane: pane.turn(picture=True), HERE),
    Command("score.figures", "pageup", "figures", "Show the figures again", lambda pane: pane.turn(picture=False)),
    Command("score.left", "left", "left", "Choose the cell on the left, or the point with the next smaller truth",
            lambda pane: pane.move(-1, 0)),
    Command("score.right", "right", "right", "Choose the cell on the right, or the point with the next larger truth",
            lambda pane: pane.move(1, 0)),
    Command("score.up", "up", "up", "Choose the cell above, or the point with the next larger error",
            lambda pane: pane.move(0, -1)),
    Command("score.down", "down", "down", "Choose the cell below, or the point with the next smaller error",
            lambda pane: pane.move(0, 1)),
)
# fmt: on
