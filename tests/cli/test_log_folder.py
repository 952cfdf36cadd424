"""``train --log``: what other programs can follow, whole on every way of ending."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui import __version__
from nntui.cli.log_folder import LogFolder
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.watching.log_folder import CONFIG, METRICS, SUMMARY
from nntui.training.records import Losses

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / METRICS).read_text().splitlines()]


def test_a_training_leaves_its_settings_its_losses_and_its_result(nntui: Call, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "run"
    done = nntui("train", "iris", "--epochs", "7", "--hidden", "3", "--json", "--log", str(folder))
    assert done.exit_code == 0
    config = json.loads((folder / CONFIG).read_text())
    assert config["network"] == [4, 3, 3]
    assert (config["nntui"], config["epochs"], config["begins_at_epoch"]) == (__version__, 7, 0)
    first, *lines = lines_of(folder)
    assert first["schema"] == "nntui-metrics-1"
    assert all(list(line) == list(first["fields"]) for line in lines)
    summary = json.loads((folder / SUMMARY).read_text())
    assert (summary["ended"], summary["exit_status"]) == ("done", 0)
    assert summary["result"] == json.loads(done.stdout)
    assert lines[-1]["epoch"] == 7
    assert lines[-1]["train_loss"] == summary["result"]["loss"]["train"]
    assert {path.name for path in folder.iterdir()} == {CONFIG, METRICS, SUMMARY}


def test_an_earlier_log_is_kept(nntui: Call, tmp_path: Path) -> None:
    for number in range(3):
        done = nntui("train", "xor", "--epochs", "1", "--quiet", "--log", str(tmp_path))
        kept = f"the files of an earlier training are kept as metrics.jsonl.{number} and so on"
        assert (kept in done.stderr) == bool(number)
    names = {f"{name}{end}" for name in (CONFIG, METRICS, SUMMARY) for end in ("", ".1", ".2")}
    assert {path.name for path in tmp_path.iterdir()} == names


def test_divergence_and_interruption_have_a_summary(
    nntui: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nntui("train", "cars", "--lr", "1e30", "--optimizer", "sgd", "--epochs", "9", "--log", str(tmp_path))
    summary = json.loads((tmp_path / SUMMARY).read_text())
    assert (summary["ended"], summary["exit_status"]) == ("failed", 1)
    real = LogFolder.take

    def stopped(log: LogFolder, losses: Losses) -> None:
        real(log, losses)
        if losses.epochs[-1]:  # the loss before the first update comes before there is anything to interrupt
            signal.raise_signal(signal.SIGTERM)  # SIGINT is ignored in the background jobs of a shell

    monkeypatch.setattr(LogFolder, "take", stopped)
    assert nntui("train", "xor", "--epochs", "1000000", "--log", str(tmp_path)).exit_code == 130
    summary = json.loads((tmp_path / SUMMARY).read_text())
    assert (summary["ended"], summary["exit_status"]) == ("interrupted", 130)


def block(epoch: int) -> Losses:
    numbers = np.array([float(epoch)])
    return Losses(np.array([epoch]), numbers, numbers * np.nan, numbers)


def test_at_most_ten_lines_a_second_are_written_and_the_last_one_is_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("nntui.cli.log_folder.time.monotonic", lambda: now[0])
    log = LogFolder(tmp_path, open_source("xor", Options()), "xor")
    for epoch in range(100):
        now[0] = epoch * 0.03
        log.take(block(epoch))
    log.end("done", 0, {})
    epochs = [line["epoch"] for line in lines_of(tmp_path)[1:]]
    assert epochs == [*range(0, 100, 4), 99]
    assert lines_of(tmp_path)[1]["validation_loss"] is None


def test_a_fault_has_a_summary_too(tmp_path: Path) -> None:
    def fail() -> None:
        with LogFolder(tmp_path, open_source("xor", Options()), "xor"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert json.loads((tmp_path / SUMMARY).read_text())["ended"] == "interrupted"


def test_a_full_disk_ends_the_log_and_not_the_training(
    nntui: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nntui.cli.log_folder.os.write", full)
    done = nntui("train", "xor", "--epochs", "3", "--quiet", "--log", str(tmp_path))
    assert done.exit_code == 0
    assert done.stderr.count("No space left on device; training continues without it") == 1


@pytest.mark.parametrize("place", ["/proc/nntui", "file/run"])
def test_a_folder_that_cannot_be_written_is_refused_before_training(nntui: Call, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    done = nntui("train", "xor", "--log", str(tmp_path / place))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"nntui: --log {tmp_path / place}: cannot be written: ")
