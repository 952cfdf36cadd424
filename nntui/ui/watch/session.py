"""``nntui watch SESSION``: the session that another process trains, on the same panes; nothing of it is changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_changes

from nntui.session.watching.watcher import SessionWatcher
from nntui.ui.host import host_of
from nntui.ui.watch.run import WatchedRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.session.watching.published import Published
    from nntui.session.watching.watcher import Watched
    from nntui.training.messages import Event
    from nntui.training.run import Run
    from nntui.ui.work.loader import MakeRun
    from nntui.ui.work.view import NowLoading
    from nntui.ui.work_view import WorkView

LOOK = 0.25
"""Seconds from one look at what is trained to the next."""
LOST = "the training has ended without saving; what it had reached last is shown"


class SessionWatch:
    """Shows the training that is saved to ``path`` as long as its session is open; then runs are made by ``make_run``.

    What it looks at, and whether that goes on, does not notice it.
    """

    def __init__(self, path: Path, make_run: MakeRun) -> None:
        self._path, self._make_run = path, make_run
        self._watcher = SessionWatcher(path)
        self._opened: Session | None = None
        self._run: WatchedRun | None = None
        self._state: Published | None = None
        self._looking = self._over = self._live = False
        self._fault = ""

    def make_run(self, session: Session, arrays: Arrays, on_event: Callable[[Event | NowLoading], None]) -> Run:
        """A run that shows what is watched, or one that trains where something else was opened."""
        if session is not self._opened:
            return self._make_run(session, arrays, on_event)
        self._run = WatchedRun(self._state, on_event)
        return self._run

    def begin(self, screen: WorkView) -> None:
        """Watch from now on."""
        screen.controller.past.watched = self._path
        screen.controller.reading = f"waiting for {self._path.name} ..."
        screen.set_interval(LOOK, partial(host_of(screen).guarded, partial(self._look, screen)))

    async def _look(self, screen: WorkView) -> None:
        if self._looking or self._over:
            return
        self._looking = True
        try:
            found = await asyncio.to_thread(self._watcher.look)
            self._over = screen.controller.past.watched is None
            if not self._over:
                await self._show(screen, found)
        finally:
            self._looking = False

    async def _show(self, screen: WorkView, found: Watched) -> None:
        controller, before = screen.controller, self._live
        self._live = found.live
        if found.fault and found.fault != self._fault:
            screen.warn(found.fault)
        self._fault = found.fault
        if found.opened is not None:
            self._state = found.state
            reached = None if found.state is None else found.state.checkpoint
            session = self._opened = with_changes(found.opened, checkpoint=reached)
            controller.reading = ""
            await controller.open_made(lambda _: session)
            controller.past.watched = self._path
        elif found.state is not None and self._run is not None:
            self._show_state(screen, found.state)
        elif before and not found.live and self._state is not None:
            self._show_state(screen, replace(self._state, snapshot=replace(self._state.snapshot, state="paused")))
            screen.warn(LOST)
        if found.live and found.opened is not None:
            screen.tell(f"{self._path.name} is being trained by another process, and only shown here")
        elif before and not found.live and found.state is not None:
            reason = found.state.snapshot.reason
            screen.tell(f"the training has ended{f': {reason}' if reason else ''}", "good")

    def _show_state(self, screen: WorkView, state: Published) -> None:
        self._state = state
        if self._run is not None:
            self._run.show(state)
        screen.refresher.draw_header()
