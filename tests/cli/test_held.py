"""What was frozen or silenced by hand in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.cli.outputs import json_object

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


def test_training_goes_on_with_what_is_frozen_and_silenced_and_says_so(nntui: Call, here: Path) -> None:
    session = open_source("xor", Options(hidden=(3,), epochs=20, engine="autograd"))
    network = replace(session.network, frozen_places=((0, 2), (5, 6)), silenced=((1, 2),))
    save(replace(session, network=network), here / "held.nntui")
    told = json_object(nntui("train", "held.nntui", "--out", "more.nntui", "--json").stdout)
    assert (told["frozen"], told["silenced"]) == (3, ["h3"])
    more = load(here / "more.nntui")
    assert more.network == network
    assert more.checkpoint is not None
    same = more.checkpoint.weights == more.checkpoint.first
    # Of W1 [2, 3] and b1 [3], the frozen ones and those of the third neuron; then its weight to the output.
    assert np.flatnonzero(same[:9]).tolist() == [0, 1, 2, 5, 8]
    assert same[11]
    assert "13 parameters (3 frozen; h3 silenced), " in nntui("train", "more.nntui", "--epochs", "25").stdout
    assert "frozen" not in json_object(nntui("train", "xor", "--epochs", "1", "--json").stdout)
