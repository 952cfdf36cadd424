"""What a run can be told, the box in which commands wait for its worker, and the events that a run reports."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.loop import Step
    from nntui.training.records import Checkpoint, Snapshot


@dataclass(frozen=True, slots=True)
class Train:
    """Train up to an epoch, or a step."""

    until: int | Step


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause."""


@dataclass(frozen=True, slots=True)
class SetRate:
    """Train on with another rate."""

    rate: float


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Make at most so many epochs a second, so that they can be watched; None: as many as the machine can."""

    epochs_per_second: float | None


@dataclass(frozen=True, slots=True)
class ReplaceData:
    """Train on with other rows."""

    arrays: Arrays


@dataclass(frozen=True, slots=True)
class TakeCheckpoint:
    """Put a checkpoint into ``future``."""

    future: Future[Checkpoint]


@dataclass(frozen=True, slots=True)
class Close:
    """End."""


RunCommand = Train | Pause | SetRate | SetLimit | ReplaceData | TakeCheckpoint | Close


class CommandBox:
    """Commands in the order they came, put in by any thread and taken out by one."""

    def __init__(self) -> None:
        self._waiting: deque[RunCommand] = deque()
        self._obeyed: RunCommand | None = None  # the one that the worker is at
        self._changed = Condition()
        self._closed = False

    def put(self, command: RunCommand) -> bool:
        """Leave ``command`` for the worker; False when it has ended and takes no more."""
        with self._changed:
            if self._closed:
                return False
            self._waiting.append(command)
            self._changed.notify()
            return True

    def take(self, patience: float | None) -> RunCommand | None:
        """The oldest command, waited for at most ``patience`` seconds (None: as long as it takes); None without one."""
        with self._changed:
            self._obeyed = None
            if patience != 0:
                self._changed.wait_for(lambda: self._waiting, patience)
            self._obeyed = self._waiting.popleft() if self._waiting else None
            return self._obeyed

    def newest(self, *kinds: type[RunCommand]) -> RunCommand | None:
        """The last command of these kinds that was put in and is not obeyed in full yet."""
        with self._changed:
            unfinished = (*reversed(self._waiting), self._obeyed)
        return next((command for command in unfinished if isinstance(command, kinds)), None)

    def close(self) -> list[RunCommand]:
        """Take no more commands, and return those that were never obeyed."""
        with self._changed:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._obeyed = None
            return left


@dataclass(frozen=True, slots=True)
class Ready:
    """The trainer stands and takes commands."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Started:
    """Training goes on by itself. (A single update is over before it could be said.)"""


@dataclass(frozen=True, slots=True)
class Paused:
    """Training stands still, after a pause or a step."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Finished:
    """Training came to its end; ``snapshot.reason`` says which."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Failed:
    """Training ended, or a command was refused, for ``reason``. The snapshot is None if there never was a trainer."""

    snapshot: Snapshot | None
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The thread ends; nothing comes after this."""


Event = Ready | Started | Paused | Finished | Failed | Closed
