"""The log: losses as they come, and whatever anything in the process writes while the screen is up."""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from nntui.ui.terminal.capture import terminal_kept_clean
from tests.ui.app_host import LARGE, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def epochs_shown(user: User) -> list[int]:
    """The epochs whose losses stand in the log."""
    return [int(epoch) for epoch in re.findall(r"^#(\d+) Loss", user.pane("loss"), re.MULTILINE)]


class TestScrolling:
    @pytest.mark.parametrize("key", ["up", "pageup", "home"])
    async def test_what_is_scrolled_to_stays_in_sight_while_training_goes_on_and_end_follows_again(
        self, script: Script, key: str
    ) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space", "l")
            script.run.reach(100)
            await user.until(lambda: epochs_shown(user)[-1] == 100)
            await user.press(key)
            await user.sees("held, end follows")
            held = epochs_shown(user)
            assert held[-1] < 100
            for epoch in (101, 150, 400):
                script.run.reach(epoch)
                await user.reads_epoch(epoch)
                assert epochs_shown(user) == held
            await user.press("end")
            await user.until(lambda: epochs_shown(user)[-1] == 400)
            assert "held" not in user.pane("loss")
            script.run.reach(500)
            await user.until(lambda: epochs_shown(user)[-1] == 500)

    async def test_scrolling_down_past_the_newest_follows_again(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space", "l")
            script.run.reach(100)
            await user.until(lambda: epochs_shown(user)[-1] == 100)
            await user.press("up", "up", "down")
            assert epochs_shown(user)[-1] == 99
            await user.press("down")
            script.run.reach(120)
            await user.until(lambda: epochs_shown(user)[-1] == 120)

    async def test_the_lines_have_no_gap_and_the_newest_is_at_the_bottom(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space")
            script.run.reach(70_000)
            await user.until(lambda: epochs_shown(user)[-1] == 70_000)
            shown = epochs_shown(user)
            assert shown == list(range(shown[0], 70_001))
            assert user.pane("loss").split("\n")[-1].startswith("#70000 Loss: ")

    async def test_a_real_training_leaves_what_is_read_alone(self) -> None:
        async with opened(size=LARGE, options=Options(epochs=100_000_000)) as user:
            await user.press("space", "l")
            await user.trains_on()
            await user.press("home")
            await user.sees("held, end follows")
            held = epochs_shown(user)[0]
            await user.trains_on()
            assert epochs_shown(user)[0] >= held
            await user.press("end")
            await user.sees_no_more("held, end follows")


class TestStrayOutput:
    @asynccontextmanager
    async def kept_clean(self) -> AsyncIterator[User]:
        """The app as it is in a terminal: nothing that is written reaches the screen but by the log."""
        said: list[str] = []
        users: list[User] = []

        def tell(line: str) -> None:
            if users:
                users[0].app.tell(line)
            else:
                said.append(line)

        with terminal_kept_clean(tell):
            async with opened(size=LARGE) as user:
                users.append(user)
                yield user

    async def test_a_print_lands_in_the_log(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            print("a library prints")
            print("and [bold]means[/bold] it", file=sys.stderr)
            await user.sees("a library prints", "and [bold]means[/bold] it")
            assert "a library prints" in user.pane("loss")

    async def test_what_is_written_past_python_lands_in_the_log(self, script: Script) -> None:
        async with self.kept_clean() as user:
            os.write(1, b"from a C library\n")
            os.write(2, b"and its errors\n")
            await user.sees("from a C library", "and its errors")

    async def test_warnings_and_log_records_land_in_the_log_without_their_files_and_lines(self, script: Script) -> None:
        async with self.kept_clean() as user:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.warn("something is deprecated", stacklevel=1)
            logging.getLogger("some.library").warning("it [red]grumbles[/red]")
            logging.getLogger("some.library").info("chatter")
            await user.sees("UserWarning: something is deprecated", "some.library: it [red]grumbles[/red]")
            assert "chatter" not in user.text
            assert ".py" not in user.text

    async def test_control_characters_are_shown_and_not_obeyed(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            print("\x1b[2Jclear \x07bell")
            await user.sees("␛[2Jclear ␇bell")

    async def test_a_long_line_goes_on_below_itself(self, script: Script) -> None:
        async with opened() as user:
            words = " ".join(f"word{number}" for number in range(20))
            print(words)
            await user.until(lambda: words in " ".join(user.pane("loss").split()))

    async def test_a_flood_keeps_the_last_lines_and_the_app_answers(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            for number in range(2_000):
                print(f"line {number}")
            await user.sees("line 1999")
            await user.press("z")
            await user.sees_no_more("line 1999")

    async def test_a_remark_is_at_the_epoch_at_which_it_came(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space")
            script.run.reach(50)
            await user.sees("#50 Loss")
            await user.press("U")
            await user.sees("nothing to redo")
            script.run.reach(52)
            await user.sees("#52 Loss")
            log = user.pane("loss")
            assert log.index("#50 Loss") < log.index("nothing to redo") < log.index("#51 Loss")

    async def test_a_remark_from_before_a_rewind_is_above_the_new_log(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space")
            script.run.finish(1_000)
            await user.sees("finished at epoch 1,000")
            await user.press("r")
            await user.sees(" ready ")
            script.run.reach(1)
            await user.sees("#1 Loss")
            log = user.pane("loss")
            assert log.index("finished at epoch 1,000") < log.index("#0 Loss") < log.index("#1 Loss")
