"""What ``session.json`` holds: the settings, the columns, and how far training went. Checked as it is read."""

import math
from typing import TYPE_CHECKING, Self

import msgspec

from nntui.data.column import Column
from nntui.data.encoding.shape import TaskShape
from nntui.data.files.dialect import Dialect
from nntui.errors import NntuiError, SessionError
from nntui.model.spec import NetworkSpec
from nntui.session.session import QueryScaling
from nntui.training.records import RunState
from nntui.training.spec import TrainingSpec, check_together

if TYPE_CHECKING:
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

VERSION = 2
"""The format written. A file of a later one is refused; earlier ones must go on being read.

Format 1 knew numbers only: all its columns are of that kind, and each input and target column is one of the network's.
"""


class SavedProgress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plain values of a ``Checkpoint``; its arrays are in files of their own. ``best_loss`` None is infinity."""

    epoch: int
    batch: int
    updates: int
    best_epoch: int
    best_loss: float | None
    seconds: float
    state: RunState
    reason: str
    optimizer: tuple[str, ...]

    @classmethod
    def of(cls, checkpoint: "Checkpoint") -> Self:
        """What is to be written of ``checkpoint``; what is saved while it trains is paused when it is opened."""
        return cls(
            epoch=checkpoint.epoch,
            batch=checkpoint.batch,
            updates=checkpoint.updates,
            best_epoch=checkpoint.best_epoch,
            best_loss=checkpoint.best_loss if math.isfinite(checkpoint.best_loss) else None,
            seconds=checkpoint.seconds,
            state="paused" if checkpoint.state == "training" else checkpoint.state,
            reason=checkpoint.reason,
            optimizer=tuple(sorted(checkpoint.optimizer)),
        )

    def __post_init__(self) -> None:
        """Refuse counts that no training can have reached."""
        if min(self.epoch, self.batch, self.updates, self.best_epoch) < 0 or self.best_epoch > self.epoch:
            raise SessionError("the counts of epochs and updates do not fit together")
        if not self.seconds >= 0:
            raise SessionError("the training time is negative")


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session without its arrays: ``rows`` is the table's height, ``progress`` None before training.

    ``shape`` names the network's inputs and outputs, and ``dialect`` how the source spells its table: see ``Session``.
    """

    version: int
    name: str
    source: str
    rows: int
    columns: tuple[Column, ...]
    network: NetworkSpec
    training: TrainingSpec
    validation: float
    query_scaling: QueryScaling
    query: dict[str, float | int | bool | str | None]
    lesson: str
    progress: SavedProgress | None
    shape: TaskShape | None = None
    dialect: Dialect | None = None

    @classmethod
    def of(cls, session: "Session") -> Self:
        """What is to be written of ``session``."""
        return cls(
            version=VERSION,
            name=session.name,
            source=session.source,
            rows=session.table.height,
            columns=session.table.columns,
            network=session.network,
            training=session.training,
            validation=session.validation,
            query_scaling=session.query_scaling,
            query=dict(session.query),
            lesson=session.lesson,
            progress=None if session.checkpoint is None else SavedProgress.of(session.checkpoint),
            shape=session.shape,
            dialect=session.dialect,
        )

    def __post_init__(self) -> None:
        """Refuse settings that contradict one another."""
        sizes = self.network.inputs, self.network.outputs
        if self.shape is not None and sizes != (len(self.shape.features), len(self.shape.outputs)):
            raise SessionError("the network does not fit the table's columns")
        if self.rows < 0 or not 0 <= self.validation < 1:
            raise SessionError("the rows or the share held out are outside what a table can have")
        if any(column.formula and column.kind != "number" for column in self.columns):
            raise SessionError("a calculated column holds something else than numbers")
        check_together(self.network, self.training)


class _Version(msgspec.Struct, frozen=True):
    version: int


def written(document: Document) -> bytes:
    """``document`` as text that a person can read."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def parsed(text: bytes) -> Document:
    """Read back what ``written`` wrote. Raises SessionError, with the path of the fault, for anything else."""
    try:
        version = msgspec.json.decode(text, type=_Version).version
        if version > VERSION:
            raise SessionError(f"made by a newer nntui (format {version}; this one reads {VERSION}): update nntui")
        if version < 1:
            raise SessionError(f"there is no format {version}")
        document = msgspec.json.decode(text, type=Document)
        return document if version > 1 else _brought_up(document)
    except (msgspec.DecodeError, NntuiError, UnicodeDecodeError, RecursionError) as error:
        raise SessionError(f"session.json: {error}") from error


def _brought_up(document: Document) -> Document:
    """A document of format 1 with what that left unsaid."""
    inputs, targets = (
        tuple(column.name for column in document.columns if column.role == role) for role in ("input", "target")
    )
    return msgspec.structs.replace(document, version=VERSION, shape=TaskShape(inputs, targets, "regression"))
