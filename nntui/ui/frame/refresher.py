"""Brings the latest snapshot to header and panes, as often as its clock says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.table.pane import DataPane
from nntui.ui.terminal.clock import Clock
from nntui.ui.widgets.pane_base import PaneBase
from nntui.ui.work import view_models
from nntui.ui.work.remaining import RemainingTime, ahead_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.session.seeds.networks import SeedNetworks
    from nntui.training.records import Snapshot
    from nntui.ui.frame.area import PaneArea
    from nntui.ui.frame.header import Header
    from nntui.ui.work.controller import Controller


class Refresher:
    """Draws the state of ``controller`` on ``header`` and the panes of ``area``, at most ``frames`` times a second.

    Nothing is drawn when nothing changed. ``also_draw`` is called for each snapshot drawn, ``after_tick`` on each tick.
    """

    def __init__(
        self,
        controller: Controller,
        header: Header,
        area: PaneArea,
        frames: float,
        *,
        also_draw: Callable[[Snapshot | None], object],
        after_tick: Callable[[], object],
    ) -> None:
        self.clock = Clock(frames)
        self._controller, self._header, self._area = controller, header, area
        self._also_draw, self._after_tick = also_draw, after_tick
        self._remaining = RemainingTime()
        self._drawn: Snapshot | None = None
        self._drawn_networks: SeedNetworks | None = None
        self._drawn_now: Snapshot | None = None  # another while the past is shown
        self._stale = False
        self._width = 0

    def redraw(self) -> None:
        """Draw everything that depends on weights or losses now, even if they have not changed."""
        self._stale = True
        self.draw()

    def tick(self) -> None:
        """Draw what has changed, if the clock says that it is time."""
        if self.clock.tick():
            before = self._drawn
            self.draw()
            self._after_tick()
            if self._drawn is not before:
                self._area.call_after_refresh(host_of(self._area).guarded, self.clock.drawn)

    def draw(self) -> None:
        """Draw the latest snapshot if it is not on the screen yet."""
        snapshot, now = self._controller.snapshot, self._controller.now
        networks = self._controller.survey.state.networks
        self.draw_header()
        width = self._area.of(DataPane).size.width
        if width != self._width:  # its title was shortened for another width, or while it was out of sight
            self._stale, self._width = self._stale or width > 0, width
        same = snapshot is self._drawn and now is self._drawn_now and networks is self._drawn_networks
        if (same and not self._stale) or self._controller.session is None:
            return
        self._drawn, self._drawn_now, self._drawn_networks, self._stale = snapshot, now, networks, False
        self.show_moment()
        self._also_draw(snapshot)

    def draw_header(self) -> None:
        """Draw the header."""
        left = self._remaining.look(ahead_of(self._controller))
        self._header.update(view_models.session_status(self._controller, self.clock.lowered, left))

    def show_moment(self) -> None:
        """Show the present state of the work in the panes that depend on it."""
        data_pane = self._area.of(DataPane)
        moment = view_models.present_moment(self._controller, data_pane.selected_row)
        if moment is not None:
            entitle(data_pane, view_models.rows_in_words(moment.table, moment.whole_rows))
        for pane in self._area.panes:
            if isinstance(pane, PaneBase) and moment is not None:
                pane.show_moment(moment)
