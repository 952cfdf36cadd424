"""A screen with nothing but the predict pane on it, which asks the network of a session; it is at epoch 7."""

from __future__ import annotations

from contextlib import asynccontextmanager
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from msgspec.structs import replace
from textual.events import Paste

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.table import Table
from nntui.render.glyphs import UNICODE, Glyphs
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.panes import PREDICT
from nntui.ui.commands.screen import SECTIONS
from nntui.ui.host import HostApp
from nntui.ui.predict import presenter
from nntui.ui.predict.pane import PredictPane
from tests.ui.idle import counted_threads, idle, key_event
from tests.ui.screen_text import screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.widget import Widget

    from nntui.data.kinds import Cell
    from nntui.session.session import Session
    from nntui.ui.commands.record import Command

SMALL_PANE, PANE, ZOOMED = (29, 11), (44, 19), (120, 37)
"""The pane's room at 80x24, at 120x40, and alone there; one row is the title's."""


class Host(HostApp):
    """Answers what the pane asks, with ``weights``; counts the letters that reach it as commands."""

    BINDINGS: ClassVar = [(key, f"struck('{key}')") for key in "sez"]
    CSS = ".pane { border-top: solid white; }"

    def __init__(self, session: Session, glyphs: Glyphs) -> None:
        super().__init__()
        self.session = session
        self.encoder = Encoder.fit(session.table)
        self.predictor = Predictor(session, self.encoder)
        self.weights = self.predictor.weights
        self.epoch = 7
        self.row = 0
        self.asked: list[dict[str, Cell]] = []
        self.struck: list[str] = []
        self.glyphs = glyphs
        self.keymap, self.has_keys = Keymap({"predict": PREDICT, "panes": SECTIONS["Panes"]}), True
        self.pane = PredictPane(glyphs)
        self.pane.id = "predict"

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        table = self.session.table
        self.pane.set_form(
            presenter.form_fields(table, self.encoder), presenter.form_texts(self.session, table, self.encoder)
        )
        self.answer()
        self.pane.focus()

    def answer(self) -> None:
        """Say what the network says now."""
        self.pane.update(*presenter.answer_query(self.predictor, self.weights, self.pane.values))

    def train(self) -> None:
        """Move every weight, as training would."""
        self.weights = (self.weights * np.float32(1.5)).astype(np.float32)
        self.epoch += 1
        self.answer()

    def on_predict_pane_changed(self, message: PredictPane.Changed) -> None:
        self.asked.append(message.values)
        self.answer()

    def on_predict_pane_row_wanted(self) -> None:
        table = self.session.table
        texts = presenter.row_texts(table, self.row)
        self.pane.set_form(presenter.form_fields(table, self.encoder), texts)
        self.answer()

    def on_predict_pane_answer_wanted(self, message: PredictPane.AnswerWanted) -> None:
        said, _ = presenter.answer_query(self.predictor, self.weights, message.question.values)
        self.pane.keep(message.question, said[0].brief, self.epoch)

    async def run_command(self, command: Command[Any], pane: Widget | None = None) -> None:
        if not command.on_screen:
            command.run(self.pane)

    def action_struck(self, key: str) -> None:
        self.struck.append(key)


class User:
    """Someone in front of the pane, who presses keys and looks."""

    def __init__(self, host: Host) -> None:
        self.host = host

    async def press(self, *keys: str) -> None:
        """Press keys, all at once as over a slow line; characters are themselves, other keys have names."""
        for key in keys:
            self.host.post_message(key_event(key))
        await idle(self.host)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal brings it."""
        self.host.pane.post_message(Paste(text))
        await self.press()

    @property
    def lines(self) -> list[str]:
        """The pane's lines, its title first."""
        return screen_text(self.host).split("\n")

    @property
    def text(self) -> str:
        """The text in the pane."""
        return "\n".join(self.lines[1:])

    @property
    def title(self) -> str:
        """The text in its frame."""
        return self.lines[0].strip("─ ").strip()

    def line(self, beginning: str) -> str:
        """The line that begins with this, blanks aside, in single blanks."""
        return next(" ".join(line.split()) for line in self.lines[1:] if line.split()[:1] == [beginning])


@asynccontextmanager
async def opened(session: Session | str, size: tuple[int, int] = PANE, glyphs: Glyphs = UNICODE) -> AsyncIterator[User]:
    """The pane with the form of a session, or of a built-in table, in a terminal of that size."""
    opened = open_source(session, Options(hidden=(4,))) if isinstance(session, str) else session
    host = Host(opened, glyphs)
    with counted_threads():
        async with host.run_test(size=size):
            await idle(host)
            yield User(host)


def mixed() -> Session:
    """A table with an input of every kind, some of which may be empty, and a number to answer."""
    columns = [
        Column("weight", unit="kg", missing="mean"),
        Column("doors", kind="whole"),
        Column("origin", kind="category", missing="own"),
        Column("smoker", kind="yes-no", words=("never", "often")),
        Column("fuel", kind="category", missing="frequent"),
        Column("price", role="target", unit="EUR"),
    ]
    cells: dict[str, list[Cell]] = {
        "weight": [10.0, 20.0, None, 40.0],
        "doors": [2, 4, 4, 5],
        "origin": ["usa", "japan", None, "europe"],
        "smoker": [True, False, True, False],
        "fuel": ["diesel", "petrol", "petrol", None],
        "price": [1.0, 2.0, 3.0, 4.0],
    }
    asked = {"weight": 25.0, "doors": 4, "origin": "europe", "smoker": False, "fuel": "diesel"}
    return replace(new_session("mixed", "mixed", Table.of(columns, cells)), query=asked)


def lettered(name: str = "first") -> Session:
    """A table that tells 26 classes apart by a category of 26 levels, called ``name``."""
    words = [f"{letter} word" for letter in ascii_lowercase]
    columns = [Column(name, kind="category"), Column("letter", kind="category", role="target")]
    return new_session("letters", "letters", Table.of(columns, {name: words, "letter": words[::-1]}))
