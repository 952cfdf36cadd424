from typing import Any

import numpy as np
import pytest

from nntui.data.marks import validation_mask
from nntui.errors import DataError, NntuiError, SpecError
from nntui.model.spec import HELD_BY, NetworkSpec
from nntui.session.change import with_options
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import Session
from nntui.session.settings.table import SETTINGS
from nntui.training.records import Losses
from nntui.training.spec import TrainingSpec
from tests.session.samples import as_if_trained

NOTHING = Losses(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0))


@pytest.fixture
def cars() -> Session:
    """Cars, as if trained for three epochs and some updates of the fourth."""
    session = open_source("cars", Options(validation=0.1))
    weights = np.ones(session.network.parameters, dtype=np.float32)
    return as_if_trained(session, weights, NOTHING, batch=2, updates=35, best_loss=0.5, seconds=1.0)


def roles(session: Session) -> dict[str, str]:
    return {column.name: column.role for column in session.table.columns}


def scalings(session: Session) -> dict[str, str]:
    return {column.name: str(column.scaling) for column in session.table.columns}


def test_every_option_reaches_its_setting() -> None:
    options = Options(
        hidden=(8, 4),
        activation="tanh",
        layer_activations=("tanh", "gelu"),
        output_activation="sigmoid",
        bias=False,
        layer_biases=(True, False, False),
        init="xavier",
        loss="bce",
        optimizer="nesterov",
        rate=0.5,
        momentum=0.8,
        batch=7,
        epochs=11,
        stop_loss=0.25,
        patience=2,
        plateau=30,
        most_seconds=5.0,
        stop=("validation < 0.1",),
        keep="best",
        breakpoints=("neuron h2.1 dies",),
        l1=0.1,
        l2=0.2,
        clip=2.0,
        schedule="step",
        decay=0.9,
        decay_epochs=3,
        schedule_by="update",
        input_scale=True,
        input_scale_rate=3.0,
        beta1=0.8,
        beta2=0.9,
        l2_output=0.3,
        l2_input_scale=0.4,
        l2_bias=0.5,
        weight_decay=0.6,
        dropout=0.7,
        layer_dropout=(0.7, 0.0),
        label_smoothing=0.01,
        frozen=("biases",),
        seed=5,
        engine="autograd",
        device="meta",
        validation=0.25,
    )
    session = open_source("xor", options)
    settings = {name: getattr(session.network, name) for name in session.network.__struct_fields__}
    settings |= {name: getattr(session.training, name) for name in session.training.__struct_fields__}
    settings["validation"] = session.validation
    asked = options.settings
    assert asked == {name: settings[name] for name in asked}
    assert set(asked) >= set(settings) - {"inputs", "outputs", "first_weights", *HELD_BY}
    assert session.network.seed == 5


def test_every_setting_is_in_the_table_of_settings() -> None:
    fields = {*NetworkSpec.__struct_fields__, *TrainingSpec.__struct_fields__}
    assert set(SETTINGS) == fields - {
        "inputs",
        "outputs",
        "engine",
        "device",
        "first_weights",
        "breakpoints",
        *HELD_BY,
    } | {
        "recipe",
        "validation",
    }


def test_none_switches_settings_off() -> None:
    session = open_source("xor", Options(batch=2, stop_loss=0.1, clip=1.0))
    off = with_options(session, Options(batch=None, stop_loss=None, clip=None))
    assert (off.training.batch, off.training.stop_loss, off.training.clip) == (None, None, None)


def test_no_hidden_layer_can_be_asked_for() -> None:
    assert open_source("xor", Options(hidden=())).network.sizes == (2, 1)


def test_targets_are_named_and_all_the_rest_are_inputs() -> None:
    session = open_source("tutorial", Options(targets=("age",)))
    assert roles(session) == {"age": "target", "weight": "input", "speed": "input"}


def test_inputs_are_named_and_the_target_stays() -> None:
    session = open_source("cars", Options(inputs=("weight", "year")))
    assert [column.name for column in session.table.inputs] == ["weight", "year"]
    assert [column.name for column in session.table.targets] == ["mpg"]
    assert session.network.inputs == 2


def test_a_target_that_is_asked_for_as_input_gives_its_place_to_another_column() -> None:
    session = open_source("tutorial", Options(inputs=("age", "speed")))
    assert roles(session) == {"age": "input", "weight": "target", "speed": "input"}


