"""Worked examples: the app's own engines and its trace give the numbers that were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from nntui.data.encoding.encoder import Arrays, Encoder, encode
from nntui.errors import SpecError
from nntui.model.layout import layer_views
from nntui.model.spec import NetworkSpec
from nntui.model.trace import forward_pass, trace
from nntui.session.about import notes_of
from nntui.session.change import with_next_seed, with_options
from nntui.session.examples.record import EXAMPLES
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from nntui.session.walk import Address, walk_of
from nntui.training.records import Counters
from nntui.training.textbook import next_batch, take_step
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session
    from nntui.training.textbook import WorkedStep

engines = pytest.mark.parametrize("engine", ["autograd", "fused"])


def opened(name: str, engine: str = "auto") -> tuple[Session, Arrays, Trainer]:
    session = open_source(name, Options(engine=engine))
    rows = encode(session.table, Encoder.fit(session.table))
    return session, rows, Trainer(session.network, session.training, rows)


def outputs(session: Session, rows: Arrays, trainer: Trainer) -> list[float]:
    found: list[float] = trace(session.network, trainer.checkpoint().weights, rows.inputs).outputs.ravel().tolist()
    return found


def check(name: str, numbers: list[float]) -> None:
    """The numbers agree with those published for the example, in their order, to the digits that its notes mark."""
    for published, number in zip(EXAMPLES[name].published, numbers, strict=True):
        assert abs(number - float(published.text)) <= 0.5 * 10**-published.digits, published.meaning


@engines
def test_mazurs_numbers_are_reproduced(engine: str) -> None:
    session, rows, trainer = opened("mazur", engine)
    numbers = [*outputs(session, rows, trainer), trainer.losses[0]]
    trainer.epochs(1)
    (first, second), biases = layer_views(session.network, trainer.checkpoint().weights)
    numbers += [*second.T.ravel().tolist(), *first.T.ravel().tolist(), trainer.losses[0]]
    trainer.epochs(9_998)
    numbers.append(trainer.losses[0])
    trainer.epochs(1)
    check("mazur", [*numbers, *outputs(session, rows, trainer)])
    assert [each.tolist() for each in biases] == [[np.float32(0.35)] * 2, [np.float32(0.6)] * 2]


@engines
def test_micrograds_numbers_are_reproduced(engine: str) -> None:
    session, rows, trainer = opened("micrograd", engine)
    (output,) = outputs(session, rows, trainer)
    trainer.batches(1)
    *weights, bias = trainer.state.parameters.grad.tolist()
    slope = (output - rows.targets.item()) * (1 - output**2)
    check("micrograd", [output, slope, -3 * slope, 1 * slope, *weights, bias])
    assert weights[0] == pytest.approx(slope * rows.inputs[0, 0], abs=1e-6)


def test_micrograds_expression_is_worked_out_in_the_columns_of_its_table() -> None:
    session = open_source("expression", Options())
    cells = session.table.frame.row(0, named=True)
    check("expression", [cells["g"], cells["dg/da"], cells["dg/db"]])
    walk = walk_of(session, "batch")
    index = walk.find("inputs", Address(0, session.table.names.index("e")))
    assert index is not None
    assert walk.place(index + 1).lines[0].text == "cell = e**2 = (-7)**2 = 49"
    assert walk.place(index + 2).lines[0].text == "cell = f / 2 + 10 / f = 49 / 2 + 10 / 49 = 24.70408"
    target = walk.find("loss", Address(1, 0))
    assert target is not None
    assert walk.place(target).lines[0].result == "645.5773"


def test_the_slopes_of_micrograds_expression_are_those_of_small_steps() -> None:
    table = open_source("expression", Options()).table
    for name, at in (("a", -4.0), ("b", 2.0)):
        moved = [table.with_value(0, table.names.index(name), at + step).frame for step in (-1e-5, 1e-5)]
        before, after = (frame.get_column("g")[0] for frame in moved)
        slope = table.frame.get_column(f"dg/d{name}")[0]
        assert (after - before) / 2e-5 == pytest.approx(slope, rel=1e-6)


def test_the_errors_of_the_eleven_lines_are_reproduced() -> None:
    session, rows, trainer = opened("eleven-lines", "fused")
    numbers = []
    for _ in range(6):
        numbers.append(float(np.abs(np.array(outputs(session, rows, trainer)) - rows.targets.ravel()).mean()))
        trainer.epochs(10_000)
    check("eleven-lines", numbers)
    assert open_source("eleven-lines", Options()).training.engine == "fused"


def worked(name: str) -> tuple[Session, WorkedStep]:
    """The first update of an example, by the textbook and not by an engine, in float64."""
    session, rows, _ = opened(name, "autograd")
    batch = next_batch(session.network, session.training, rows, Counters(), torch.float64)
    flat = torch.tensor(session.network.first_weights, dtype=torch.float64)
    return session, take_step(session.network, session.training, batch, flat, {})


def test_the_trace_of_mazurs_first_update_gives_his_numbers() -> None:
    session, step = worked("mazur")
    (first, second), biases = layer_views(session.network, step.after.numpy())
    again = forward_pass(session.network, step.after, step.inputs.inputs)
    found = [*step.forward.outputs[0].tolist(), step.objective.item()]
    found += [*second.T.ravel().tolist(), *first.T.ravel().tolist()]
    found.append(0.5 * ((again.outputs - step.inputs.goals) ** 2).sum().item())
    for published, number in zip(EXAMPLES["mazur"].published, found, strict=False):
        assert abs(number - float(published.text)) < 1e-8, published.meaning
    assert [each.tolist() for each in biases] == [[0.35, 0.35], [0.60, 0.60]]


def test_the_trace_of_micrograds_neuron_gives_its_numbers() -> None:
    session, step = worked("micrograd")
    (slope,) = step.backward.pre_activation_slopes[0][0].tolist()
    weights = session.network.first_weights[:2]
    check("micrograd", [step.forward.outputs.item(), slope, *(w * slope for w in weights), *step.gradient.tolist()])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_trace_makes_the_update_of_the_engine(name: str) -> None:
    _, step = worked(name)
    _, _, trainer = opened(name, "autograd")
    trainer.epochs(1)
    np.testing.assert_allclose(step.after.numpy(), trainer.checkpoint().weights, atol=1e-6)
    if name == "eleven-lines":
        error = (step.forward.outputs - step.inputs.goals).abs().mean().item()
        assert error == pytest.approx(float(EXAMPLES[name].published[0].text), abs=1e-12)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_names_its_source_and_every_published_number(name: str) -> None:
    notes = notes_of(open_source(name, Options()))
    example = EXAMPLES[name]
    assert example.source in notes
    for published in example.published:
        assert f"{published.meaning}: {published.text}, {published.ours}, {published.digits}\n" in f"{notes}\n"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_saved_with_its_first_weights_and_what_is_held_fixed(name: str, tmp_path: Path) -> None:
    session = open_source(name, Options())
    save(session, tmp_path / "a.nntui")
    again = load(tmp_path / "a.nntui")
    assert (again.network, again.training) == (session.network, session.training)
    assert notes_of(again) == notes_of(session)


def test_given_first_weights_are_left_with_another_network_or_seed_and_kept_with_other_settings() -> None:
    session = open_source("mazur", Options())
    assert with_options(session, Options(rate=0.1, activation="tanh")).network.first_weights
    for other in ({"hidden": (3,)}, {"bias": False}, {"init": "zeros"}, {"seed": 4}, {"input_scale": True}):
        assert not with_options(session, Options(**other)).network.first_weights, other
    assert not with_next_seed(session).network.first_weights
    assert not with_options(session, Options(targets=("o2",), ignored=("o1",))).network.first_weights
    assert with_options(session, Options(hidden=(2,))).network.first_weights


@pytest.mark.parametrize("weights", [(1.0,), (1.0, float("nan"))], ids=["too few", "not a number"])
def test_first_weights_that_do_not_fit_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(SpecError, match="first weights: "):
        NetworkSpec(inputs=1, hidden=(), first_weights=weights)


@engines
def test_what_is_held_fixed_stays_and_the_rest_learns(engine: str) -> None:
    session = with_options(open_source("xor", Options(hidden=(3,), engine=engine)), Options(frozen=("weights",)))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(3)
    kept = trainer.checkpoint()
    (before, out_before), _ = layer_views(session.network, kept.first)
    (after, out_after), biases = layer_views(session.network, kept.weights)
    assert (before == after).all()
    assert not (out_before == out_after).any()
    assert biases[1].any()
