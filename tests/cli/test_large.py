"""``nntui train`` on a table that is larger than memory: all its rows, part by part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nntui.errors import LargeTableError
from nntui.session.large import sampling
from nntui.session.store.file import load
from tests.large import written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

QUICK = ("--epochs", "4", "--quiet", "--schedule", "constant")


pytestmark = pytest.mark.usefixtures("shipped_recipes")


@pytest.fixture
def parts(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three files of 100 rows, and samples of 80."""
    monkeypatch.setattr(sampling, "SAMPLE_ROWS", 80)
    return written(here / "parts", "csv")


def test_it_is_the_same_each_time_and_goes_on_exactly(nntui: Call, parts: Path, here: Path) -> None:
    for source, epochs, out in ("parts", 4, "whole"), ("parts/*.csv", 4, "again"), ("parts", 2, "half"):
        done = nntui("train", source, *QUICK, "--epochs", str(epochs), "--out", f"{out}.nntui")
        assert done.exit_code == 0, done.stderr
    done = nntui("train", "half.nntui", "--epochs", "4", "--quiet", "--out", "half.nntui")
    assert done.exit_code == 0, done.stderr
    whole, *others = (load(here / f"{name}.nntui").checkpoint for name in ("whole", "again", "half"))
    assert whole is not None
    for other in others:
        assert other is not None
        assert np.array_equal(whole.weights, other.weights)
    assert whole.past == ()


def test_its_rows_are_counted(nntui: Call, parts: Path) -> None:
    found = json.loads(nntui("train", "parts", *QUICK, "--json").stdout)
    assert found["rows"] == {"train": 284, "validation": 16, "left_out": 0}
    assert any("sample of 80 of 300 rows" in note for note in found["notes"])


def test_other_files_than_before_are_refused(nntui: Call, parts: Path) -> None:
    nntui("train", "parts", *QUICK, "--out", "a.nntui")
    (parts / "2.csv").rename(parts / "3.csv")
    done = nntui("train", "a.nntui", "--epochs", "9")
    assert done.exit_code == 2
    assert "3.csv is another file now; train on the table as it is now to begin again" in done.stderr


@pytest.mark.parametrize("option", ["--folds=3", "--seeds=2", "--refit"])
def test_what_needs_all_rows_is_refused(nntui: Call, parts: Path, option: str) -> None:
    done = nntui("train", "parts", option)
    assert done.exit_code == 2
    assert "needs all rows in memory, and here they are read part by part; leave it out" in done.stderr


def test_one_file_is_read_in_parts_where_that_is_asked_for(nntui: Call, parts: Path) -> None:
    found = json.loads(nntui("train", "parts/0.csv", "--stream", *QUICK, "--json").stdout)
    assert found["rows"] == {"train": 84, "validation": 16, "left_out": 0}


def test_a_file_that_does_not_fit_in_memory_is_read_in_parts(
    nntui: Call, parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **_options: object) -> None:
        raise LargeTableError("0.csv: about 9 GB of memory are needed to read it, and 1 GB are free")

    monkeypatch.setattr("nntui.session.open.read", refuse)
    found = json.loads(nntui("train", "parts/0.csv", *QUICK, "--json").stdout)
    assert found["rows"] == {"train": 84, "validation": 16, "left_out": 0}
    assert any("a sample of 80 of 100 rows in 1 file" in note for note in found["notes"])
