"""A setup in one line: written, read back, and strict about what it does not know."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nntui.errors import SpecError
from nntui.model.activations import hidden_activations
from nntui.model.spec import NetworkSpec
from nntui.session.change import Change
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.setup_line import read_setup, setup_line
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from nntui.training.spec import TrainingSpec


def test_a_line_tells_layers_optimiser_rate_and_what_is_not_standard() -> None:
    network = NetworkSpec(inputs=2, hidden=(8, 4), layer_activations=("tanh", "leaky-relu"), seed=3)
    training = TrainingSpec(rate=0.01, l2=0.001, batch=None, frozen=("biases",), seed=3)
    line = "2-8:tanh-4:leaky-relu-1 adam 0.01 batch full seed 3 l2 0.001 freeze biases"
    assert setup_line(network, training) == line


def test_what_a_line_leaves_out_is_standard() -> None:
    setup = read_setup("2-3-1:sigmoid sgd")
    assert (setup.inputs, setup.outputs) == (2, 1)
    network, training = NetworkSpec(inputs=2), TrainingSpec()
    wanted = {"hidden": (3,), "activation": network.activation, "output_activation": "sigmoid", "optimizer": "sgd"}
    for name, value in setup.settings.items():
        owner = network if hasattr(network, name) else training
        standard = 0.0 if name == "validation" else getattr(owner, name)
        assert value == wanted.get(name, standard), name


@st.composite
def specs(draw: st.DrawFn) -> tuple[NetworkSpec, TrainingSpec]:
    hidden = tuple(draw(st.lists(st.integers(1, 99), max_size=3)))
    names = st.sampled_from(hidden_activations())
    seed = draw(st.integers(0, 9))
    network = NetworkSpec(
        inputs=draw(st.integers(1, 9)),
        hidden=hidden,
        outputs=draw(st.integers(1, 3)),
        layer_activations=draw(st.tuples(*(names for _ in hidden))),
        output_activation=draw(names),
        bias=draw(st.booleans()),
        layer_biases=draw(st.one_of(st.just(()), st.tuples(*(st.booleans() for _ in (*hidden, 0))))),
        input_scale=draw(st.booleans()),
        seed=seed,
    )
    training = TrainingSpec(
        optimizer=draw(st.sampled_from(list(OPTIMISERS))),
        rate=draw(st.floats(1e-9, 1e3)),
        batch=draw(st.one_of(st.none(), st.integers(1, 999))),
        layer_dropout=draw(st.one_of(st.just(()), st.tuples(*(st.floats(0, 0.99) for _ in hidden)))),
        l2_output=draw(st.one_of(st.none(), st.floats(0, 1))),
        clip=draw(st.one_of(st.none(), st.floats(1e-3, 9))),
        patience=draw(st.one_of(st.none(), st.integers(1, 99))),
        schedule=draw(st.sampled_from(list(SCHEDULES))),
        frozen=draw(st.sampled_from([(), ("biases",), ("biases", "weights")])),
        seed=seed,
    )
    return network, training


@settings(max_examples=80, deadline=None)
@given(specs(), st.sampled_from([0.0, 0.2]))
def test_a_line_that_was_written_is_read_as_the_same_settings(pair, validation: float) -> None:
    network, training = pair
    setup = read_setup(setup_line(network, training, validation))
    again = {name: value for name, value in setup.settings.items() if name in NetworkSpec.__struct_fields__}
    read = NetworkSpec(inputs=setup.inputs, outputs=setup.outputs, **again)
    assert [read.activation_of(layer) for layer in range(len(read.shapes))] == [
        network.activation_of(layer) for layer in range(len(network.shapes))
    ]
    assert setup_line(read, training, validation) == setup_line(network, training, validation)
    for name, value in setup.settings.items():
        if name in TrainingSpec.__struct_fields__:
            assert value == getattr(training, name), name
    assert setup.settings["validation"] == validation


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "setup: the line is empty"),
        ("8", "setup: '8': give inputs, layers and outputs, as in 2-8:tanh-4:relu-1"),
        ("2-x-1", "setup: '2-x' is no layer; give layers as in 2-8:tanh-4:relu-1"),
        ("2-8:rleu-1", "setup: activation: 'rleu' is not known; choose one of sigmoid"),
        ("2:tanh-8-1", "setup: '2:tanh-8-1': give inputs, layers and outputs"),
        ("2-0-1", "setup: hidden layer 1: 0 neurons; give 1 or more"),
        ("2-8-1 adm .01", "setup: 'adm' is no optimiser and no setting; did you mean adam?"),
        ("2-8-1 lion .01", "setup: 'lion' is no optimiser and no setting; the optimisers are sgd, "),
        ("2-8-1 .01", "setup: '.01' is no optimiser and no setting; the optimisers are sgd, "),
        ("2-8-1 droput .1", "setup: 'droput' is no optimiser and no setting; did you mean dropout?"),
        ("2-8-1 layer-biases on", "setup: layer biases: 1 for 1 hidden layer and the outputs; give one for each, or"),
        ("2-8-1 layer-biases on,yes", "setup: layer-biases 'on,yes': give on or off for each layer, as in on,off,on"),
        ("2-8-1 layer-dropout .1,.2", "setup: layer dropout: 2 for 1 hidden layer; give one for each, or none"),
        ("2-8-1 layer-dropout 1", "setup: layer-dropout '1': give a share below 1, as 0.2 or 20%"),
        ("2-8-1 adam fast", "setup: lr 'fast': give a number, as 0.01 or 1e-2"),
        ("2-8-1 adam 0.01 dropot .1", "setup: 'dropot' is not known; did you mean dropout?"),
        ("2-8-1 l2 .1 adam", "setup: 'adam' stands in the wrong place; the optimiser comes right after the layers"),
        ("2-8-1 adam 0.01 lr 0.02", "setup: learning rate is given twice; give it once"),
        ("2-8-1 adam 0.01 l2", "setup: l2 has no value after it"),
        ("2-8-1 bias yes", "setup: bias: 'yes' is not known; choose one of on, off"),
        ("2-8-1 loss cross-entropy", "setup: loss cross-entropy needs a softmax output; choose that or another loss"),
        ("2-8-1 seed 1.5", "setup: seed '1.5': give a whole number"),
        ("2-8-1 " + "x" * 3_000, "setup: 3,006 characters; a setup has at most 2,000"),
        ("2-" + "9" * 900 + "-1", "too large"),
        ("2-99999999-99999999-1", "of memory to train, and "),
    ],
)
def test_a_line_at_fault_is_refused_with_the_word(line: str, message: str) -> None:
    with pytest.raises(SpecError) as refusal:
        read_setup(line)
    assert message in str(refusal.value)


def test_a_setup_for_other_inputs_is_refused_and_one_that_fits_sets_everything() -> None:
    session = open_source("xor", Options())
    setup = read_setup("2-8:tanh-1 sgd 0.5 seed 4 epochs 7")
    after = Change(session, Options(ends=(setup.inputs, setup.outputs), **setup.settings)).session
    assert (after.network.hidden, after.training.rate, after.network.seed, after.recipe) == ((8,), 0.5, 4, "")
    with pytest.raises(SpecError, match="setup: it is for 3 inputs and 1 output; this table makes 2 inputs and 1 out"):
        open_source("xor", Options(ends=(3, 1), **setup.settings))
