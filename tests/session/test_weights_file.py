"""First weights from files of other programs and other sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from msgspec.structs import replace
from safetensors.numpy import save_file
from torch import nn

from nntui.errors import DataError
from nntui.session.export.formats import EXPORTS
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.store.file import save

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session

SHAPES = [(2, 3), (3,), (3, 1), (1,)]
OWN = {
    name: np.arange(int(np.prod(shape)), dtype=np.float32).reshape(shape)
    for name, shape in zip(("W1", "b1", "W2", "b2"), SHAPES, strict=True)
}


def opened(weights: Path | None = None, **options: Any) -> Session:
    return open_source("xor", Options(hidden=(3,), weights=weights, **options))


@pytest.mark.parametrize("form", ["safetensors", "torch", "session"])
@pytest.mark.parametrize("scaled", [False, True])
def test_what_nntui_writes_gives_the_same_answers(form: str, scaled: bool, tmp_path: Path) -> None:
    session = opened(seed=5, input_scale=scaled)
    path = tmp_path / ("x.nntui" if form == "session" else "x.bin")
    if form == "session":
        save(session, path)
    else:
        path.write_bytes(EXPORTS[form].make(session).content)
    found = opened(path, input_scale=scaled)
    assert np.array_equal(Predictor(found).weights, Predictor(session).weights)
    assert found.checkpoint is None


def test_a_module_of_linear_layers_is_read_in_the_order_of_its_layers(tmp_path: Path) -> None:
    layers = [layer for _ in range(11) for layer in (nn.Linear(2, 2), nn.Tanh())]
    module = nn.Sequential(*layers, nn.Linear(2, 1))
    torch.save(module.state_dict(), tmp_path / "m.pt")
    session = open_source("xor", Options(hidden=(2,) * 11, activation="tanh", weights=tmp_path / "m.pt"))
    inputs = Predictor(session).encoder.encode_inputs(session.table.frame)
    expected = module(torch.from_numpy(inputs)).detach().numpy()
    np.testing.assert_allclose(Predictor(session).outputs(inputs), expected, rtol=1e-5)


def test_what_a_file_lacks_changes_nothing(tmp_path: Path) -> None:
    save_file({name: OWN[name] for name in ("W1", "W2")}, tmp_path / "w")
    flat = Predictor(opened(tmp_path / "w", input_scale=True)).weights
    assert flat.tolist() == [*range(6), 0, 0, 0, *range(3), 0, 1, 1]


REFUSED: dict[str, tuple[dict[str, np.ndarray], dict[str, Any], str]] = {
    "another width": (
        {**OWN, "W1": np.zeros((2, 4), np.float32), "W2": np.zeros((4, 1), np.float32)},
        {},
        "it is a network 2-4-1 and this one 2-3-1: layer 1 has weights of 2 x 4 there, weights of 2 x 3 here",
    ),
    "another depth": (
        {"W1": np.zeros((2, 3), np.float32)},
        {},
        "it is a network 2-3 and this one 2-3-1: layer 2 has nothing there, weights of 3 x 1 here",
    ),
    "other biases": ({**OWN, "b1": np.zeros(2, np.float32)}, {}, "layer 1 has 2 biases, and that of the network 3"),
    "no biases here": (OWN, {"bias": False}, "layer 1 has 3 biases, and that of the network none"),
    "an input scale": (
        {**OWN, "input_scale": np.ones(2, np.float32)},
        {},
        "it has an input scale, and the network has none",
    ),
    "not a number": ({**OWN, "b2": np.full(1, np.nan, np.float32)}, {}, "some of its weights are not finite numbers"),
    "other names": ({**OWN, "gamma": np.ones(2, np.float32)}, {}, "it has tensors of unknown names: gamma"),
    "convolutions": ({"c.weight": np.zeros((1, 2, 3), np.float32)}, {}, "c.weight has 3 dimensions; weights have 2"),
    "a lonely bias": ({"c.bias": np.zeros(3, np.float32)}, {}, "it has a bias without weights"),
    "another layer": ({"c.running_mean": np.zeros(3, np.float32)}, {}, "a tensor c.running_mean, which is neither"),
    "nothing": ({}, {}, "it has no weights"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_weights_of_another_network_are_refused_with_layer_and_shapes(case: str, tmp_path: Path) -> None:
    tensors, options, message = REFUSED[case]
    save_file(tensors, tmp_path / "w.bin")
    with pytest.raises(DataError) as found:
        opened(tmp_path / "w.bin", **options)
    assert str(found.value).startswith("w.bin: ")
    assert message in str(found.value)


@pytest.mark.parametrize("content", [b"", b"PK\3\4nothing", b"hello", b"\xff" * 40, (1 << 40).to_bytes(8, "little")])
def test_a_file_that_holds_no_weights_is_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(content)
    with pytest.raises(DataError, match="w: is no session, safetensors or state dict") as found:
        opened(tmp_path / "w")
    assert "\n" not in str(found.value)


def test_other_things_than_weights_are_refused(tmp_path: Path) -> None:
    torch.save({"W1": torch.zeros(2), "epoch": 3}, tmp_path / "w")
    for path, message in (
        (tmp_path / "w", "holds other things than tensors"),
        (tmp_path / "x", "no such file"),
        (tmp_path, "this is not a file"),
    ):
        with pytest.raises(DataError, match=message):
            opened(path)


def test_first_weights_remain_first_weights(tmp_path: Path) -> None:
    save_file(OWN, tmp_path / "w")
    session = opened(tmp_path / "w")
    save(session, tmp_path / "s.nntui")
    again = open_source(str(tmp_path / "s.nntui"), Options())
    assert replace(again.network, seed=0) == replace(session.network, seed=0)
    assert Predictor(again).weights.tolist() == Predictor(session).weights.tolist()
