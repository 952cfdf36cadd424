"""The open session behind the conversation: the controller of the screen, in a thread of its own."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from nntui.plain.key_words import with_words
from nntui.training.messages import Failed, Finished, Paused, Ready
from nntui.ui.work.autosave import Autosave
from nntui.ui.work.controller import Controller
from nntui.ui.work.disk import FileWatch
from nntui.ui.work.loader import Services
from nntui.ui.work.speed import FULL
from nntui.ui.work.view import shown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from nntui.data.table import Table
    from nntui.training.messages import Event
    from nntui.ui.work.view import NowLoading

ResultT = TypeVar("ResultT")


class Work:
    """Runs the ``controller`` in a thread, for the one thread that converses; the controller's ``View``.

    ``said`` are messages that wait to be told, ``moved`` is set whenever something happens in training, ``rested``
    when it pauses or ends. ``fault`` is an exception that nobody expected.
    """

    def __init__(self, services: Services | None = None) -> None:
        self._services = services or Services()
        self.said: SimpleQueue[str] = SimpleQueue()
        self.moved, self.rested = Flag(), Flag()
        self.fault: Exception | None = None
        self._loop = asyncio.new_event_loop()
        self._regular: list[asyncio.Task[None]] = []
        self.controller = Controller(self, self._services.make_run, FULL)
        self.autosave = Autosave(self.controller)
        self.watch = FileWatch(self.warn, self.controller.own_file)
        self._thread = Thread(target=self._loop.run_forever, name="plain-work", daemon=True)
        self._thread.start()
        self.call(self._begin_regular)

    def _begin_regular(self) -> None:
        """Look for unsaved work and for changed files from time to time."""
        if self._services.autosave_interval is not None:
            self._regular.append(asyncio.create_task(self._repeat(self._services.autosave_interval, self._keep)))
        self._regular.append(asyncio.create_task(self._repeat(self._services.watch_interval, self.watch.look)))

    async def _repeat(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await shown(self, work)

    async def _keep(self) -> None:
        if self.autosave.wanted():
            await self.autosave.begin()

    def call(self, work: Callable[[], ResultT]) -> ResultT:
        """The result of ``work``, called in the thread of the controller, or what it raises."""

        async def called() -> ResultT:
            return work()

        return self.do(called)

    def do(self, work: Callable[[], Coroutine[Any, Any, ResultT]], *, stoppable: bool = False) -> ResultT:
        """The result of awaiting ``work`` in the thread of the controller, or what it raises.

        Ctrl+C ends the wait at once, and the work too if it is ``stoppable``.
        """
        future = asyncio.run_coroutine_threadsafe(work(), self._loop)
        while True:
            try:
                return future.result()
            except KeyboardInterrupt:
                if stoppable:
                    future.cancel()
                    raise
                self.tell("This cannot be interrupted. It goes on to its end.")

    def calculate(self, work: Callable[[], ResultT]) -> ResultT:
        """The result of a calculation that changes nothing, made in yet another thread, so that it can be left."""
        return self.do(lambda: asyncio.to_thread(work), stoppable=True)

    def settle(self) -> None:
        """Wait until training has followed the last edit."""
        self.do(self.controller.editing.follower.follow)

    def told(self) -> list[str]:
        """The messages that wait, which are then told."""
        found = []
        with suppress(Empty):
            while True:
                found.append(self.said.get_nowait())
        return found

    def stop(self) -> None:
        """End the thread, but not training, which whoever leaves ends."""

        async def ended() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self.controller.survey.stop()
        self.do(ended)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # What the controller tells

    def preview(self, table: Table, note: str) -> None:
        """Say that a large file is being read."""
        self.tell(f"Its first {table.height:,} rows are known; {note.removesuffix(' ...')}. This may take a while.")

    def session_opened(self) -> None:
        """Watch the file of the session."""
        session = self.controller.session
        if session is not None:
            self.watch.watch(session)

    def network_replaced(self) -> None:
        """Nothing is drawn."""

    def table_changed(self) -> None:
        """Nothing is drawn."""

    def moment_changed(self) -> None:
        """Nothing is drawn."""

    def tell(self, text: str, style: str = "dim") -> None:
        """Tell it before the next question; a warning is named as one."""
        sentence = with_words(text)
        self.said.put(f"Warning: {sentence}" if style in ("warning", "error") else sentence)

    def confirm(self, text: str) -> None:
        """Tell it before the next question."""
        self.tell(text)

    def warn(self, text: str) -> None:
        """Tell it before the next question, as a warning."""
        self.tell(text, "warning")

    def show_fault(self, fault: Exception) -> None:
        """Keep the first one for the conversation to report."""
        self.fault = self.fault or fault
        self.moved.set()

    def post_run_event(self, event: Event | NowLoading) -> None:
        """Called from the training thread."""
        with suppress(RuntimeError):  # the loop has ended, and nobody is left to tell
            self._loop.call_soon_threadsafe(self._handle, event)

    def _handle(self, event: Event | NowLoading) -> None:
        self.controller.runner.handle(event)
        if isinstance(event, Failed) and event.fault is not None:
            self.show_fault(event.fault)
        if isinstance(event, Ready):
            self._services.compile_kernel()
        if isinstance(event, Finished) and self.controller.steering.keeps_best:
            self._taking_best = asyncio.create_task(shown(self, self.controller.take_best))
        self.moved.set()
        if isinstance(event, Paused | Finished | Failed):
            self.rested.set()
