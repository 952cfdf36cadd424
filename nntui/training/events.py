"""What a run tells of its life: few events, none of them dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.training.records import Snapshot


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
