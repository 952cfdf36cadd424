"""Undo brings back the training with the table and the settings; redo goes forward to the other again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.session import milestones
from nntui.session.options import Options
from nntui.session.store.file import load
from tests.ui.controller_host import working_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.data.table import Table
    from nntui.training.records import Checkpoint
    from tests.ui.controller_host import Desk

EPOCHS = 30


def role(name: str, role: str) -> Callable[[Table], Table]:
    return lambda table: table.with_role(table.index(name), role)


async def trained(desk: Desk) -> Checkpoint:
    """Train to the goal."""
    desk.controller.train()
    await desk.until(lambda: desk.snapshot.state == "finished", "the end")
    return await reached(desk)


async def reached(desk: Desk) -> Checkpoint:
    checkpoint = await desk.controller.runner.checkpoint()
    assert checkpoint is not None
    return checkpoint


def same(one: Checkpoint, other: Checkpoint) -> bool:
    """True if training goes on from both in the same way, and looks the same; the clock aside."""
    arrays = [
        [each.weights, each.first, each.best, *each.optimizer.values()]
        + [getattr(part, name) for part in (each.curve, each.recent) for name in ("epochs", "train", "validation")]
        for each in (one, other)
    ]
    counts = [
        (each.epoch, each.batch, each.updates, each.best_epoch, each.best_loss, each.state, each.reason)
        for each in (one, other)
    ]
    same_arrays = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(*arrays, strict=True))
    return counts[0] == counts[1] and same_arrays


async def at_rest(desk: Desk) -> None:
    """Wait until the run has followed the newest version, and trains no more."""
    follower, runner = desk.controller.editing.follower, desk.controller.runner
    await desk.until(
        lambda: (
            follower.timeline is not None
            and follower.at is follower.timeline.present
            and runner.updates_at_rest is not None
        ),
        "the run to follow",
    )


async def test_two_roles_taken_back_leave_exactly_the_trained_network_and_redo_goes_forward_again() -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before, settings = await trained(desk), desk.session.training
        desk.edit(role("sepal_width", "target"))
        await desk.followed()
        desk.edit(role("sepal_width", "ignored"))
        desk.edit(role("species", "ignored"))
        await desk.edited(role("petal_width", "target"))
        after = await trained(desk)
        for _ in range(4):
            desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)
        assert (desk.session.training, desk.controller.runner.aim.goal) == (settings, EPOCHS)
        assert desk.told[-1].endswith(f"; the weights of epoch {EPOCHS} are back")
        for _ in range(4):
            desk.controller.redo()
        await at_rest(desk)
        assert same(await reached(desk), after)
        assert desk.session.task == "regression"


@pytest.mark.parametrize(
    "options",
    [
        Options(hidden=(5,)),
        Options(validation=0.3),
        Options(seed=8),
        Options(optimizer="sgd"),
        Options(loss="mse"),
        Options(rate=0.002, batch=None, epochs=2 * EPOCHS),
    ],
    ids=["layers", "validation", "seed", "optimiser", "loss", "rate"],
)
async def test_changed_settings_taken_back_leave_exactly_the_trained_network(options: Options) -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before, session = await trained(desk), desk.session
        table = desk.table
        await desk.controller.apply(options)
        await at_rest(desk)
        desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)
        assert (desk.session.network, desk.session.training) == (session.network, session.training)
        assert (desk.session.validation, desk.table) == (session.validation, table)
        desk.controller.redo()
        await at_rest(desk)
        for name, value in options.settings.items():
            assert value in {getattr(part, name, None) for part in (desk.session.training, desk.session.network)} | {
                desk.session.validation
            }


@pytest.mark.parametrize("key", ["rewind", "renew"])
async def test_first_weights_taken_back_leave_exactly_the_trained_network(key: str) -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before = await trained(desk)
        await getattr(desk.controller, key)()
        await at_rest(desk)
        assert desk.snapshot.epoch == 0
        desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)


async def test_a_rewind_before_anything_was_trained_is_nothing_to_undo() -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        await desk.controller.rewind()
        await at_rest(desk)
        desk.controller.undo()
        assert desk.told[-1] == "nothing to undo"
        assert not desk.controller.unsaved


@pytest.mark.parametrize("name", ["sepal_width", "species"])
async def test_a_role_changed_and_changed_back_by_hand_leaves_the_trained_network(name: str) -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before = await trained(desk)
        was = desk.table.columns[desk.table.index(name)].role
        await desk.edited(role(name, "ignored"))
        await desk.edited(role(name, was))
        await at_rest(desk)
        now = await reached(desk)
        assert np.array_equal(now.weights, before.weights)
        assert (now.epoch, now.best_epoch) == (before.epoch, before.best_epoch)


async def test_an_ignored_column_of_another_kind_leaves_training_alone() -> None:
    async with working_on(
        "iris", Options(epochs=EPOCHS, engine="autograd", ignored=("sepal_width",)), train=False
    ) as desk:
        before = await trained(desk)
        run = desk.controller.runner.state.run
        await desk.edited(lambda table: table.with_kind(table.index("sepal_width"), "text"))
        assert desk.controller.runner.state.run is run
        assert np.array_equal((await reached(desk)).weights, before.weights)


async def test_a_cell_taken_back_before_anything_was_trained_brings_all_back_and_later_only_the_table() -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before, table = await trained(desk), desk.table
        await desk.edited(lambda now: now.with_value(0, 0, 70.0))
        desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)
        await desk.edited(lambda now: now.with_value(0, 0, 70.0))
        desk.controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 2 * EPOCHS, "more training")
        await at_rest(desk)
        further = await reached(desk)
        desk.controller.undo()
        await at_rest(desk)
        assert desk.table is table
        assert np.array_equal((await reached(desk)).weights, further.weights)
        assert desk.told[-1] == "undid: edit"


async def test_undo_while_another_target_trains_brings_back_the_finished_training_and_leaves_it_so() -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before = await trained(desk)
        desk.edit(role("species", "ignored"))
        await desk.edited(role("petal_width", "target"))
        await desk.controller.apply(Options(epochs=100_000_000))
        desk.controller.train()
        await desk.until(lambda: desk.controller.snapshot is not None and desk.snapshot.epoch > 3, "training")
        for _ in range(3):
            desk.controller.undo()
        await at_rest(desk)
        assert same(await reached(desk), before)


async def test_weights_that_are_no_longer_kept_are_reported_and_training_begins_afresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(milestones, "MILESTONE_BYTES", 0)
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        await trained(desk)
        session = desk.session
        await desk.controller.apply(Options(hidden=(5,)))
        await at_rest(desk)
        desk.controller.undo()
        await at_rest(desk)
        assert desk.session.network == session.network
        assert desk.snapshot.epoch == 0
        said = f"the weights of epoch {EPOCHS} are no longer kept, so training begins afresh"
        assert desk.told[-1] == f"undid: hidden layers 16 -> 5; {said}"


async def test_work_saved_right_after_an_undo_has_the_training_that_it_brings_back(here: Path) -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        before = await trained(desk)
        desk.edit(role("species", "ignored"))
        await desk.edited(role("petal_width", "target"))
        desk.controller.undo()
        desk.controller.undo()
        await desk.controller.save(here / "kept.nntui")
    saved = load(here / "kept.nntui").checkpoint
    assert saved is not None
    assert np.array_equal(saved.weights, before.weights)


async def test_an_edit_that_would_begin_training_afresh_says_so_before_it_does() -> None:
    async with working_on("iris", Options(epochs=EPOCHS, engine="autograd"), train=False) as desk:
        table, ended_by = desk.table, desk.controller.editing.ended_by
        regression = table.with_roles(targets=["sepal_width"])
        assert ended_by(regression) == ""
        await trained(desk)
        said = ended_by(regression)
        assert said == f"begins training afresh; {{key:undo}} brings back the weights of epoch {EPOCHS}"
        for harmless in (table.with_role(0, "ignored"), table.with_value(0, 0, 9.0), table.renamed(4, "kind of iris")):
            assert ended_by(harmless) == ""
