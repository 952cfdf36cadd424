"""Trainings side by side: which become runs of their own, and what undo makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.errors import TrainingError
from nntui.session import milestones
from nntui.session.options import Options
from nntui.session.runs.curves import ChangeMark
from nntui.session.store.file import load, save
from tests.ui.app_host import opened
from tests.ui.controller_host import working_on
from tests.ui.test_past import seen, trained_to
from tests.ui.test_undo import at_rest, reached, role, same

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.controller_host import Desk

SHORT = Options(epochs=40, engine="autograd", recipe="learn")


def runs(desk: Desk) -> dict[str, int]:
    """The epochs of the runs beside the present one, by their signs."""
    found = {}
    for each in desk.controller.runs:
        assert each.session.checkpoint is not None
        found[str(each.run)] = each.session.checkpoint.epoch
    return found


async def test_what_is_left_for_an_earlier_epoch_or_other_first_weights_is_a_run_beside_the_present_one() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller = desk.controller
        await controller.renew()  # nothing was trained: nothing is left
        await trained_to(desk, 40)
        assert runs(desk) == {}
        await controller.apply(Options(rate=0.02))
        await trained_to(desk, 80)
        assert runs(desk) == {}
        assert [(mark.epoch, mark.name) for mark in controller.marks] == [(40, "learning rate 0.01 -> 0.02")]
        first = await reached(desk)
        await seen(desk, 6)
        begin = controller.epoch()
        assert begin is not None
        await begin
        await at_rest(desk)
        assert runs(desk) == {"A": 80}
        await controller.apply(Options(rate=0.05))
        await trained_to(desk, 80)
        await controller.renew()
        assert runs(desk) == {"A": 80, "B": 80}
        await trained_to(desk, 40)
        await controller.apply(Options(hidden=(3,)))
        assert runs(desk) == {"A": 80, "B": 80, "C": 40}
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"A": 80, "B": 80}  # nothing was trained with three neurons
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"A": 80, "C": 40}
        controller.undo()
        await at_rest(desk)
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"B": 80, "C": 40}
        assert same(await reached(desk), first)
        await desk.edited(role("sepal_width", "ignored"))  # the weights of the rest are kept
        assert runs(desk) == {"B": 80, "C": 40}


async def test_a_run_that_another_has_gone_through_is_not_listed_twice() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        await trained_to(desk, 40)
        await desk.controller.rewind()
        assert runs(desk) == {"A": 40}
        assert desk.controller.unsaved  # although training is at epoch 0
        await trained_to(desk, 40)
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 80, "80")
        await desk.controller.rewind()
        assert runs(desk) == {"B": 80}
        await trained_to(desk, 40)
        await desk.controller.apply(Options(seed=5))
        assert runs(desk) == {"B": 80}


async def test_a_run_takes_the_place_of_another_is_renamed_and_deleted_and_all_of_it_is_undone() -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        controller, others = desk.controller, desk.controller.other_runs
        await trained_to(desk, 40)
        first = await reached(desk)
        await controller.apply(Options(seed=4))
        await trained_to(desk, 40)
        second = await reached(desk)
        await others.rename(0, "  plain\tone ")
        assert "run A renamed to A plain one; {key:undo} takes that back" in desk.told[-2:]
        await others.take(0)
        await at_rest(desk)
        assert same(await reached(desk), first)
        assert desk.session.training.seed == 0
        assert runs(desk) == {"B": 40}
        await trained_to(desk, 80)
        await others.delete(1)
        assert runs(desk) == {}
        with pytest.raises(TrainingError, match="this run is no longer kept"):
            await others.take(1)
        with pytest.raises(TrainingError, match="this is the present run"):
            await others.delete(0)
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"B": 40}
        assert "undid: run B deleted" in desk.told[-2:]  # the training before may tell of its end after it
        assert desk.snapshot.epoch == 80
        controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), second)
        assert runs(desk) == {"A plain one": 80}
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"A": 80}
        controller.undo()
        await at_rest(desk)
        assert runs(desk) == {"B": 40}
        for _ in range(3):
            controller.redo()
        await at_rest(desk)
        assert runs(desk) == {"B": 40}
        assert [(mark.epoch, mark.name) for mark in controller.marks] == []


async def test_keys_list_the_runs_judge_them_and_take_rename_and_delete_one() -> None:
    async with opened("iris", options=SHORT, size=(100, 30)) as user:
        await user.press("greater_than_sign", "greater_than_sign", "greater_than_sign", "vertical_line")
        await user.sees("This is the only run.")
        await user.press("space")
        await user.sees("finished at epoch 40")
        await user.press("R", "space")
        await user.sees("runs · 2 runs")
        await user.until(lambda: user.epoch == 40 and "finished" in user.header)
        await user.press("home", "N", *"wide", "enter")
        await user.sees("> A wide")
        await user.sees("seed 0 (B: 1); other validation rows")
        await user.sees("no verdict: their validation rows differ")
        await user.press("J")
        await user.sees("trained again from its first weights: 40 epochs end in the same weights, bit for bit")
        await user.press("enter")
        await user.sees("B ")
        await user.until(lambda: [each.run.sign for each in user.app.workspace.controller.runs] == ["B"])
        await user.press("end", "ctrl+d")
        await user.sees("run B deleted")
        await user.press("u")
        await user.until(lambda: [each.run.sign for each in user.app.workspace.controller.runs] == ["B"])


async def test_a_saved_session_has_all_segments_and_runs_and_goes_on_as_if_it_had_never_been_closed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "runs.nntui"
    async with working_on("iris", SHORT, train=False) as desk:
        controller = desk.controller
        await trained_to(desk, 40)
        await controller.apply(Options(rate=0.002))
        await trained_to(desk, 80)
        await desk.edited(role("sepal_width", "ignored"))
        await trained_to(desk, 120)
        await controller.past.show_epoch(70)
        there = desk.snapshot.weights
        controller.past.now()
        await controller.renew()
        await trained_to(desk, 40)
        await controller.other_runs.rename(0, "four inputs at first")
        await controller.apply(Options(batch=8))
        await trained_to(desk, 80)
        await controller.save(path)
        end, marks = await reached(desk), controller.marks
        (kept,) = controller.runs
        save(load(path), tmp_path / "again.nntui")
        assert path.read_bytes() == (tmp_path / "again.nntui").read_bytes()
    async with working_on(str(path), Options(), train=False) as desk:
        controller = desk.controller
        assert same(await reached(desk), end)
        assert controller.marks == marks == (ChangeMark(40, "batch 32 -> 8"),)
        assert runs(desk) == {"A four inputs at first": 120}
        await controller.past.show_epoch(17)  # in a segment before the last
        assert desk.session.training.batch == 32
        controller.past.now()
        await controller.other_runs.take(0)
        await at_rest(desk)
        assert kept.session.checkpoint is not None
        assert same(await reached(desk), kept.session.checkpoint)
        assert [mark.epoch for mark in controller.marks] == [40, 80]
        await controller.past.show_epoch(70)
        assert desk.session.network.inputs == 4
        assert np.array_equal(desk.snapshot.weights, there)
        controller.past.now()
        await trained_to(desk, 160)
        controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), end)


async def test_a_run_for_which_there_is_no_room_any_more_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_on("iris", SHORT, train=False) as desk:
        await trained_to(desk, 40)
        await desk.controller.renew()
        await trained_to(desk, 40)
        assert runs(desk) == {"A": 40}
        one = milestones.bytes_of([milestones.Milestone(await reached(desk)).alone()])
        monkeypatch.setattr(milestones, "MILESTONE_BYTES", one + one // 2)
        await desk.controller.renew()
        assert runs(desk) == {"B": 40}
        assert "run A is no longer kept: undo, past and runs together may take 64 MB" in desk.told
