"""``nntui watch DIR``: the losses that another program logs, in the loss pane; nothing of it is changed."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from nntui.session.watching.log_folder import LogFolderReader
from nntui.ui.host import host_of

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.watching.log_folder import FollowedLog
    from nntui.ui.work_view import WorkView

LOOK = 0.25
"""Seconds from one look at the folder to the next."""


class FolderWatch:
    """Shows the log in ``folder`` until a session is opened. Who writes it does not notice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = LogFolderReader(folder)
        self._shown: FollowedLog | None = None
        self._looking = False

    def begin(self, screen: WorkView) -> None:
        """Watch from now on."""
        screen.controller.past.watched = self._folder
        screen.area.go_to(screen.loss_pane.id or "")
        screen.area.zoom(screen.size.width, screen.size.height)
        screen.set_interval(LOOK, partial(host_of(screen).guarded, partial(self._look, screen)))

    async def _look(self, screen: WorkView) -> None:
        if self._looking or screen.controller.past.watched is None:
            return
        self._looking = True
        try:
            found = await asyncio.to_thread(self._reader.look)
        finally:
            self._looking = False
        if found is not self._shown and screen.controller.past.watched is not None:
            before, self._shown = self._shown, found
            screen.show_log(found)
            self._tell(screen, before, found)

    def _tell(self, screen: WorkView, before: FollowedLog | None, found: FollowedLog) -> None:
        """Add what has happened to the log of the screen."""
        epoch = 0 if found.snapshot is None else found.snapshot.epoch
        if before is not None and found.begun != before.begun:
            screen.loss_pane.begin_at(-1)
            screen.loss_pane.show_training(found.snapshot)
            screen.loss_pane.remark("another training begins", "dim", 0)
        elif before is not None and before.ended and not found.ended:
            screen.loss_pane.remark("training goes on", "dim", epoch)
        if found.fault and (before is None or before.fault != found.fault):
            screen.loss_pane.remark(found.fault, "warning", epoch)
        if found.ended and (before is None or before.ended != found.ended):
            well = found.snapshot is not None and found.snapshot.state == "finished"
            screen.loss_pane.remark(f"the training has ended: {found.ended}", "good" if well else "error", epoch)
