"""What ``nntui doctor`` tells of a machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Call


def test_it_tells_how_fast_each_engine_is_and_what_loading_takes(nntui: Call) -> None:
    told = json.loads(nntui("doctor", "--json").stdout)
    assert told["engine"]["fused"] == "compiled"
    assert told["speed"]["fused_epochs_per_s"] > told["speed"]["autograd_epochs_per_s"] > 0
    assert {"torch_loads_in_s", "textual_loads_in_s", "polars_loads_in_s", "numba_loads_in_s"} < told["speed"].keys()


def test_a_kernel_that_is_not_compiled_yet_is_not_waited_for(nntui: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.training.kernel.warm.is_compiled", lambda: False)
    told = json.loads(nntui("doctor", "--json").stdout)
    assert told["engine"]["fused"] == "not compiled yet"
    assert told["speed"]["fused_epochs_per_s"] is None
    assert told["speed"]["autograd_epochs_per_s"] > 0


def test_people_read_it_by_subject(nntui: Call) -> None:
    lines = nntui("doctor").stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "versions",
        "machine",
        "terminal",
        "speed",
        "engine",
        "folders",
    ]
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines if line.startswith(" "))
