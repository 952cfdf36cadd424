"""The tutorial's numbers, against an independent transcription of the lesson."""

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from torch import Tensor

from nntui.model.trace import trace
from nntui.training.loop import train
from nntui.training.trainer import Trainer
from tests.training.samples import TUTORIAL_NETWORK, TUTORIAL_TRAINING, builtin

STEPS = 1_000


def lesson(seed: int, dtype: torch.dtype) -> tuple[list[float], Tensor, Tensor]:
    """The lesson by hand: the loss before each of its steps, and the weights after the last."""
    generator = torch.Generator().manual_seed(seed)
    w1 = torch.randn(2, 3, generator=generator).to(dtype)
    w2 = torch.randn(3, 1, generator=generator).to(dtype)
    x = torch.tensor([[2, 9], [1, 5], [3, 6]], dtype=dtype)
    y = torch.tensor([[92], [100], [89]], dtype=dtype)
    x = x / x.max(dim=0).values
    y = y / 100
    losses = []
    for _ in range(STEPS):
        z2 = torch.sigmoid(x @ w1)
        o = torch.sigmoid(z2 @ w2)
        losses.append(torch.mean((y - o) ** 2).item())
        o_error = y - o
        o_delta = o_error * (o * (1 - o))
        z2_error = o_delta @ w2.T
        z2_delta = z2_error * (z2 * (1 - z2))
        w1 = w1 + x.T @ z2_delta
        w2 = w2 + z2.T @ o_delta
    return losses, w1, w2


def ours(seed: int) -> tuple[list[float], Trainer]:
    """The displayed losses of epochs 0 to 999, and the trainer after 1,000."""
    losses: list[float] = []
    network = replace(TUTORIAL_NETWORK, seed=seed)
    trainer = Trainer(network, TUTORIAL_TRAINING, builtin("tutorial"), sink=lambda block: losses.extend(block.train))
    for _ in train(trainer, STEPS):
        pass
    return losses[:STEPS], trainer


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_losses_and_the_weights_are_the_lessons(seed: int) -> None:
    losses, trainer = ours(seed)
    expected, w1, w2 = lesson(seed, torch.float32)
    np.testing.assert_allclose(losses, expected, rtol=1e-6)
    weights = torch.cat([w1.flatten(), w2.flatten()]).numpy()
    assert np.array_equal(trainer.checkpoint().weights, weights)


@pytest.mark.parametrize("seed", range(5))
def test_the_lesson_in_double_precision_differs_only_by_single_precisions_rounding(seed: int) -> None:
    np.testing.assert_allclose(ours(seed)[0], lesson(seed, torch.float64)[0], rtol=1e-5)


def test_the_trained_network_answers_the_lessons_query() -> None:
    _, trainer = ours(0)
    _, w1, w2 = lesson(0, torch.float32)
    query = torch.tensor([[0.5, 1.0]])
    expected = torch.sigmoid(torch.sigmoid(query @ w1) @ w2)
    answer = trace(TUTORIAL_NETWORK, trainer.checkpoint().weights, query.numpy()).outputs
    assert np.array_equal(answer, expected.numpy())
