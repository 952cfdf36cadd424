"""``nntui train --find-rate``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Call


def test_rates_are_tried_and_one_is_suggested_and_nothing_is_trained(nntui: Call) -> None:
    told = nntui("train", "iris", "--find-rate", "--engine", "autograd")
    assert told.exit_code == 0
    assert told.stdout.startswith("rate 1e-06: loss ")
    value = json.loads(nntui("train", "iris", "--find-rate", "--engine", "autograd", "--json").stdout)
    assert f"Suggested: {value['suggested']:g}." in told.stdout
    assert len(value["rates"]) == len(value["losses"]) > 50
    assert value["rate"] == 0.01
    assert value["rises_from"] > value["suggested"]
    assert value["reason"] in told.stdout
    refused = nntui("train", "iris", "--find-rate", "--out", "x.nntui")
    assert refused.exit_code == 2
    assert "--find-rate trains nothing" in refused.stderr
