"""One update by hand against float64 autograd, and against the engines' own step."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nntui.model.activations import ACTIVATIONS, hidden_activations
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.training.batches import updates_per_epoch
from nntui.training.engines.autograd import AutogradEngine
from nntui.training.engines.fused import FusedEngine
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES
from nntui.training.spec import TrainingSpec
from nntui.training.state import State
from nntui.training.textbook import StepInputs, WorkedStep, next_batch, take_step
from tests.training.samples import COMPILED, arrays_of, state_of
from tests.training.strategies import by_layer


@st.composite
def cases(draw: st.DrawFn, compiled: bool = False) -> tuple[NetworkSpec, TrainingSpec, int, bool]:
    """A network and its training, the rows of its table, and whether a third of its weights is frozen."""
    loss = draw(st.sampled_from(list(LOSSES)))
    record = LOSSES[loss]
    outputs = draw(st.integers(record.least_outputs, 3))
    names = COMPILED if compiled else hidden_activations()
    hidden = tuple(draw(st.lists(st.integers(1, 5), max_size=4)))
    network = NetworkSpec(
        inputs=draw(st.integers(1, 4)),
        hidden=hidden,
        outputs=outputs,
        activation=draw(st.sampled_from(names)),
        layer_activations=draw(by_layer(hidden, names)),
        output_activation=record.output or draw(st.sampled_from(names)),
        bias=draw(st.booleans()),
        layer_biases=draw(by_layer((*hidden, 1), (True, False))),
        init="normal",
        input_scale=draw(st.booleans()),
        seed=draw(st.integers(0, 99)),
    )
    training = TrainingSpec(
        loss=loss,
        optimizer=draw(st.sampled_from(list(OPTIMISERS))),
        batch=draw(st.sampled_from([None, 1, 2, 3, 5])),
        schedule=draw(st.sampled_from(list(SCHEDULES))),
        schedule_by=draw(st.sampled_from(list(SCHEDULE_UNITS))),
        decay_epochs=1,
        epochs=4,
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.02])),
        l2_output=draw(st.sampled_from([None, 0.1])),
        l2_bias=draw(st.sampled_from([0.0, 0.03])),
        weight_decay=draw(st.sampled_from([0.0, 0.1])),
        dropout=draw(st.sampled_from([0.0, 0.4])),
        layer_dropout=draw(by_layer(hidden, (0.0, 0.2, 0.5))),
        label_smoothing=draw(st.sampled_from([0.0, 0.2])),
        clip=draw(st.sampled_from([None, 0.1])),
        engine="autograd",
    )
    return network, training, draw(st.integers(1, 7)), draw(st.booleans())


def rows_for(network: NetworkSpec, loss: str, rows: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    numbers = np.random.default_rng(rows)
    targets = numbers.random((rows, network.outputs))
    if LOSSES[loss].term_per_row:
        targets = np.eye(network.outputs)[numbers.integers(0, network.outputs, rows)]
    return numbers.standard_normal((rows, network.inputs)), targets


def taken(state: State, training: TrainingSpec, batch: StepInputs) -> WorkedStep:
    """The step by hand at the present state, of which it has copies."""
    memory = {name: torch.tensor(moment) for name, moment in state.moments.items()}
    frozen = None if state.frozen is None else torch.tensor(state.frozen)
    return take_step(state.parameters.spec, training, batch, torch.tensor(state.parameters.flat), memory, frozen=frozen)


def check_three_updates(case: tuple[NetworkSpec, TrainingSpec, int, bool], dtype: torch.dtype) -> None:
    """Compare three updates by hand with autograd's gradient and with the engine's weights and memory, to the bit."""
    network, training, rows, freeze = case
    arrays = arrays_of(*rows_for(network, training.loss, rows))
    state = state_of(network, training, dtype)
    if freeze:
        state.frozen = np.arange(network.parameters) % 3 == 0
    engine = AutogradEngine(state, training, arrays)
    for _ in range(3):
        batch = next_batch(network, training, arrays, state.counters, dtype)
        step = taken(state, training, batch)
        copy = Network(network, dtype)
        copy.load(state.parameters.flat)
        predict = copy.logits if LOSSES[training.loss].from_logits else copy
        LOSSES[training.loss].objective(predict(batch.inputs, batch.masks), batch.goals).backward()
        engine.batches(1)
        if state.batch == updates_per_epoch(rows, training.batch):
            state.end_epoch(0.0, 0.0)
        assert torch.equal(step.after, torch.from_numpy(state.parameters.flat)), "weights"
        for name, moment in state.moments.items():
            assert torch.equal(step.new_memory[name], torch.from_numpy(moment)), name
        assert torch.equal(step.gradient, copy.grad)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cases())
def test_the_step_by_hand_is_the_engines_to_the_bit(case: tuple[NetworkSpec, TrainingSpec, int, bool]) -> None:
    check_three_updates(case, torch.float32)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cases())
def test_the_step_by_hand_in_double_precision(case: tuple[NetworkSpec, TrainingSpec, int, bool]) -> None:
    check_three_updates(case, torch.float64)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cases(compiled=True))
def test_the_step_by_hand_is_the_compiled_engines_within_a_millionth(
    case: tuple[NetworkSpec, TrainingSpec, int, bool],
) -> None:
    network, training, rows, freeze = case
    arrays = arrays_of(*rows_for(network, training.loss, rows))
    state = state_of(network, training)
    if freeze:
        state.frozen = np.arange(network.parameters) % 3 == 0
    engine = FusedEngine(state, training, arrays)
    for _ in range(3):
        batch = next_batch(network, training, arrays, state.counters)
        step = taken(state, training, batch)
        engine.batches(1)
        if state.batch == updates_per_epoch(rows, training.batch):
            state.end_epoch(0.0, 0.0)
        # An optimiser that divides by the gradient's own size makes a rounding of nearly nothing a whole step.
        clear = step.clipped.abs() > 1e-4 if "square" in OPTIMISERS[training.optimizer].memory else slice(None)
        torch.testing.assert_close(
            step.after[clear], torch.from_numpy(state.parameters.flat)[clear], rtol=1e-6, atol=1e-6
        )


def intermediates_by_autograd(
    network: NetworkSpec, training: TrainingSpec, step: WorkedStep
) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """The pre-activations and activations of a step, as autograd differentiates them."""
    flat = step.before
    x = step.inputs.inputs.clone().requires_grad_()
    if network.input_scale:
        x = x * flat[input_scale_slice(network)]
    sums, activations = [], []
    for layer, (weights, biases) in enumerate(layer_slices(network)):
        z = x @ flat[weights].view(network.shapes[layer])
        z = z + flat[biases] if network.has_bias(layer) else z
        a = ACTIVATIONS[network.activation_of(layer)].function(z)
        mask = step.forward.mask(layer)
        x = a if mask is None else a * mask
        for each in (z, a):
            each.retain_grad()
        sums.append(z)
        activations.append(a)
    loss = LOSSES[training.loss]
    loss.objective(sums[-1] if loss.from_logits else x, step.inputs.goals).backward()
    return sums, activations


@settings(max_examples=80, deadline=None, derandomize=True)
@given(cases())
def test_every_value_of_the_passes_is_autograds(case: tuple[NetworkSpec, TrainingSpec, int, bool]) -> None:
    network, training, rows, _ = case
    arrays = arrays_of(*rows_for(network, training.loss, rows))
    state = state_of(network, training, torch.float64)
    batch = next_batch(network, training, arrays, state.counters, torch.float64)
    step = taken(state, training, batch)
    sums, activations = intermediates_by_autograd(network, training, step)
    for layer, (z, a) in enumerate(zip(sums, activations, strict=True)):
        da, dz = step.backward.activation_slopes[layer], step.backward.pre_activation_slopes[layer]
        torch.testing.assert_close(step.forward.pre_activations[layer], z.detach(), rtol=0, atol=1e-10)
        torch.testing.assert_close(step.forward.activations[layer], a.detach(), rtol=0, atol=1e-10)
        torch.testing.assert_close(dz, z.grad, rtol=1e-10, atol=1e-10)
        if da is not None:
            torch.testing.assert_close(da, a.grad, rtol=1e-10, atol=1e-10)
