"""The details of our own mistakes: where they happened, kept in a file for a report."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

from nntui.session.journal.places import recovery_folder

PACKAGE = Path(__file__).parents[2]


def place_of_fault(fault: BaseException) -> str:
    """The kind of the fault, the place in the code that raised it, and the line of ours that led there."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if PACKAGE in Path(frame.filename).parents]
    where = " ".join(f"{frame.filename}:{frame.lineno}" for frame in (*ours[-1:], *frames[-1:]))
    return f"{type(fault).__name__} {where}"


def keep_details(details: str) -> str:
    """Write the details of a fault to a file of the user's own and return its path; the details if that fails."""
    folder = recovery_folder().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", suffix=".txt", prefix="fault-", dir=folder, delete=False
        ) as file:
            file.write(details)
    except OSError:
        return details
    return file.name


def in_brief(fault: BaseException) -> str:
    """The kind of fault and the first line of its message."""
    return f"{type(fault).__name__}: {next(iter(str(fault).splitlines()), '')}"
