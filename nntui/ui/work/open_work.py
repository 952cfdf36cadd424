"""The work that is open, as the panes see it: at present, or at the moment of the past that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.work.editing import Editing
from nntui.ui.work.runner import Runner

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.table import Table
    from nntui.session.predict import Predictor
    from nntui.session.runs.curves import ChangeMark
    from nntui.session.session import Chain, KeptRun, Session, TrainedSegment
    from nntui.session.timeline import Timeline
    from nntui.training.records import Checkpoint, KeptMoment, Snapshot
    from nntui.ui.work import speed
    from nntui.ui.work.loader import MakeRun
    from nntui.ui.work.view import View


class OpenWork:
    """The session that is open: ``editing`` changes it, ``runner`` trains it, ``past`` chooses the moment shown.

    ``session`` has the last table that reached the run, ``table`` is the newest.
    """

    def __init__(self, view: View, make_run: MakeRun, first_speed: speed.Speed) -> None:
        self.view = view
        self.runner = Runner(view, make_run, first_speed)
        self.editing = Editing(view, self.runner)
        self._follower, self.past = self.editing.follower, self.editing.past

    @property
    def session(self) -> Session | None:
        """The session that is trained, or that of the moment of the past shown; None until one is open."""
        return self._follower.session if self.past.shown is None else self.past.shown.session

    @property
    def table(self) -> Table | None:
        """The newest table, or that of the moment of the past shown."""
        return self._follower.table if self.past.shown is None else self.past.shown.session.table

    @property
    def present(self) -> tuple[Session | None, Table | None]:
        """The session that is trained and the newest table, whatever moment is shown."""
        return self._follower.session, self._follower.table

    @property
    def timeline(self) -> Timeline | None:
        """The versions that undo and redo go through; another one for each session."""
        return self._follower.timeline

    @property
    def encoder(self) -> Encoder | None:
        """The encoder of the session's table, or of the last that could be learnt from."""
        return self._follower.encoder if self.past.shown is None else self.past.shown.encoder

    @property
    def arrays(self) -> Arrays | None:
        """The session's table, encoded; None where it cannot be."""
        return self._follower.arrays

    @property
    def predictor(self) -> Predictor | None:
        """Answers questions with the scaling of the moment shown; None before there is any."""
        return self._follower.predictor if self.past.shown is None else self.past.shown.predictor

    @property
    def snapshot(self) -> Snapshot | None:
        """The state of training to show, present or past; None until there is a network."""
        return self.now if self.past.shown is None else self.past.shown.snapshot

    @property
    def now(self) -> Snapshot | None:
        """The present state of training; None until there is a network."""
        return self.runner.snapshot

    @property
    def marks(self) -> tuple[ChangeMark, ...]:
        """The changes made on the way to the present state of training, each with its epoch."""
        return self._follower.trail.way_to(self.now)[1] if self.session is not None else ()

    @property
    def beginnings(self) -> Chain:
        """The segments that led to the present state of training, each with its beginning alone."""
        return self._follower.trail.way_to(self.now)[0] if self.session is not None else ()

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        """The trainings that were left for the present one; the same tuple while none changes."""
        return self.timeline.runs.kept() if self.timeline is not None else ()

    def trained_segments(self) -> list[TrainedSegment]:
        """The segments of the present network's training, in order."""
        session = self._follower.session
        return [] if session is None else self._follower.trail.of_network(session.network, self.now)

    def kept_moments(self) -> list[KeptMoment]:
        """The kept moments of the present network on the present table, in order."""
        table = self._follower.session.table if self._follower.session is not None else None
        segments = [each.segment for each in self.trained_segments() if each.session.table is table]
        return [moment for segment in segments for moment in segment.moments if not moment.batch]

    async def checkpoint(self) -> Checkpoint | None:
        """The checkpoint of the moment shown; None before there is any."""
        return await self.runner.checkpoint() if self.past.shown is None else self.past.shown.checkpoint

    @property
    def training(self) -> bool:
        """True while the weights change."""
        return self.now is not None and self.now.state == "training"
