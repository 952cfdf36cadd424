"""The controller holds what is open (session, edits, encoder) and the runner. All calls are on the screen's thread."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.atomic import FileStamp
from nntui.training.loop import Step
from nntui.ui.work import loader, speed
from nntui.ui.work.runner import Loading, Runner
from nntui.ui.work.unsaved import Unsaved
from nntui.ui.work.view import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nntui.data.edits import Edits
    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.options import Options
    from nntui.session.predict import Predictor
    from nntui.session.session import Session
    from nntui.training.records import Snapshot
    from nntui.ui.work.view import View


class Controller:
    """A session being worked on.

    ``session`` has the last table that reached the run, ``table`` is the newest. ``reading`` says what is being read,
    ``left_on_purpose`` that the user was asked before leaving.
    """

    def __init__(self, view: View, make_run: loader.MakeRun = loader.make_run) -> None:
        self.view = view
        self.session: Session | None = None
        self.edits: Edits | None = None
        self.encoder: Encoder | None = None
        self.runner = Runner(view, make_run)
        self.reading = ""
        self.left_on_purpose = False
        self._predictor: Predictor | None = None
        self._work = Unsaved()
        self._life = asyncio.Lock()  # held while a session is opened, saved, changed, or follows an edit
        self._fault = ""  # why the table cannot be trained on
        self._following: asyncio.Task[None] | None = None
        self._replaced: tuple[Table | None, Callable[[Table], Table]] = (None, lambda table: table)

    @property
    def snapshot(self) -> Snapshot | None:
        """The state of training to show; None until there is a network."""
        return self.runner.snapshot

    @property
    def training(self) -> bool:
        """True while the weights change."""
        return self.snapshot is not None and self.snapshot.state == "training"

    @property
    def waiting(self) -> str:
        """What is being read or loaded; "" when nothing is."""
        return self.reading or (state.what if isinstance(state := self.runner.state, Loading) else "")

    @property
    def unsaved(self) -> bool:
        """True if leaving would lose work."""
        return self.session is not None and self._work.beside(self.snapshot or self.runner.start)

    @property
    def table(self) -> Table | None:
        """The newest table."""
        return self.edits.table if self.edits is not None else None

    @property
    def predictor(self) -> Predictor | None:
        """Answers questions with the current scaling; None before there is any."""
        if self._predictor is None and self.session is not None and self.encoder is not None:
            from nntui.session.predict import Predictor

            self._predictor = Predictor(self.session, self.encoder)
        return self._predictor

    # Opening, saving, leaving

    async def open(self, source: str | None, options: Options) -> None:
        """Open ``source`` in place of what is open. Raises NntuiError, and then leaves that open."""
        from nntui.data.edits import Edits

        async with self._life:
            stamp = await asyncio.to_thread(FileStamp.of, source or "")
            try:
                session = await loader.open_with_preview(source, options, self.view, self._set_reading)
            finally:
                self.reading = ""
            encoded = await asyncio.to_thread(loader.encoded, session)
            self.runner.limit = speed.at_first(session, options)
            await self.runner.begin(session, encoded.arrays, learnable=not encoded.fault, fresh=True)
            self.edits = Edits(session.table)
            self._show_session(session, encoded)
            self._work.opened(session, stamp)

    def _set_reading(self, what: str) -> None:
        self.reading = what

    async def save(self, path: Path, *, replacing: bool = False) -> None:
        """Write the session; training goes on meanwhile. Raises NntuiError as ``Unsaved.write`` does."""
        from nntui.session.follow import refit

        async with self._life:
            if self.session is None or self.edits is None:
                return
            changes = self._work.changes  # those made during the writing are not in the file
            reached = replace(self.session, checkpoint=await self.runner.checkpoint(), path=path, name=path.stem)
            session = await asyncio.to_thread(refit, reached, self.edits.table)
            await asyncio.to_thread(self._work.write, session, path, changes, replacing=replacing)
            self.session = replace(self.session, path=path, name=path.stem)
            self.view.tell(f"saved {path}", "good")

    async def close(self) -> None:
        """Leave: end the training thread; the last snapshot stays readable."""
        if self._following is not None:
            self._following.cancel()
        async with self._life:
            await self.runner.end()
            self.left_on_purpose = True

    # Training

    def train(self) -> None:
        """Train, or pause. At the goal, train for as many epochs again."""
        self.runner.train(repairing=self._repairing)

    def step(self) -> None:
        """Make one update, then pause."""
        self.runner.step(Step.UPDATE, repairing=self._repairing)

    def epoch(self) -> None:
        """Train to the end of the epoch, then pause."""
        self.runner.step(Step.EPOCH, repairing=self._repairing)

    @property
    def _repairing(self) -> bool:
        """True if the run has a table that cannot be trained on, and an edited one is on its way."""
        return bool(self._fault) and self.session is not None and self.table is not self.session.table

    def slower(self) -> None:
        """Train slower, so that single epochs can be watched."""
        self.runner.set_limit(speed.slower(self.runner.limit))

    def faster(self) -> None:
        """Train faster, up to full speed."""
        self.runner.set_limit(speed.faster(self.runner.limit))

    async def rewind(self) -> None:
        """Go back to the same first weights, epoch 0 and an empty curve."""
        async with self._life:
            await self._change("rewind", lambda session, _: replace(session, checkpoint=None), resume=False)

    async def renew(self) -> None:
        """Start again from the next seed."""
        from nntui.session.change import with_next_seed

        async with self._life:
            await self._change("new seed", lambda old, _: with_next_seed(replace(old, checkpoint=None)), resume=False)
            if self.session is not None:
                self._work.changes += 1
                self.view.tell(f"new first weights, from seed {self.session.network.seed}")

    async def apply(self, options: Options) -> None:
        """Train on with ``options``, from first weights where they make another network. Raises NntuiError."""
        from nntui.session.change import with_options

        async with self._life:
            await self._change("settings", lambda old, note: with_options(old, options, note), resume=True)
            self._work.changes += 1

    async def _change(self, name: str, change: loader.SessionChange, *, resume: bool) -> None:
        """Go on with ``change`` made to the session and its newest table: an edit meanwhile repeats it.

        The changed table is shown, and edited from then on, before the old run ends.
        """
        if self.session is None or self.edits is None:
            return
        async with self.runner.handing_over(resume=resume) as checkpoint:
            table = None
            while table is not self.edits.table:
                table, notes = self.edits.table, list[str]()
                reached = replace(self.session, checkpoint=checkpoint)
                after, encoded = await asyncio.to_thread(loader.changed, reached, table, change, notes.append)
            for note in notes:
                self.view.tell(note)
            if after.table is not table:
                self._replaced = table, partial(loader.changed_table, reached, change)
                self.edits.apply(name, after.table)
                self.view.table_changed()
            await self.runner.begin(after, encoded.arrays, learnable=not encoded.fault)
        self._show_session(after, encoded)
        if self.edits.table is not after.table:
            self._table_changed()

    # The table

    def ask(self, query: Mapping[str, Cell]) -> None:
        """Keep the cells of the predict form."""
        if self.session is not None:
            self.session = replace(self.session, query=query)

    def edit(self, name: str, table: Table, before: Table | None = None) -> None:
        """Go on with ``table``, which the edit ``name`` made of the table ``before`` (None: of the newest).

        An edit that was on its way when settings were applied to ``before`` is changed by them too; one of a table that
        is no longer open is dropped.
        """
        replaced, change = self._replaced
        if before is not None and before is replaced and before is not self.table:
            self._replaced, table = (table, change), change(table)
        elif before is not None and self.edits is not None and not self.edits.knows(before):
            return
        if self.edits is not None:
            self.edits.apply(name, table)
            self._table_changed()

    async def compute(self, source: str) -> bool:
        """Compute the open table again as ``source`` says; False if another is open. Raises NntuiError."""
        async with self._life:
            table = await asyncio.to_thread(loader.recomputed, self.session, source)
            if self.session is None or table is None:
                return False
            self.session = replace(self.session, source=source)
            self._replaced = self.table, lambda _: table
            self.edit(f"compute {source}", table)
        return True

    def undo(self) -> None:
        """Undo the last edit of the table."""
        self._after_undo("undid", self.edits.undo() if self.edits is not None else None)

    def redo(self) -> None:
        """Redo the last undone edit."""
        self._after_undo("redid", self.edits.redo() if self.edits is not None else None)

    def _after_undo(self, did: str, name: str | None) -> None:
        if name is None:
            self.view.tell("nothing to undo" if did == "undid" else "nothing to redo")
        else:
            self.view.tell(f"{did}: {name}")
            self._table_changed()

    def _table_changed(self) -> None:
        self._work.changes += 1
        self.view.table_changed()
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(shown(self.view, self._follow))

    async def _follow(self) -> None:
        """Bring the newest table to the run; of edits in quick succession only the last is sent."""
        async with self._life:
            while self.session is not None and self.table is not None and self.table is not self.session.table:
                await self._learn(self.session, self.table)

    async def _learn(self, session: Session, table: Table) -> None:
        """Train on with ``table``; where it needs another network, with the weights that this can use."""
        change = await asyncio.to_thread(loader.change_of, session, table)
        notes: list[str] = []
        if change.keeps_network:
            after, encoded = await asyncio.to_thread(loader.applied, change, session.checkpoint, notes.append)
            self.runner.replace_data(encoded.arrays, learnable=not encoded.fault)
            self._set_session(after, encoded.encoder or self.encoder)  # an old encoder goes on answering
            self.view.table_changed()
        else:
            async with self.runner.handing_over(resume=True) as checkpoint:
                after, encoded = await asyncio.to_thread(loader.applied, change, checkpoint, notes.append)
                await self.runner.take_over(after, encoded.arrays, learnable=not encoded.fault)
            self._set_session(after, encoded.encoder)
            for note in notes:
                self.view.tell(note)
            (self.view.session_opened if after.checkpoint is None else self.view.table_changed)()
        self._say_fault(encoded.fault)

    def _show_session(self, session: Session, encoded: loader.Encoded) -> None:
        self._set_session(session, encoded.encoder)
        self.view.session_opened()
        self._say_fault(encoded.fault)

    def _set_session(self, session: Session, encoder: Encoder | None) -> None:
        self.session, self.encoder, self._predictor = session, encoder, None

    def _say_fault(self, fault: str) -> None:
        """Warn of a table that cannot be trained on; while it is being repaired, log what is left to repair."""
        if fault not in ("", self._fault):
            say = partial(self.view.tell, style="error") if self._fault else self.view.warn
            say(fault)
        self._fault = fault
