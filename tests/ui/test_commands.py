"""The tables of commands and panes: what is added to them from outside is found everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nntui
from nntui.render.text import Span
from nntui.ui import panes
from nntui.ui.commands import table
from nntui.ui.commands.__main__ import key_table, wish_table
from nntui.ui.commands.keymap import Keymap, canonical, is_key, types_text
from nntui.ui.commands.record import SCREEN, Command
from nntui.ui.commands.wishes import WISHES
from nntui.ui.host import KEY
from nntui.ui.panes import PaneRecord
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase
from tests.ui.app_host import NORMAL, opened

if TYPE_CHECKING:
    from textual.widget import Widget

    from nntui.render.glyphs import Glyphs
    from nntui.ui.work.view_models import Moment
    from nntui.ui.workspace import Workspace
    from tests.ui.scripted_run import Script

README = Path(nntui.__file__).parents[1] / "README.md"


def test_ids_are_unique_and_every_key_is_one() -> None:
    commands = [command for section in table.SECTIONS.values() for command in section]
    assert len({command.id for command in commands}) == len(commands)
    assert all(is_key(key) for command in commands for key in command.keys.split(","))
    assert Keymap(table.SECTIONS).problems == {}


def test_in_one_place_a_key_gives_one_command() -> None:
    taken = [
        (command.place, key)
        for section in table.SECTIONS.values()
        for command in section
        for key in command.keys.split(",")
    ]
    assert len(set(taken)) == len(taken)


COMMANDS = [command for section in table.SECTIONS.values() for command in section]
TAKEN_BY_OTHERS = re.compile(r"ctrl\+[abzsq]|alt\+.*|f\d+")
"""Keys that tmux, screen, shells and desktops take before a program sees them."""
DESTROYS = re.compile(r"(Delete|Clear|Empty|Forget|Discard|Remove)\b")


def keys_of(command: Command[Any]) -> list[str]:
    return [canonical(key) for key in command.keys.split(",")]


def test_a_letter_has_one_meaning_in_the_whole_app() -> None:
    """Two commands may share a key in different panes if the footer's word for both begins alike: "add".

    Digits count what there is to choose from in each pane: guesses, classes.
    """
    meanings: dict[str, set[str]] = {}
    for command in COMMANDS:
        for key in (key for key in keys_of(command) if types_text(key) and not key.isdecimal()):
            meanings.setdefault(key, set()).add(command.label.partition(" ")[0])
    assert {key: words for key, words in meanings.items() if len(words) > 1} == {}


def test_a_letter_of_the_screen_is_no_panes_own() -> None:
    everywhere = {key for command in COMMANDS if command.place == SCREEN for key in keys_of(command)}
    assert [c.id for c in COMMANDS if c.place != SCREEN and everywhere.intersection(keys_of(c))] == []


def test_no_letter_deletes() -> None:
    destroying = [c for c in COMMANDS if DESTROYS.match(c.help)]
    assert {command.id for command in destroying} >= {"data.delete-row", "data.delete-column", "predict.clear-all"}
    assert [command.id for command in destroying if any(map(types_text, keys_of(command)))] == []


def test_no_command_is_on_a_key_alone_that_terminals_and_shells_take() -> None:
    alone = [c.id for c in COMMANDS if all(TAKEN_BY_OTHERS.fullmatch(key) for key in c.keys.split(","))]
    assert alone == ["suspend"]  # whose key the terminal would take for just that


def test_what_works_while_letters_are_typed_is_on_no_letter() -> None:
    ways_out = ("command", "palette", "help", "quit-c", "train")
    assert not any(types_text(key) for c in COMMANDS if c.id in ways_out for key in keys_of(c))


@pytest.mark.parametrize(
    "key", ["a", "A", "?", "question_mark", "f5", "ctrl+t", "ctrl+shift+left", "space", "+", "delete"]
)
def test_keys_that_a_terminal_can_send(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "no such key", "ab", "ctrl", "ctrl+", "hyped+a", "f99", "shift+a"])
def test_what_is_no_key(key: str) -> None:
    assert not is_key(key)


def test_the_readme_has_the_keys_of_the_table() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.partition("<!-- keys -->\n")[2].partition("\n<!-- /keys -->")[0] == key_table()


def test_the_readme_says_where_everything_of_a_playground_is_by_keys_that_exist() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.partition("<!-- wishes -->\n")[2].partition("\n<!-- /wishes -->")[0] == wish_table()
    named = {name for wishes in WISHES.values() for wish in wishes for name in KEY.findall(wish.place)}
    assert named <= {command.id for command in COMMANDS}


def test_the_table_is_printed_for_the_readme() -> None:
    done = subprocess.run([sys.executable, "-m", "nntui.ui.commands"], check=True, capture_output=True, text=True)
    assert done.stdout == f"{key_table()}\n"


async def test_a_command_added_by_one_record_is_found_everywhere(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def run(_: Workspace) -> None:
        done.append("sung")

    command = Command("sing", "f9", "sing", "Sing a song", run, footer=frozenset({"data"}), on_screen=True)
    monkeypatch.setitem(table.SECTIONS, "Extra", (command,))
    async with opened(size=(200, 500)) as user:
        assert "f9 sing" in user.footer
        await user.press("f9")
        assert done == ["sung"]
        await user.press("question_mark")
        await user.sees("Extra", "Sing a song")
        await user.press("escape", "ctrl+p")
        await user.type("sing")
        await user.sees("Sing a song (f9)")
    assert "| **Extra** | `f9` | Sing a song | `sing` |" in key_table()


class WalkPane(PaneBase, LinesView, can_focus=True):
    """A pane from outside: it tells the epoch and the row."""

    def show_moment(self, moment: Moment) -> None:
        epoch = moment.snapshot.epoch if moment.snapshot is not None else 0
        self.show([(Span(f"epoch {epoch}, row {moment.row}"),)])


def add_walk_pane(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(_: Glyphs) -> Widget:
        return WalkPane()

    monkeypatch.setattr(panes, "PANES", (*panes.PANES, PaneRecord("tour", "tour", "k", "walk-through", make)))


def test_a_pane_added_by_one_record_has_a_key_that_goes_to_it() -> None:
    code = """
from nntui.ui import panes
panes.PANES += (panes.PaneRecord("tour", "tour", "j", "walk-through", lambda glyphs: None),)
from nntui.ui.commands.__main__ import key_table, wish_table
print(key_table())
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    (line,) = [line for line in done.stdout.splitlines() if "| `tour` |" in line]
    assert line.endswith("| `j` | Go to the walk-through | `tour` |")


async def test_a_pane_added_by_one_record_follows_the_training(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    add_walk_pane(monkeypatch)
    async with opened(size=NORMAL) as user:
        user.app.workspace.area.go_to("tour")
        await user.press("space")
        script.run.reach(40)
        await user.sees("epoch 40, row 0")


async def test_a_pane_added_by_one_record_has_its_title_and_all_the_room_when_gone_to(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_walk_pane(monkeypatch)
    async with opened(size=NORMAL) as user:
        assert not user.pane("tour")
        await user.sees("not trained yet")
        before = user.text
        user.app.workspace.area.go_to("tour")
        await user.sees("━[k] tour━", "epoch 0, row 0")
        assert not user.pane("data")
        assert user.footer.endswith("q quit")
        await user.press("d")
        await user.sees("━[d]ata ")
        assert user.text == before
