"""The check pane: a weight, its gradient three ways, the loss along it, and maps of the loss over planes of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.check.state import CheckState
from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.pane_base import DrawnPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.diagram import Selection
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.check.checker import Checker
    from nntui.session.walk import Address
    from nntui.ui.check.making import CheckMade, Stopper
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.view_models import Moment

LOOK_INTERVAL = 0.25
"""Seconds between two looks at how far a calculation is."""


class CheckPane(DrawnPane, can_focus=True):
    """Checks one weight of one moment. It follows the session while nothing is trained; else a key renews it."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._controller: Controller | None = None
        self._tell_chosen: Callable[[Selection], object] = lambda _: None
        self._moment: Moment | None = None
        self._checked: Moment | None = None
        self._checker: Checker | None = None
        self._made: CheckMade | None = None
        self._stopper: Stopper | None = None
        self._under_way = self._renewing = self._stopped = False
        self._state = CheckState()
        self._reason = ""

    # What is followed

    def follow(self, controller: Controller, tell_chosen: Callable[[Selection], object]) -> None:
        """Check what this controller holds; ``tell_chosen`` is given each weight that is chosen here."""
        self._controller, self._tell_chosen = controller, tell_chosen

    def on_mount(self) -> None:
        """Look now and then how far a calculation is."""
        self.set_interval(LOOK_INTERVAL, self._show_progress)

    def on_unmount(self) -> None:
        """Let no calculation outlive the screen."""
        self._stop()

    def show_moment(self, moment: Moment) -> None:
        """Follow the session, if the pane is shown and nothing is trained."""
        before, self._moment = self._moment, moment
        network, old = moment.session.network, None if before is None else before.session.network
        if old is None or (old.sizes, old.parameters) != (network.sizes, network.parameters):
            self._state.begin(network.parameters)
        self.look()
        self.show_title()

    def on_show(self) -> None:
        """Check what has come while the pane was out of sight."""
        self.look()

    def open_at(self, chosen: Selection | Address | None) -> None:
        """Check the parameter that is chosen elsewhere; None: the one that was checked last."""
        from nntui.ui.check.choice import place_of

        session = self._controller.session if self._controller is not None else None
        place = None if session is None else place_of(session.network, chosen)
        if place is not None and place != self._state.place:
            self._state.choose(place)
            self._state.view = "weight"
        self.look()

    def renew(self) -> None:
        """Check the weights of this moment, also while they are trained."""
        self._checked = None
        self._stopped = False
        self.look()

    @property
    def _outdated(self) -> bool:
        """Whether weights, session or table are others than those that were checked."""
        new, old = self._moment, self._checked
        if new is None or new.snapshot is None:
            return False
        if old is None or old.snapshot is None:
            return True
        if old.session is not new.session or old.table is not new.table:
            return True
        before, now = old.snapshot.weights, new.snapshot.weights
        return before is not now and (before.shape != now.shape or bool((before != now).any()))

    @property
    def _training(self) -> bool:
        return self._controller is not None and self._controller.training

    def look(self) -> None:
        """Calculate what is to be shown, unless it is there."""
        if self._controller is None or self._moment is None or self._moment.snapshot is None or not self.display:
            return
        if self._under_way or self._stopped:
            return
        renewing = self._outdated and (not self._training or self._checked is None)
        made = self._made
        if not renewing and (self._checker is None or (made is not None and made.wanted == self._state.wanted)):
            return
        self._under_way, self._renewing = True, renewing
        self.run_worker(host_of(self).guarded(self._make), group="check")

    async def _make(self) -> None:
        from nntui.ui.check.making import Stopper, make_check, make_checker

        controller = self._controller
        assert controller is not None
        self._stopper = stopper = Stopper()
        try:
            if self._renewing:
                self._checked = self._moment
                self._made = None if self._checker is None else self._made
                try:
                    self._checker = await make_checker(controller, self._checker)
                    self._reason = ""
                except NntuiError as error:
                    self._checker, self._made, self._reason = None, None, str(error)
                    self.draw()
                    return
            checker, wanted = self._checker, self._state.wanted
            assert checker is not None
            if checker.session.network.parameters <= max(wanted.place, wanted.second):
                return
            made = await make_check(checker, wanted, stopper)
            if made is not None:
                self._take(made)
        finally:
            self._under_way, self._stopper = False, None
            self.show_title()
        self.look()

    def _take(self, made: CheckMade) -> None:
        before, self._made = self._made, made
        if before is None or before.wanted.view != made.wanted.view or before.wanted.zoom != made.wanted.zoom:
            self._state.map_cursor = None
        self.draw()

    def _stop(self) -> None:
        if self._stopper is not None:
            self._stopper.flag.set()

    def _change(self, *, chosen: bool = False) -> None:
        """Show what is wanted now, in place of what is being calculated; ``chosen``: of another weight."""
        from nntui.ui.check.choice import selection_of

        if chosen and self._moment is not None:
            self._tell_chosen(selection_of(self._moment.session.network, self._state.place))
        self._stopped = False
        self._stop()
        self.look()
        self.draw()

    # What the keys do

    def next_view(self) -> None:
        """Show the next of weight, surface and plane."""
        self._state.next_view()
        self._change()

    def leave(self) -> None:
        """Stop the calculation of a map that is under way, or show the weight again."""
        if self._stopper is not None and self._state.view != "weight":
            self._stop()
            self._stopped = True
            self.draw()
        else:
            self._state.view, self._state.curve_cursor = "weight", None
            self._change()

    def take_second(self) -> None:
        """Make the weight the second one of a surface, and show that; there, exchange both."""
        self._state.take_second()
        self._change(chosen=True)

    def zoom(self, by: int) -> None:
        """Show half or twice the range."""
        self._state.zoom(by)
        self._change()

    def move(self, across: int, down: int) -> None:
        """Move the cursor; up and down beside a curve go to another weight."""
        made, state = self._shown, self._state
        if state.view == "weight" and down:
            state.choose(state.place + down)
            self._change(chosen=True)
        elif made is not None and made.curve is not None:
            state.move_on_curve(made.curve, across)
            self.draw()
        elif made is not None and made.surface is not None:
            state.move_on_map(made, across, down)
            self.draw()

    def page(self, by: int) -> None:
        """Go to the first weight of the next kind or of the one before; on a map, further up or down."""
        from nntui.model.layout import parameter_groups
        from nntui.ui.check.state import PAGE

        if self._state.view != "weight":
            self.move(0, by * PAGE)
        elif self._moment is not None:
            self._state.page(by, [each.place.start for each in parameter_groups(self._moment.session.network)])
            self._change(chosen=True)

    def go_to_end(self, *, first: bool) -> None:
        """Go to the first or the last weight; on a map to the present weights, or to the lowest loss."""
        state, made = self._state, self._shown
        if state.view == "weight":
            state.choose(0 if first else state.count - 1)
            self._change(chosen=True)
        elif made is not None and made.surface is not None:
            state.map_cursor = None if first else made.surface.lowest
            self.draw()

    @property
    def _shown(self) -> CheckMade | None:
        """The finished view that is to be shown now; None until it is made."""
        made = self._made
        return made if made is not None and made.wanted.view == self._state.view else None

    # What is seen

    def _show_progress(self) -> None:
        if self._under_way and self.display:
            self.show_title()

    def show_title(self) -> None:
        """Show the title."""
        checker = self._checker
        if not self.display:
            return
        if checker is None:
            entitle(self, "")
            return
        late = ""
        if self._outdated and self._training:
            key = host_of(self).key_shown("check")
            late = f"training goes on, {key}: check again"
        share = f"calculating {self._stopper.share:.0%}" if self._stopper is not None and self._stopper.share else ""
        state = self._state
        number = f"{state.place + 1:,} of {state.count:,}" if state.view == "weight" else state.view
        entitle(self, f"of epoch {checker.epoch:,}", number, share or late)

    def lines_in(self, width: int, height: int) -> list[Line]:
        """The lines to show in this room."""
        made = self._shown
        if made is None or made.reason:
            reason = self._reason or (made.reason if made is not None else "")
            what = "There is no map" if made is not None else "There is nothing to check"
            loading = self._moment is None or self._moment.snapshot is None
            waiting = "The check begins once the network is loaded." if loading else "The check is being calculated."
            text = f"{what}: {reason}." if reason else waiting
            if self._stopped:
                text = "The calculation was stopped; {key:check} begins it again."
            return self.sentences(text, self._glyphs, "")
        from nntui.ui.check.view import map_lines, weight_lines

        if made.surface is None:
            return weight_lines(made, self._state.curve_cursor, (width, height), self._glyphs)
        shaded = host_of(self).draws_shades
        return map_lines(made, self._state.cursor_on(made), (width, height), self._glyphs, shaded=shaded)
