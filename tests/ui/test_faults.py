"""Exceptions that nobody expected: each is shown, the app goes on or ends in good order, and nothing waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.css.query import NoMatches

from nntui.session import arrival
from nntui.ui.dialogs.dialog import MessageScreen
from nntui.ui.loss.plot import LossPlot
from nntui.ui.table import questions
from nntui.ui.table.commands import TableCommands
from nntui.ui.terminal.clock import Clock
from nntui.ui.widgets.lines import LinesView
from nntui.ui.work.faults import keep_details, place_of_fault
from tests.ui import dialog_host
from tests.ui.app_host import LARGE, opened

if TYPE_CHECKING:
    from pathlib import Path

    from textual.strip import Strip

    from tests.ui.scripted_run import Script


def fail(*_: object) -> None:
    """A mistake of ours."""
    raise ZeroDivisionError("by accident")


class Unmade(MessageScreen):
    """A dialog that cannot be made."""

    def contents(self):
        yield from super().contents()
        fail()


class Undrawn(MessageScreen):
    """A dialog of which a row cannot be drawn."""

    class Rows(LinesView):
        def render_line(self, y: int) -> Strip:
            fail()
            return super().render_line(y)

    def contents(self):
        yield self.Rows()
        yield from super().contents()


@pytest.mark.parametrize(
    ("owner", "name", "keys"),
    [
        (arrival, "kept_change", ["8", "enter"]),
        (LossPlot, "toggle_log_axis", ["y"]),
        (Clock, "tick", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_fault_anywhere_is_shown_and_the_app_goes_on(
    script: Script, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, keys: list[str]
) -> None:
    async with opened() as user:
        with monkeypatch.context() as broken:
            broken.setattr(owner, name, fail)
            await user.press(*keys)
            await user.sees(
                "something went wrong", "Internal error (ZeroDivisionError: by accident)", "Your work is safe"
            )
        await user.press("escape")
        await user.press("question_mark")
        await user.sees("all keys")


async def test_a_fault_in_what_a_dialog_looks_up_is_a_refusal_and_nothing_waits_for_it(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(size=LARGE) as user:
        with monkeypatch.context() as broken:
            broken.setattr(questions, "find", fail)
            await user.press("slash", "9")
            await user.sees("something went wrong", "Internal error (ZeroDivisionError: by accident)")
            await user.press("escape")
            await user.sees("This could not be checked.")
        await user.press("2", "enter")
        await user.sees("row 1 of 3 · speed 92")


async def test_a_command_of_the_table_refuses_one_that_is_another_by_then(script: Script) -> None:
    async with opened(size=LARGE) as user:
        commands = user.app.workspace.table_commands
        work = commands.do(TableCommands.kind)
        await user.press("ctrl+d")
        await work
        await user.sees("The table changed while you were asked;", "applied.")


async def test_a_fault_is_shown_once_for_each_place(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as user:
        monkeypatch.setattr(LossPlot, "toggle_log_axis", fail)
        await user.press("y")
        await user.sees("something went wrong")
        await user.press("escape")
        await user.press("y")
        await user.sees("Internal error again")
        assert user.app.screen is user.app.workspace


@pytest.mark.parametrize("dialog", [Unmade, Undrawn])
async def test_a_dialog_that_cannot_be_made_or_drawn_is_a_fault(script: Script, dialog: type[MessageScreen]) -> None:
    async with opened() as user:
        user.app.push_screen(dialog("broken", "text"))
        await user.sees("something went wrong", "Internal error (ZeroDivisionError: by accident)")
        await user.press("escape", "escape", "question_mark")
        await user.sees("all keys")


async def test_a_screen_whose_widgets_are_gone_as_the_app_ends_is_no_fault(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    async with opened() as user:
        monkeypatch.setattr(user.app, "tell", told.append)
        user.app.exit()
        for fault in NoMatches("no nodes match '.pages'"), ZeroDivisionError("by accident"):
            user.app.show_fault(fault)
    assert told == ["Internal error (ZeroDivisionError: by accident)."]


def test_the_details_are_kept_in_a_file_of_the_users_own(here: Path) -> None:
    paths = {keep_details("ZeroDivisionError: by accident") for _ in range(2)}
    assert len(paths) == 2
    for path in map(type(here), paths):
        assert path.stat().st_mode & 0o777 == 0o600
        assert "by accident" in path.read_text()


def test_faults_in_a_library_are_told_apart_by_the_line_of_ours_that_led_there() -> None:
    places = set()
    for text in ("[", "("):
        try:
            keep_place(text)
        except ValueError as fault:
            places.add(place_of_fault(fault))
    assert len(places) == 1


def keep_place(text: str) -> None:
    """Fail in a library."""
    import json

    json.loads(text)


class TestADialogClosesItselfOrNothing:
    async def test_not_the_dialog_above_it(self) -> None:
        async with dialog_host.opened(lambda: MessageScreen("below", "text")) as (host, pilot):
            below = host.screen
            assert isinstance(below, MessageScreen)
            await host.push_screen(MessageScreen("above", "text"))
            below.answer(None)
            await dialog_host.settled(pilot)
            assert "above" in host.text()
            assert host.answers == []

    async def test_not_after_the_app_has_begun_to_leave(self) -> None:
        async with dialog_host.opened(lambda: MessageScreen("below", "text")) as (host, pilot):
            dialog = host.screen
            assert isinstance(dialog, MessageScreen)
            host.exit()
            dialog.answer(None)
            await dialog_host.settled(pilot)
            assert host.answers == []
