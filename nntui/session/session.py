"""A session: everything that a person works on, as one immutable document."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from nntui.data.encoding.shape import TaskShape
from nntui.data.files.dialect import Dialect
from nntui.data.kinds import Cell
from nntui.model.spec import NetworkSpec
from nntui.session.large.whole import Whole
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from nntui.data.encoding.shape import Task
    from nntui.data.table import Table
    from nntui.training.records import Checkpoint, Counters, Segment

QueryScaling = Literal["training", "own-max"]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a table was read from its file: ``notes`` for the user, one line each, and why columns are not used.

    ``ignored`` names columns of the table, ``left_out`` those of the file that no table can have.
    """

    notes: tuple[str, ...] = ()
    ignored: Mapping[str, str] = msgspec.field(default_factory=dict)
    left_out: Mapping[str, str] = msgspec.field(default_factory=dict)


class SessionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a session that ``session.json`` holds as it is: a field added here is saved and loaded.

    ``source`` is what the user opened (a path or a built-in name), and ``dialect`` how that text file spells its table,
    and ``reading`` what was decided when it was read.
    ``validation`` is the share of validation rows. ``query_scaling`` is "training" everywhere but in the tutorial,
    whose lesson divides a question by its own largest value. ``query`` holds the cells of the predict form by input.
    ``lesson`` is text shown beside the session. ``shape`` names the network's inputs and outputs; it is None, and the
    network of any size, until the table is one that can be learnt from. ``recipe`` names the recipe that the settings
    come from, made for ``recipe_rows`` rows to train on; "" where they come from none. ``whole`` is the table in files
    that the session's is a sample of; None where that is all there is.
    """

    name: str
    source: str
    network: NetworkSpec
    training: TrainingSpec
    validation: float = 0.0
    query_scaling: QueryScaling = "training"
    query: Mapping[str, Cell] = msgspec.field(default_factory=dict)
    lesson: str = ""
    shape: TaskShape | None = None
    dialect: Dialect | None = None
    recipe: str = ""
    recipe_rows: int = 0
    reading: Reading = Reading()
    whole: Whole | None = None


class Session(SessionSettings, frozen=True, kw_only=True):
    """A table, the network beside it, how it is trained, and how far that went.

    ``checkpoint`` is None before training; ``path`` is the session file, once there is one. ``chain`` are the segments
    that led to those of the checkpoint, and ``runs`` other trainings beside this one, ``run`` is its own place among
    them. While a session is open, its timeline has all three.
    """

    table: "Table"
    checkpoint: "Checkpoint | None" = None
    path: Path | None = None
    chain: "Chain" = ()
    runs: "tuple[KeptRun, ...]" = ()
    run: "RunName | None" = None

    @property
    def task(self) -> "Task":
        """The kind of answer: numbers, one of two classes, or one of several."""
        return "regression" if self.shape is None else self.shape.task


RunPosition = tuple[int, int]
"""An epoch, and the updates made in the one after it."""


def place_of(counters: "Counters") -> RunPosition:
    """The place of a moment in its training."""
    return counters.epoch, counters.batch


@dataclass(frozen=True, slots=True)
class TrainedSegment:
    """A ``segment``, and the ``session`` without checkpoint that it was trained with.

    ``name`` is the change that began it ("rate 0.01 -> 0.001"), "" where nothing was changed or it is not known.
    """

    segment: "Segment"
    session: Session
    name: str = ""

    @property
    def start(self) -> RunPosition:
        """The place where it begins."""
        return place_of(self.segment.start)

    def until(self, place: RunPosition) -> "TrainedSegment":
        """The segment with the kept moments up to ``place``, which lies in it."""
        moments = tuple(each for each in self.segment.moments if place_of(each) <= place)
        return dataclasses.replace(self, segment=dataclasses.replace(self.segment, moments=moments))


Chain = tuple[TrainedSegment, ...]
"""Segments in order; each begins where the one before it ends."""


LONGEST_NAME = 40
"""Most characters of a run's name."""


@dataclass(frozen=True, slots=True)
class RunName:
    """A training among others: ``number``, from 0 on, gives its sign and colour; ``name`` is the user's, or ""."""

    number: int
    name: str = ""

    @property
    def sign(self) -> str:
        """The letter that stands for it, also without colour: A to Z, then a to z, and so on."""
        letter = self.number % 52
        return chr(ord("A") + letter) if letter < 26 else chr(ord("a") + letter - 26)

    def __str__(self) -> str:
        """The sign, and the name if it has one."""
        return f"{self.sign} {self.name}" if self.name else self.sign


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A training that was left for another: its ``session`` with checkpoint and chain, to be returned to."""

    run: RunName
    session: Session
