"""The folder of ``train --log``, for other programs to follow: settings, losses as they come, and a summary."""

from __future__ import annotations

import itertools
import os
import socket
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import nntui
from nntui.cli.output import json_text, warn
from nntui.data.files.atomic import replacing
from nntui.errors import DataError, NntuiError
from nntui.session.export.history import HEADER
from nntui.session.setup_line import setup_line
from nntui.session.watching.log_folder import CONFIG, METRICS, SUMMARY

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from nntui.cli.output import Json
    from nntui.session.session import Session
    from nntui.training.records import Losses

SCHEMA = "nntui-metrics-1"
"""The first line of the metrics says by this name what their lines hold."""
FIELDS = dict(
    zip(
        HEADER,
        (
            "epochs that have ended",
            "the loss on the training rows",
            "the loss on the validation rows, null without any",
            "seconds of training",
        ),
        strict=True,
    )
)
INTERVAL = 0.1
"""Least seconds between two lines of metrics."""


class LogFolder:
    """Follows one training. Files of an earlier one in the folder are kept, with a number at the end of their names.

    Raises DataError where nothing can be written. If the disk fills up later, training continues without the log.
    """

    def __init__(self, folder: Path, session: Session, source: str) -> None:
        self._folder = folder
        self._due = 0.0
        self._waiting: str | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            earlier = _set_aside(folder)
            self._write(CONFIG, _configuration(session, source))
            self._file: int | None = os.open(
                folder / METRICS, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o666
            )
        except OSError as error:
            raise DataError(f"--log {folder}: cannot be written: {error.strerror or error}") from error
        if earlier:
            warn(f"--log {folder}: the files of an earlier training are kept as {METRICS}.{earlier} and so on")
        self._line({"schema": SCHEMA, "fields": FIELDS})

    def take(self, losses: Losses) -> None:
        """Write the last of a block of losses, or keep it back until ``INTERVAL`` is over."""
        if not len(losses.epochs):
            return
        columns = (losses.epochs, losses.train, losses.validation, losses.seconds)
        self._waiting = json_text(dict(zip(HEADER, (column[-1].item() for column in columns), strict=True)))
        if time.monotonic() >= self._due:
            self._flush()

    def end(self, ended: str, status: int, result: Json) -> None:
        """Write what is left, and the summary: how the training ``ended``, and the object of ``--json``."""
        self._flush()
        if self._file is None:
            return
        os.close(self._file)
        self._file = None
        try:
            self._write(SUMMARY, {"ended": ended, "exit_status": status, "at": _now(), "result": result})
        except OSError as error:
            warn(f"--log {self._folder}: {error.strerror or error}; it has no {SUMMARY}")

    def __enter__(self) -> Self:
        """Follow the training within a ``with``."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Write a summary also where the training ends with an error."""
        if error is not None:
            interrupted = isinstance(error, KeyboardInterrupt)
            reason = str(error) if isinstance(error, NntuiError) else type(error).__name__
            self.end("interrupted" if interrupted else "failed", 130 if interrupted else 1, {"reason": reason})

    def _flush(self) -> None:
        if self._waiting is not None:
            self._append(self._waiting)
            self._waiting = None
            self._due = time.monotonic() + INTERVAL

    def _line(self, value: Json) -> None:
        self._append(json_text(value))

    def _append(self, text: str) -> None:
        """Write one line at once and whole, so that a reader never waits for the rest of one for long."""
        if self._file is None:
            return
        try:
            os.write(self._file, f"{text}\n".encode())
        except OSError as error:
            warn(f"--log {self._folder}: {error.strerror or error}; training continues without it")
            os.close(self._file)
            self._file = None

    def _write(self, name: str, value: Json) -> None:
        with replacing(self._folder / name) as file:
            file.write(f"{json_text(value)}\n".encode())


def _set_aside(folder: Path) -> int:
    """Rename the files of an earlier training; the number that they get, or 0 if there are none."""
    found = [name for name in (CONFIG, METRICS, SUMMARY) if (folder / name).exists()]
    if not found:
        return 0
    free = (
        number
        for number in itertools.count(1)
        if not any((folder / f"{name}.{number}").exists() for name in (CONFIG, METRICS, SUMMARY))
    )
    number = next(free)
    for name in found:
        (folder / name).rename(folder / f"{name}.{number}")
    return number


def _configuration(session: Session, source: str) -> dict[str, Json]:
    """The training with its settings, the process that runs it, and the machine."""
    columns = session.table.columns
    return {
        "schema": "nntui-config-1",
        "nntui": nntui.__version__,
        "source": source,
        "name": session.name,
        "task": session.task,
        "targets": [column.name for column in columns if column.is_target],
        "inputs": [column.name for column in columns if column.is_input],
        "network": session.network.sizes,
        "parameters": session.network.parameters,
        "setup": setup_line(session.network, session.training, session.validation),
        "epochs": session.training.epochs,
        "begins_at_epoch": session.checkpoint.epoch if session.checkpoint else 0,
        "seed": session.training.seed,
        "process": os.getpid(),
        "host": socket.gethostname(),
        "started": _now(),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
