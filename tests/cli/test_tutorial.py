"""The tutorial's numbers, against the lesson written down once more in plain torch (DESIGN section 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from nntui.session.store.file import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

STEPS = 1000


def lesson(seed: int, steps: int = STEPS) -> tuple[list[float], torch.Tensor, torch.Tensor]:
    """The loss before each step, and the weights after the last."""
    x = torch.tensor([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]])
    y = torch.tensor([[92.0], [100.0], [89.0]]) / 100
    x = x / torch.max(x, 0)[0]
    generator = torch.Generator().manual_seed(seed)
    w1 = torch.randn(2, 3, generator=generator)
    w2 = torch.randn(3, 1, generator=generator)
    losses = []
    for _ in range(steps):
        z2 = torch.sigmoid(x @ w1)
        o = torch.sigmoid(z2 @ w2)
        losses.append(torch.mean((y - o) ** 2).item())
        o_delta = (y - o) * (o * (1 - o))
        z2_delta = (o_delta @ w2.T) * (z2 * (1 - z2))
        w1 = w1 + x.T @ z2_delta
        w2 = w2 + z2.T @ o_delta
    return losses, w1, w2


def answer(w1: torch.Tensor, w2: torch.Tensor, query: list[float]) -> float:
    return torch.sigmoid(torch.sigmoid(torch.tensor([query]) @ w1) @ w2).item()


def logged(text: str) -> list[float]:
    """The losses of the ``#i Loss: x`` lines, which must be numbered from 0."""
    lines = [line for line in text.splitlines() if line.startswith("#")]
    assert [line.split(" Loss: ")[0] for line in lines] == [f"#{i}" for i in range(len(lines))]
    return [float(line.split(" Loss: ")[1]) for line in lines]


@pytest.mark.parametrize("seed", [0, 1, 2, 42, 2**40])
def test_the_losses_of_any_seed_are_the_lessons(nntui: Call, seed: int) -> None:
    result = nntui("train", "tutorial", "--seed", str(seed), "--epochs", "1000", "--json")
    *losses, after_the_last = lesson(seed, STEPS + 1)[0]
    assert result.exit_code == 0
    assert logged(result.stderr) == pytest.approx(losses, rel=1e-6)
    told = json.loads(result.stdout)
    assert told["loss"] == {"train": pytest.approx(after_the_last, rel=1e-6), "validation": None}
    assert (told["epochs"], told["network"], told["seed"]) == (1000, [2, 3, 1], seed)


def test_training_prints_the_losses_and_the_prediction_and_nothing_else(nntui: Call) -> None:
    result = nntui("train", "tutorial")
    losses, w1, w2 = lesson(0)
    assert result.stderr == ""
    assert logged(result.stdout) == pytest.approx(losses, rel=1e-6)
    after = result.stdout.splitlines()[STEPS:]
    own, trained = answer(w1, w2, [0.5, 1.0]), answer(w1, w2, [4 / 3, 8 / 9])
    assert [line.strip() for line in after] == [
        "Prediction for age 4, weight 8",
        "As the lesson scales the question, divided by its own largest value, 8:",
        "scaled input: 0.5, 1",
        f"scaled output: {own:.7g}",
        f"speed: {100 * own:.6g}",
        "As the table was scaled in training (age by 3, weight by 9), which is the one to trust:",
        "scaled input: 1.333333, 0.8888889",
        f"scaled output: {trained:.7g}",
        f"speed: {100 * trained:.6g}",
    ]


def test_losses_are_printed_so_that_they_read_back_exactly(nntui: Call) -> None:
    printed = [line.split()[-1] for line in nntui("train", "tutorial", "--epochs", "50").stdout.splitlines()[:50]]
    assert all(repr(float(text)) == text for text in printed)


def test_the_saved_session_holds_the_weights_and_predicts_both_ways(nntui: Call, here: Path) -> None:
    result = nntui("train", "tutorial", "--seed", "7", "--quiet", "--out", "t.nntui")
    assert result.stdout.splitlines()[0] == "Saved t.nntui"
    _, w1, w2 = lesson(7)
    kept = load(here / "t.nntui").checkpoint
    assert kept is not None
    flat = torch.cat([w1.flatten(), w2.flatten()]).numpy()
    np.testing.assert_allclose(kept.weights, flat, rtol=1e-4, atol=1e-5)

    told = json.loads(nntui("predict", "t.nntui", "--json").stdout)
    assert told == {
        "predictions": [{"speed": pytest.approx(100 * answer(w1, w2, [0.5, 1.0]), rel=1e-5)}],
        "warnings": ["age: 4 is outside 1 to 3, the range trained on"],
        "trained_scaling_predictions": [{"speed": pytest.approx(100 * answer(w1, w2, [4 / 3, 8 / 9]), rel=1e-5)}],
    }
    asked = json.loads(nntui("predict", "t.nntui", "--set", "age=4", "--set", "weight=8", "--json").stdout)
    assert asked == told


@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_half_now_and_half_later_is_the_whole_bit_for_bit(nntui: Call, here: Path, engine: str) -> None:
    words = ("--engine", engine, "--quiet")
    nntui("train", "tutorial", "--epochs", "1000", "--out", "whole.nntui", *words)
    nntui("train", "tutorial", "--epochs", "500", "--out", "half.nntui", *words)
    nntui("train", "half.nntui", "--epochs", "1000", "--out", "both.nntui", *words)
    whole, both = load(here / "whole.nntui").checkpoint, load(here / "both.nntui").checkpoint
    assert whole is not None
    assert both is not None
    assert whole.weights.tobytes() == both.weights.tobytes()
    assert whole.best.tobytes() == both.best.tobytes()
    assert whole.curve.train.tobytes() == both.curve.train.tobytes()
    assert (whole.epoch, whole.best_loss) == (both.epoch, both.best_loss)
