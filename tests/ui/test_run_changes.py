"""Edits and keys while settings are applied, or while one run takes over from another: none is lost."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest

from nntui.data.table import Table
from nntui.errors import NntuiError
from nntui.session import follow
from nntui.session.follow import new_session
from nntui.session.options import Options
from nntui.session.store.file import save
from nntui.training import trainer
from nntui.training.loop import Step
from nntui.training.run import Run
from nntui.ui.work import loader
from nntui.ui.work.controller import Controller
from nntui.ui.work.speed import LIMITS
from nntui.ui.work.states import MOST_STEPS, AtWork, AwaitingRepair, Pending, TakingOver
from tests.ui.app_host import held_back
from tests.ui.controller_host import PETS, ROWS, renamed_pet, working_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from types import ModuleType

    from tests.ui.controller_host import Desk


@pytest.fixture(autouse=True)
def pets(here: Path) -> None:
    """A table with a category among its inputs and classes for a target."""
    save(new_session("pets", "pets.csv", PETS), here / "pets.nntui")


def apply_share(desk: Desk) -> Awaitable[None]:
    return desk.controller.apply(Options(validation=0.2))


def renew(desk: Desk) -> Awaitable[None]:
    return desk.controller.renew()


CHANGES = pytest.mark.parametrize("change", [apply_share, renew])
MOMENTS = pytest.mark.parametrize(("module", "name"), [(follow, "refit"), (loader, "encoded"), (Run, "join")])


@CHANGES
@MOMENTS
async def test_an_edit_made_during_a_change_of_settings_keeps_the_new_validation_rows(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Desk], Awaitable[None]], module: ModuleType, name: str
) -> None:
    async with working_on("pets.nntui", Options(validation=0.1), train=False) as desk:
        before = desk.table
        gate = held_back(monkeypatch, module, name)
        changing = asyncio.ensure_future(change(desk))
        await desk.pause()
        if name == "join":
            await desk.until(lambda: desk.table is not before, "the new validation rows")
        desk.edit(partial(Table.with_value, row=0, column=0, value=99))
        gate.set()
        await changing
        await desk.followed()
        share, seed = desk.session.validation, desk.session.training.seed
        assert (share, seed) == ((0.2, 0) if change is apply_share else (0.1, 1))
        assert desk.table.value(0, 0) == 99
        assert desk.table.validation.to_list() == desk.table.with_validation_share(share, seed).validation.to_list()


@CHANGES
async def test_edits_already_on_their_way_when_settings_change_get_the_new_validation_rows(
    change: Callable[[Desk], Awaitable[None]],
) -> None:
    async with working_on("pets.nntui", Options(validation=0.1), train=False) as desk:
        before = desk.table
        first = before.with_value(0, 0, 99)
        second = first.without_rows(range(3, 7))
        await change(desk)
        desk.controller.edit("edit", first, before)
        desk.controller.edit("delete", second, first)
        await desk.followed()
        share, seed = desk.session.validation, desk.session.training.seed
        assert (desk.table.value(0, 0), desk.table.height) == (99, ROWS - 4)
        assert desk.table.validation.to_list() == desk.table.with_validation_share(share, seed).validation.to_list()


async def test_an_edit_after_the_settings_were_undone_keeps_the_old_validation_rows() -> None:
    async with working_on("pets.nntui", train=False) as desk:
        before = desk.table
        await desk.controller.apply(Options(validation=0.2))
        desk.controller.undo()
        desk.controller.edit("edit", before.with_value(0, 0, 99), before)
        assert not desk.table.validation.any()


async def test_an_edit_on_its_way_when_another_session_is_opened_is_dropped() -> None:
    async with working_on("pets.nntui", train=False) as desk:
        before = desk.table
        await desk.controller.open("xor", Options())
        opened = desk.table
        desk.controller.edit("edit", before.with_value(0, 0, 99), before)
        assert desk.table is opened


@CHANGES
async def test_a_change_of_validation_rows_can_be_undone_beneath_an_edit_made_meanwhile(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Desk], Awaitable[None]]
) -> None:
    async with working_on("pets.nntui", Options(validation=0.1), train=False) as desk:
        before = desk.table
        gate = held_back(monkeypatch, loader, "encoded")
        changing = asyncio.ensure_future(change(desk))
        await desk.pause()
        desk.edit(partial(Table.with_value, row=0, column=0, value=99))
        edited = desk.table
        gate.set()
        await changing
        desk.controller.undo()
        assert desk.table is edited
        desk.controller.undo()
        assert desk.table is before


async def test_settings_that_are_refused_leave_table_and_training_alone() -> None:
    async with working_on("pets.nntui") as desk:
        run, table = desk.controller.runner.state.run, desk.table
        with pytest.raises(NntuiError):
            await desk.controller.apply(Options(validation=1.5))
        assert (desk.controller.runner.state.run, desk.table) == (run, table)
        await desk.trains_on()


def taking_over(desk: Desk) -> bool:
    return isinstance(desk.controller.runner.state, TakingOver)


async def test_a_speed_chosen_while_a_run_takes_over_holds_for_the_new_run() -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(partial(renamed_pet, "fox"))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        for _ in range(len(LIMITS) + 1):
            desk.controller.slower()
        await desk.followed()
        epoch = desk.snapshot.epoch
        await desk.until(lambda: desk.snapshot.epoch >= epoch + 1, "an epoch")
        assert desk.snapshot.epoch <= epoch + 2
        assert desk.controller.runner.limit == LIMITS[-1]


@pytest.mark.parametrize(("command", "updates"), [(Controller.step, 3), (Controller.epoch, 6)])
async def test_steps_asked_for_while_a_run_takes_over_are_made_by_the_new_run(
    command: Callable[[Controller], None], updates: int
) -> None:
    async with working_on("pets.nntui", Options(batch=21), train=False) as desk:
        before = desk.snapshot.updates
        desk.edit(partial(renamed_pet, "fox"))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        for _ in range(3):
            command(desk.controller)
        await desk.followed()
        await desk.until(lambda: desk.snapshot.updates == before + updates, "the steps")
        assert desk.snapshot.state == "paused"


async def test_a_step_while_a_run_takes_over_from_one_that_trains_is_its_last() -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(partial(renamed_pet, "fox"))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        desk.controller.step()
        assert desk.snapshot.state == "paused"
        await desk.followed()
        await desk.until(lambda: desk.snapshot.state == "paused", "the step")
        await desk.until(lambda: desk.controller.runner.state.run is not None, "the new run")
        assert not desk.controller.training


async def test_training_begun_while_a_run_takes_over_begins_with_it() -> None:
    async with working_on("pets.nntui", train=False) as desk:
        desk.edit(partial(renamed_pet, "fox"))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        desk.controller.train()
        assert desk.controller.training
        await desk.followed()
        await desk.trains_on()


async def test_training_paused_while_settings_are_applied_stays_paused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_on("pets.nntui") as desk:
        gate = held_back(monkeypatch, loader, "encoded")
        applying = asyncio.ensure_future(desk.controller.apply(Options(optimizer="sgd")))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        desk.controller.train()
        gate.set()
        await applying
        await desk.until(lambda: desk.controller.snapshot is not None, "the network")
        assert isinstance(desk.controller.runner.state, AtWork)
        assert desk.controller.runner.state.run.until is None


async def test_training_goes_on_under_new_settings() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.controller.apply(Options(rate=0.02))
        await desk.until(lambda: desk.controller.snapshot is not None, "the network")
        await desk.trains_on()
        await desk.until(lambda: desk.snapshot.rate == 0.02, "the new rate")


async def test_a_step_asked_for_while_the_repaired_table_is_on_its_way_is_made() -> None:
    async with working_on("pets.nntui", Options(batch=21), train=False) as desk:
        await desk.edited(lambda table: table.without_rows(range(ROWS)))
        desk.controller.undo()
        desk.controller.step()
        assert isinstance(desk.controller.runner.state, AwaitingRepair)
        await desk.followed()
        await desk.until(lambda: desk.snapshot.updates == 1, "the step")


def test_steps_held_down_for_long_while_a_run_takes_over_are_bounded() -> None:
    pending = Pending()
    for _ in range(10 * MOST_STEPS):
        pending = pending.with_step(Step.UPDATE)
    assert len(pending.steps) == MOST_STEPS


async def test_leaving_does_not_wait_for_a_run_that_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_on("pets.nntui") as desk:
        gate = held_back(monkeypatch, trainer, "Trainer")
        desk.edit(partial(renamed_pet, "fox"))
        await desk.until(lambda: taking_over(desk), "the change of runs")
        await asyncio.wait_for(desk.controller.close(), 30)
        gate.set()
