"""The code of an update makes that update by hand, and prints the numbers of the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.model.activations import ACTIVATIONS
from nntui.session.export.tables import LOSS_SLOPE_CODE, SLOPE_CODE
from nntui.session.export.worked import parameters_of, walk_script
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.walk import walk_of
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.session.walk import Walk

ALL: dict[str, Any] = {
    "dropout": 0.3, "l1": 1e-3, "l2": 1e-2, "weight_decay": 1e-2, "clip": 0.05, "label_smoothing": 0.1,
    "input_scale": True, "schedule": "cosine", "schedule_by": "update",
}  # fmt: skip


def after_updates(source: str, options: Options, updates: int = 3) -> Session:
    session = open_source(source, options)
    session = replace(session, training=replace(session.training, engine="autograd"))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    for _ in range(updates):
        trainer.batches(1)
    return replace(session, checkpoint=trainer.checkpoint())


def check_same(walk: Walk) -> dict[str, Any]:
    """Run the script of a walk and compare all its numbers with those of the step."""
    names: dict[str, Any] = {}
    exec(compile(walk_script(walk), "walk.py", "exec"), names)
    scene = walk.scene
    step = scene.step()
    for layer, (z, a) in enumerate(zip(scene.forward.pre_activations, scene.forward.activations, strict=True), 1):
        assert names[f"z{layer}"].numpy() == pytest.approx(z.numpy(), rel=1e-6, abs=1e-6)
        assert names[f"a{layer}"].numpy() == pytest.approx(a.numpy(), rel=1e-6, abs=1e-6)
        dz = step.backward.pre_activation_slopes[layer - 1].numpy()
        assert names[f"dz{layer}"].numpy() == pytest.approx(dz, rel=1e-5, abs=1e-6)
    assert names["loss"].item() == pytest.approx(step.objective.item(), rel=1e-6)
    for each in parameters_of(scene):
        after, gradient = step.after[each.place].numpy(), step.clipped[each.place].numpy()
        assert names[each.name].flatten().numpy() == pytest.approx(after, rel=1e-6, abs=1e-6)
        assert names[each.gradient].flatten().numpy() == pytest.approx(gradient, rel=1e-5, abs=1e-6)
    return names


def test_every_record_has_its_slope() -> None:
    assert SLOPE_CODE.keys() == ACTIVATIONS.keys()
    assert LOSS_SLOPE_CODE.keys() == LOSSES.keys()


@pytest.mark.parametrize("activation", [name for name, each in ACTIVATIONS.items() if not each.output_only])
def test_each_activation(activation: str) -> None:
    options = Options(hidden=(4, 3), activation=activation, output_activation=activation, batch=5)
    check_same(walk_of(after_updates("cars", options)))


@pytest.mark.parametrize("loss", [name for name, each in LOSSES.items() if each.output is None])
def test_each_loss_of_numbers(loss: str) -> None:
    check_same(walk_of(after_updates("cars", Options(hidden=(4,), loss=loss, batch=7))))


@pytest.mark.parametrize("source", ["iris", "breast-cancer", "cars"])
@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_each_optimiser_with_everything_on(optimizer: str, source: str) -> None:
    by_layer: dict[str, Any] = {"layer_dropout": (0.0, 0.4), "layer_biases": (False, True, source == "cars")}
    options = Options(
        hidden=(5, 4), optimizer=optimizer, batch=6, **ALL, **(by_layer if optimizer.startswith("adam") else {})
    )
    check_same(walk_of(after_updates(source, options)))


@pytest.mark.parametrize("hidden", [(), (3,)])
@pytest.mark.parametrize("frozen", [(), ("biases",), ("weights", "input scale")])
def test_what_is_held_fixed_stays(hidden: tuple[int, ...], frozen: tuple[str, ...]) -> None:
    session = after_updates("cars", Options(hidden=hidden, frozen=frozen, batch=4, **ALL))
    check_same(walk_of(session, "row", row=int(np.flatnonzero(~session.table.validation.to_numpy())[-1])))
    some = np.arange(session.network.parameters) % 2 == 0
    check_same(walk_of(session, frozen=some))


def test_the_tutorial_has_the_names_of_the_lesson() -> None:
    walk = walk_of(open_source("tutorial", Options()), "all")
    check_same(walk)
    text = walk_script(walk)
    assert "dz2 = da2 * (a2 * (1 - a2))  # the lesson's -o_delta" in text
    assert "the lesson's" not in walk_script(walk_of(open_source("xor", Options()), "all"))


def test_the_code_ends_where_the_walk_ends(capsys: pytest.CaptureFixture[str]) -> None:
    session = after_updates("tutorial", Options())
    text = walk_script(walk_of(session, "question"))
    assert text.startswith("# The forward pass of the question by hand")
    exec(compile(text, "walk.py", "exec"), {})
    assert "loss" not in capsys.readouterr().out


@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_what_is_frozen_stays_and_what_is_silenced_gives_0(loss: str) -> None:
    session = after_updates(
        "cars", Options(hidden=(3, 2), batch=4, loss=loss, **ALL | {"l1": 0.1, "weight_decay": 0.1})
    )
    network = replace(session.network, frozen_places=((1, 4), (20, 21)), silenced=((0, 1), (1, 2), (2, 0)))
    session = replace(session, network=network)
    walk = walk_of(session, "row", row=int(np.flatnonzero(~session.table.validation.to_numpy())[-1]))
    names = check_same(walk)
    assert not names["a1"][:, 2].any()
    check_same(walk_of(session))
