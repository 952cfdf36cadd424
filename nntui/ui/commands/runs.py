"""The commands of the runs pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.commands.record import EVERY, Command

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nntui.ui.runs.listing import ListedRun
    from nntui.ui.runs.pane import RunsPane
    from nntui.ui.workspace import Workspace

HERE = frozenset({"runs"})
PAGE = 10


def runs_from_here(screen: Workspace) -> None:
    """Go to the runs."""
    from nntui.ui.runs.pane import RunsPane

    screen.area.go_to("runs")
    screen.area.of(RunsPane).follow(screen.controller)


def _with_chosen(
    work: Callable[[Workspace, ListedRun], Coroutine[object, object, None]],
) -> Callable[[Workspace], Coroutine[object, object, None] | None]:
    """Does ``work`` with the chosen run, if there is one."""

    def run(screen: Workspace) -> Coroutine[object, object, None] | None:
        from nntui.ui.runs.pane import RunsPane

        chosen = screen.area.of(RunsPane).chosen
        return None if chosen is None else work(screen, chosen)

    return run


async def _take(screen: Workspace, chosen: ListedRun) -> None:
    await screen.controller.other_runs.take(chosen.run.number)


async def _delete(screen: Workspace, chosen: ListedRun) -> None:
    await screen.controller.other_runs.delete(chosen.run.number)


async def _rename(screen: Workspace, chosen: ListedRun) -> None:
    from nntui.ui.runs.rename import rename_dialog

    name = await screen.app.push_screen_wait(rename_dialog(chosen.run))
    if name is not None:
        await screen.controller.other_runs.rename(chosen.run.number, name)


# fmt: off
RUNS: tuple[Command[RunsPane] | Command[Workspace], ...] = (
    Command("runs.take", "enter", "go on with it", "Let the chosen run take the place of the present one, which is "
            "kept", _with_chosen(_take), HERE, on_screen=True),
    Command("runs.rename", "N", "rename", "Give the chosen run a name", _with_chosen(_rename), HERE, on_screen=True,
            asks=True),
    Command("runs.delete", "ctrl+d", "delete", "Delete the chosen run; {key:undo} brings it back",
            _with_chosen(_delete), HERE, on_screen=True),
    Command("runs.again", "J", "begin/stop", "Train the chosen run again from its first weights, to see that it ends "
            "the same, or stop that", lambda pane: pane.train_again(), HERE),
    Command("runs.sort", "S", "sort", "List the runs by their scores, or in the order in which they began",
            lambda pane: pane.sort(), HERE),
    Command("runs.up", "up", "above", "Choose the run above", lambda pane: pane.choose(-1)),
    Command("runs.down", "down", "below", "Choose the run below", lambda pane: pane.choose(1)),
    Command("runs.page-up", "pageup", "10 up", "Choose the run ten lines up", lambda pane: pane.choose(-PAGE)),
    Command("runs.page-down", "pagedown", "10 down", "Choose the run ten lines down", lambda pane: pane.choose(PAGE)),
    Command("runs.first", "home", "first", "Choose the first run", lambda pane: pane.choose(-EVERY)),
    Command("runs.last", "end", "last", "Choose the last run", lambda pane: pane.choose(EVERY)),
)
# fmt: on
