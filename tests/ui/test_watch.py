"""What ``nntui watch`` shows, and that it changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.errors import TrainingError
from nntui.session.options import ScreenOptions
from nntui.session.watching.log_folder import METRICS, SUMMARY
from nntui.session.watching.published import WANTED, folder_of
from nntui.ui.watch import folder, session
from tests.session.published import Training
from tests.ui.app_host import FRAMES, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (folder, session):
        monkeypatch.setattr(module, "LOOK", 0.02)


def watching(place: Path) -> ScreenOptions:
    return ScreenOptions(fps=FRAMES, fast=True, watched=place)


async def test_a_session_is_shown_as_another_process_trains_it_and_nothing_here_changes_it(home: Path) -> None:
    out = home / "mine.nntui"
    async with opened(screen_options=watching(out), ready=False) as user:
        await user.until(lambda: user.app.has_keys)
        await user.sees("waiting for mine.nntui")
        training = Training(out)
        await user.until((folder_of(out) / WANTED).exists)
        training.train(5)
        await user.reads_epoch(5)
        await user.sees("2-3-1", "training", "row 1 of 3", "#5 Loss")
        await user.until(lambda: "mine.nntui is being trained by another process" in user.prose)
        before = user.snapshot.weights.tobytes()
        assert before == training.trainer.snapshot().weights.tobytes()
        controller = user.app.workspace.controller
        for keys in (("space",), ("8", "enter"), ("r",), ("b",), ("s",)):
            await user.press(*keys)
            await user.sees("mine.nntui is only shown here")
            await user.until(lambda: controller.table is not None and controller.table.value(0, 0) == 2)
            await user.until(lambda: user.snapshot.weights.tobytes() == before)
        with pytest.raises(TrainingError, match="another process saves to it"):
            await controller.save(out)
        await controller.save(out.with_name("copy.nntui"))
        training.train(7)
        await user.reads_epoch(12)
        training.end()
        await user.sees("the training has ended")
        await user.press("q")
        await user.until_ended()


async def test_a_log_is_drawn_as_it_grows_with_its_name_goal_score_and_end(home: Path) -> None:
    run = home / "run1"
    async with opened(screen_options=watching(run), ready=False) as user:
        await user.until(lambda: user.app.has_keys)
        await user.sees("waiting for ")
        run.mkdir()
        (run / "config.json").write_text(json.dumps({"name": "my net", "epochs": 500}))
        with (run / METRICS).open("w", buffering=1) as log:
            for epoch in range(0, 300, 100):
                print(json.dumps({"epoch": epoch, "train_loss": 3.0 - epoch / 100, "acc": 0.75}), file=log)
            await user.sees("my net", "200/500", "training loss 1, best 1 at epoch 200; acc 0.75", "#200 Loss: 1")
            await user.press("space")
            await user.sees("run1 is only shown here")
        (run / SUMMARY).write_text(json.dumps({"ended": "failed", "result": {"reason": "no \x1b[2J luck"}}))
        await user.sees("the training has ended: failed: no ␛[2J luck", "failed")
        (run / METRICS).unlink()
        (run / METRICS).write_text(json.dumps({"epoch": 7, "train_loss": 2.5}) + "\n")
        await user.sees("another training begins", "7/500", "#7 Loss: 2.5")
        await user.press("q")
        await user.until_ended()
