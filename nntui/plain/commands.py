"""The table of commands of plain mode: the menu, the help and what is typed are made from it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.plain.talk import Option, found, numbered

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.plain.conversation import Conversation


@dataclass(frozen=True, slots=True)
class PlainCommand:
    """Something to do: its ``word``, a line on what it does, and how more can be ``given`` behind the word."""

    word: str
    help: str
    run: Callable[[Conversation, str], object]
    given: str = ""

    @property
    def whole_help(self) -> str:
        """The line of help."""
        return f"{self.word}: {self.help}.{f' As in: {self.given}.' if self.given else ''}"


def _late(name: str) -> Callable[[Conversation, str], object]:
    """The function of that name, as ``tables.read_table``, whose module is loaded when it is called."""
    module, _, function = name.partition(".")

    def run(chat: Conversation, given: str) -> object:
        return getattr(importlib.import_module(f"nntui.plain.{module}"), function)(chat, given)

    return run


def tell_menu(chat: Conversation, _: str = "") -> None:
    """List the commands by number."""
    chat.talk.list(numbered([Option(each.word, each.help) for each in COMMANDS]))


def tell_help(chat: Conversation, given: str = "") -> None:
    """Explain how plain mode is used and every command, or the word that is ``given``."""
    from nntui.ui.glossary.find import BY_NAME

    if given:
        place, _ = found(OPTIONS, given)
        term = BY_NAME.get(given.lower())
        if term is not None:
            chat.talk.say(f"{term.name}: {term.text}")
        if place is not None:
            chat.talk.say(COMMANDS[place].whole_help)
        if term is None and place is None:
            chat.talk.say(f'There is no command and no term "{given}". Type "help" for the commands.')
        return
    chat.talk.list([*HELP.split("\n"), *(each.whole_help for each in COMMANDS)])


HELP = """\
A command is typed as its word, the beginning of its word, or its number in the menu.
What a command asks for can be typed behind it, as in the examples below.
In every question, "back" leaves it and changes nothing, and "help" explains it. Ctrl+C does the same as "back".
Enter alone takes what is offered in brackets. To answer with the word "back" itself, put it in double quotes.
"help" and a word, as in "help epoch", explains a term.
While you work, unsaved work is kept besides: at most 1 s of typing and 5 s of training can be lost."""

COMMANDS = (
    PlainCommand("open", "open a table, a session or a built-in table", _late("opening.open_another"), "open cars.csv"),
    PlainCommand("table", "read rows, or a column in numbers", _late("tables.read_table"), "table 10-20, or table mpg"),
    PlainCommand("notes", "what the table is, and how each column was read and is used", _late("tables.tell_notes")),
    PlainCommand("edit", "change a cell", _late("changing.edit_cell"), "edit 3 speed 50"),
    PlainCommand("add", "add an empty row at the end", _late("changing.add_row")),
    PlainCommand("delete", "delete rows", _late("changing.delete_rows"), "delete 3-5"),
    PlainCommand(
        "columns",
        "role, kind, scaling, name and formula of a column",
        _late("changing.change_columns"),
        "columns mpg role ignored",
    ),
    PlainCommand(
        "settings", "settings of network and training", _late("changing.change_settings"), "settings learning rate 0.01"
    ),
    PlainCommand("train", "train the network, or go on", _late("training.train"), "train 50"),
    PlainCommand("score", "how good it is, beside simple answers, with warnings", _late("scoring.tell_score")),
    PlainCommand("predict", "predict for given values, a row or a file", _late("predicting.predict"), "predict row 5"),
    PlainCommand(
        "explain",
        "which inputs matter, and why a prediction is so",
        _late("explaining.explain"),
        "explain inputs",
    ),
    PlainCommand("health", "what is wrong with the training, and cures", _late("explaining.tell_health")),
    PlainCommand("rate", "train on with another learning rate", _late("training.change_rate"), "rate 0.001"),
    PlainCommand("best", "go back to the weights of the best epoch", _late("training.take_best")),
    PlainCommand("rewind", "go back to the same first weights", _late("training.rewind")),
    PlainCommand("renew", "begin again from other first weights", _late("training.renew")),
    PlainCommand("undo", "undo the last change, of the table, the settings or the weights", _late("training.undo")),
    PlainCommand("redo", "redo what was undone", _late("training.redo")),
    PlainCommand("save", "save the session, or the table alone as .csv", _late("saving.save"), "save cars.nntui"),
    PlainCommand("export", "write the network for other programs", _late("saving.export"), "export onnx cars.onnx"),
    PlainCommand("menu", "list the commands by number", tell_menu),
    PlainCommand("help", "explain the commands, or a term", tell_help, "help epoch"),
    PlainCommand("quit", "leave nntui", _late("saving.leave")),
)
OPTIONS = [Option(each.word, each.help) for each in COMMANDS]
