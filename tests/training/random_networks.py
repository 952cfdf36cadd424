"""Random small networks, with settings, rows and weights, over everything that goes together."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.model.activations import hidden_activations
from nntui.model.network import Network
from nntui.model.spec import NetworkSpec
from nntui.training.losses import LOSSES
from nntui.training.spec import TrainingSpec
from tests.training.samples import OUTPUTS, random_arrays


class RandomNetwork(NamedTuple):
    """A network, how it is trained, rows, and weights away from the first ones."""

    network: NetworkSpec
    training: TrainingSpec
    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]


def random_network(seed: int) -> RandomNetwork:
    """Network number ``seed``."""
    numbers = np.random.default_rng(seed)
    loss = str(numbers.choice(list(LOSSES)))
    outputs = int(numbers.integers(2, 4)) if loss == "cross-entropy" else int(numbers.integers(1, 3))
    inputs, hidden = int(numbers.integers(1, 4)), tuple(map(int, numbers.integers(1, 5, int(numbers.integers(0, 4)))))
    network = NetworkSpec(
        inputs=inputs,
        hidden=hidden,
        outputs=outputs,
        layer_activations=tuple(map(str, numbers.choice(hidden_activations(), len(hidden)))),
        output_activation=str(numbers.choice(OUTPUTS[loss])),
        bias=bool(numbers.random() < 0.8),
        layer_biases=tuple(map(bool, numbers.integers(0, 2, len(hidden) + 1))) if numbers.random() < 0.3 else (),
        input_scale=bool(numbers.random() < 0.3),
        init="torch",
        seed=seed,
    )
    training = TrainingSpec(
        loss=loss,
        optimizer=str(numbers.choice(["sgd", "adam"])),
        l1=float(numbers.choice([0, 0.01])),
        l2=float(numbers.choice([0, 0.02])),
        l2_bias=float(numbers.choice([0, 0.03])),
        label_smoothing=float(numbers.choice([0, 0.1])),
    )
    rows = random_arrays(int(numbers.integers(1, 9)), network.inputs, outputs, seed=seed)
    weights = Network(network).flat.numpy() + numbers.normal(0, 0.3, network.parameters)
    return RandomNetwork(network, training, rows.inputs, rows.targets, weights.astype(np.float32))
