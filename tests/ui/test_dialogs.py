"""Properties of every dialog."""

from __future__ import annotations

from pathlib import Path

import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.model.spec import NetworkSpec
from nntui.session.session import Session
from nntui.training.spec import TrainingSpec
from nntui.ui.dialogs.dialog import MessageScreen
from nntui.ui.dialogs.form_dialog import FormDialog
from nntui.ui.dialogs.help import HelpScreen
from nntui.ui.dialogs.open import OpenScreen
from nntui.ui.dialogs.save import LeaveScreen, SaveScreen
from nntui.ui.dialogs.settings import settings_form
from tests.ui.dialog_host import WIDE, opened, settled, typed

TABLE = Table.of([Column("x"), Column("y", role="target")], {"x": [1, 2], "y": [3, 4]})
SESSION = Session(name="s", source="s", table=TABLE, network=NetworkSpec(inputs=1), training=TrainingSpec())
DIALOGS = {
    "settings": lambda: FormDialog("settings", settings_form(SESSION)),
    "open": lambda: OpenScreen(Path.cwd()),
    "save session": lambda: SaveScreen(Path("x.nntui")),
    "quit": lambda: LeaveScreen("s", training=False, unsaved=True),
    "help": lambda: HelpScreen([("Section", [("k", "Does it")])]),
    "lesson": lambda: MessageScreen("lesson", "Two lines\nof text"),
}
each_dialog = pytest.mark.parametrize(("title", "make"), DIALOGS.items(), ids=DIALOGS)


@each_dialog
async def test_it_follows_the_terminal_through_every_size_and_theme(title, make):
    async with opened(make, WIDE) as (host, pilot):
        for theme, size in {"textual-light": (80, 24), "ansi-dark": (60, 16), "textual-dark": (24, 6)}.items():
            host.theme = theme
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert title in host.text()
        await typed(pilot, "", "escape")
        assert not host.is_open


@each_dialog
async def test_escape_that_comes_in_one_burst_with_the_key_that_opened_it_closes_it(title, make):
    async with opened(make) as (host, pilot):
        await typed(pilot, "", "escape")
        host.ask()
        host.simulate_key("escape")
        await settled(pilot)
        assert len(host.answers) == 2


@each_dialog
async def test_the_app_may_end_while_it_opens(title, make):
    async with opened(make) as (host, pilot):
        await typed(pilot, "", "escape")
        host.ask()
