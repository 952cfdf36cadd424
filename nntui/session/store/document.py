"""The document of a session, and the session made of it: ``session.json`` and the members beside it."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.shape import TaskShape
from nntui.data.kinds import INPUT, TARGET
from nntui.errors import NntuiError, SessionError
from nntui.session.past import whole_chain
from nntui.session.session import Session, SessionSettings
from nntui.session.store import arrays
from nntui.session.store import past as past_part
from nntui.session.store.past import SavedPast
from nntui.session.store.progress import SavedProgress
from nntui.session.store.settings import check_settings, settings_read, settings_written
from nntui.session.store.trail import SavedTrail
from nntui.session.store.trail_reading import TrailReader
from nntui.session.store.trail_writing import TrailWriter
from nntui.training.records import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.session.store.parts import Part

VERSION = 7
"""The format written. Later ones are refused; earlier ones are read.

Format 1 knew numbers only: all its columns are of that kind, and each input and target column is one of the network's.
Format 2 lacks recipes and the settings that came with them: the defaults of these do what it did.
Format 3 lacks first weights that are given and parameters that are held fixed: it had neither.
Format 4 lacks the kept moments of the past: training goes on without them.
Format 4 lacks activations of single layers: all hidden layers have the same.
Format 5 lacks frozen parameters and silenced neurons: it had none.
Format 5 lacks biases and dropout of single layers: all layers have the same.
Format 5 lacks the segments before the last, and the runs beside the present one: it forgot them.
Format 6 lacks the whole that a table is a sample of: all its tables are whole.
"""
LARGEST_SETTINGS = 2**28
"""Bytes of the largest ``session.json`` that is read."""
SETTINGS, CELLS, WEIGHTS, CURVES = "session.json", "data.parquet", "weights.safetensors", "history.parquet"


class Document(SessionSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``session.json``: a session without its arrays.

    ``rows`` is the table's height; ``progress`` is None before training, ``past`` without kept moments,
    ``trail`` without segments before the last and without other runs.
    """

    version: int
    rows: int
    columns: tuple[Column, ...]
    progress: SavedProgress | None
    past: SavedPast | None = None
    trail: SavedTrail | None = None

    def __post_init__(self) -> None:
        """Raise SessionError or SpecError for settings that contradict one another."""
        check_settings(self, "the network does not fit the table's columns")
        if self.rows < 0 or not 0 <= self.validation < 1:
            raise SessionError("the number of rows or the share of validation rows is out of range")
        if any(column.formula and (column.whole or not column.numeric) for column in self.columns):
            raise SessionError("a calculated column is not of kind number")


class _Version(msgspec.Struct, frozen=True):
    version: int


def document_of(session: Session) -> "tuple[dict[str, Any], dict[str, Part]]":
    """The document of ``session``, by the names of its fields, and the other members of its file."""
    document: dict[str, Any] = {
        "version": VERSION,
        "rows": session.table.height,
        "columns": session.table.columns,
        **settings_written(session),
        "progress": None if session.checkpoint is None else SavedProgress.of(session.checkpoint),
    }
    past = None if session.checkpoint is None else SavedPast.of(session.checkpoint)
    if past is not None:
        document["past"] = past[0]
    trail, trail_members = TrailWriter(replace(session, chain=whole_chain(session))).write()
    if trail is not None:
        document["trail"] = trail
    members: dict[str, Part] = {CELLS: session.table}
    if session.checkpoint is not None:
        members[WEIGHTS] = arrays.weights_written(session.checkpoint)
        members[CURVES] = arrays.losses_written(session.checkpoint)
    if past is not None:
        members[past_part.MEMBER] = past[1]
    return document, members | trail_members


def session_of(members: "Mapping[str, bytes]", path: Path) -> Session:
    """The session of these members. Raises NntuiError, without the path, for members that do not fit together."""
    if SETTINGS not in members:
        raise SessionError(f"not a session file of nntui: it has no {SETTINGS}")
    document = _document(members[SETTINGS])
    progress = document.progress
    expected = {SETTINGS, CELLS} if progress is None else {SETTINGS, CELLS, WEIGHTS, CURVES}
    expected |= set() if document.past is None else {past_part.MEMBER}
    expected |= set() if document.trail is None else set(document.trail.members())
    if set(members) != expected:
        raise SessionError(f"it should contain {', '.join(sorted(expected))} and nothing else")
    table = arrays.cells_read(members[CELLS], document.columns, document.rows)
    session = Session(**settings_read(document), table=table, path=path)
    if progress is not None:
        session = replace(session, checkpoint=_checkpoint(members, progress, document))
    return session if document.trail is None else TrailReader(document.trail, members, session).read()


def _checkpoint(members: "Mapping[str, bytes]", progress: SavedProgress, document: Document) -> Checkpoint:
    weights, optimizer = arrays.weights_read(members[WEIGHTS], document.network.parameters, progress.optimizer)
    checkpoint = progress.checkpoint(weights, optimizer, arrays.losses_read(members[CURVES]))
    past = document.past
    if past is None:
        return checkpoint
    segment = past.segment(members[past_part.MEMBER], checkpoint.first)
    return dataclasses.replace(checkpoint, past=(segment,), past_end=past.end)


def _document(text: bytes) -> Document:
    """The document in ``text``. Raises SessionError, with the path of the fault, for anything else."""
    try:
        version = msgspec.json.decode(text, type=_Version).version
        if version > VERSION:
            raise SessionError(f"made by a newer nntui (format {version}; this one reads {VERSION}): update nntui")
        if version < 1:
            raise SessionError(f"there is no format {version}")
        document = msgspec.json.decode(text, type=Document)
        return document if version > 1 else _upgraded(document)
    except (msgspec.DecodeError, NntuiError, UnicodeDecodeError, RecursionError) as error:
        raise SessionError(f"session.json: {error}") from error


def _upgraded(document: Document) -> Document:
    """A document of format 1, with the shape that this format does not have."""
    inputs, targets = (
        tuple(column.name for column in document.columns if column.role == role) for role in (INPUT, TARGET)
    )
    return replace(document, version=VERSION, shape=TaskShape(inputs, targets, "regression"))
