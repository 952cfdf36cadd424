"""The session file: one zip of settings, cells, weights and curves. No pickle, and no torch needed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.errors import NntuiError, SessionError
from nntui.session.follow import refit
from nntui.session.session import Session
from nntui.session.store import arrays, document
from nntui.session.store.archive import begins_like_archive, read_archive, write_archive
from nntui.training.records import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS, CELLS, WEIGHTS, CURVES = "session.json", "data.parquet", "weights.safetensors", "history.parquet"
SUFFIX = ".nntui"
"""How a session file's name ends."""


def save(session: Session, path: Path) -> None:
    """Write ``session`` to ``path`` at once or not at all; equal sessions make equal files.

    Raises SessionError for a place that cannot be written.
    """
    members = {
        SETTINGS: document.written(document.Document.of(session)),
        CELLS: arrays.cells_written(session.table),
    }
    if session.checkpoint is not None:
        members[WEIGHTS] = arrays.weights_written(session.checkpoint)
        members[CURVES] = arrays.losses_written(session.checkpoint)
    write_archive(path, members)


def load(path: Path) -> Session:
    """The session in ``path``. Raises SessionError, one line that begins with the path, for anything else."""
    members = read_archive(path)
    try:
        return replace(_session(members), path=path)
    except NntuiError as error:
        raise SessionError(f"{path}: {error}") from error


def is_session(path: Path) -> bool:
    """Whether ``path`` is to be read as a session: by its suffix, or by its first bytes."""
    return path.suffix == SUFFIX or begins_like_archive(path)


def _session(members: Mapping[str, bytes]) -> Session:
    if SETTINGS not in members:
        raise SessionError(f"not a session file of nntui: it holds no {SETTINGS}")
    settings = document.parsed(members[SETTINGS])
    progress = settings.progress
    expected = {SETTINGS, CELLS} if progress is None else {SETTINGS, CELLS, WEIGHTS, CURVES}
    if set(members) != expected:
        raise SessionError(f"it should hold {', '.join(sorted(expected))} and nothing else")
    session = Session(
        name=settings.name,
        source=settings.source,
        table=arrays.cells_read(members[CELLS], settings.columns, settings.rows),
        network=settings.network,
        training=settings.training,
        validation=settings.validation,
        query_scaling=settings.query_scaling,
        query=settings.query,
        lesson=settings.lesson,
        shape=settings.shape,
        dialect=settings.dialect,
    )
    if progress is None:
        return _fitted(session)
    parameters = settings.network.parameters
    (now, first, best), optimizer = arrays.weights_read(members[WEIGHTS], parameters, progress.optimizer)
    curve, recent = arrays.losses_read(members[CURVES])
    checkpoint = Checkpoint(
        epoch=progress.epoch,
        batch=progress.batch,
        updates=progress.updates,
        weights=now,
        first=first,
        best=best,
        best_epoch=progress.best_epoch,
        best_loss=math.inf if progress.best_loss is None else progress.best_loss,
        optimizer=optimizer,
        curve=curve,
        recent=recent,
        seconds=progress.seconds,
        state=progress.state,
        reason=progress.reason,
    )
    return _fitted(replace(session, checkpoint=checkpoint))


def _fitted(session: Session) -> Session:
    """With the network of its table, which what was saved in the midst of an edit may not have yet."""
    return refit(session, session.table)
