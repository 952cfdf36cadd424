"""The one table of commands: bindings, footer, palette and help are all made from it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do: ``id`` names it in a keymap, ``label`` is the footer's word, ``help`` a sentence.

    ``action`` is the screen's action; ``panes`` are those in whose footer it is worth a place.
    """

    id: str
    key: str
    action: str
    label: str
    help: str
    panes: frozenset[str] = frozenset()

    def binding(self) -> Binding:
        """As Textual wants it."""
        return Binding(self.key, self.action, self.label, id=self.id, tooltip=self.help)


ALL = frozenset({"data", "network", "loss", "predict"})
MOST = ALL - {"data"}  # the table has commands of its own to show
NETWORK, LOSS, DATA = frozenset({"network"}), frozenset({"loss"}), frozenset({"data"})

# fmt: off
SECTIONS = {
    "Training": (
        Command("train", "space", "controller('train')", "train/pause", "Train, or pause a training that runs", ALL),
        Command("step", "s", "controller('step')", "step", "One update of the weights", MOST),
        Command("epoch", "e", "controller('epoch')", "epoch", "One epoch: every training row once", MOST),
        Command("rewind", "r", "controller('rewind')", "rewind", "Back to the same first weights", MOST),
        Command("renew", "R", "controller('renew')", "new weights", "Start again from the next seed"),
        Command("slower", "less_than_sign", "controller('slower')", "slower", "Slow training down, to watch it"),
        Command("faster", "greater_than_sign", "controller('faster')", "faster", "Faster again, up to full speed"),
        Command("settings", "c", "dialogue('settings')", "settings", "Layers, rate, optimiser, batch, seed ...", ALL),
    ),
    "Panes": (
        Command("data", "d", "pane('data')", "data", "Go to the table"),
        Command("network", "n", "pane('network')", "network", "Go to the network"),
        Command("loss", "l", "pane('loss')", "loss", "Go to the loss"),
        Command("predict", "p", "pane('predict')", "predict", "Go to the prediction"),
        Command("zoom", "z", "zoom", "zoom", "The pane alone on the screen, and back", ALL),
        Command("log-axis", "y", "log_axis", "log axis", "Loss on a logarithmic axis, and back", LOSS),
        Command("heatmap", "h", "heatmap", "heatmap", "The chosen layer's weights as a heatmap, and back", NETWORK),
    ),
    "Table": (
        Command("undo", "u", "controller('undo')", "undo", "Take back the last change of the table", DATA),
        Command("redo", "U", "controller('redo')", "redo", "Make it again", DATA),
    ),
    "Session": (
        Command("open", "o", "dialogue('open')", "open", "Open a table, a session or a built-in"),
        Command("save", "w", "dialogue('save')", "save", "Save the session", ALL),
        Command("save-as", "W", "dialogue('save_as')", "save as", "Save the session under another name"),
        Command("lesson", "i", "dialogue('lesson')", "about", "What this session is, and what to try with it"),
    ),
    "Screen": (
        Command("theme", "T", "app.change_theme", "theme", "Choose the colours"),
        Command("help", "question_mark", "dialogue('help')", "help", "All keys", ALL),
        Command("quit", "q", "dialogue('quit')", "quit", "Leave; asks when something would be lost", ALL),
    ),
}
# fmt: on
COMMANDS = tuple(command for section in SECTIONS.values() for command in section)

ALSO_QUIT = (Binding("ctrl+c", "dialogue('quit')", "quit", id="quit-c"),)
"""What people press out of habit; it asks like q does."""
