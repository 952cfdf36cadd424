"""The controller: the session that is open, its run, and what the user can do with them. On the screen's thread."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data.files.atomic import FileStamp
from nntui.training.loop import Step
from nntui.training.messages import SetLimit, Train
from nntui.ui.work import loader, speed
from nntui.ui.work.by_hand import HandWork
from nntui.ui.work.hold import SessionHold, SessionInUseError, as_copy, own_file_of, stamp_of
from nntui.ui.work.left_behind import left_behind
from nntui.ui.work.open_work import OpenWork
from nntui.ui.work.other_runs import OtherRuns
from nntui.ui.work.states import Loading
from nntui.ui.work.steering import Steering
from nntui.ui.work.survey import Survey
from nntui.ui.work.unsaved import Unsaved

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from nntui.session.locks import FileLock
    from nntui.session.options import Options
    from nntui.session.session import Session
    from nntui.session.watching.log_folder import FollowedLog
    from nntui.ui.work.hold import InUse
    from nntui.ui.work.left_behind import LeftBehind
    from nntui.ui.work.view import View


class Controller(OpenWork):
    """A session being worked on; ``by_hand`` changes its weights, ``other_runs`` the runs beside it.

    ``survey`` has others like it. ``saved`` accounts for what is in which file; ``kept`` is the journal of work that
    was left behind, and ``journal_fault`` says why no journal can be written, "" where one can. ``reading`` says what
    is being read, ``left_on_purpose`` that the user was asked before leaving; ``in_lesson`` is the name or file of the
    lesson that what is open belongs to, and is kept with. ``followed`` is what the log of another training says, where
    no session is open but that is watched.
    """

    def __init__(
        self, view: View, make_run: loader.MakeRun = loader.make_run, first_speed: speed.Speed = speed.PACED
    ) -> None:
        super().__init__(view, make_run, first_speed)
        self.other_runs = OtherRuns(view, self.editing)
        self.by_hand = HandWork(view, self.runner, self.editing)
        self.steering = Steering(view, self.runner, self.editing)
        self.survey = Survey()
        self.reading, self.left_on_purpose, self.in_lesson = "", False, ""
        self.followed: FollowedLog | None = None
        self.saved = Unsaved()
        self.hold = SessionHold()
        self.kept: Path | None = None
        self.journal_fault = ""
        self.edit, self.compute, self.ask = self.editing.edit, self.editing.compute, self.editing.ask
        self.apply = self.steering.apply
        self.undo, self.redo = self.by_hand.undo, self.by_hand.redo

    @property
    def waiting(self) -> str:
        """The name of the file or library that is being loaded; "" when none is."""
        return self.reading or (state.what if isinstance(state := self.runner.state, Loading) else "")

    @property
    def unsaved(self) -> bool:
        """True if leaving would lose work."""
        reached = self.now or self.runner.start
        return (
            self._follower.session is not None
            and not self.in_lesson
            and self.past.watched is None
            and self.saved.beside(self.editing.changes, reached)
        )

    @property
    def trouble(self) -> str:
        """Why the work is not safe, "" where it is: saving or the journal has failed, or another has the file."""
        if self.saved.fault:
            return f"not saved: {self.saved.fault}"
        return f"autosave fails: {self.journal_fault}" if self.journal_fault else ""

    def own_file(self) -> FileStamp | None:
        """The stamp of the session's own file as it was read or written; None without one, and during writing."""
        return self.saved.stamp

    # Opening, saving, leaving

    async def open(self, source: str | None, options: Options, in_use: InUse | None = None) -> None:
        """Open ``source`` in place of what is open. Raises NntuiError, and then leaves that open.

        SessionInUseError where another program has it open, unless ``in_use`` says how to open it then.
        """
        async with self._follower.life:
            own, lock = own_file_of(source), None
            try:
                if own is not None and in_use is None:
                    lock = await asyncio.to_thread(self.hold.taken, own)
                stamp = await asyncio.to_thread(stamp_of, source)
                try:
                    session = await loader.open_with_preview(source, options, self.view, self._set_reading)
                finally:
                    self.reading = ""
                if own is not None and in_use == "copy":
                    session = as_copy(session, own)
                kept = await asyncio.to_thread(left_behind, session)
                if kept is not None and kept.stamp is not None:
                    try:
                        lock = await asyncio.to_thread(self.hold.taken, kept.stamp.path)
                    except SessionInUseError:
                        in_use = "read-only"
                self.past.watched = None
                await self._begin(session if kept is None else kept.session, stamp, lock, kept)
            except BaseException:
                self.hold.give_up(lock)
                raise
            self.hold.read_only = in_use == "read-only"

    async def open_made(self, make: Callable[[Callable[[str], None]], Session]) -> None:
        """Open the session that ``make`` makes, which is in no file and calls what it is given with lines for the log.

        Raises NntuiError, and then leaves open what is.
        """
        notes: list[str] = []
        async with self._follower.life:
            session = await asyncio.to_thread(make, notes.append)
            self.past.watched = None
            for line in notes:
                self.view.tell(line)
            await self._begin(session, FileStamp.of(""), None)

    async def _begin(
        self, session: Session, stamp: FileStamp, lock: FileLock | None, kept: LeftBehind | None = None
    ) -> None:
        self.survey.forget()
        encoded = await asyncio.to_thread(loader.encoded, session)
        await self.runner.begin(session, encoded.arrays, learnable=not encoded.fault, fresh=True)
        self.editing.opened(session, encoded)
        version = self.editing.follower.at
        self.saved.opened(self.editing.changes, session, stamp, version)
        self.hold.keep(lock)
        self.kept = None if kept is None else kept.path
        if kept is not None:
            self.saved.opened_unsaved(session, kept.stamp, version, kept.news)

    def _set_reading(self, what: str) -> None:
        self.reading = what

    async def save(self, path: Path, *, replacing: bool = False) -> None:
        """Write the session; training goes on meanwhile.

        Raises NntuiError as ``Unsaved.write`` does, and SessionInUseError where another program has ``path`` open.
        """
        self.past.refuse_saving(path)
        async with self._follower.life:
            lock = await asyncio.to_thread(self.hold.taken, path)
            try:
                await self._save(path, replacing=replacing)
            except BaseException:
                self.hold.give_up(lock)
                raise
            self.hold.keep(lock)

    async def _save(self, path: Path, *, replacing: bool) -> None:
        from nntui.session.follow import refit

        await self._follower.catch_up()
        session, table = self._follower.document(await self.runner.checkpoint()), self._follower.table
        if session is None or table is None:
            return
        changes, version = self.editing.changes, self._follower.at  # what is done meanwhile is not in the file
        whole = await asyncio.to_thread(refit, replace(session, path=path, name=path.stem), table)
        await asyncio.to_thread(self.saved.write, whole, path, changes, version, replacing=replacing)
        if self._follower.session is not None:
            self._follower.session = replace(self._follower.session, path=path, name=path.stem)
        self.view.confirm(f"saved {path}")

    async def reached(self) -> Session | None:
        """The session with the table and the weights of this moment; None before one is open."""
        from nntui.session.follow import refit

        async with self._follower.life:
            await self._follower.catch_up()
            session, table = self._follower.session, self._follower.table
            if session is None or table is None:
                return None
            reached = replace(session, checkpoint=await self.runner.checkpoint())
            return await asyncio.to_thread(refit, reached, table)

    async def close(self) -> None:
        """Leave: end the training thread; the last snapshot stays readable."""
        self.editing.stop()
        self.survey.stop()
        async with self._follower.life:
            await self.runner.end()
            self.left_on_purpose = True
            self.hold.keep(None)

    # Training

    def train(self) -> Coroutine[object, object, None] | None:
        """Train, or pause. At the goal, train for as many epochs again. From a moment of the past, train on."""
        return self._begin_with(partial(self.runner.train, repairing=self._follower.repairing))

    def step(self) -> Coroutine[object, object, None] | None:
        """Make one update, then pause."""
        return self._begin_with(partial(self.runner.step, Step.UPDATE, repairing=self._follower.repairing))

    def epoch(self) -> Coroutine[object, object, None] | None:
        """Train to the end of the epoch, then pause."""
        return self._begin_with(partial(self.runner.step, Step.EPOCH, repairing=self._follower.repairing))

    def _begin_with(self, begin: Callable[[], None]) -> Coroutine[object, object, None] | None:
        """Train on as ``begin`` says, first going back to the moment of the past that is shown, if one is."""
        if self.past.watched is not None:
            self.view.warn(self.past.refusal)
            return None
        if self.past.shown is None:
            begin()
            return None
        return self._go_on_from_past(begin)

    async def _go_on_from_past(self, begin: Callable[[], None]) -> None:
        await self.editing.go_on_from_past()
        begin()

    async def train_to(self, epoch: int) -> None:
        """Train at full speed up to this epoch, unless it is reached or the network is at work already."""
        run, snapshot = self.runner.state.run, self.now
        if run is not None and snapshot is not None and self.runner.updates_at_rest is not None:
            run.do(SetLimit(None))
            run.do(Train(max(epoch, snapshot.epoch)))

    def slower(self) -> None:
        """Train slower, so that single epochs can be watched."""
        self.runner.set_speed(speed.slower(self.runner.aim.speed, self.runner.limit))

    def faster(self) -> None:
        """Train faster, up to full speed."""
        self.runner.set_speed(speed.faster(self.runner.aim.speed))

    async def rewind(self) -> None:
        """Go back to the same first weights, epoch 0 and an empty curve."""
        from nntui.session.change import rewound

        before = self.editing.changes
        saved = not self.saved.beside(before, self.now or self.runner.start)
        await self.editing.change("back to the first weights", rewound, resume=False)
        if saved and self.editing.changes == before + 1:
            self.saved.still_saved(before + 1)

    async def renew(self) -> None:
        """Start again from the next seed."""
        from nntui.session.change import with_next_seed

        session = self._follower.session
        if session is None:
            return
        before, after = session.network.seed, with_next_seed(replace(session, checkpoint=None)).network.seed
        await self.editing.change(
            f"seed {before} -> {after}",
            lambda old, note: with_next_seed(replace(old, checkpoint=None), note),
            resume=False,
            logged=False,
        )
        self.view.tell(f"new first weights, from seed {after}")

    async def take_best(self) -> None:
        """Go back to the weights of the best epoch."""
        from nntui.session.finishing import with_best_weights

        now = self.now
        if now is None or (now.best_epoch == now.epoch and not now.batch):
            self.view.confirm("the weights are those of the best epoch")
            return
        await self.editing.change(
            f"back to the best weights, of epoch {now.best_epoch:,}", with_best_weights, resume=False
        )
