"""The gradient of a weight, by autograd and by finite differences, and the kinks where it has none."""

import numpy as np
import pytest

from nntui.model.spec import NetworkSpec
from nntui.session.check.gradient import check_gradients
from nntui.training.objective import KinkedUnit, Objective
from nntui.training.spec import TrainingSpec
from tests.training.random_networks import random_network


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_formulas_autograd_and_finite_differences_agree_for_every_weight_away_from_kinks(start: int) -> None:
    kinks = weights = 0
    for seed in range(start, start + 50):
        network, training, inputs, targets, flat = random_network(seed)
        objective = Objective(network, training, inputs, targets)
        for check in check_gradients(objective, flat, range(network.parameters)):
            weights += 1
            kinks += check.kink is not None
            assert check.formulas == pytest.approx(check.autograd, rel=1e-12, abs=1e-14)
            if check.kink is None:
                assert abs(check.difference - check.autograd) < 1e-7 * max(1.0, abs(check.autograd)), (seed, check)
    assert kinks < weights / 500


def one_neuron(l2: float = 0.0) -> tuple[NetworkSpec, TrainingSpec]:
    """A network of one input, one ReLU neuron and one output, without biases, and its training by squared errors."""
    network = NetworkSpec(inputs=1, hidden=(1,), outputs=1, activation="relu", bias=False)
    return network, TrainingSpec(loss="mse", l2=l2)


def rows(*numbers: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array(numbers, np.float32).reshape(-1, 1)


def test_a_relu_at_0_is_a_kink_with_a_slope_on_either_side() -> None:
    objective = Objective(*one_neuron(), rows(2.0), rows(1.0))
    (check,) = check_gradients(objective, np.array([0.0, 1.0]), [0])
    assert check.kink is not None
    # loss (1 - 2w)^2 to the right of w = 0, 1 to the left of it
    assert check.kink.left == pytest.approx(0, abs=1e-7)
    assert check.kink.right == pytest.approx(-4, abs=1e-7)
    assert check.kink.causes == (KinkedUnit("neuron", 0, layer=0, row=0),)


def test_an_absolute_error_of_0_and_a_weight_of_0_under_l1_are_kinks() -> None:
    network, training = NetworkSpec(inputs=1, hidden=(), outputs=1, bias=False), TrainingSpec(loss="mae")
    (error,) = check_gradients(Objective(network, training, rows(3, 2), rows(6, 5)), np.array([2.0]), [0])
    assert error.kink is not None
    assert [error.kink.left, error.kink.right] == pytest.approx([-2.5, 0.5])
    assert error.kink.causes == (KinkedUnit("error", 0, layer=0, row=0),)
    l1 = TrainingSpec(loss="mse", l1=0.25)
    (weight,) = check_gradients(Objective(network, l1, rows(1.0), rows(0.0)), np.array([0.0]), [0])
    assert weight.kink is not None
    assert [weight.kink.left, weight.kink.right] == pytest.approx([-0.25, 0.25])
    assert weight.kink.causes == (KinkedUnit("weight", 0),)


def test_a_unit_at_0_whose_slope_goes_nowhere_is_no_kink() -> None:
    objective = Objective(*one_neuron(), rows(2.0), rows(1.0))
    (check,) = check_gradients(objective, np.array([0.0, 0.0]), [0])
    assert check.kink is None
    assert check.difference == 0


def test_the_step_is_narrowed_where_a_kink_is_near() -> None:
    objective = Objective(*one_neuron(), rows(2.0), rows(1.0))
    (check,) = check_gradients(objective, np.array([1e-6, 1.0]), [0])
    assert check.kink is None
    assert check.step < 1e-6
    assert check.difference == pytest.approx(check.autograd, abs=1e-6)


def test_penalties_are_part_of_the_gradient_and_told_apart() -> None:
    objective = Objective(*one_neuron(l2=0.5), rows(2.0), rows(1.0))
    (check,) = check_gradients(objective, np.array([0.5, 2.0]), [1])
    assert check.penalty == pytest.approx(1.0)
    assert check.autograd == pytest.approx(2 * (2 - 1) * 1 + 1.0)
    assert check.penalty_loss == pytest.approx(0.25 * (0.25 + 4))


def test_the_units_of_a_kink_are_found_in_any_layer_and_row() -> None:
    network = NetworkSpec(inputs=1, hidden=(2, 2), outputs=2, activation="relu", output_activation="relu")
    training = TrainingSpec(loss="mae", l1=0.1)
    objective = Objective(network, training, rows(1, 1, 1), np.zeros((3, 2), np.float32))
    bits = 3 * 2 + 3 * 2 + 3 * 2 + 3 * 2 + network.parameters
    for bit, unit in (
        (3, KinkedUnit("neuron", 1, 0, 1)),
        (6 + 4, KinkedUnit("neuron", 0, 1, 2)),
        (12 + 5, KinkedUnit("neuron", 1, 2, 2)),
        (18 + 2, KinkedUnit("error", 0, 2, 1)),
        (24 + 6, KinkedUnit("weight", 6)),
    ):
        marked = np.zeros(bits, np.bool_)
        marked[bit] = True
        assert objective.units_between(np.packbits(marked), np.packbits(~marked & marked), 5) == [unit]
