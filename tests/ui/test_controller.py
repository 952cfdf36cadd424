"""Edits of the table while its network trains: what is learnt stays, nothing stops, whatever is deleted."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.model.network import Network
from nntui.session import follow
from nntui.session.follow import new_session
from nntui.session.options import Options
from nntui.session.store.file import save
from nntui.ui.work.recovery import rescue
from nntui.ui.work.states import TakingOver
from tests.ui.app_host import held_back
from tests.ui.controller_host import PETS, ROWS, renamed_pet, working_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.controller_host import Desk


@pytest.fixture(autouse=True)
def pets(here: Path) -> None:
    """A table with a category among its inputs and classes for a target."""
    save(new_session("pets", "pets.csv", PETS), here / "pets.nntui")


def features(desk: Desk) -> tuple[str, ...]:
    assert desk.session.shape is not None
    return desk.session.shape.features


def outputs(desk: Desk) -> tuple[str, ...]:
    assert desk.session.shape is not None
    return desk.session.shape.outputs


async def test_a_new_level_becomes_an_input_and_training_goes_on_from_where_it_was() -> None:
    async with working_on("pets.nntui") as desk:
        assert features(desk) == ("weight", "kind=cat", "kind=cow", "kind=dog", "age")
        epoch = desk.snapshot.epoch
        await desk.edited(lambda table: table.with_value(0, 1, "fox"))
        assert features(desk) == ("weight", "kind=cat", "kind=cow", "kind=dog", "kind=fox", "age")
        assert desk.snapshot.epoch >= epoch
        assert desk.snapshot.curve.epochs[0] == 0
        await desk.trains_on()
        assert desk.told == ["edit", "other inputs: kind=fox new; the weights of the rest are kept"]
        assert (desk.warned, desk.opened) == ([], 1)


async def test_training_is_never_seen_to_stop_while_a_run_takes_over() -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(lambda table: table.with_value(0, 1, "fox"))
        while desk.session.table is not desk.table:
            assert (desk.snapshot.state, desk.controller.waiting) == ("training", "")
            await desk.until(lambda: True, "a frame")
            await desk.pause()
        await desk.trains_on()


async def test_pausing_while_a_run_takes_over_is_not_lost() -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(lambda table: table.with_value(0, 1, "fox"))
        await desk.until(lambda: isinstance(desk.controller.runner.state, TakingOver), "the old run's end")
        desk.controller.train()
        await desk.followed()
        await desk.until(lambda: not desk.controller.training, "the pause")


async def test_an_edit_that_needs_no_other_network_leaves_the_run_alone() -> None:
    async with working_on("pets.nntui") as desk:
        run = desk.controller.runner.state.run
        await desk.edited(lambda table: table.with_value(0, 0, 500))
        await desk.edited(lambda table: table.renamed(0, "mass"))
        await desk.edited(lambda table: table.without_rows(range(2, 5)))
        assert features(desk) == ("mass", "kind=cat", "kind=cow", "kind=dog", "age")
        assert desk.controller.runner.state.run is run
        await desk.trains_on()


async def test_a_new_class_becomes_an_output() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.edited(lambda table: table.with_value(0, 3, "yowl"))
        assert outputs(desk) == ("meow", "moo", "woof", "yowl")
        assert desk.session.network.output_activation == "softmax"
        await desk.trains_on()
        assert desk.snapshot.epoch > 3


async def test_another_target_is_another_training_and_it_goes_on_by_itself() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.edited(lambda table: table.with_roles(targets=["age"]))
        assert (desk.session.task, desk.session.training.loss, outputs(desk)) == ("regression", "mse", ("age",))
        assert desk.told[0] == "edit"
        assert desk.told[1].startswith(
            "another target, age: training starts afresh; {key:undo} brings back the weights of ep"
        )
        assert desk.opened == 2
        await desk.trains_on()
        desk.controller.undo()
        await desk.followed()
        assert (desk.session.task, desk.session.training.loss) == ("classes", "cross-entropy")
        await desk.trains_on()


async def test_two_classes_left_of_three_are_a_yes_or_no() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.edited(lambda table: table.without_rows(range(28, 42)))
        network, training = desk.session.network, desk.session.training
        assert (desk.session.task, network.sizes[-1]) == ("binary", 1)
        assert (training.loss, network.output_activation) == ("bce", "sigmoid")
        await desk.trains_on()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (lambda table: table.without_rows(range(ROWS)), "the table has no rows; add one to train on"),
        (lambda table: table.with_role(3, "ignored"), "no column is a target; choose one"),
        (lambda table: table.with_validation([True] * ROWS), "every row is a validation row; choose fewer"),
        (lambda table: table.with_kind(3, "text"), "no column is a target; choose one"),
        (lambda table: table.with_roles(targets=["sound", "age"]), "a target with classes must be the only target"),
        (lambda table: table.with_cells(range(ROWS), {1: None}), "is empty in every row to train on"),
        (lambda table: table.without_rows(range(14, ROWS)), "a target of classes needs two"),
        (
            lambda table: table.with_role(0, "ignored").with_role(1, "ignored").with_role(2, "ignored"),
            "no column is an input; choose one",
        ),
        (
            lambda table: table.with_column(0, changed(table.columns[0], missing="refuse")).with_value(0, 0, None),
            "row 1, column weight: is empty",
        ),
    ],
)
async def test_what_cannot_be_learnt_pauses_training_which_goes_on_after_an_undo(
    what: Callable[[Table], Table], why: str
) -> None:
    async with working_on("pets.nntui") as desk:
        shape, epoch = desk.session.shape, desk.snapshot.epoch
        await desk.edited(what)
        await desk.until(lambda: not desk.controller.training, "the pause")
        assert len(desk.warned) == 1
        assert why in desk.warned[0]
        desk.controller.undo()
        await desk.followed()
        assert desk.session.shape == shape
        await desk.trains_on()
        assert desk.snapshot.epoch >= epoch
        assert desk.told == ["edit", "undid: edit"]


async def test_a_column_that_goes_while_there_are_no_rows_does_not_wake_the_training() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.edited(
            lambda table: table.with_roles(targets=["age"]).with_role(1, "ignored").with_role(3, "ignored")
        )
        await desk.trains_on()
        await desk.edited(lambda table: table.without_rows(range(ROWS)))
        await desk.edited(lambda table: table.with_new_column(0, Column("height")))
        await desk.until(lambda: not desk.controller.training, "the pause")
        assert desk.snapshot.state == "paused"
        assert desk.warned == ["the table has no rows; add one to train on"]
        desk.controller.undo()
        desk.controller.undo()
        await desk.followed()
        await desk.trains_on()


async def test_columns_can_go_until_one_is_left_and_come_back_again() -> None:
    async with working_on("pets.nntui") as desk:
        for _ in range(3):
            await desk.edited(lambda table: table.without_column(0))
        await desk.until(lambda: not desk.controller.training, "the pause")
        (warned,) = desk.warned
        assert warned.startswith("no column is an input")
        for _ in range(3):
            desk.controller.undo()
            await desk.followed()
        assert len(features(desk)) == 5
        await desk.trains_on()


async def test_edits_that_come_faster_than_runs_can_change_end_with_the_last() -> None:
    async with working_on("pets.nntui") as desk:
        for name in ("fox", "hen", "ape", "yak"):
            desk.edit(partial(renamed_pet, name))
        desk.edit(lambda table: table.with_new_column(0, Column("bias"), [1.0] * ROWS))
        desk.edit(lambda table: table.with_column_moved(2, 0))
        await desk.followed()
        assert features(desk) == ("kind=cat", "kind=cow", "kind=dog", "kind=yak", "bias", "weight", "age")
        await desk.trains_on()


async def test_what_is_known_of_a_column_moves_with_it() -> None:
    async with working_on("pets.nntui", Options(epochs=300), train=False) as desk:
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.state == "finished", "the end")
        loss = desk.snapshot.train_loss
        await desk.edited(lambda table: table.with_column_moved(0, 2))
        assert features(desk) == ("kind=cat", "kind=cow", "kind=dog", "age", "weight")
        assert desk.snapshot.train_loss == pytest.approx(loss, rel=1e-4)
        assert desk.snapshot.state == "finished"


async def test_saving_in_the_midst_of_an_edit_keeps_all_of_it(here: Path) -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(lambda table: table.with_value(0, 1, "fox"))
        await desk.controller.save(here / "kept.nntui")
        saved = desk.table
        await desk.followed()
    async with working_on("kept.nntui", train=False) as again:
        assert again.table == saved
        assert "kind=fox" in features(again)
        assert again.snapshot.epoch > 3


async def test_work_that_is_rescued_in_the_midst_of_an_edit_can_be_opened(here: Path) -> None:
    async with working_on("pets.nntui") as desk:
        desk.edit(lambda table: table.without_column(0).with_value(0, 0, "fox"))
        path = rescue(desk.controller, here)
    assert path is not None
    async with working_on(str(path)) as again:
        assert features(again) == ("kind=cat", "kind=cow", "kind=dog", "kind=fox", "age")
        await again.trains_on()


async def test_a_table_that_cannot_be_learnt_yet_opens_says_why_and_can_be_repaired(here: Path) -> None:
    texts = Table.of([Column("a", kind="text"), Column("b", kind="text", role="target")], {"a": ["x"], "b": ["y"]})
    save(new_session("texts", "texts.csv", texts), here / "texts.nntui")
    async with working_on("texts.nntui", train=False) as desk:
        assert desk.warned == ["a: is text; make it a category, or ignore it"]
        assert desk.snapshot.state == "ready"
        desk.edit(lambda table: table.with_new_column(0, Column("x"), [2.0]))
        desk.edit(lambda table: table.with_new_column(0, Column("y", role="target"), [3.0]))
        await desk.edited(lambda table: table.with_role(2, "ignored").with_role(3, "ignored"))
        assert (features(desk), outputs(desk)) == (("x",), ("y",))
        desk.controller.train()
        await desk.trains_on()


async def test_rewinding_after_an_edit_begins_with_the_first_weights_of_the_new_network() -> None:
    async with working_on("pets.nntui") as desk:
        await desk.edited(lambda table: table.with_value(0, 1, "fox"))
        await desk.controller.rewind()
        await desk.until(lambda: desk.controller.snapshot is not None, "the network")
        again = desk.snapshot.weights.tolist()
        assert desk.snapshot.epoch == 0
    assert again == Network(desk.session.network).flat.tolist()


async def test_what_is_typed_while_the_weights_are_brought_back_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_on("pets.nntui") as desk:
        gate = held_back(monkeypatch, follow, "refit")
        rewinding = asyncio.create_task(desk.controller.rewind())
        await desk.pause()
        desk.edit(partial(Table.with_value, row=0, column=0, value=99))
        gate.set()
        await rewinding
        await desk.followed()
        assert desk.table.value(0, 0) == 99
