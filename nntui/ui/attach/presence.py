"""Which terminal shows the app: the one it was started on, that of ``nntui attach``, or none while training goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from nntui.session.screens.places import note_kept
from nntui.session.screens.wire import ScreenAnswer, ScreenState
from nntui.session.store.names import name_written
from nntui.ui.attach.door import Door, Visitor, name_of_terminal
from nntui.ui.attach.handover import KEYS, Handover
from nntui.ui.terminal.capture import LAST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nntui.session.screens.wire import ScreenRequest
    from nntui.ui.host import HostApp
    from nntui.ui.terminal.writer import TerminalWriter
    from nntui.ui.work.autosave import Autosave
    from nntui.ui.work.controller import Controller

LOOK = 0.25
"""Seconds from one look at whether training goes on to the next, while there is no terminal."""
RETRY = 10.0
"""Seconds until work that could not be saved, on a full disk say, is tried to be saved again."""
GOES_ON = "nntui: training goes on without a screen (process {}); nntui attach shows it"
TAKEN = "nntui: {} shows it now"


class Presence:
    """Keeps the app going without a terminal as long as it trains, and lets ``nntui attach`` show it.

    Where nothing trains, or where a lost terminal is to end the app, losing the terminal ends it, and what is unsaved
    is kept. When training ends without a terminal, the work is kept and the app ends. ``controller`` gives what is
    worked on, ``autosave`` its journal; neither is asked before the door is open.
    """

    def __init__(
        self,
        app: HostApp,
        writer: TerminalWriter,
        controller: Callable[[], Controller],
        autosave: Callable[[], Autosave],
        *,
        dies: bool,
    ) -> None:
        self._app, self._writer, self._dies = app, writer, dies
        self._controller, self._autosave = controller, autosave
        self._handover = Handover(app, writer)
        self._door: Door | None = None
        self._holder: Visitor | None = None
        self._stopped = False
        self._saving = False
        self._due = 0.0
        self._since = time.time()
        self._shown = name_of_terminal(KEYS)

    @property
    def released(self) -> bool:
        """Whether the app has no terminal."""
        return self._handover.released

    @property
    def is_visitor(self) -> bool:
        """Whether the terminal is that of ``nntui attach``."""
        return self._holder is not None

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """Give the terminal back, all that was written being there, and take it again at the end."""
        with self._app.suspend():
            self._writer.drain(LAST_BYTES)
            yield

    def open_door(self) -> None:
        """Listen to ``nntui attach`` from now on; where that cannot be, losing the terminal ends the app."""
        with suppress(OSError):
            self._door = Door(self)
        if self._door is not None:
            self._app.set_interval(LOOK, partial(self._app.guarded, self._look))

    def hung_up(self) -> None:
        """The terminal is gone."""
        if self._app.is_leaving or self.released:
            return
        if self._door is None or self._dies or not self._going:
            self._app.exit()
        else:
            self._release(GOES_ON.format(os.getpid()))

    def end(self, status: int) -> None:
        """Tell the holder of the screen, at the very end, that the app has ended."""
        if self._door is not None:
            self._door.close()
        if self._holder is not None:
            self._holder.tell(ScreenAnswer("ended", status=status))

    # Visitors

    def asked(self, visitor: Visitor, request: ScreenRequest) -> None:
        """Do what ``visitor`` asks for."""
        match request.want:
            case "about":
                visitor.tell(self._about())
            case "screen":
                self._give(visitor, take=request.take)
            case "resize" if visitor is self._holder:
                os.kill(os.getpid(), signal.SIGWINCH)
            case "leave" if visitor is self._holder:
                self.gone(visitor)

    def gone(self, visitor: Visitor) -> None:
        """The holder of the screen has gone, and its terminal with it."""
        if visitor is self._holder:
            self._stopped = False
            self.hung_up()
            self._holder = None if not self._app.is_leaving else self._holder

    def stop(self) -> bool:
        """Leave the terminal to the shell that ``nntui attach`` was started from (ctrl+z); False without one."""
        if self._holder is None or self.released:
            return False
        self._stopped = True
        self._handover.release()
        self._holder.tell(ScreenAnswer("stopped"))
        return True

    def _give(self, visitor: Visitor, *, take: bool) -> None:
        back = visitor is self._holder and self._stopped
        files = visitor.lines.take_files()
        held = not self.released or (self._stopped and not back)
        refusal = ""
        if files is None:
            refusal = "no terminal came with the request"
        elif self._app.is_leaving or self._saving:
            refusal = "it is ending"
        elif held and not take:
            since = time.strftime("%H:%M", time.localtime(self._since))
            refusal = f"{self._shown} shows it since {since}; --take takes it from there"
        if files is None or refusal:
            for file in files or ():
                os.close(file)
            visitor.tell(ScreenAnswer("refused", refusal))
            return
        name = name_of_terminal(files[0])
        if held:
            self._release(TAKEN.format(name))
        self._holder, self._stopped = visitor, False
        self._shown, self._since = name, time.time()
        visitor.tell(ScreenAnswer("given"))
        self._handover.take(*files)

    def _release(self, line: str) -> None:
        """Give the terminal back, with a line that its user finds there."""
        holder, self._holder = self._holder, None
        self._since, self._shown = time.time(), ""
        if holder is None:
            self._handover.release(line)
        else:
            self._handover.release()
            holder.tell(ScreenAnswer("detached", line))
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self._app.exit)

    def _about(self) -> ScreenState:
        controller = self._controller()
        session, snapshot = controller.present[0], controller.now
        return ScreenState(
            process=os.getpid(),
            name="" if session is None else name_written(session.name),
            epoch=0 if snapshot is None else snapshot.epoch,
            goal=controller.runner.aim.goal,
            training=self._going,
            shown=self._shown,
            since=self._since,
        )

    # Without a terminal

    @property
    def _going(self) -> bool:
        return self._controller().runner.going

    async def _look(self) -> None:
        """Without a terminal, keep the work and end once nothing trains."""
        needed = self._going or self._stopped or not self.released
        if not (needed or self._saving or self._app.is_leaving) and time.monotonic() >= self._due:
            self._saving = True
            try:
                await self._keep()
            finally:
                self._saving = False

    async def _keep(self) -> None:
        from nntui.ui.work.recovery import keep_unsaved

        controller = self._controller()
        try:
            path = await asyncio.to_thread(keep_unsaved, controller, self._autosave())
        except Exception:  # whatever it is, the work is kept in memory until it is saved, or shown to its user
            self._due = time.monotonic() + RETRY
            return
        with suppress(OSError):
            note_kept(path)
        controller.left_on_purpose = True
        self._app.exit()
