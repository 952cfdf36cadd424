"""The loss pane by its keys: up and down in the log, left and right in the plot, at every size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nntui.session.options import Options
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script


def axis(user: User) -> list[str]:
    """The labels of the time axis."""
    line = next(line for line in user.pane("loss").split("\n") if line.strip().startswith("epoch "))
    return line.split()[1:]


def read(user: User) -> int | None:
    """The epoch whose values are read; None without a cursor."""
    found = re.search(r"^#([\d,]+)  train", user.pane("loss"), re.MULTILINE)
    return int(found[1].replace(",", "")) if found else None


@pytest.mark.parametrize("size", [SMALL, NORMAL, LARGE])
async def test_the_plot_is_looked_at_closely_and_read_epoch_by_epoch(script: Script, size: tuple[int, int]) -> None:
    async with opened(size=size) as user:
        await user.press("space", "l")
        script.run.reach(1000)
        await user.until(lambda: axis(user)[-1] == "1k")
        await user.press("tab")
        await user.sees("last 200")
        assert (axis(user)[0], axis(user)[-1]) == ("800", "1k")
        script.run.reach(1040)
        await user.reads_epoch(1040)
        assert axis(user)[-1] == "1k"  # not at each frame: it is sent whole
        await user.press("left")
        await user.until(lambda: axis(user)[-1] in {"1.05k", "1.04k"})
        await user.until(lambda: read(user) == 1040)
        await user.press("left")
        await user.until(lambda: 1030 <= (read(user) or 0) < 1040)
        at = read(user)
        script.run.reach(5000)
        await user.reads_epoch(5000)
        assert read(user) == at  # the cursor holds the window
        await user.press("plus", "shift+left", "minus")
        await user.sees_no_more("last 200")
        await user.press("escape")
        await user.until(lambda: read(user) is None)
        await user.press("escape")
        await user.until(lambda: axis(user)[0] == "0")
        await user.press("tilde")
        await user.sees("smoothed")
        before = [line for line in user.pane("loss").split("\n") if line.startswith("#")]
        await user.press("up")
        await user.until(lambda: [line for line in user.pane("loss").split("\n") if line.startswith("#")] != before)
        assert read(user) is None


async def test_the_score_is_plotted_and_an_epoch_is_shown_on_every_pane() -> None:
    async with opened("iris", options=Options(epochs=40, engine="autograd"), size=LARGE) as user:
        await user.press("l", "enter")
        await user.sees("chooses an epoch to show")
        await user.press("space")
        await user.sees("finished at epoch 40")
        await user.press("grave_accent")
        await user.sees("[l]oss · accuracy")
        scores = user.app.workspace.loss_pane.plot.scores
        await user.until(lambda: len(scores.epochs) >= 20)  # those of the kept moments
        await user.press("left", "left", "left")
        await user.until(lambda: (read(user) or 40) < 40 and "accuracy" in user.pane("loss"))
        at = read(user)
        await user.press("enter")
        await user.until(lambda: f"past, epoch {at}" in user.pane("loss") and user.epoch == at)
