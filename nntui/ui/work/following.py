"""The run follows the session as it is edited: from one version to the next, or back to one it was at before."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.session.milestones import Milestone
from nntui.training.steering import goes_on_alike, steerable
from nntui.training.timeline import KEPT_BYTES
from nntui.ui.work import loader
from nntui.ui.work.trail import Trail
from nntui.ui.work.wording import brings_back, weights_back

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.data.table import Table
    from nntui.session.arrival import Arrival
    from nntui.session.milestones import MilestoneSlot
    from nntui.session.predict import Predictor
    from nntui.session.session import Chain, Session
    from nntui.session.timeline import Timeline, Version
    from nntui.training.records import Checkpoint
    from nntui.ui.work.runner import Runner
    from nntui.ui.work.view import View


class Follower:
    """Brings the present version of the ``timeline`` to the run.

    ``session`` is what the run trains, as the version ``at`` has it; ``encoder`` is fitted on its table, or on the last
    that could be learnt from; ``arrays`` is that table encoded, None where it cannot be. ``life`` is held while a
    session is opened, saved, changed, or follows an edit.
    """

    def __init__(self, view: View, runner: Runner) -> None:
        self._view, self._runner = view, runner
        self.session: Session | None = None
        self.timeline: Timeline | None = None
        self.at: Version | None = None
        self.encoder: Encoder | None = None
        self.arrays: Arrays | None = None
        self.life = asyncio.Lock()
        self._fault = ""  # why the table cannot be trained on
        self._travelled: list[str] = []  # what undo and redo did, and is not said yet
        self._predictor: Predictor | None = None
        self.trail = Trail()

    @property
    def table(self) -> Table | None:
        """The newest table."""
        return self.timeline.table if self.timeline is not None else None

    @property
    def predictor(self) -> Predictor | None:
        """Answers questions with the current scaling; None before there is any."""
        if self._predictor is None and self.session is not None and self.encoder is not None:
            from nntui.session.predict import Predictor

            self._predictor = Predictor(self.session, self.encoder)
        return self._predictor

    @property
    def repairing(self) -> bool:
        """True if the run has a table that cannot be trained on, and an edited one is on its way."""
        return bool(self._fault) and self.timeline is not None and self.timeline.present is not self.at

    def begin(self, timeline: Timeline, session: Session, encoded: loader.Encoded) -> None:
        """The run trains another session, with a timeline of its own."""
        self.timeline = timeline
        self._travelled.clear()
        alone = replace(session, chain=(), runs=(), run=None)  # the timeline has them
        self._new_run(session.chain, alone)
        self.arrive(timeline.present, alone, encoded)
        self._view.session_opened()
        self._say_fault(encoded.fault)

    def arrive(self, version: Version, session: Session, encoded: loader.Encoded) -> None:
        """The run trains ``session`` now, as ``version`` has it."""
        keeps_encoder = self.at is not None and version.line is self.at.line  # it goes on answering
        self.encoder = encoded.encoder or (self.encoder if keeps_encoder else None)
        self.arrays = encoded.arrays if encoded.encoder is not None else None
        self.at, self.session, self._predictor = version, session, None
        version.session = replace(session, checkpoint=None)
        self._runner.log.tell_waiting(session)

    def document(self, checkpoint: Checkpoint | None) -> Session | None:
        """All that is to be saved: the session that the run has brought to ``checkpoint``, and the runs beside it."""
        if self.session is None or self.timeline is None:
            return None
        book, chain = self.timeline.runs, self.trail.chain_of(checkpoint)
        run = book.run(book.present)
        return replace(self.session, checkpoint=checkpoint, chain=chain, runs=book.kept(), run=run)

    def _new_run(self, before: Chain, session: Session, name: str = "") -> None:
        """Another thread trains ``session``, after the segments ``before``; the change ``name`` has led there."""
        self.trail.begin(before, session, name)
        if self.timeline is not None:
            self.timeline.begin_run(self.trail.before)

    def changed(
        self,
        version: Version,
        session: Session,
        encoded: loader.Encoded,
        kept: Milestone,
        *,
        branch: bool = False,
        back: Milestone | None = None,
        other_weights_only: bool = False,
    ) -> None:
        """The run trains ``session`` with changed settings; before it, the segments of ``kept``.

        ``branch`` says that it is a run of its own, also where it is at no earlier epoch; ``back`` is where another run
        was left that goes on; ``other_weights_only`` says that rows, epoch and curve are as they were.
        """
        self._go_on_with_run(version.line, session.checkpoint, kept, branch=branch)
        self._new_run(*((kept.chain, session, version.name) if back is None else (back.chain, session)))
        self.arrive(version, session, encoded)
        if other_weights_only:
            self._view.moment_changed()
        else:
            self._view.network_replaced()
        self._say_fault(encoded.fault)

    def _go_on_with_run(
        self, line: MilestoneSlot | None, start: Checkpoint | None, kept: Milestone, *, branch: bool = False
    ) -> None:
        """The run that ``line`` belongs to is present now, another than before or not; the one before had ``kept``."""
        from nntui.session.arrival import begins_run

        at, timeline = self.at, self.timeline
        if line is None or at is None or at.line is None or timeline is None or self.session is None:
            return
        if line.run is None:
            other = branch or begins_run(kept, start)
            line.run = timeline.runs.new_number() if other else timeline.runs.present
        if line.run != timeline.runs.present:
            timeline.runs.switch(line.run, start, replace(self.session, checkpoint=None), at.line)

    def travelled(self, line: str) -> None:
        """Undo or redo did what ``line`` says; it is logged at once, or with the training that it brings back."""
        self._travelled.append(line)
        if self.at is not None and self.timeline is not None and self.timeline.present.line in {None, self.at.line}:
            self._say_travelled()

    def _say_travelled(self, what_else: str = "") -> None:
        lines = [*self._travelled, *filter(None, [what_else])]
        self._travelled.clear()
        if lines:
            self._view.confirm("; ".join(lines))

    async def follow(self) -> None:
        """Bring the present version to the run; of changes in quick succession only the last is brought."""
        async with self.life:
            await self.catch_up()

    async def catch_up(self) -> None:
        """The same, for one that holds ``life``."""
        while self.timeline is not None and self.at is not None and self.at is not self.timeline.present:
            version, session = self.timeline.present, self.session
            assert session is not None
            if version.session is not None and version.session is self.at.session and version.line is self.at.line:
                self.at = version  # only the list of runs is another
                self._say_travelled()
            elif version.session is not None:
                await self._return_to(version, self.at, session)
            else:
                await self._go_on_to(version, self.at, session)

    async def _return_to(self, version: Version, at: Version, session: Session) -> None:
        """Let the run train a version that it has trained before."""
        from nntui.session.arrival import returned

        updates, going = self._runner.updates_at_rest, self._runner.going
        planned = returned(version, at, session, updates)
        if planned.back is None and goes_on_with(session, planned.session):
            await self.keep_weights(version, at, planned.session)
            return
        resume = planned.line is at.line or (planned.back is not None and planned.back.going)
        async with self._runner.handing_over(resume=resume) as checkpoint:
            kept = self.keep(checkpoint, going=going)
            arrival = returned(version, at, replace(session, checkpoint=checkpoint), updates)
            await self._take_over(version, arrival, kept)

    async def _go_on_to(self, version: Version, at: Version, session: Session) -> None:
        """Let the run train a version that an edit of the table has made."""
        from nntui.session.arrival import kept_change, learnt

        change = await asyncio.to_thread(kept_change, version, at, session)
        if change is not None:
            version.line = at.line
            await self.keep_weights(version, at, change.applied(session.checkpoint))
            return
        going, notes = self._runner.going, list[str]()
        async with self._runner.handing_over(resume=True) as checkpoint:
            kept = self.keep(checkpoint, going=going)
            reached = replace(session, checkpoint=checkpoint)
            arrival = await asyncio.to_thread(learnt, version, at, reached, notes.append)
            version.line = arrival.line
            for note in notes:
                self._view.tell(note + brings_back(kept) if arrival.afresh else note)
            await self._take_over(version, arrival, kept)

    async def keep_weights(self, version: Version, at: Version, after: Session) -> None:
        """Let the run go on with the rows or the settings of ``version``, which are those of ``after``, and the present
        weights."""
        from nntui.session.timeline import change_between

        if self._runner.updates_at_rest and self.timeline is not None:
            reached = await self._runner.checkpoint()
            milestone = Milestone.at(reached, self._runner.aim.goal, self.trail.chain_of(reached), going=False)
            self._put(at.exact, milestone)
        else:
            at.exact.milestone = None
        before, name = self.session, change_between(at, version)
        assert before is not None
        if after.training != before.training and self._runner.steer(before.training, after.training):
            # A rule that only says when to stop is no mark in the curve.
            self.trail.give(after, "" if goes_on_alike(before.training, after.training) else name)
        if after.table is before.table:
            self.at, self.session = version, after
            version.session = replace(after, checkpoint=None)
            self._view.moment_changed()
            self._say_travelled()
            return
        encoded = await asyncio.to_thread(loader.encoded, after)
        if self._runner.replace_data(encoded.arrays, learnable=not encoded.fault):
            self.trail.give(after, name)
        self.arrive(version, after, encoded)
        self._view.table_changed()
        self._say_travelled()
        self._say_fault(encoded.fault)

    async def _take_over(self, version: Version, arrival: Arrival, kept: Milestone) -> None:
        """Let a new run go on with ``version``; the old one was handed over."""
        from nntui.session.timeline import change_between

        at, after = self.at, arrival.session
        assert at is not None
        name = change_between(at, version) if arrival.back is None else ""  # what comes back has its names
        encoded = await asyncio.to_thread(loader.encoded, after)
        goal = arrival.back.goal if arrival.back is not None else None
        await self._runner.take_over(after, encoded.arrays, learnable=not encoded.fault, goal=goal)
        self._go_on_with_run(arrival.line, after.checkpoint, kept)
        self._new_run((kept if arrival.back is None else arrival.back).chain, after, name)
        self.arrive(version, after, encoded)
        same_curve = arrival.line is at.line
        if after.checkpoint is None or (arrival.back is not None and not same_curve):
            self._view.network_replaced()
        else:
            self._view.table_changed()
        self._say_travelled("" if same_curve else weights_back(arrival))
        self._say_fault(encoded.fault)

    def keep(self, checkpoint: Checkpoint | None, *, going: bool) -> Milestone:
        """Keep what training has reached for undo or redo to return to; ``going``: it was not paused."""
        assert self.timeline is not None
        assert self.at is not None
        assert self.at.line is not None
        milestone = Milestone.at(checkpoint, self._runner.aim.goal, self.trail.chain_of(checkpoint), going=going)
        self._put(self.at.line, milestone)
        if going:
            self.at.exact.milestone = None
        else:
            self._put(self.at.exact, milestone)
        return milestone

    def _put(self, slot: MilestoneSlot, milestone: Milestone) -> None:
        """Keep ``milestone`` in ``slot``, and tell which runs had to make room for it."""
        for run in self.timeline.keep(slot, milestone) if self.timeline is not None else ():
            self._view.tell(f"run {run} is no longer kept: undo, past and runs together may take {KEPT_BYTES >> 20} MB")

    def _say_fault(self, fault: str) -> None:
        """Warn of a table that cannot be trained on; while it is being repaired, log what is left to repair."""
        if fault not in ("", self._fault):
            say = partial(self._view.tell, style="error") if self._fault else self._view.warn
            say(fault)
        self._fault = self._runner.log.fault = fault


def goes_on_with(before: Session, after: Session) -> bool:
    """Whether the run of ``before`` can go on with the settings and rows of ``after``, and its weights."""
    return before.network == after.network and steerable(before.training, after.training)
