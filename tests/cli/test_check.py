"""``nntui check``: gradients three ways, as text and as JSON, of all weights or one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.session.check import every

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


def test_the_gradients_of_all_weights_are_listed_with_the_largest_error_first(nntui: Call, here: Path) -> None:
    text = nntui("check", "tutorial").stdout
    assert "Gradients at epoch 0 over all 3 training rows." in text
    assert "half the sum of the squared errors" in text
    found = json.loads(nntui("check", "tutorial", "--json").stdout)
    assert (found["rows"], found["training_rows"], found["parameters"]) == (3, 3, 9)
    errors = [each["error"] for each in found["weights"]]
    assert errors == sorted(errors, reverse=True)
    assert len(errors) == 9
    assert errors[0] < 1e-10
    assert all(each["kink"] is None for each in found["weights"])
    names = [line.split()[0] for line in text.splitlines() if line.startswith(("W1[", "W2["))]
    assert names == [each["name"] for each in found["weights"]]


def test_one_weight_of_a_trained_session_is_checked(nntui: Call, here: Path, line: Path) -> None:
    nntui("train", "line.csv", "--epochs", "3", "--hidden", "2", "--quiet", "--out", "line.nntui")
    text = nntui("check", "line.nntui", "--weight", "w1[1,2]").stdout
    assert "Gradients at epoch 3" in text
    assert "W1[1,2] is the weight from x to hidden 1 neuron 2" in text
    found = json.loads(nntui("check", "line.nntui", "--weight", "b2[1]", "--json").stdout)
    (weight,) = found["weights"]
    assert (weight["name"], weight["words"]) == ("b2[1]", "bias of y")
    assert weight["autograd"] == pytest.approx(weight["difference"], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("w", "give W1[2,3], b1[3] or scale[2]"),
        ("W1[0,1]", "its parameters are W1[1,1] to W2[3,1]"),
        ("W3[1,1]", "its parameters are"),
        ("W0[1,1]", "its parameters are"),
        ("W1[1]", "its parameters are"),
        ("b1[1,1]", "its parameters are"),
        ("b1[1]", "a 2-3-1 network has none of this name"),
        ("scale[1]", "its parameters are"),
    ],
)
def test_a_weight_that_there_is_not_is_refused_in_a_line(nntui: Call, here: Path, name: str, reason: str) -> None:
    result = nntui("check", "tutorial", "--weight", name)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


def test_parameters_are_drawn_where_all_would_take_too_long(
    nntui: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every, "MOST_WORK", 500_000)
    text = nntui("check", "xor").stdout
    assert "of 65 parameters, drawn at random" in text
