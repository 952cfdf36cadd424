"""Lessons on the screen: what begins and ends one, what is kept, and what keys do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import ScreenOptions
from nntui.ui.work.recovery import leave
from tests.ui.app_host import FRAMES, LARGE, NORMAL, SMALL, opened
from tests.ui.lesson_walker import give, run_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.scripted_run import Script

MINE = """\
title = "Mine"
source = "tutorial"
[settings]
hidden = "2"
[[step]]
text = "Read this [b]now[/b], then press {key:lesson-next}."
[[step]]
text = "Rows?"
pane = "network"
row = 3
neuron = [1, 2]
ask = "How many?"
choices = ["5", "{= rows}"]
answer = 2
right = "There are {= rows}."
wrong = "Count them: {= rows}."
[[step]]
text = "Train a little."
settings = {lr = 0.5}
epoch = 5
press = "epoch"
then = "From {= before(epoch)} to {= epoch}."
[[step]]
text = "The layer: {= weight(7, 1, 1)}."
"""


@pytest.fixture
def mine(here: Path) -> ScreenOptions:
    (here / "mine.toml").write_text(MINE)
    return ScreenOptions(fps=FRAMES, fast=True, lesson="mine.toml")


async def test_a_lesson_leads_with_the_users_own_keys_and_goes_on_where_it_was_left(mine: ScreenOptions) -> None:
    async with opened(size=NORMAL, screen_options=mine) as user:
        await user.sees("lesson: Mine · step 1 of 4", "Read this [b]now[/b], then press [)].", ") go on")
        await user.press("enter")
        await user.sees("step 2 of 4", "How many?", "1 5   2 3", "1-2 guess", "row 3", "hidden 1 · neuron 2 of 2")
        await user.press("1")
        await user.sees("Not quite: 3. Count them: 3.", "0 of 1 guesses right")
        await user.press("down", "pagedown", "s")
        await user.until(lambda: user.snapshot.updates == 1)
        assert "Count them: 3." in user.text
        await user.press("(")
        await user.sees("step 1 of 4", "Read this")
        await user.press(")", ")")
        await user.sees("step 3 of 4", "press e (epoch)", " at epoch 5 ")
        await user.until(lambda: user.snapshot.rate == 0.5)
        await user.press("d", "e")
        await user.sees("From 5 to 6.")
        await user.press("q")
        await user.until(lambda: user.app.return_code == 0)
        assert leave(user.app.workspace.controller).lines[-1] == "go on with: nntui lesson mine.toml"
    async with opened(screen_options=mine, ready=False) as user:
        await user.sees("step 3 of 4", "press e (epoch)", " at epoch 5 ", "0 of 1 guesses right")
        await user.press(")")
        await user.sees("A fault in the lesson: mine.toml, line 23: there is no layer 7", "The layer: ?.")
        await user.press(")")
        await user.sees("That was the lesson. You guessed 0 of 1 right.")
        await user.press(")")
        await user.sees_no_more("That was the lesson.")
        await user.press("s")
        await user.until(lambda: user.snapshot.updates == 6)
        await user.press("q")
        await user.sees("has unsaved changes")
        await user.press("escape", "*")
        await user.sees("What a neuron computes")


async def test_unsaved_work_is_asked_about_before_a_lesson_and_another_table_ends_it(script: Script) -> None:
    async with opened() as user:
        await user.type("8\r")
        await user.press("*")
        await user.sees("What a neuron computes")
        await user.type("neuron")
        await user.press("enter")
        await user.sees("has unsaved changes")
        await user.press("d")
        await user.sees("lesson: What a neuron computes", "step 1 of")
        await user.press("o")
        await user.type("xor")
        await user.press("enter")
        await user.until(lambda: user.name == "xor")
        assert user.app.workspace.lessons.run is None
        assert "lesson:" not in user.text
        await user.press(")")
        await user.sees("No lesson is under way; * lists them.")


async def test_the_list_ends_a_lesson_or_begins_it_anew_and_the_strip_takes_few_rows(mine: ScreenOptions) -> None:
    async with opened(size=LARGE, screen_options=mine) as user:
        await user.press(")")
        await user.sees("step 2 of 4", "1-2 guess")
        await user.press("escape")
        await user.sees("* then 1-2: guess")
        await user.press("*")
        await user.until(lambda: user.app.workspace.lessons.panel.has_focus)
        await user.press("*")
        await user.sees("end this lesson", "begin it anew")
        await user.press("down", "enter")
        await user.sees("step 1 of 4")
        for size in (SMALL, NORMAL):
            await user.resize(*size)
            await user.until(lambda: 3 <= user.app.workspace.lessons.panel.size.height + 1 <= 6)
            await user.sees("lesson: Mine", "─[d]ata" if size == NORMAL else "[d]ata", "help")
        await user.resize(50, 12)
        await user.sees_no_more("lesson: Mine")
        await user.resize(*NORMAL)
        await user.press("*")
        await user.until(lambda: user.app.workspace.lessons.panel.has_focus)
        await user.press("*")
        await user.sees("end this lesson")
        await user.press("enter")
        await user.sees_no_more("lesson: Mine")


async def test_a_step_that_waits_for_a_command_of_a_pane_names_its_key_and_knows_when_it_was_given(
    here: Path, script: Script
) -> None:
    text = 'title = "x"\nsource = "xor"\n[[step]]\ntext = "a"\npress = "undo"\n[[step]]\ntext = "b"\npress = "loss"\n'
    (here / "x.toml").write_text(f'{text}[[step]]\ntext = "c"\nuntil = "edits > before(edits)"\n')
    async with opened(screen_options=ScreenOptions(fps=FRAMES, lesson="x.toml", ascii=True)) as user:
        await user.sees("press u (undo)", ") skip")
        await user.sees_no_more("─", "━", "›")
        await user.press("*")
        await user.until(lambda: user.app.workspace.lessons.panel.has_focus)
        await user.sees_no_more("─", "━", "›")
        await give(user, "undo")
        await user.sees("step 2 of 3", "press l (loss)")
        await user.press("l")
        await user.sees("step 3 of 3", "goes on once this is done")
        await user.press("d", "1", "enter")
        await user.sees("That was the lesson.")
        assert run_of(user).finished


async def test_a_lesson_with_a_fault_ends_the_app_with_its_line(here: Path) -> None:
    (here / "x.toml").write_text('title = "x"\nsource = "xor"\n[[step]]\ntext = "a"\npress = "trian"\n')
    async with opened(screen_options=ScreenOptions(lesson="x.toml"), ready=False) as user:
        await user.until_ended()
        assert user.app.return_code == 2
        assert user.app.last_words == ["nntui: x.toml, line 5: unknown command 'trian'; did you mean train?"]


HOSTILE = """\
title = "Evil \\u001b]52;c;QUFB\\u0007 \\u202e"
source = "xor"
[settings]
hidden = "3"
[[step]]
text = "[bold]x[/] {= cell('nothing', 99999)} {= weight(99, 1, 1)} {= 1 / 0} {= 9^9^9^9}"
pane = "walk"
row = 1000000
column = "no\\u001b[2J"
neuron = [999999, 999999]
[[step]]
text = "Two"
weight = [999999, 999999, 999999]
press = "quit"
ask = "A?"
choices = ["{= 1 / 0}", "{key:open}"]
answer = "weight(99, 99, 99)"
right = "b"
"""


async def test_a_hostile_lesson_does_nothing_but_drive_the_screen(here: Path) -> None:
    (here / "evil.toml").write_text(HOSTILE)
    options = ScreenOptions(fps=FRAMES, fast=True, lesson="evil.toml")
    async with opened(size=NORMAL, screen_options=options) as user:
        await user.sees(
            "[bold]x[/] ? ? ? ?", "A fault in the lesson: evil.toml, line 5", "there is no column 'nothing'"
        )
        await user.sees("[t] walk", "inputs")
        await user.press("right_parenthesis")
        await user.sees("step 2 of 2", "Two", "A?")
        await user.press("1")
        await user.sees("A? You say: ?", "press q (quit)")
        assert "\x1b" not in user.text
    assert sorted(path.name for path in here.iterdir() if path.is_file()) == ["evil.toml"]
