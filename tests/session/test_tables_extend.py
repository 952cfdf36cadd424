"""One record in a table from outside is all that a walk needs; what cannot be written as a script is refused."""

from typing import Any

import pytest
from torch import Tensor

from nntui.errors import DataError
from nntui.model.activations import ACTIVATIONS, Activation
from nntui.session.export.worked import walk_script
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.walk import walk_of
from nntui.training.losses import LOSSES, LossFunction
from nntui.training.optimisers import OPTIMISERS, Optimiser


def quartic(o: Tensor, y: Tensor) -> Tensor:
    return (o - y) ** 4


ADDED: list[tuple[str, dict[str, Any], object]] = [
    ("activation", ACTIVATIONS, Activation("z times its sigmoid", lambda z: z * z.sigmoid())),
    ("optimizer", OPTIMISERS, Optimiser("a step", "w -= rate g", lambda step: step.weights.sub_(step.gradient))),
    ("loss", LOSSES, LossFunction("mean of (o - y)^4", lambda o, y: quartic(o, y).mean(), quartic)),
]


@pytest.mark.parametrize(("setting", "table", "record"), ADDED, ids=[setting for setting, *_ in ADDED])
def test_a_walk_shows_an_added_record_and_its_script_is_refused_in_one_line(
    setting: str, table: dict[str, Any], record: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(table, "added", record)
    changed: dict[str, Any] = {setting: "added"}
    walk = walk_of(open_source("cars", Options(hidden=(4,), batch=8, **changed)))
    assert all(walk.address(index) for index in range(len(walk)))
    with pytest.raises(DataError, match="added cannot be written as a script; export the weights instead"):
        walk_script(walk)
