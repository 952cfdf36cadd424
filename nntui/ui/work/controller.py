"""The one place where session, run and screen meet.

The controller holds what is open (session, edits, encoder), owns the training run, and tells its view what changed. All
its methods are called on the screen's thread; the run's events come in through ``handle``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.ui.work import loader, opening, runner
from nntui.ui.work.file_watch import Unsaved
from nntui.ui.work.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nntui.data.edits import Edits
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.options import Options
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint, Snapshot
    from nntui.training.run import Event, Run
    from nntui.ui.work.view import View


class Controller:
    """A session being worked on.

    ``session`` is what the run at work trains, with the last edited table that has reached it; ``table`` is the newest.
    ``reading`` says what is being read, ``left_on_purpose`` that the user was asked before the screen went away.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.session: Session | None = None
        self.edits: Edits | None = None
        self.encoder: Encoder | None = None
        self.runner = Runner(view)
        self._predictor: Predictor | None = None
        self.reading = ""
        self.left_on_purpose = False
        self._work = Unsaved()
        self._life = asyncio.Lock()  # one opening, saving, restarting or following of an edit at a time
        self._fault = ""  # what is wrong with the table
        self._following: asyncio.Task[None] | None = None

    @property
    def run(self) -> Run | None:
        """The run at work."""
        return self.runner.run

    @property
    def snapshot(self) -> Snapshot | None:
        """How training stands now; None until the network is there."""
        return self.runner.snapshot

    @property
    def training(self) -> bool:
        """Whether the weights are moving."""
        return self.runner.training

    @property
    def waiting(self) -> str:
        """What is being read or loaded; "" when nothing is."""
        return self.reading or self.runner.waiting

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose work."""
        return self.session is not None and self._work.beside(self.snapshot or self.session.checkpoint)

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

    def handle(self, event: Event | loader.Loading) -> None:
        """Take what the training thread says."""
        self.runner.handle(event)

    async def open(self, source: str | None, options: Options) -> None:
        """Open a table, session or built-in in place of what is open. Raises NntuiError; what was open then stays."""
        async with self._life:
            try:
                session = await opening.open_with_preview(source, options, self.view, self._set_reading)
            finally:
                self.reading = ""
            self.runner.limit = runner.at_first(session, options)
            await self._begin(session)
            self._work.keep(self._work.changes, session.checkpoint)

    def _set_reading(self, what: str) -> None:
        self.reading = what

    async def _begin(self, session: Session, made_from: Table | None = None) -> None:
        """Put ``session``, whose table was ``made_from`` the open one if any, on the screen, once the old run ended."""
        from nntui.data.edits import Edits

        encoded = await asyncio.to_thread(loader.encoded, session)
        await self.runner.begin(session, encoded.arrays)
        if self.edits is None or made_from is None:
            self.edits = Edits(session.table)
        elif self.table is made_from and session.table is not made_from:
            self.edits.apply("settings", session.table)
        self._stand(session, encoded.encoder)
        self.view.session_opened()
        self._say_fault(encoded.fault)
        if self.edits.table is not session.table:  # the user typed on while the old run ended
            self._table_changed()

    def _stand(self, session: Session, encoder: Encoder | None) -> None:
        self.session, self.encoder, self._predictor = session, encoder, None

    async def close(self) -> None:
        """Leave: end the training thread; the last snapshot stays readable."""
        async with self._life:
            if self._following is not None:
                self._following.cancel()
            await self.runner.end()
            self.left_on_purpose = True

    async def as_it_stands(self) -> Session:
        """The session with its present table and, once the network is there, all that training has reached."""
        assert self.session is not None
        return await self._session_with(await self.runner.checkpoint() or self.session.checkpoint)

    async def _session_with(self, checkpoint: Checkpoint | None) -> Session:
        from nntui.session.follow import refit

        assert self.session is not None
        assert self.edits is not None
        return await asyncio.to_thread(refit, replace(self.session, checkpoint=checkpoint), self.edits.table)

    async def save(self, path: Path) -> None:
        """Write the session; training goes on meanwhile. Raises NntuiError."""
        from nntui.session.store.file import save

        async with self._life:
            changes = self._work.changes  # those that are made while it is written are not in the file
            session = replace(await self.as_it_stands(), path=path, name=path.stem)
            await asyncio.to_thread(save, session, path)
            assert self.session is not None
            self.session = replace(self.session, path=path, name=path.stem)
            self._work.keep(changes, session.checkpoint)
            self.view.tell(f"saved {path}", "good")

    # Training

    def train(self) -> None:
        """Train, or pause what trains. At the goal, go on for as many epochs again."""
        if self.session is not None:
            mending = bool(self._fault) and self.table is not self.session.table
            self.runner.train(self.session.training.epochs, mending=mending)

    def step(self) -> None:
        """One update, then pause."""
        if self.run is not None:
            self.run.step()

    def epoch(self) -> None:
        """One epoch, then pause."""
        if self.run is not None:
            self.run.epoch()

    def slower(self) -> None:
        """Train slower, so that single epochs can be watched."""
        self.runner.hold_to(runner.slower(self.runner.limit))

    def faster(self) -> None:
        """Train faster again, in the end as fast as the machine can."""
        self.runner.hold_to(runner.faster(self.runner.limit))

    async def rewind(self) -> None:
        """Back to the same first weights, epoch 0, an empty curve."""
        async with self._life:
            table = self.table
            if self.session is not None:
                await self._begin(await self._session_with(checkpoint=None), table)

    async def renew(self) -> None:
        """Start again from the next seed."""
        from nntui.session.change import with_next_seed

        async with self._life:
            if self.session is not None:
                table = self.table
                await self._begin(with_next_seed(await self._session_with(checkpoint=None)), table)
                self._work.changes += 1
                self.view.tell(f"new first weights, from seed {self.session.network.seed}")

    async def apply(self, options: Options) -> None:
        """Train on with these settings; where they make another network, from its first weights. Raises NntuiError."""
        from nntui.session.change import with_options

        async with self._life:
            if self.session is not None:
                was_going, table = self.runner.going, self.table
                await self._begin(with_options(await self.as_it_stands(), options, self.view.tell), table)
                self._work.changes += 1
                if was_going:
                    self.train()

    # The table

    def ask(self, query: Mapping[str, Cell]) -> None:
        """The predict form holds these cells now."""
        if self.session is not None:
            self.session = replace(self.session, query=query)

    def edit(self, name: str, table: Table) -> None:
        """The user changed the table."""
        if self.edits is not None:
            self.edits.apply(name, table)
            self._table_changed()

    async def compute(self, source: str) -> bool:
        """Compute the open table again as ``source`` says; False where another is open. Raises NntuiError."""
        from nntui.ui.work.opening import computed_anew

        async with self._life:
            table = await asyncio.to_thread(computed_anew, self.session, source)
            if self.session is None or table is None:
                return False
            self.session = replace(self.session, source=source)
        self.edit(f"compute {source}", table)
        return True

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
        self._work.changes += 1
        self.view.table_changed()
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        """Bring the edited table to the training thread; of edits that come quickly only the last is sent."""
        async with self._life:
            while self.session is not None and self.table is not None and self.table is not self.session.table:
                await self._learn(self.session, self.table)

    async def _learn(self, session: Session, table: Table) -> None:
        """Train on with ``table``; where it makes another network, with what that can use of the present weights."""
        change = await asyncio.to_thread(loader.change_of, session, table)
        notes: list[str] = []
        if change.keeps_network:
            after, encoded = await asyncio.to_thread(loader.applied, change, session.checkpoint, notes.append)
            self.runner.replace(encoded.arrays, learnable=not encoded.fault)
            self._stand(after, encoded.encoder or self.encoder)  # an old encoder goes on answering
            self.view.table_changed()
        else:
            checkpoint = await self.runner.checkpoint() or session.checkpoint
            self.session = replace(session, checkpoint=checkpoint)
            after, encoded = await asyncio.to_thread(loader.applied, change, checkpoint, notes.append)
            await self.runner.take_over(after, encoded.arrays, learnable=not encoded.fault)
            self._stand(after, encoded.encoder)
            for note in notes:
                self.view.tell(note)
            (self.view.session_opened if after.checkpoint is None else self.view.table_changed)()
        self._say_fault(encoded.fault)

    def _say_fault(self, fault: str) -> None:
        """Say why the table cannot be trained on so that it is not missed and, as it is mended, what to mend next."""
        if fault and fault != self._fault:
            if self._fault:
                self.view.tell(fault, "error")
            else:
                self.view.warn(fault)
        self._fault = fault
