"""The facts that ``nntui doctor`` prints about a machine."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import TYPE_CHECKING

import numba
import pytest

from tests import preloaded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each engine is measured for a moment only."""
    monkeypatch.setattr("nntui.cli.doctor.MOMENT", 0.05)
    monkeypatch.setattr("nntui.cli.doctor.WARMING", 0.01)


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


@pytest.mark.parametrize("place", ["/proc/nope", "/dev/null/nope", "file"])
def test_a_cache_that_cannot_be_written_is_tried_and_told(
    nntui: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr("nntui.training.kernel.warm.folder", lambda: tmp_path / place / "train-123")
    folders = json.loads(nntui("doctor", "--json").stdout)["folders"]
    assert folders["cache"] == str(tmp_path / place)
    assert folders["cache_writable"] is False


def test_a_cache_that_others_may_write_in_is_reported(
    nntui: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    folders = json.loads(nntui("doctor", "--json").stdout)["folders"]
    assert folders["cache_unused"] == f"other users may write in {tmp_path}"


NOBODY = """
import pwd
def unknown(_): raise KeyError("uid not found")
pwd.getpwuid = unknown
"""


def test_it_all_works_without_a_home_and_for_a_user_whom_the_system_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    homes = {"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "USER", "LOGNAME", "LNAME", "USERNAME"}
    environment = {name: value for name, value in os.environ.items() if name not in homes}
    call = partial(preloaded.nntui, environment=environment | {"TMPDIR": str(tmp_path)}, before=NOBODY)
    call("train", "cars", "--epochs", "1", "--engine", "autograd", "--out", "cars.nntui").check_returncode()
    folders = json.loads(call("doctor", "--json").stdout)["folders"]
    assert folders["cache_writable"] is True
    assert folders["config"].startswith(str(tmp_path))
    assert folders["state"].startswith(str(tmp_path))
    assert (tmp_path / f"nntui-{os.geteuid()}").stat().st_mode & 0o077 == 0


def test_people_read_it_by_subject(nntui: Call) -> None:
    lines = nntui("doctor").stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "versions",
        "machine",
        "terminal",
        "speed",
        "engine",
        "folders",
        "configuration",
    ]
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines if line.startswith(" "))