def test_several_targets_make_several_outputs() -> None:
    assert open_source("tutorial", Options(targets=("weight", "speed"))).network.sizes == (1, 3, 2)


def test_a_lesson_does_not_speak_of_other_columns() -> None:
    session = open_source("tutorial", Options(targets=("age",)))
    assert (session.lesson, session.query_scaling, session.query) == ("", "training", {"weight": 8.0})


def test_scaling_is_chosen_for_all_columns_or_for_one() -> None:
    session = open_source("tutorial", Options(scale=("age=fixed:2", "min-max", "speed=none")))
    assert scalings(session) == {"age": "fixed:2", "weight": "min-max", "speed": "none"}


def test_the_seed_says_which_rows_are_held_out() -> None:
    session = open_source("cars", Options(validation=0.25, seed=4))
    assert session.table.validation.to_list() == validation_mask(392, 0.25, 4).tolist()
    assert session.table.validation.sum() == 98
    again = with_options(session, Options(seed=5))
    assert again.table.validation.to_list() == validation_mask(392, 0.25, 5).tolist()


@pytest.mark.parametrize(
    "options",
    [
        Options(inputs=("nothing",)),
        Options(targets=("nothing",)),
        Options(inputs=("mpg",), targets=("mpg",)),
        Options(scale=("nothing=max",)),
        Options(scale=("twice",)),
        Options(scale=("fixed:0",)),
        Options(validation=1.0),
        Options(validation=float("nan")),
        Options(seed=-1),
        Options(hidden=(0,)),
        Options(activation="magic"),
        Options(loss="cross-entropy"),
        Options(batch=0),
        Options(rate=float("nan")),
        Options(epochs=-1),
        Options(stop_loss=-1.0),
        Options(clip=0.0),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_one_line(options: Options) -> None:
    with pytest.raises(NntuiError) as told:
        open_source("cars", options)
    assert isinstance(told.value, DataError | SpecError)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "change",
    [
        {"epochs": 500},
        {"rate": 0.1},
        {"stop_loss": 0.01},
        {"engine": "autograd"},
        {"l2": 0.1},
        {"schedule": "cosine"},
        {"hidden": (16,)},
        {"scale": ("standard",)},
        {"validation": 0.1},
        {"inputs": ("cylinders", "displacement", "horsepower", "weight", "acceleration", "year")},
        {},
    ],
)
def test_training_goes_on_where_an_option_leaves_the_weights_as_they_are(cars: Session, change: dict[str, Any]) -> None:
    notes: list[str] = []
    assert with_options(cars, Options(**change), notes.append).checkpoint is cars.checkpoint
    assert notes == []


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": (8,)},
        {"activation": "tanh"},
        {"bias": False},
        {"init": "xavier"},
        {"seed": 1},
        {"loss": "mae"},
        {"scale": ("weight=max",)},
        {"validation": 0.2},
        {"inputs": ("weight", "year")},
        {"targets": ("year",)},
    ],
)
def test_training_starts_afresh_and_says_so_where_the_network_or_the_data_change(
    cars: Session, change: dict[str, Any]
) -> None:
    notes: list[str] = []
    assert with_options(cars, Options(**change), notes.append).checkpoint is None
    assert len(notes) == 1
    assert "starts afresh" in notes[0]


def test_another_optimizer_keeps_the_weights_and_forgets_its_steps(cars: Session) -> None:
    notes: list[str] = []
    kept = with_options(cars, Options(optimizer="rmsprop"), notes.append).checkpoint
    assert kept is not None
    assert (kept.epoch, kept.weights[0], kept.optimizer, kept.updates) == (3, 1.0, {}, 0)
    assert notes == ["changed optimizer: the weights are kept, rmsprop starts with an empty memory"]


def test_an_optimizer_that_remembers_the_same_goes_on_with_the_memory(cars: Session) -> None:
    notes: list[str] = []
    assert cars.checkpoint is not None
    kept = with_options(cars, Options(optimizer="adamw"), notes.append).checkpoint
    assert kept is not None
    assert (kept.updates, kept.optimizer, notes) == (cars.checkpoint.updates, cars.checkpoint.optimizer, [])


def test_another_batch_size_starts_the_epoch_under_way_over(cars: Session) -> None:
    notes: list[str] = []
    kept = with_options(cars, Options(batch=64), notes.append).checkpoint
    assert kept is not None
    assert (kept.epoch, kept.batch) == (3, 0)
    assert len(notes) == 1
