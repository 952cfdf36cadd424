"""The one place where session, run and screen meet.

The controller holds what is open (session, edits, encoder), owns the training run, and tells its view what changed. All
its methods are called on the screen's thread; the run's events come in through ``handle``.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.ui import limits, loader

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.edits import Edits
    from nntui.data.encode import Encoder
    from nntui.data.table import Table
    from nntui.session.options import Options
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.session.settings import SettingsResult
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.run import Event, Run
    from nntui.ui.view import View


class Controller:
    """A session being worked on.

    ``waiting`` says what is being loaded ("" when nothing is), ``goal`` the epoch at which training stops, ``limit``
    the epochs a second that it is held to (None: full speed), ``unsaved`` whether leaving would lose work, and
    ``left_on_purpose`` that the user was asked before the screen went away.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.session: Session | None = None
        self.edits: Edits | None = None
        self.encoder: Encoder | None = None
        self.run: Run | None = None
        self.goal = 0
        self.limit: float | None = None
        self._predictor: Predictor | None = None
        self.waiting = "opening ..."
        self.unsaved = self.left_on_purpose = False
        self._life = asyncio.Lock()  # one opening, saving or restarting at a time
        self._runs = 0
        self._fault, self._interrupted = "", False  # what is wrong with the table; whether training waits for its end
        self._encoding: asyncio.Task[None] | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """How training stands now; None until the network is there."""
        return self.run.latest() if self.run is not None else None

    @property
    def training(self) -> bool:
        """Whether the weights are moving."""
        snapshot = self.snapshot
        return snapshot is not None and snapshot.state == "training"

    @property
    def table(self) -> Table | None:
        """The table as it stands, edits included."""
        return self.edits.table if self.edits is not None else None

    @property
    def predictor(self) -> Predictor | None:
        """Answers questions with the present scaling; None while there is none."""
        if self._predictor is None and self.session is not None and self.encoder is not None:
            from nntui.session.predict import Predictor

            self._predictor = Predictor(self.session, self.encoder)
        return self._predictor

    # What is open

    async def open(self, source: str | None, options: Options) -> None:
        """Open a table, session or built-in in place of what is open. Raises NntuiError; what was open then stays."""
        async with self._life:
            session = await asyncio.to_thread(loader.opened, source, options)
            self.limit = limits.at_first(session, options)
            await self._begin(session, same_table=False)
            self.unsaved = False

    async def _begin(self, session: Session, *, same_table: bool = True) -> None:
        """Put ``session`` on the screen and a run beside it, once the old run has ended."""
        from nntui.data.edits import Edits

        stood = self.table
        encoded = await asyncio.to_thread(loader.encoded, session.table)
        await self._end_run()
        if self.edits is None or not same_table:
            self.edits = Edits(session.table)
        elif stood is not session.table:
            self.edits.apply("settings", session.table)
        self.session, self.encoder, self._predictor = session, encoded.encoder, None
        self.goal = limits.next_goal(session.checkpoint.epoch if session.checkpoint else 0, session.training.epochs)
        self.waiting = "loading torch ..."
        self._runs += 1
        self.run = loader.make_run(session, encoded.arrays, partial(self._post, self._runs))
        self.run.start()
        self.run.set_limit(self.limit)
        self.view.session_opened()
        self._say_fault(encoded.fault)
        self._interrupted = False
        if self.edits.table is not session.table:  # the user typed on while the old run ended
            self._table_changed()

    async def _end_run(self) -> None:
        if self._encoding is not None:
            self._encoding.cancel()
        if self.run is not None:
            self.run.close()
            if self.snapshot is not None:  # else it still loads or compiles, and will end without an update
                await asyncio.to_thread(self.run.join)

    def _post(self, number: int, event: Event | loader.Loading) -> None:
        """Pass on what run ``number`` tells, unless another took its place. Called from its thread."""
        if number == self._runs:
            self.view.post_run_event(event)

    async def close(self) -> None:
        """Leave: end the training thread; the last snapshot stays readable."""
        async with self._life:
            await self._end_run()
            self.left_on_purpose = True

    async def as_it_stands(self) -> Session:
        """The session with its present table and, once the network is there, all that training has reached."""
        assert self.session is not None
        assert self.edits is not None
        checkpoint = self.session.checkpoint
        if self.run is not None and self.snapshot is not None:
            checkpoint = await asyncio.wrap_future(self.run.checkpoint())
        return self._session_with(checkpoint)

    def _session_with(self, checkpoint: Checkpoint | None) -> Session:
        assert self.session is not None
        assert self.edits is not None
        return replace(self.session, table=self.edits.table, checkpoint=checkpoint)

    async def save(self, path: Path) -> None:
        """Write the session; training goes on meanwhile. Raises NntuiError."""
        from nntui.session.file import save

        async with self._life:
            session = replace(await self.as_it_stands(), path=path, name=path.stem)
            await asyncio.to_thread(save, session, path)
            assert self.session is not None
            self.session = replace(self.session, path=path, name=path.stem)
            self.unsaved = False
            self.view.tell(f"saved {path}", "good")

    def handle(self, event: Event | loader.Loading) -> None:
        """Take what the training thread says."""
        from nntui.training.run import Failed, Finished, Ready

        match event:
            case loader.Loading(what=what):
                self.waiting = what
            case Ready():
                self.waiting = ""
            case Failed(reason=reason, snapshot=snapshot):
                self.waiting = "" if snapshot is not None else "failed"
                self.view.warn(reason)
            case Finished(snapshot=snapshot):
                self.view.tell(snapshot.reason, "good")

    # Training

    def train(self) -> None:
        """Train, or pause what trains. At the goal, go on for as many epochs again."""
        if self.run is None or self.session is None:
            return
        snapshot = self.snapshot
        if snapshot is not None and snapshot.state == "training":
            self.run.pause()
            return
        if snapshot is not None:
            self.goal = max(self.goal, limits.next_goal(snapshot.epoch, self.session.training.epochs))
        self.unsaved = True
        self.run.train(self.goal)

    def step(self) -> None:
        """One update, then pause."""
        if self.run is not None:
            self.unsaved = True
            self.run.step()

    def epoch(self) -> None:
        """One epoch, then pause."""
        if self.run is not None:
            self.unsaved = True
            self.run.epoch()

    def slower(self) -> None:
        """Train slower, so that single epochs can be watched."""
        self._hold_to(limits.slower(self.limit))

    def faster(self) -> None:
        """Train faster again, in the end as fast as the machine can."""
        self._hold_to(limits.faster(self.limit))

    def _hold_to(self, limit: float | None) -> None:
        self.limit = limit
        if self.run is not None:
            self.run.set_limit(limit)
        self.view.tell(limits.in_words(limit))

    async def rewind(self) -> None:
        """Back to the same first weights, epoch 0, an empty curve."""
        async with self._life:
            if self.session is not None:
                await self._begin(self._session_with(checkpoint=None))

    async def renew(self) -> None:
        """Start again from the next seed."""
        from nntui.session.changes import with_next_seed

        async with self._life:
            if self.session is not None:
                await self._begin(with_next_seed(self._session_with(checkpoint=None)))
                self.unsaved = True
                self.view.tell(f"new first weights, from seed {self.session.network.seed}")

    async def apply(self, settings: SettingsResult) -> None:
        """Train on with these settings; where they make another network, from its first weights. Raises NntuiError."""
        from nntui.session.settings import apply_settings

        async with self._life:
            if self.session is not None:
                was_training = self.training
                await self._begin(apply_settings(await self.as_it_stands(), settings, self.view.tell))
                self.unsaved = True
                if was_training:
                    self.train()

    # The table

    def ask(self, query: dict[str, float]) -> None:
        """The predict form holds these numbers now."""
        if self.session is not None:
            self.session = replace(self.session, query=query)

    def edit(self, name: str, table: Table) -> None:
        """The user changed the table."""
        if self.edits is not None:
            self.edits.apply(name, table)
            self._table_changed()

    def undo(self) -> None:
        """Take the last change of the table back."""
        self._retraced("undid", self.edits.undo() if self.edits is not None else None)

    def redo(self) -> None:
        """Make it again."""
        self._retraced("redid", self.edits.redo() if self.edits is not None else None)

    def _retraced(self, did: str, name: str | None) -> None:
        if name is None:
            self.view.tell("nothing to undo" if did == "undid" else "nothing to redo")
        else:
            self.view.tell(f"{did}: {name}")
            self._table_changed()

    def _table_changed(self) -> None:
        self.unsaved = True
        self.view.table_changed()
        if self._encoding is not None:
            self._encoding.cancel()
        self._encoding = asyncio.create_task(self._send_table())

    async def _send_table(self) -> None:
        """Bring the edited table to the training thread; of edits that come quickly only the last is sent."""
        assert self.edits is not None
        encoded = await asyncio.to_thread(loader.encoded, self.edits.table)
        if encoded.encoder is not None:  # else the old one goes on answering
            self.encoder, self._predictor = encoded.encoder, None
        self._say_fault(encoded.fault)
        if self.run is not None:
            if encoded.fault and self.training:
                self._interrupted = True
                self.run.pause()
            self.run.replace_data(encoded.arrays)
            if self._interrupted and not encoded.fault:
                self.run.train(self.goal)
                self._interrupted = False
        self.view.table_changed()

    def _say_fault(self, fault: str) -> None:
        """Say why the table cannot be trained on: once, not at every cell until it is mended."""
        if fault and fault != self._fault:
            self.view.warn(fault)
        self._fault = fault
