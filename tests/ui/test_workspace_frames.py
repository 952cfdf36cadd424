"""The whole screen at three sizes, compared with golden frames; the numbers are those of the scripted run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from tests import golden
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def check_frame(name: str, user: User, size: tuple[int, int]) -> None:
    """Compare the screen with the frame of that name and size."""
    golden.check(f"ui/{name}-{size[0]}x{size[1]}", user.text)


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_the_lesson_before_while_and_after_it_is_trained(script: Script, size: tuple[int, int]) -> None:
    async with opened(size=size) as user:
        await user.sees("not trained yet")
        check_frame("tutorial-untrained", user, size)
        await user.press("space", "n", "right")
        script.run.reach(420)
        await user.sees("420/1,000", "training 33.0 off")
        await user.until(lambda: size == SMALL or "#420 Loss" in user.text)
        check_frame("tutorial-training", user, size)
        await user.press("l")
        script.run.finish(1_000)
        await user.sees("finished at epoch 1,000", "training 25.5 off")
        check_frame("tutorial-finished", user, size)


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_a_table_with_rows_held_out(script: Script, size: tuple[int, int]) -> None:
    async with opened("cars", size, Options(validation=0.2)) as user:
        await user.press("space")
        script.run.finish(200)
        await user.sees("finished at epoch 200")
        await user.press("down", "down", "right", "p")
        await user.type("9")
        await user.settled()
        await user.sees("validation 54.7 mi/gal off")
        check_frame("cars-finished", user, size)


async def test_a_terminal_too_small_for_any_pane(script: Script) -> None:
    async with opened(size=(40, 10)) as user:
        await user.sees("not trained yet")
        check_frame("too-small", user, (40, 10))
