"""The loss over lines and planes of weights equals the loss at each of their weights."""

import numpy as np
import pytest

from nntui.training.landscape import Landscape
from nntui.training.objective import Objective
from tests.training.random_networks import random_network


@pytest.mark.parametrize("sparse", [True, False], ids=["two weights", "whole directions"])
def test_each_point_has_the_loss_of_its_weights(sparse: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.training.landscape.MOST_NUMBERS", 60)  # several blocks
    for seed in range(60):
        network, training, inputs, targets, flat = random_network(seed)
        numbers = np.random.default_rng(seed)
        directions = np.zeros((2, network.parameters))
        if sparse:
            directions[[0, 1], numbers.integers(0, network.parameters, 2)] = 1
        else:
            directions = numbers.normal(size=directions.shape)
        coordinates = numbers.normal(size=(7, 2))
        objective = Objective(network, training, inputs, targets)
        totals = Landscape(objective, flat, directions).all_totals(coordinates)
        values = objective.all_values(flat.astype(np.float64) + coordinates @ directions)
        assert totals == pytest.approx(values.loss + values.penalty, rel=1e-12), seed
