"""The numbers of one update on a sample of rows, by torch: where torch trains the network."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from nntui.model.activations import ACTIVATIONS
from nntui.model.trace import through_activation
from nntui.training.health.steps import ProbedStep
from nntui.training.losses import LOSSES
from nntui.training.textbook import single_batch, take_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec
    from nntui.training.health.steps import Rows
    from nntui.training.records import KeptMoment
    from nntui.training.spec import TrainingSpec
    from nntui.training.textbook import WorkedStep


def step_of_torch(
    network: NetworkSpec, training: TrainingSpec, rows: Rows, moment: KeptMoment, updates_per_epoch: int
) -> ProbedStep:
    """See ``steps.step_of_kernel``."""
    with _own_threads():
        batch = single_batch(network, training, rows, moment, dropped=False, updates_per_epoch=updates_per_epoch)
        memory = {name: torch.tensor(each) for name, each in moment.optimizer.items()}
        step = take_step(network, training, batch, torch.tensor(moment.weights), memory)
        return ProbedStep(
            pre_activations=tuple(z.numpy() for z in step.forward.pre_activations),
            slopes=tuple(_slopes(network, step, layer) for layer in range(len(network.shapes))),
            outputs=step.forward.outputs.numpy(),
            before=moment.weights,
            gradient=step.gradient.numpy(),
            after=step.after.numpy(),
        )


def terms_of_torch(loss: str, predictions: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float64]:
    """The terms of ``loss``, float64."""
    terms = LOSSES[loss].terms(torch.tensor(predictions), torch.tensor(targets, dtype=torch.float64))
    return np.asarray(terms.double().numpy())


def _slopes(network: NetworkSpec, step: WorkedStep, layer: int) -> NDArray[np.floating] | None:
    name = network.activation_of(layer)
    if ACTIVATIONS[name].output_only:
        return None
    z = step.forward.pre_activations[layer]
    slopes: NDArray[np.floating] = through_activation(name, step.forward, layer, torch.ones_like(z)).detach().numpy()
    return slopes


@contextmanager
def _own_threads() -> Iterator[None]:
    """Leave the number of torch's threads as it was: it decides the last bits of what is trained in this thread."""
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
