"""The numbers of the diagram at the places of a walk, rows of a batch, and walks through very many rows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.walk import Address, Phase, Walk, walk_of
from nntui.session.walk import subject as subjects
from nntui.training.textbook import displayed_loss, flat_tensor, tensor_of


def known(walk: Walk, phase: Phase, address: Address, neurons: int | None = None) -> tuple[list[int], list[int]]:
    """How many activations are shown by layer at a place, and the layers that show slopes."""
    index = walk.find(phase, address)
    assert index is not None
    picture = walk.picture(index, neurons)
    return [int(np.isfinite(each).sum()) for each in picture.activations], sorted(picture.slopes)


@pytest.fixture
def tutorial() -> Walk:
    """All rows of the tutorial."""
    return walk_of(open_source("tutorial", Options()), "batch")


def test_the_numbers_of_the_diagram_come_with_the_passes(tutorial: Walk) -> None:
    assert known(tutorial, "inputs", Address(0)) == ([2, 0, 0], [])
    assert known(tutorial, "forward", Address(1, 0)) == ([2, 3, 0], [])
    assert known(tutorial, "loss", Address(2)) == ([2, 3, 1], [])
    assert known(tutorial, "backward", Address(2, 0)) == ([2, 3, 1], [2])
    assert known(tutorial, "backward", Address(1, 0, 1)) == ([2, 3, 1], [1, 2])
    assert known(tutorial, "update", Address(1, 0, 1)) == ([2, 3, 1], [1, 2])
    assert known(tutorial, "after", Address()) == ([2, 3, 1], [])


def test_while_numbers_are_guessed_those_to_come_are_not_shown(tutorial: Walk) -> None:
    assert known(tutorial, "forward", Address(1, 1), 1) == ([2, 1, 0], [])
    index = tutorial.find("backward", Address(1, 1))
    assert index is not None
    assert np.isfinite(tutorial.picture(index, 1).slopes[1]).tolist() == [True, False, False]


def test_the_slopes_of_the_diagram_are_those_of_the_lines(tutorial: Walk) -> None:
    for row in range(tutorial.rows):
        walk = tutorial.focused(row)
        for layer, neurons in ((2, 1), (1, 3)):
            for neuron in range(neurons):
                index = walk.find("backward", Address(layer, neuron))
                assert index is not None
                assert walk.place(index).lines[-1].value == pytest.approx(walk.picture(index).slopes[layer][neuron])


def test_a_dropped_neuron_passes_on_nothing_in_the_diagram_either() -> None:
    walk = walk_of(open_source("cars", Options(hidden=(8,), dropout=0.5)), "batch")
    index = walk.find("loss", Address(2))
    assert index is not None
    passed_on = walk.picture(index).activations[1]
    lines = [walk.place(walk.find("forward", Address(1, each)) or 0).lines[-1] for each in range(8)]
    assert [line.value for line in lines] == pytest.approx(passed_on.tolist())
    assert not passed_on.all()


def test_the_gradients_of_an_input_scale_show_the_slopes_of_the_inputs() -> None:
    walk = walk_of(open_source("cars", Options(recipe="good", hidden=(4,))), "batch")
    index = walk.find("backward", Address(0, 2, "scale"))
    assert index is not None
    assert walk.picture(index).slopes[0][2] == pytest.approx(walk.place(index).lines[0].value, rel=1e-5)


def test_after_the_update_the_diagram_has_the_new_weights(tutorial: Walk) -> None:
    last = len(tutorial) - 1
    index = tutorial.find("update", Address(1, 0, 0))
    assert index is not None
    assert tutorial.picture(last).weights[0] == tutorial.place(index).after
    assert tutorial.picture(index).weights[0] == tutorial.place(index).before


@pytest.mark.parametrize("frozen", ["biases", "weights"])
def test_what_is_held_fixed_is_said_to_be(frozen: str) -> None:
    walk = walk_of(open_source("cars", Options(hidden=(3,), frozen=(frozen,), optimizer="adam", l2=0.1)), "batch")
    index = walk.find("update", Address(1, 0, "bias") if frozen == "biases" else Address(1, 0, 0))
    assert index is not None
    place = walk.place(index)
    assert place.before == place.after
    assert "held fixed" in " ".join(place.words)
    assert [line.name for line in place.lines] == ["dL/db" if frozen == "biases" else "dL/dw", "new w"]


def test_too_many_rows_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_source("cars", Options(hidden=(8,), batch=16))
    monkeypatch.setattr(subjects, "MOST_NUMBERS", 1_000)
    with pytest.raises(DataError, match=r"392 rows in 15 neurons .* 1,000 numbers .* a row or the next batch"):
        walk_of(session, "all")
    assert walk_of(session, "batch").rows == 16
    end = walk_of(session, "batch")
    assert "left out" in " ".join(end.place(len(end) - 1).words)
    full = replace(session, training=replace(session.training, batch=None))
    row = int(np.flatnonzero(~session.table.validation.to_numpy())[0])
    assert walk_of(full, "row", row=row).rows == 1
    with pytest.raises(DataError, match="walk through a row"):
        walk_of(full, "batch")


def test_a_batch_of_a_large_table_is_the_one_that_training_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_source("cars", Options(hidden=(3,), batch=10))
    arrays = encode(session.table, Encoder.fit(session.table))
    small = walk_of(session, "batch", arrays=arrays)
    monkeypatch.setattr("nntui.training.textbook.GATHERED_NUMBERS", 1)
    large = walk_of(session, "batch", arrays=arrays)
    assert small.row_numbers.tolist() == large.row_numbers.tolist()
    assert [large.place(at).lines for at in range(40)] == [small.place(at).lines for at in range(40)]
    everything = (tensor_of(arrays.inputs), tensor_of(arrays.targets))
    weights = flat_tensor(large.picture(0).weights)
    whole = displayed_loss("mse", session.network, weights, *everything)
    monkeypatch.setattr("nntui.training.textbook.EVALUATED_NUMBERS", 100)
    assert displayed_loss("mse", session.network, weights, *everything) == pytest.approx(whole, rel=1e-12)


def test_arrays_that_are_at_hand_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_source("cars", Options(hidden=(3,), batch=10))
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
    monkeypatch.setattr("nntui.session.walk.making.encode", None)
    assert walk_of(session, "batch", encoder=encoder, arrays=arrays).rows == 10


def test_a_sum_of_very_many_rows_lists_the_largest_and_counts_the_others() -> None:
    session = open_source("xor", Options(hidden=(2,), batch=None))
    arrays = encode(session.table, Encoder.fit(session.table))
    many = dataclasses.replace(
        arrays,
        inputs=np.tile(arrays.inputs, (300, 1)),
        targets=np.tile(arrays.targets, (300, 1)),
        rows=np.arange(300 * len(arrays.rows)),
    )
    walk = walk_of(session, "batch", arrays=many)
    index = walk.find("backward", Address(1, 0, 0))
    assert index is not None
    line = walk.place(index).lines[-1]
    assert f"(the {len(many.rows) - 6:,} others)" in line.numbers


def test_a_row_of_the_batch_is_found_by_its_number(tutorial: Walk) -> None:
    assert [tutorial.place_of_row(number) for number in (0, 2, 9)] == [0, 2, None]
    assert tutorial.focused(2).row == "row 3"
