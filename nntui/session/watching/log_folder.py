"""A folder of ``train --log``, or of any other program that writes such files, as it is followed by ``nntui watch``."""

from __future__ import annotations

import json
import math
import os
import socket
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.files.atomic import FileStamp
from nntui.safe_text import one_line
from nntui.session.watching.metrics import MetricsFile, losses_of
from nntui.training.records import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.watching.metrics import Point
    from nntui.training.records import RunState

CONFIG, METRICS, SUMMARY = "config.json", "metrics.jsonl", "summary.json"
MOST_LOOKS = 8
"""Pieces of the metrics that are read at one look; what is left of a large file comes at the next."""
LARGEST = 1 << 20
"""Bytes of the other two files that are read."""
LONGEST = 60
"""Characters of a name that are shown."""
ENDED: dict[str, RunState] = {"done": "finished", "failed": "failed", "interrupted": "paused"}


@dataclass(frozen=True, slots=True)
class FollowedLog:
    """What a folder says of a training: its ``name``, ``network`` and ``goal`` in epochs (0: unknown).

    ``snapshot`` has the losses, and no weights; None before there are any. ``scores`` are further numbers of the last
    line. ``begun`` counts the trainings seen. ``ended`` says in words how the training has ended, "" if it has not;
    ``fault`` why the folder cannot be read, or that it is not there yet.
    """

    name: str
    network: str = ""
    goal: int = 0
    snapshot: Snapshot | None = None
    scores: tuple[tuple[str, float], ...] = ()
    begun: int = 0
    ended: str = ""
    fault: str = ""


class LogFolderReader:
    """Reads the ``folder`` again at each ``look``, which is for one thread at a time, and writes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._metrics = MetricsFile(folder / METRICS)
        self._stamps: dict[str, FileStamp] = {}
        self._contents: dict[str, dict[str, object]] = {}
        self._shown: tuple[object, FollowedLog] | None = None

    def look(self) -> FollowedLog:
        """What the folder says now: the same object while nothing is new."""
        fault = ""
        if not self._folder.is_dir():
            there = os.path.lexists(self._folder)
            fault = f"{self._folder} is not a folder" if there else f"waiting for {one_line(str(self._folder), 200)}"
        try:
            for _ in range(0 if fault else MOST_LOOKS):
                if not self._metrics.look():
                    break
        except FileNotFoundError:
            fault = f"waiting for {METRICS} in {one_line(str(self._folder), 200)}"
        except OSError as error:
            fault = f"{self._folder / METRICS}: cannot be read: {error.strerror or error}"
        config, summary = self._read(CONFIG), self._read(SUMMARY)
        ended = self._ended(config, summary)
        points = self._metrics.points
        key = (fault, id(config), id(summary), ended, points[-1] if points else None, self._metrics.begun)
        if self._shown is None or self._shown[0] != key:
            self._shown = key, self._followed(config, fault, ended)
        return self._shown[1]

    def _followed(self, config: dict[str, object], fault: str, ended: str) -> FollowedLog:
        points = self._metrics.points
        goal = config.get("epochs")
        sizes = config.get("network")
        named = isinstance(sizes, list) and len(sizes) <= 20 and all(type(each) is int for each in sizes)
        name = config.get("name")
        return FollowedLog(
            name=one_line(name if isinstance(name, str) and name else self._folder.name, LONGEST),
            network="-".join(map(str, sizes)) if named and isinstance(sizes, list) else "",
            goal=goal if type(goal) is int and 0 < goal < 10**12 else 0,
            snapshot=snapshot_of_log(points, ENDED.get(ended.partition(":")[0], "failed") if ended else "training"),
            scores=points[-1].scores if points else (),
            begun=self._metrics.begun,
            ended=ended,
            fault=fault,
        )

    def _read(self, name: str) -> dict[str, object]:
        """The object in a file; the same one while the file does not change, an empty one where it cannot be read."""
        path = self._folder / name
        stamp = FileStamp.of(path)
        if self._stamps.get(name) != stamp:
            content: object = None
            with suppress(OSError, ValueError, RecursionError):
                file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
                with os.fdopen(file, "rb") as opened:
                    if stat.S_ISREG(os.fstat(file).st_mode):
                        content = json.loads(opened.read(LARGEST))
            self._stamps[name] = stamp
            self._contents[name] = content if isinstance(content, dict) else {}
        return self._contents[name]

    def _ended(self, config: dict[str, object], summary: dict[str, object]) -> str:
        """How the training has ended: as its summary says, unless that is older, or by the death of its process."""
        at = self._stamps[SUMMARY].written
        metrics = FileStamp.of(self._folder / METRICS).written
        ended = summary.get("ended")
        if isinstance(ended, str) and at is not None and (metrics is None or at >= metrics):
            result = summary.get("result")
            reason = result.get("reason", result.get("stopped")) if isinstance(result, dict) else None
            word = one_line(ended, LONGEST)
            return f"{word}: {one_line(reason, 200)}" if isinstance(reason, str) and reason not in {"", ended} else word
        process, host = config.get("process"), config.get("host")
        if type(process) is int and 0 < process < 1 << 31 and host == socket.gethostname() and not _lives(process):
            written = max(at or 0, metrics or 0, self._stamps[CONFIG].written or 0) / 1e9
            return f"its process, {process}, has died" if time.time() - written > GRACE else ""
        return ""


GRACE = 1.0
"""Seconds after the last write in which a process that has just ended may still be found to have left a summary."""


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to another user
        return True
    return True


def snapshot_of_log(points: list[Point], state: RunState) -> Snapshot | None:
    """The newest of ``points`` as a snapshot without weights, with all of them as its curve; None for none."""
    if not points:
        return None
    losses, last = losses_of(points), points[-1]
    judged = losses.train if np.isnan(losses.validation).all() else losses.validation
    best = int(np.nanargmin(judged)) if not np.isnan(judged).all() else 0
    return Snapshot(
        epoch=last.epoch,
        updates=last.epoch,
        best_epoch=int(losses.epochs[best]),
        best_loss=float(judged[best]),
        state=state,
        weights=np.zeros(0, dtype=np.float32),
        train_loss=last.train,
        validation_loss=None if math.isnan(last.validation) else last.validation,
        curve=losses,
        recent=losses,
        seconds=float(losses.seconds[-1]),
        epochs_per_second=speed_of(points),
        rate=0.0,
        engine="",
    )


def speed_of(points: list[Point]) -> float:
    """Epochs a second between the last points; 0 where it is not known."""
    earlier, last = points[max(0, len(points) - 10)], points[-1]
    seconds = last.seconds - earlier.seconds
    return (last.epoch - earlier.epoch) / seconds if seconds > 0 else 0.0
