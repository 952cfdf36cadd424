"""The guesses asked in a walk: every option is a value that the number can have."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.session.guessing import guess_amount
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.walk import walk_of
from nntui.training.textbook import slope_value

PROBABILITIES = {
    "two classes": ("breast-cancer", Options(hidden=(3,))),
    "three classes": ("iris", Options(hidden=(3,))),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_bounds_of_an_activation_and_its_slope_hold_and_are_nearly_reached(name: str) -> None:
    record = ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-40, 40, 8_001), [-1e-9, 1e-9]])
    a = record.function(torch.tensor(z)[None, :])[0].numpy()
    values = {record.within: a}
    if not record.output_only:
        values[record.slope_within] = np.array(
            [slope_value(name, *pair) for pair in zip(z[::40], a[::40], strict=True)]
        )
    for (low, high), found in values.items():
        assert low <= found.min()
        assert found.max() <= high
        assert low == -math.inf or found.min() < low + 0.01
        assert high == math.inf or record.output_only or found.max() > high - 0.01


@pytest.mark.parametrize("case", PROBABILITIES)
def test_every_option_for_a_number_with_bounds_lies_within_them(case: str) -> None:
    walk = walk_of(open_source(*PROBABILITIES[case]), "batch")
    bounded = 0
    for index in range(len(walk)):
        place = walk.place(index)
        for line in place.lines:
            low, high = line.within
            assert low <= line.value <= high, (place.title, line)
            guess = guess_amount(line.value, place.title, line.slips, line.within)
            if guess is not None and line.within != (-math.inf, math.inf):
                bounded += 1
                assert all(low <= option <= high for option in guess.options), (place.title, line)
    assert bounded > 10


def test_a_likely_mistake_is_offered_the_sum_without_its_bias() -> None:
    walk = walk_of(open_source("mazur", Options()), "batch")
    index = walk.move(walk.move_phase(0, 1), 1, "neuron")
    first = walk.place(index).lines[0]
    assert first.name == "z"
    guess = guess_amount(first.value, "z", first.slips, first.within)
    assert guess is not None
    assert any(option == pytest.approx(first.value - 0.35) for option in guess.options)
