"""The commands that a run takes, the box in which they wait for its thread, and the events that it reports."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition as Monitor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nntui.data.encoding.encoder import Arrays
    from nntui.training.loop import Step
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.spec import TrainingSpec


@dataclass(frozen=True, slots=True)
class Train:
    """Train until ``until`` epochs have been made since the very start, or for one step."""

    until: int | Step


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause after the current chunk; does nothing while paused."""


@dataclass(frozen=True, slots=True)
class Steer:
    """Train on with other settings after the current chunk, with the weights and the optimiser's memory."""

    spec: TrainingSpec


@dataclass(frozen=True, slots=True)
class PauseAt:
    """Pause in the first epoch at the end of which one of these conditions, as text, becomes true."""

    breakpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetLimit:
    """Train at most ``epochs_per_second``, so that single epochs can be watched; None: at full speed."""

    epochs_per_second: float | None


@dataclass(frozen=True, slots=True)
class ReplaceData:
    """Train on other rows from the next epoch on, with the same weights."""

    arrays: Arrays


@dataclass(frozen=True, slots=True)
class TakeCheckpoint:
    """Put a checkpoint into ``future``."""

    future: Future[Checkpoint]


@dataclass(frozen=True, slots=True)
class Close:
    """End the thread."""


RunCommand = Train | Pause | Steer | PauseAt | SetLimit | ReplaceData
BoxedCommand = RunCommand | TakeCheckpoint | Close


class CommandBox:
    """A first-in, first-out queue of commands: any thread puts them in, one takes them out."""

    def __init__(self) -> None:
        self._waiting: deque[BoxedCommand] = deque()
        self._current: BoxedCommand | None = None  # taken out, but not carried out in full yet
        self._changed = Monitor()
        self._closed = False

    def put(self, command: BoxedCommand) -> bool:
        """Append ``command``; False when the box is closed."""
        with self._changed:
            if self._closed:
                return False
            self._waiting.append(command)
            self._changed.notify()
            return True

    def take(self, timeout: float | None) -> BoxedCommand | None:
        """Remove and return the oldest command; None when none comes within ``timeout`` seconds (None: no limit)."""
        with self._changed:
            self._current = None
            if timeout != 0:
                self._changed.wait_for(lambda: self._waiting, timeout)
            self._current = self._waiting.popleft() if self._waiting else None
            return self._current

    def newest(self, *kinds: type[BoxedCommand]) -> BoxedCommand | None:
        """The newest command of these kinds that has not been carried out in full."""
        with self._changed:
            unfinished = (*reversed(self._waiting), self._current)
        return next((command for command in unfinished if isinstance(command, kinds)), None)

    def close(self) -> list[BoxedCommand]:
        """Refuse further commands, and return those that were never taken out."""
        with self._changed:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._current = None
            return left


@dataclass(frozen=True, slots=True)
class Ready:
    """The trainer is made and takes commands."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Started:
    """Training has begun. (Not sent for a single update.)"""


@dataclass(frozen=True, slots=True)
class Paused:
    """Training has stopped after a pause or a step."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Finished:
    """Training has ended; ``snapshot.reason`` says why."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Failed:
    """Training or a command failed for ``reason``. The snapshot is None when no trainer could be made.

    ``fault`` is the exception if it is a mistake of ours.
    """

    snapshot: Snapshot | None
    reason: str
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The thread ends; this is the last event."""


Event = Ready | Started | Paused | Finished | Failed | Closed
