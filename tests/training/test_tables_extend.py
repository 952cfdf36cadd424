"""One record in a table from outside is all that another activation, optimiser or loss needs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch import Tensor

from nntui.errors import SpecError, TrainingError
from nntui.model.activations import ACTIVATIONS, Activation
from nntui.model.initialisation import INITIALISATIONS, Initialisation
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.model.trace import trace
from nntui.training.losses import LOSSES, LossFunction
from nntui.training.optimisers import OPTIMISERS, Optimiser, UpdateStep
from nntui.training.schedules import SCHEDULES, Schedule
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

ROWS = random_arrays(20, 2, 1)
NETWORK: dict[str, Any] = {"inputs": 2, "hidden": (4,)}


def signed_step(step: UpdateStep) -> None:
    step.memory["sign"].copy_(step.gradient.sign())
    step.weights.add_(step.memory["sign"], alpha=-step.rate)


def quartic(o: Tensor, y: Tensor) -> Tensor:
    return (o - y) ** 4


@pytest.fixture(autouse=True)
def records() -> Iterator[None]:
    """One more record in each table, for the time of a test."""
    tables: list[tuple[dict[str, Any], str, object]] = [
        (ACTIVATIONS, "swish", Activation("z times its sigmoid", lambda z: z * z.sigmoid())),
        (INITIALISATIONS, "ones", Initialisation("all ones", lambda *shape: np.ones(shape[:2], np.float32))),
        (OPTIMISERS, "sign", Optimiser("a fixed step", "w -= rate sign(g)", signed_step, memory=("sign",))),
        (LOSSES, "quartic", LossFunction("mean of (o - y)^4", lambda o, y: quartic(o, y).mean(), quartic)),
        (SCHEDULES, "halving", Schedule("half the rate each epoch", lambda epoch, *_: 0.5**epoch)),
    ]
    for table, name, record in tables:
        table[name] = record
    yield
    for table, name, _ in tables:
        del table[name]


@pytest.mark.parametrize(
    ("network", "training"),
    [
        ({"activation": "swish"}, {}),
        ({"output_activation": "swish"}, {}),
        ({}, {"optimizer": "sign"}),
        ({}, {"loss": "quartic"}),
    ],
)
def test_what_the_kernel_lacks_is_trained_by_torch_and_refused_by_the_fused_engine(network, training) -> None:
    spec = NetworkSpec(**NETWORK, **network)
    trainer = Trainer(spec, TrainingSpec(**training), ROWS)
    before = trainer.losses[0]
    trainer.epochs(40)
    assert trainer.engine.name == "autograd"
    assert trainer.losses[0] < before
    (name,) = {*network.values(), *training.values()}
    with pytest.raises(TrainingError, match=f"engine fused: it has no .* {name}; choose"):
        Trainer(spec, TrainingSpec(engine="fused", **training), ROWS)


def test_an_initialisation_and_a_schedule_serve_every_engine() -> None:
    spec = NetworkSpec(**NETWORK, init="ones")
    assert Network(spec).flat.sum() == 2 * 4 + 4
    rates = {}
    for engine in ("fused", "autograd"):
        trainer = Trainer(spec, TrainingSpec(schedule="halving", optimizer="sgd", engine=engine), ROWS)
        trainer.epochs(3)
        rates[engine] = trainer.state.parameters.flat.copy()
    np.testing.assert_allclose(rates["fused"], rates["autograd"], rtol=1e-5)


def test_an_optimisers_memory_goes_into_checkpoints() -> None:
    trainer = Trainer(NetworkSpec(**NETWORK), TrainingSpec(optimizer="sign"), ROWS)
    trainer.epochs(1)
    assert set(trainer.checkpoint().optimizer) == {"sign"}


def test_a_trace_knows_an_added_activation() -> None:
    network = Network(NetworkSpec(**NETWORK, activation="swish"))
    z = trace(network.spec, network.flat.numpy(), ROWS.inputs).pre_activations[0]
    np.testing.assert_allclose(
        trace(network.spec, network.flat.numpy(), ROWS.inputs).activations[1], z / (1 + np.exp(-z)), rtol=1e-5
    )


def test_the_error_for_an_unknown_name_lists_an_added_one() -> None:
    with pytest.raises(SpecError, match="swish"):
        NetworkSpec(inputs=1, activation="swoosh")
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("sign", {"optimizer": "signed"}),
        ("quartic", {"loss": "cubic"}),
        ("halving", {"schedule": "halved"}),
    ]
    for name, settings in wrong:
        with pytest.raises(SpecError, match=name):
            TrainingSpec(**settings)


def test_the_command_line_and_the_settings_offer_an_added_name_and_train_with_it(home: Path) -> None:
    program = """
from pathlib import Path
from nntui.model.activations import ACTIVATIONS, Activation
from nntui.training.losses import LOSSES, LossFunction
from nntui.training.optimisers import OPTIMISERS, Optimiser
ACTIVATIONS["swish"] = Activation("z times its sigmoid", lambda z: z * z.sigmoid())
OPTIMISERS["plain"] = Optimiser("a step", "w -= rate g", lambda step: step.weights.sub_(step.gradient, alpha=step.rate))
def quartic(o, y):
    return (o - y) ** 4
LOSSES["quartic"] = LossFunction("mean of (o - y)^4", lambda o, y: quartic(o, y).mean(), quartic)
from click.testing import CliRunner
from nntui.cli import main
from nntui.ui.dialogs.settings import settings_fields
print(CliRunner().invoke(main, ["train", "--help"]).output)
added = ["--activation", "swish", "--optimizer", "plain", "--loss", "quartic"]
done = CliRunner().invoke(main, ["train", "xor", *added, "--epochs", "2", "--out", "a.nntui"])
assert done.exit_code == 0, done.output
for name in ("activation", "optimizer", "loss"):
    print("choices of", name, [*next(each for each in settings_fields() if each.name == name).choices])
for name in ("script", "training-script"):
    Path(name).unlink(missing_ok=True)
    done = CliRunner().invoke(main, ["export", "a.nntui", "--format", name, "--out", name])
    print(name, done.exit_code, done.output.strip())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    for name, added in (("activation", "swish"), ("optimizer", "plain"), ("loss", "quartic")):
        assert ended.stdout.index(added) < ended.stdout.index("choices of")
        assert any(line.startswith(f"choices of {name} ") and f"'{added}'" in line for line in lines)
    assert lines[-2:] == [
        f"{name} 2 nntui: the activation swish cannot be written as a script; export the weights instead"
        for name in ("script", "training-script")
    ]
