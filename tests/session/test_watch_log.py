"""A folder of losses as it is followed: what is torn, begins anew, ends, dies, or is no log at all."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from nntui.session.watching import log_folder, metrics
from nntui.session.watching.log_folder import CONFIG, METRICS, SUMMARY, FollowedLog, LogFolderReader

README = Path(__file__).parents[2] / "README.md"


def line(epoch: int, loss: float = 1.0, **more: object) -> str:
    return json.dumps({"epoch": epoch, "train_loss": loss, **more}) + "\n"


def write(folder: Path, name: str, value: object) -> None:
    (folder / name).write_text(json.dumps(value))


def epochs(found: FollowedLog) -> list[int]:
    return [] if found.snapshot is None else found.snapshot.curve.epochs.tolist()


def test_the_ten_lines_of_the_readme_write_a_folder_that_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = re.search(r"<!-- log -->\n```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    assert found is not None
    code = found[1]
    assert len([each for each in code.splitlines() if each]) == 10
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    write(tmp_path / "run1", SUMMARY, {"ended": "done"})
    followed = LogFolderReader(tmp_path / "run1").look()
    assert (followed.name, followed.ended, epochs(followed)) == ("run1", "done", list(range(200)))
    assert followed.snapshot is not None
    assert followed.snapshot.train_loss < followed.snapshot.curve.train[0]
    assert followed.snapshot.state == "finished"


def test_it_waits_for_a_folder_and_its_losses_and_reads_lines_once_they_are_whole(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    reader = LogFolderReader(folder)
    assert reader.look().fault == f"waiting for {folder}"
    folder.mkdir()
    assert reader.look().fault.startswith(f"waiting for {METRICS} in ")
    first, second = line(1), line(2, 0.5, validation_loss=0.7, seconds=0.1, accuracy=0.9)
    (folder / METRICS).write_text('{"schema": "nntui-metrics-1"}\n' + first + second[:9])
    found = reader.look()
    assert (epochs(found), found.fault, found.scores) == ([1], "", ())
    assert reader.look() is found
    with (folder / METRICS).open("a") as file:
        file.write(second[9:])
    found = reader.look()
    assert (epochs(found), found.scores) == ([1, 2], (("accuracy", 0.9),))
    assert found.snapshot is not None
    assert (found.snapshot.validation_loss, found.snapshot.best_epoch, found.snapshot.state) == (0.7, 2, "training")


def replaced(file: Path) -> None:
    file.rename(file.with_name("metrics.jsonl.1"))
    file.write_text(line(0) + line(1))


def cut_off(file: Path) -> None:
    file.write_text(line(0) + line(1))


def written_over(file: Path) -> None:
    file.write_text("".join(line(epoch, 2.0) for epoch in (0, 1)) + " " * 1_000)


@pytest.mark.parametrize("change", [replaced, cut_off, written_over])
def test_a_log_that_begins_anew_is_read_anew(tmp_path: Path, change: Any) -> None:
    (tmp_path / METRICS).write_text("".join(line(epoch) for epoch in range(10, 20)))
    reader = LogFolderReader(tmp_path)
    before = reader.look()
    assert epochs(before) == list(range(10, 20))
    change(tmp_path / METRICS)
    after = reader.look()
    assert epochs(after) == [0, 1]
    assert after.begun == before.begun + 1


def test_a_training_that_goes_on_from_an_earlier_epoch_takes_the_place_of_what_came_after_it(tmp_path: Path) -> None:
    (tmp_path / METRICS).write_text("".join(line(epoch) for epoch in (0, 1, 2, 3, 4, 2, 3)))
    assert epochs(LogFolderReader(tmp_path).look()) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("summary", "ended", "state"),
    [
        ({"ended": "done", "result": {"stopped": "epochs"}}, "done: epochs", "finished"),
        ({"ended": "failed", "result": {"reason": "no\x1b[2J"}}, "failed: no␛[2J", "failed"),
        ({"ended": "interrupted"}, "interrupted", "paused"),
        ({"ended": "interrupted", "result": {"stopped": "interrupted"}}, "interrupted", "paused"),
        ({"ended": 3}, "", "training"),
        ([], "", "training"),
    ],
)
def test_a_summary_says_how_it_ended(tmp_path: Path, summary: object, ended: str, state: str) -> None:
    (tmp_path / METRICS).write_text(line(1))
    write(tmp_path, SUMMARY, summary)
    found = LogFolderReader(tmp_path).look()
    assert found.snapshot is not None
    assert (found.ended, found.snapshot.state) == (ended, state)


def test_the_summary_of_an_earlier_training_is_not_that_of_this_one(tmp_path: Path) -> None:
    write(tmp_path, SUMMARY, {"ended": "done"})
    os.utime(tmp_path / SUMMARY, (0, 0))
    (tmp_path / METRICS).write_text(line(1))
    assert LogFolderReader(tmp_path).look().ended == ""


@pytest.mark.parametrize(
    ("process", "dead"),
    [(2**22 + 5, True), (os.getpid(), False), (1, False), (-1, False)],
    ids=["dead", "own", "first", "none"],
)
def test_the_death_of_its_process_is_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: int, dead: bool
) -> None:
    monkeypatch.setattr(log_folder, "GRACE", -1.0)
    write(
        tmp_path,
        CONFIG,
        {"name": "cars", "network": [6, 4, 1], "epochs": 50, "process": process, "host": socket.gethostname()},
    )
    (tmp_path / METRICS).write_text(line(1))
    found = LogFolderReader(tmp_path).look()
    assert (found.name, found.network, found.goal) == ("cars", "6-4-1", 50)
    assert found.ended == (f"its process, {process}, has died" if dead else "")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00" * 100,
        b"[" * 60_000 + b"\n",
        b'{"epoch": 1e999, "train_loss": 1}\n{"epoch": ' + b"9" * 5_000 + b', "train_loss": 1}\n',
        b'{"epoch": -1, "train_loss": 1}\n{"epoch": true, "train_loss": 1}\n{"epoch": "1", "train_loss": 1}\n',
        b'{"epoch": 1}\n{"train_loss": 1}\n{"epoch": 1, "train_loss": NaN}\n{"epoch": 1, "train_loss": "low"}\nnull\n',
        b'{"epoch": 1, "train_loss": 1, "x": "' + b"y" * 200_000 + b'"}\n',
        b"\n" * 1_000,
        b"x" * 300_000,
    ],
    ids=["bytes", "nested", "huge", "kinds", "missing", "long", "empty", "endless"],
)
def test_what_is_no_line_of_losses_is_passed_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / METRICS).write_bytes(content + b"\n" + line(7).encode())
    write(tmp_path, CONFIG, {"name": ["no"], "network": [1] * 100, "epochs": -5, "process": "x", "host": 3})
    found = LogFolderReader(tmp_path).look()
    assert (epochs(found), found.name, found.network, found.goal, found.ended) == ([7], tmp_path.name, "", 0, "")


@pytest.mark.parametrize("kind", ["pipe", "folder", "link"])
def test_metrics_that_are_no_plain_file_are_named_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    place = tmp_path / METRICS
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case _:
            place.symlink_to(place)
    assert "cannot be read" in LogFolderReader(tmp_path).look().fault


def test_a_place_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is not a folder" in LogFolderReader(tmp_path / "file").look().fault


def test_a_read_only_folder_is_followed_and_nothing_is_written_in_it(tmp_path: Path) -> None:
    (tmp_path / METRICS).write_text(line(3))
    tmp_path.chmod(0o500)
    try:
        assert epochs(LogFolderReader(tmp_path).look()) == [3]
        assert [path.name for path in tmp_path.iterdir()] == [METRICS]
    finally:
        tmp_path.chmod(0o700)


def test_a_long_training_is_thinned_and_its_newest_losses_are_kept(tmp_path: Path) -> None:
    count = 3 * metrics.MOST_POINTS
    (tmp_path / METRICS).write_text("".join(line(epoch) for epoch in range(count)))
    found = epochs(LogFolderReader(tmp_path).look())
    assert len(found) <= metrics.MOST_POINTS + 1
    assert found[0] == 0
    assert found[-metrics.DENSE // 2 :] == list(range(count - metrics.DENSE // 2, count))
