"""How far a training is, as it is published: without the table, which is published once, and without kept moments."""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import msgspec

from nntui.errors import SessionError
from nntui.folders import state_folder
from nntui.session.store import arrays
from nntui.session.store.archive import read_archive, write_archive
from nntui.session.store.progress import SavedProgress
from nntui.training.records import Checkpoint, Counters, RunState, Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session

LOCK, WANTED, BASE, PROGRESS = "lock", "wanted", "session.nntui", "progress.zip"
"""The files in the folder of a training: held locked by it; touched by who watches; its session as it began; its
progress."""
MEMBER, WEIGHTS, CURVES = "progress.json", "weights.safetensors", "history.parquet"
MOST_MEMBER = 1 << 20
"""Bytes of ``progress.json`` that are read."""


class _Live(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``progress.json``."""

    progress: SavedProgress
    state: RunState
    train_loss: float | None
    validation_loss: float | None
    epochs_per_second: float
    rate: float
    engine: str


@dataclass(frozen=True, slots=True)
class Published:
    """The state of a training: all to go on from, and what is shown of it."""

    checkpoint: Checkpoint
    snapshot: Snapshot


def folder_of(path: Path) -> Path:
    """The folder for the training that is to be saved to ``path``; existing or not."""
    name = os.fsencode(os.path.realpath(path))
    return state_folder() / "watched" / hashlib.sha256(name).hexdigest()[:24]


def write(folder: Path, published: Published) -> None:
    """Write it whole or not at all. Raises SessionError."""
    shown, checkpoint = published.snapshot, replace(published.checkpoint, past=(), past_end=0)
    live = _Live(
        progress=SavedProgress.of(checkpoint),
        state=shown.state,
        train_loss=shown.train_loss if math.isfinite(shown.train_loss) else None,
        validation_loss=shown.validation_loss,
        epochs_per_second=shown.epochs_per_second,
        rate=shown.rate,
        engine=shown.engine,
    )
    members = {
        MEMBER: msgspec.json.encode(live),
        WEIGHTS: arrays.weights_written(checkpoint),
        CURVES: arrays.losses_written(checkpoint),
    }
    write_archive(folder / PROGRESS, members)


def read(folder: Path, session: Session) -> Published:
    """The progress of the training of ``session``. Raises SessionError."""
    members = read_archive(folder / PROGRESS, lambda name, size, _: name != MEMBER or size <= MOST_MEMBER)
    if set(members) != {MEMBER, WEIGHTS, CURVES}:
        raise SessionError("the published progress has other members")
    try:
        live = msgspec.json.decode(members[MEMBER], type=_Live)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SessionError(f"the published progress cannot be read: {error}") from error
    weights, optimizer = arrays.weights_read(members[WEIGHTS], session.network.parameters, live.progress.optimizer)
    checkpoint = live.progress.checkpoint(weights, optimizer, arrays.losses_read(members[CURVES]))
    shown = snapshot_at(
        checkpoint,
        session,
        state=live.state,
        losses=(math.nan if live.train_loss is None else live.train_loss, live.validation_loss),
        speed=live.epochs_per_second,
        engine=live.engine,
    )
    return Published(checkpoint, replace(shown, rate=live.rate))


def snapshot_at(
    checkpoint: Checkpoint,
    session: Session,
    *,
    state: RunState | None = None,
    losses: tuple[float, float | None] | None = None,
    speed: float = 0.0,
    engine: str = "",
) -> Snapshot:
    """What is shown at ``checkpoint`` of ``session``; its losses are the last recorded ones unless they are given."""
    recent = checkpoint.recent
    if losses is None:
        validation = float(recent.validation[-1]) if len(recent.epochs) else math.nan
        losses = float(recent.train[-1]) if len(recent.epochs) else math.nan, validation
    train, judged = losses
    return Snapshot(
        **{each.name: getattr(checkpoint, each.name) for each in fields(Counters)},
        state=state or checkpoint.state,
        weights=checkpoint.weights,
        train_loss=train,
        validation_loss=None if judged is None or math.isnan(judged) else judged,
        curve=checkpoint.curve,
        recent=recent,
        seconds=checkpoint.seconds,
        epochs_per_second=speed,
        rate=session.training.rate,
        engine=engine,
        reason=checkpoint.reason,
        past=checkpoint.past,
    )
