"""The commands that work in every pane, by the sections of the help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nntui.ui.code.exporting import export_session
from nntui.ui.code.showing import show_code
from nntui.ui.commands.check import check_from_here
from nntui.ui.commands.maps import go_to_map
from nntui.ui.commands.record import ANYWHERE, NOWHERE, Command
from nntui.ui.commands.runs import runs_from_here
from nntui.ui.commands.steer import STEER
from nntui.ui.commands.walk import walk_from_here
from nntui.ui.panes import PANES

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nntui.ui.dialogs.conversations import Conversations
    from nntui.ui.work.controller import Controller
    from nntui.ui.workspace import Workspace

ALL = frozenset({ANYWHERE})
MOST = frozenset({ANYWHERE, "-data"})
"""The table has commands of its own to show."""


_show: partial[Command[Workspace]] = partial(Command, on_screen=True)


def _work(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    run: Callable[[Controller], object],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[Workspace]:
    return Command(name, keys, label, sentence, lambda screen: run(screen.controller), footer, on_screen=True)


def _ask(
    name: str,
    keys: str,
    label: str,
    sentence: str,
    ask: Callable[[Conversations], Coroutine[object, object, object]],
    *,
    footer: frozenset[str] = NOWHERE,
) -> Command[Workspace]:
    return Command(
        name, keys, label, sentence, lambda screen: ask(screen.conversations), footer, on_screen=True, asks=True
    )


OPENED: dict[str, Callable[[Workspace], object]] = {
    "walk": walk_from_here,
    "check": check_from_here,
    "runs": runs_from_here,
    "map": go_to_map,
}
"""Panes that open on what is chosen in another."""


def _go_to(pane: str) -> Callable[[Workspace], object]:
    return OPENED.get(pane, lambda screen: screen.area.go_to(pane))


# fmt: off
SECTIONS: dict[str, tuple[Command[Workspace], ...]] = {
    "Training": (
        _work("train", "space", "train/pause", "Train, or pause training", lambda work: work.train(),
              footer=ALL),
        _work("step", "s", "step", "One update of the weights", lambda work: work.step(), footer=MOST),
        _work("epoch", "e", "epoch", "One epoch: every training row once", lambda work: work.epoch(), footer=MOST),
        _work("rewind", "r", "rewind", "Go back to the same first weights", lambda work: work.rewind(), footer=MOST),
        _work("renew", "R", "new weights", "Start again with the next seed", lambda work: work.renew()),
        _work("best", "b", "best", "Take the weights of the best epoch", lambda work: work.take_best()),
        _work("slower", "less_than_sign", "slower", "Slow training down, to follow it", lambda work: work.slower()),
        _work("faster", "greater_than_sign", "faster", "Speed training up, up to full speed",
              lambda work: work.faster()),
        _ask("settings", "c", "settings", "Layers, rate, optimiser, batch, seed ...", lambda ask: ask.settings(),
             footer=ALL),
        *STEER,
    ),
    "Past": (
        _work("past-back", "left_square_bracket", "back", "Show an earlier moment of training, on every pane",
              lambda work: work.past.back()),
        _work("past-forward", "right_square_bracket", "forward", "Show a later moment of the past, or the present",
              lambda work: work.past.forward()),
        _ask("past-epoch", "left_curly_bracket", "past epoch", "Show the end of any epoch of the past",
             lambda ask: ask.past_epoch()),
        _work("past-now", "right_curly_bracket", "now", "Go back to the present moment", lambda work: work.past.now()),
    ),
    "Panes": (
        *(_show(pane.id, pane.key, pane.id, f"Go to the {pane.label}", _go_to(pane.id)) for pane in PANES),
        _show("zoom", "z", "zoom", "Show this pane alone, or all panes again",
              lambda screen: screen.zoom(), footer=ALL),
        _show("log-axis", "y", "log axis", "Show the loss on a logarithmic axis, or a linear one",
              lambda screen: screen.loss_pane.change_plot(lambda plot: plot.toggle_log_axis()),
              footer=frozenset({"loss"})),
        _show("heatmap", "h", "matrix", "Show the chosen layer's weights as a matrix of numbers, then as a heatmap, "
              "then the diagram again", lambda screen: screen.network_pane.next_view(), footer=frozenset({"network"})),
    ),
    "Table": (
        _work("undo", "u", "undo", "Undo the last change and bring back the training it ended",
              lambda work: work.undo(), footer=frozenset({"data"})),
        _work("redo", "U", "redo", "Redo the last change that was undone", lambda work: work.redo(),
              footer=frozenset({"data"})),
        Command("features", "circumflex_accent", "calculated inputs",
                "Add x1^2, x2^2, x1*x2, sin x1 or sin x2 as an input, by its digit, or delete it again",
                lambda screen: screen.table_commands.do(lambda ask, at: ask.features(at)), on_screen=True, asks=True),
    ),
    "Session": (
        _ask("open", "o", "open", "Open a table, a session or a built-in", lambda ask: ask.open()),
        _ask("save", "w", "save", "Save the session", lambda ask: ask.save(), footer=ALL),
        _ask("save-as", "W", "save as", "Save the session under another name", lambda ask: ask.save_as()),
        _ask("explain", "X", "explain", "Explain which inputs matter, and why the answer is what it is",
             lambda ask: ask.explain()),
        Command("code", "dollar_sign", "code", "Show, copy or save the network as PyTorch code", show_code,
                on_screen=True, asks=True),
        Command("export", "ctrl+e", "export", "Write the network for other programs: ONNX, PyTorch, a drawing, ...",
                export_session, on_screen=True, asks=True),
        _ask("lesson", "i", "about", "Read about this session and the use of its table", lambda ask: ask.about()),
    ),
    "Screen": (
        _ask("palette", "ctrl+p", "palette", "Find a command by its name", lambda ask: ask.palette()),
        _show("command", "colon", "command",
              "Take the next key as a command where letters are typed",
              lambda screen: screen.begin_command()),
        _ask("theme", "T", "theme", "Choose the colours", lambda ask: ask.theme()),
        _ask("help", "question_mark", "help", "Show all keys", lambda ask: ask.help(), footer=ALL),
        _ask("quit", "q", "quit", "Quit; asks first if work would be lost", lambda ask: ask.quit(), footer=ALL),
        _ask("quit-c", "ctrl+c", "quit", "", lambda ask: ask.quit()),
        _show("suspend", "ctrl+z", "stop", "Stop nntui and go back to the shell, where fg continues it",
              lambda screen: screen.app.action_suspend_process()),
    ),
}
# fmt: on
