"""The one table of commands: bindings, footer, palette and help are all made from it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do: ``id`` names it in a keymap, ``label`` is the footer's word, ``help`` a sentence.

    ``action`` is the screen's action; ``panes`` the panes in whose footer it is worth a place ("" for all of them).
    """

    id: str
    key: str
    action: str
    label: str
    help: str
    section: str
    panes: frozenset[str] = frozenset()

    def binding(self) -> Binding:
        """As Textual wants it; the footer is our own, so nothing is lost by not showing it there."""
        return Binding(self.key, self.action, self.label, id=self.id, tooltip=self.help)


EVERYWHERE = frozenset({"data", "network", "loss", "predict"})
BESIDE_THE_TABLE = EVERYWHERE - {"data"}

COMMANDS = (
    Command(
        "train",
        "space",
        "controller('train')",
        "train/pause",
        "Train, or pause a training that runs",
        "Training",
        EVERYWHERE,
    ),
    Command("step", "s", "controller('step')", "step", "One update of the weights", "Training", BESIDE_THE_TABLE),
    Command(
        "epoch", "e", "controller('epoch')", "epoch", "One epoch: every training row once", "Training", BESIDE_THE_TABLE
    ),
    Command(
        "rewind", "r", "controller('rewind')", "rewind", "Back to the same first weights", "Training", BESIDE_THE_TABLE
    ),
    Command("renew", "R", "controller('renew')", "new weights", "New first weights, from the next seed", "Training"),
    Command(
        "settings",
        "c",
        "dialogue('settings')",
        "settings",
        "Layers, rate, optimiser, batch, epochs, seed ...",
        "Training",
        EVERYWHERE,
    ),
    Command("data", "d", "pane('data')", "data", "Go to the table", "Panes"),
    Command("network", "n", "pane('network')", "network", "Go to the network", "Panes"),
    Command("loss", "l", "pane('loss')", "loss", "Go to the loss", "Panes"),
    Command("predict", "p", "pane('predict')", "predict", "Go to the prediction", "Panes"),
    Command("zoom", "z", "zoom", "zoom", "The pane alone on the screen, and back", "Panes", EVERYWHERE),
    Command(
        "log-axis", "y", "log_axis", "log axis", "Loss on a logarithmic axis, and back", "Panes", frozenset({"loss"})
    ),
    Command(
        "heatmap",
        "h",
        "heatmap",
        "heatmap",
        "Weights of the chosen layer as a heatmap, and back",
        "Panes",
        frozenset({"network"}),
    ),
    Command(
        "undo",
        "u",
        "controller('undo')",
        "undo",
        "Take back the last change of the table",
        "Table",
        frozenset({"data"}),
    ),
    Command("redo", "U", "controller('redo')", "redo", "Make it again", "Table", frozenset({"data"})),
    Command("open", "o", "dialogue('open')", "open", "Open a table, a session or a built-in", "Session"),
    Command("save", "w", "dialogue('save')", "save", "Save the session", "Session", EVERYWHERE),
    Command("save-as", "W", "dialogue('save_as')", "save as", "Save the session under another name", "Session"),
    Command("lesson", "i", "dialogue('lesson')", "about", "What this table is and what to try with it", "Session"),
    Command("theme", "T", "app.change_theme", "theme", "Choose the colours", "Screen"),
    Command("help", "question_mark", "dialogue('help')", "help", "All keys", "Screen", EVERYWHERE),
    Command("quit", "q", "dialogue('quit')", "quit", "Leave; asks when something would be lost", "Screen", EVERYWHERE),
)

ALSO_QUIT = (
    Binding("ctrl+c", "dialogue('quit')", "quit", id="quit-interrupt"),
    Binding("ctrl+q", "dialogue('quit')", "quit", id="quit-control"),
)
"""What people press out of habit; both ask like q does."""
