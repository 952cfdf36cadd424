"""The user's changes of the open session: edits of the table, settings, undo and redo."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.ui.work import loader
from nntui.ui.work.following import Follower, goes_on_with
from nntui.ui.work.looking_back import PastViewer
from nntui.ui.work.view import shown
from nntui.ui.work.wording import brings_back

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.runs.book import RunEntry
    from nntui.session.session import Session
    from nntui.session.timeline import Version
    from nntui.ui.work.runner import Runner
    from nntui.ui.work.view import View


ENDS = "begins training afresh; {{key:undo}} brings back the weights of epoch {:,}"


class Editing:
    """Changes the session that is open, and takes changes back.

    A changed table is shown at once, and training follows it: with its weights where they fit, else with those that can
    be kept. Undo takes back the last change, whatever it was: an edit of the table, settings, new first weights. Where
    the change had replaced the weights, undo brings back the training that it ended, all of it: weights, the
    optimiser's memory, counts, curve and best weights; redo goes forward to the other again. Where the change had kept
    the weights (a cell, the learning rate, the number of epochs), they stay and training goes on, unless nothing was
    trained since: then all is exactly as it was.

    """

    def __init__(self, view: View, runner: Runner) -> None:
        self._view, self._runner = view, runner
        self.follower = Follower(view, runner)
        self.past = PastViewer(view, runner, self.follower)
        self._changes_before = 0  # those of sessions that were open before
        self._following: asyncio.Task[None] | None = None
        self._replaced: tuple[Table | None, Callable[[Table], Table]] = (None, lambda table: table)

    @property
    def changes(self) -> int:
        """The changes made so far, undo and redo among them, for the account of unsaved work; it never goes down."""
        timeline = self.follower.timeline
        return self._changes_before + (0 if timeline is None else timeline.changes)

    def opened(self, session: Session, encoded: loader.Encoded) -> None:
        """Begin with a session that the run trains already; there is nothing to undo."""
        from nntui.session.timeline import Timeline

        self._changes_before = self.changes
        self.past.leave()
        self.follower.begin(Timeline(session.table, session), session, encoded)

    def stop(self) -> None:
        """Follow no more."""
        if self._following is not None:
            self._following.cancel()

    def edit(self, name: str, table: Table, before: Table | None = None) -> None:
        """Go on with ``table``, which the edit ``name`` made of the table ``before`` (None: of the newest).

        An edit that was on its way when settings were applied to ``before`` is changed by them too; one of a table that
        is no longer open is dropped.
        """
        timeline = self.follower.timeline
        if timeline is None:
            return
        if self.past.refuses:
            self._view.warn(self.past.refusal)
            self._view.table_changed()
            return
        replaced, change = self._replaced
        if before is not None and before is replaced and before is not timeline.table:
            self._replaced, table = (table, change), change(table)
        elif before is not None and not timeline.knows(before):
            return
        timeline.apply(name, table)
        self._view.tell(name)
        self._changed()

    async def compute(self, source: str) -> bool:
        """Compute the open table again as ``source`` says; False if another is open. Raises NntuiError."""
        async with self.follower.life:
            session = self.follower.session
            table = await asyncio.to_thread(loader.recomputed, session, source)
            if session is None or table is None:
                return False
            self.follower.session = replace(session, source=source)
            self._replaced = self.follower.table, lambda _: table
            self.edit(f"compute {source}", table)
        return True

    def ask(self, query: Mapping[str, Cell]) -> None:
        """Keep the cells of the predict form."""
        self.past.ask(query)
        if self.follower.session is not None:
            self.follower.session = replace(self.follower.session, query=query)

    def ended_by(self, table: Table) -> str:
        """A line on the training that would be thrown away by going on with ``table``, "" if none; for any thread."""
        session, snapshot = self.follower.session, self._runner.snapshot
        if session is None or snapshot is None or not snapshot.updates:
            return ""
        return ENDS.format(snapshot.epoch) if loader.change_of(session, table).other_target else ""

    def undo(self) -> None:
        """Undo the last change; in the past, go back to the present moment."""
        if self.past.shown is not None:
            self.past.now()
            return
        timeline = self.follower.timeline
        self._travel("undid", timeline.undo() if timeline is not None else None)

    def redo(self) -> None:
        """Redo the last undone change; in the past, go back to the present moment."""
        if self.past.shown is not None:
            self.past.now()
            return
        timeline = self.follower.timeline
        self._travel("redid", timeline.redo() if timeline is not None else None)

    def _travel(self, did: str, crossed: Version | None) -> None:
        if crossed is None:
            self._view.confirm("nothing to undo" if did == "undid" else "nothing to redo")
        else:
            self._changed()
            self.follower.travelled(f"{did}: {crossed.name}")

    def _changed(self) -> None:
        self._view.table_changed()
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(shown(self._view, self.follower.follow))

    async def go_on_from_past(self) -> None:
        """Train on from the moment of the past that is shown; undo goes back to the end of what was trained since."""
        from nntui.session.past import with_past

        shown = self.past.shown
        if shown is None:
            return

        def moment(now: Session, _: Callable[[str], None]) -> Session:
            reached = with_past(shown.checkpoint, shown.trained)
            return replace(shown.session, checkpoint=reached, path=now.path, name=now.name)

        name = f"go on from epoch {shown.snapshot.epoch:,}"
        await self._change(name, moment, resume=False, logged=True, branch=True)

    async def steer(self, name: str, change: loader.SessionChange) -> bool:
        """Go on with ``change`` made to the settings, without a pause and with the same weights, if that can be.

        False where another run is needed, and then nothing is changed. Raises as ``change`` does.
        """
        self.past.refuse_changes()
        follower = self.follower
        async with follower.life:
            await follower.catch_up()
            session, timeline, at = follower.session, follower.timeline, follower.at
            if session is None or timeline is None or at is None:
                return True
            after = await asyncio.to_thread(change, replace(session, checkpoint=None), lambda _: None)
            if after.table is not session.table or not goes_on_with(session, after):
                return False
            if after.training != session.training:
                version = timeline.apply(name, after.table, settings=True)
                version.line = at.line
                self._view.tell(name)
                await follower.keep_weights(version, at, replace(after, checkpoint=session.checkpoint))
        return True

    async def change(
        self,
        name: str,
        change: loader.SessionChange,
        *,
        resume: bool,
        logged: bool = True,
        onto: RunEntry | None = None,
    ) -> None:
        """Go on with ``change`` made to the session and its newest table: an edit meanwhile repeats it.

        The changed table is shown, and edited from then on, before the old run ends. With ``resume`` training goes on
        by itself; ``logged`` says that the log has the ``name``. ``onto`` is the run that goes on, where the change
        leads to one that was left. Raises what ``change`` raises, and TrainingError while the past is shown.
        """
        self.past.refuse_changes()
        await self._change(name, change, resume=resume, logged=logged, onto=onto)

    async def _change(
        self,
        name: str,
        change: loader.SessionChange,
        *,
        resume: bool,
        logged: bool,
        branch: bool = False,
        onto: RunEntry | None = None,
    ) -> None:
        follower = self.follower
        async with follower.life:
            await follower.catch_up()
            if follower.session is None or follower.timeline is None:
                return
            going = self._runner.going
            async with self._runner.handing_over(resume=resume) as checkpoint:
                reached, table = replace(follower.session, checkpoint=checkpoint), None
                while table is not follower.table:
                    table, notes = follower.table, list[str]()
                    assert table is not None
                    after, encoded = await asyncio.to_thread(loader.changed, reached, table, change, notes.append)
                kept = follower.keep(checkpoint, going=going)
                version = self.version_of(name, reached, after, onto)
                if logged:
                    self._view.tell(name)
                for note in notes:
                    self._view.tell(note if after.checkpoint is not None else note + brings_back(kept))
                if after.table is not table:
                    self._replaced = table, partial(loader.changed_table, reached, change)
                    self._view.table_changed()
                await self._runner.begin(after, encoded.arrays, learnable=not encoded.fault)
            self.past.leave()
            back = None if onto is None else onto.slot.milestone
            follower.changed(version, after, encoded, kept, branch=branch, back=back)

    def version_of(self, name: str, before: Session, after: Session, onto: RunEntry | None = None) -> Version:
        """A version for ``after``, settings of ``before`` having changed; the present one if nothing has.

        ``onto`` is the run that it belongs to, if that is another one than the present.
        """
        from nntui.session.arrival import settled

        timeline, at = self.follower.timeline, self.follower.at
        assert timeline is not None
        assert at is not None
        line = settled(before, after, at) if onto is None else onto.begun_again()
        same = after.table is before.table and (after.network, after.training) == (before.network, before.training)
        if same and line is at.line and at is timeline.present:
            return at
        version = timeline.apply(name, after.table, settings=True)
        version.line = line
        return version
