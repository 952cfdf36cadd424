"""Opening sessions, and continuing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training import trainer
from nntui.training.loop import train
from nntui.ui.work import loader
from tests.ui.app_host import ENDLESS, LARGE, NORMAL, held_back, opened
from tests.ui.by_name import open_name, save_as

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from nntui.training.records import Checkpoint
    from tests.ui.scripted_run import Script


def trained_in_the_shell(source: str, options: Options, epochs: int) -> Checkpoint:
    """The result of the same training without a screen."""
    session = open_source(source, options)
    arrays = loader.encoded(session).arrays
    trained = trainer.Trainer(session.network, session.training, arrays)
    for _ in train(trained, epochs):
        pass
    return trained.checkpoint()


class TestOpen:
    async def test_a_built_in_table_is_chosen_from_the_list(self, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("o")
            await user.sees("tutorial", "xor", "Fuel use of 392 cars")
            await user.press("down", "down", "down", "enter")
            await user.sees(" cars  6-16-1  ready ", "cylinders")
            assert user.name == "cars"
            assert [run.closed for run in script.runs] == [True, False]

    async def test_a_missing_source_is_reported_and_the_open_session_stays(self, here: Path, script: Script) -> None:
        async with opened() as user:
            await open_name(user, "nothing.csv")
            await user.sees("nothing of that name")
            await user.press("escape")
            await user.settled()
            assert user.name == "tutorial"
            assert len(script.runs) == 1

    async def test_a_broken_file_is_reported_in_one_line_and_what_was_open_trains_on(self, here: Path) -> None:
        (here / "broken.csv").write_text("a,b\n1,2\n3,x\n")
        async with opened(size=LARGE, options=ENDLESS) as user:
            await user.press("space")
            await user.trains_on()
            await open_name(user, "broken.csv")
            await user.sees("tutorial has unsaved changes")
            await user.press("d")
            await user.sees("broken.csv: row 2 (line 3)")
            assert user.name == "tutorial*"
            await user.trains_on()

    async def test_another_table_is_opened_only_after_a_question_when_work_would_be_lost(self, script: Script) -> None:
        async with opened() as user:
            await user.type("8\r")
            await open_name(user, "xor")
            await user.sees("tutorial has unsaved changes")
            await user.press("escape")
            await user.settled()
            assert user.name == "tutorial*"
            await open_name(user, "xor")
            await user.sees("unsaved changes")
            await user.press("d")
            await user.sees(" xor  2-16-1  ready ")

    async def test_a_table_file_of_ones_own(self, here: Path, script: Script) -> None:
        (here / "mine.csv").write_text("a,b,c\n1,2,3\n4,5,6\n")
        async with opened() as user:
            await open_name(user, "mine.csv")
            await user.sees(" mine  2-16-1  ready ")
            assert "row 1 of 2" in user.pane("data")

    async def test_earlier_messages_are_above_the_log_of_another_session(self, here: Path, script: Script) -> None:
        async with opened(size=LARGE) as user:
            await user.press("space")
            script.run.finish(1_000)
            await user.sees("finished at epoch 1,000")
            await user.press("w")
            await user.sees("saves to")
            await user.press("enter")
            await user.sees("saved ")
            await open_name(user, "xor")
            await user.sees(" xor ", "#0 Loss")
            log = user.pane("loss")
            assert log.index("finished at epoch 1,000") < log.index("saved") < log.index("#0 Loss")

    async def test_a_file_that_fails_while_torch_is_loaded_leaves_the_session_ready(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / "gone.csv").write_text("x,y\n1,2\n")
        torch = held_back(monkeypatch, trainer, "Trainer")
        async with opened(ready=False) as user:
            await user.sees("loading torch")
            reading = held_back(monkeypatch, loader, "open_session")
            await open_name(user, "gone.csv")
            await user.until(lambda: len(user.app.screen_stack) == 2)
            torch.set()
            await user.sees(" ready ")
            (here / "gone.csv").unlink()
            reading.set()
            await user.sees("gone.csv: no such file")
            assert " ready " in user.header


async def test_a_saved_session_opened_again_is_exactly_as_it_was(here: Path) -> None:
    async with opened("cars", LARGE, options=Options(validation=0.25, seed=3)) as user:
        await user.press("space")
        await user.sees(" finished ")
        await user.press("p")
        await user.type("6")
        await user.press("n", "tab", "p")
        await save_as(user, "kept")
        await user.sees("kept ", "saved ")
        weights, header = user.snapshot.weights.tobytes(), user.header
        predict = user.pane(
            "predict"
        ).rstrip()  # the neurons in sight depend on what was chosen before, the numbers do not
    async with opened("kept.nntui", LARGE, ready=False) as user:
        await user.sees(" finished at epoch 200")
        assert user.snapshot.weights.tobytes() == weights
        assert user.header.split("validation")[0].split("epoch")[1].split("/")[0] in header
        assert f"loss {user.loss}" in header
        await user.press("p")
        await user.until(lambda: user.pane("predict").rstrip() == predict)


async def test_500_epochs_saved_opened_and_trained_to_1000_equal_1000_at_once(here: Path) -> None:
    async with opened(options=Options(epochs=500)) as user:
        await user.press("space")
        await user.sees(" finished at epoch 500")
        await save_as(user, "half")
        await user.sees("saved ")
    async with opened("half.nntui", ready=False) as user:
        await user.sees(" finished at epoch 500")
        await user.press("space")
        await user.sees(" finished at epoch 1,000")
        weights = user.snapshot.weights.tobytes()
    assert weights == trained_in_the_shell("tutorial", Options(), 1_000).weights.tobytes()


async def test_500_updates_of_adam_in_batches_go_on_within_the_epoch(here: Path) -> None:
    options = Options(batch=50, seed=5, validation=0.2)
    async with opened("cars", options=options) as user:
        await user.press("space")
        await user.sees(" finished ")
        await user.press("s", "s", "s")
        await user.sees(" epoch 200/200 +3")
        await save_as(user, "within")
        await user.sees("saved ")
    async with opened("within.nntui", ready=False) as user:
        await user.sees(" epoch 200/400 +3")
        await user.press("space")
        await user.sees(" finished at epoch 400")
        weights = user.snapshot.weights.tobytes()
    assert weights == trained_in_the_shell("cars", options, 400).weights.tobytes()


async def test_the_screen_and_the_shell_come_to_the_same_weights_though_frames_are_drawn_meanwhile() -> None:
    options = Options(seed=11, epochs=3_000, hidden=(8, 8), validation=0.1)
    async with opened("cars", LARGE, options=options) as user:
        await user.press("space")
        for key in "nlpdzz":
            await user.press(key)
        for size in (NORMAL, LARGE):
            await user.resize(*size)
        await user.sees(" finished at epoch 3,000")
        weights, loss = user.snapshot.weights.tobytes(), user.snapshot.train_loss
    shell = trained_in_the_shell("cars", options, 3_000)
    assert weights == shell.weights.tobytes()
    assert loss == shell.recent.train[-1]


async def test_i_tells_what_the_session_is_about(script: Script) -> None:
    async with opened() as user:
        await user.press("n", "i")
        await user.sees("every age was divided by the largest age (3)")
        await user.press("escape")
        await user.sees_no_more("every age was divided")


async def test_a_session_without_notes_says_so(here: Path, script: Script) -> None:
    (here / "plain.csv").write_text("a,b\n1,2\n3,4\n")
    async with opened("plain.csv") as user:
        await user.press("n", "i")
        await user.sees("This session has no notes.")
