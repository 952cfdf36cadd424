"""The check pane: a weight, its gradient three ways, the loss along it, and maps of the loss over planes of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.diagram import Selection
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.session.check.checker import Checker
    from nntui.session.walk import Address
    from nntui.ui.check.making import CheckMade, CheckView, CheckWanted, Stopper
    from nntui.ui.work.controller import Controller
    from nntui.ui.work.view_models import Moment

LOOK_INTERVAL = 0.25
"""Seconds between two looks at how far a calculation is."""
STRIDE = 4
"""Points that the cursor of a curve goes on by."""


class CheckPane(PaneBase, LinesView, can_focus=True):
    """Checks one weight of one moment. It follows the session while nothing is trained; else a key renews it."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="check", classes="pane")
        self._glyphs = glyphs
        self._controller: Controller | None = None
        self._tell_chosen: Callable[[Selection], object] = lambda _: None
        self._moment: Moment | None = None
        self._checked: Moment | None = None
        self._checker: Checker | None = None
        self._made: CheckMade | None = None
        self._stopper: Stopper | None = None
        self._under_way = self._renewing = self._stopped = False
        self._view: CheckView = "weight"
        self._place, self._second = 0, -1
        self._zooms: dict[CheckView, int] = {}
        self._curve_cursor: int | None = None
        self._map_cursor: tuple[int, int] | None = None
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
        if before is not None and before.session.network.sizes != moment.session.network.sizes:
            self._place, self._second = 0, -1
        self.look()

    def on_show(self) -> None:
        """Check what has come while the pane was out of sight."""
        self.look()
        self.draw()

    def open_at(self, chosen: Selection | Address | None) -> None:
        """Check the parameter that is chosen elsewhere; None: the one that was checked last."""
        from nntui.ui.check.choice import place_of

        session = self._controller.session if self._controller is not None else None
        place = None if session is None else place_of(session.network, chosen)
        if place is not None and place != self._place:
            self._choose(place)
            self._view = "weight"
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
        same = old.snapshot.weights is new.snapshot.weights or (
            old.snapshot.updates == new.snapshot.updates and bool((old.snapshot.weights == new.snapshot.weights).all())
        )
        return not same or old.session is not new.session or old.table is not new.table

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
        if not renewing and (self._checker is None or (made is not None and made.wanted == self._wanted)):
            return
        self._under_way, self._renewing = True, renewing
        self.run_worker(host_of(self).guarded(self._make), group="check")

    @property
    def _wanted(self) -> CheckWanted:
        from nntui.ui.check.making import CheckWanted

        zoom = self._zooms.get(self._view, 0)
        if self._view == "weight":
            return CheckWanted("weight", self._place, -1, zoom)
        if self._view == "plane":
            return CheckWanted("plane", -1, -1, zoom)
        return CheckWanted("surface", self._place, self._second_place, zoom)

    @property
    def _second_place(self) -> int:
        """The second weight of a surface: the one that was taken, or the one beside the first."""
        if self._second >= 0 and self._second != self._place:
            return self._second
        return self._place + 1 if self._place + 1 < self._count else self._place - 1

    @property
    def _count(self) -> int:
        return 0 if self._moment is None else self._moment.session.network.parameters

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
                    self._checker = await make_checker(controller)
                    self._reason = ""
                except NntuiError as error:
                    self._checker, self._made, self._reason = None, None, str(error)
                    self.draw()
                    return
            checker, wanted = self._checker, self._wanted
            assert checker is not None
            if checker.session.network.parameters <= max(wanted.place, wanted.second):
                return
            made = await make_check(checker, wanted, stopper)
            if made is not None:
                self._take(made)
        finally:
            self._under_way, self._stopper = False, None
            self._entitle()
        self.look()

    def _take(self, made: CheckMade) -> None:
        before, self._made = self._made, made
        if before is None or before.wanted.view != made.wanted.view or before.wanted.zoom != made.wanted.zoom:
            self._map_cursor = None
        self.draw()

    def _stop(self) -> None:
        if self._stopper is not None:
            self._stopper.flag.set()

    def _change(self) -> None:
        """Show what is wanted now, in place of what is being calculated."""
        self._stopped = False
        self._stop()
        self.look()
        self.draw()

    # What the keys do

    def next_view(self) -> None:
        """Show the next of weight, surface and plane."""
        from nntui.ui.check.making import VIEWS

        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        self._change()

    def leave(self) -> None:
        """Stop a calculation under way, or show the weight again."""
        if self._stopper is not None and self._view != "weight":
            self._stop()
            self._stopped = True
            self.draw()
        else:
            self._view, self._curve_cursor = "weight", None
            self._change()

    def take_second(self) -> None:
        """Make the weight the second one of a surface, and show that; there, exchange both."""
        if self._view == "surface":
            self._place, self._second = self._second_place, self._place
            self._tell()
        else:
            self._second, self._view = self._place, "surface"
            if self._place + 1 < self._count:
                self._choose(self._place + 1)
            elif self._place:
                self._choose(self._place - 1)
        self._change()

    def zoom(self, by: int) -> None:
        """Show half or twice the range."""
        from nntui.ui.check.making import LEAST_ZOOM, MOST_ZOOM

        self._zooms[self._view] = max(LEAST_ZOOM, min(self._zooms.get(self._view, 0) + by, MOST_ZOOM))
        self._curve_cursor = None
        self._change()

    def move(self, across: int, down: int) -> None:
        """Move the cursor, or up and down beside a curve go to another weight."""
        if self._view != "weight":
            self._move_cursor(across, down)
        elif down:
            self._choose(self._place + down)
            self._change()
        elif self._made is not None and self._made.curve is not None:
            curve = self._made.curve
            at = curve.here if self._curve_cursor is None else self._curve_cursor
            self._curve_cursor = max(0, min(at + across * STRIDE, len(curve.values) - 1))
            self.draw()

    def page(self, by: int) -> None:
        """Go to the first weight of the next layer or of the one before; on a map, a quarter of its height."""
        from nntui.model.layout import parameter_groups

        if self._view != "weight":
            self._move_cursor(0, 8 * by)
        elif self._moment is not None:
            starts = [group.place.start for group in parameter_groups(self._moment.session.network)]
            beyond = [start for start in starts if (start > self._place if by > 0 else start < self._place)]
            if beyond:
                self._choose(beyond[0] if by > 0 else beyond[-1])
                self._change()

    def go_to_end(self, *, first: bool) -> None:
        """Go to the first or the last weight; on a map to the present weights, or to the lowest loss."""
        if self._view == "weight":
            self._choose(0 if first else self._count - 1)
            self._change()
        elif self._made is not None and self._made.surface is not None:
            self._map_cursor = None if first else self._made.surface.lowest
            self.draw()

    def _choose(self, place: int) -> None:
        place = max(0, min(place, self._count - 1))
        if place != self._place:
            self._place, self._curve_cursor = place, None
            self._tell()

    def _tell(self) -> None:
        from nntui.ui.check.choice import selection_of

        if self._moment is not None:
            self._tell_chosen(selection_of(self._moment.session.network, self._place))

    def _move_cursor(self, across: int, down: int) -> None:
        made = self._made
        if made is not None and made.surface is not None and made.wanted.view == self._view:
            rows, columns = made.surface.totals.shape
            row, column = self._cursor(made)
            self._map_cursor = max(0, min(row - down, rows - 1)), max(0, min(column + across, columns - 1))
            self.draw()

    def _cursor(self, made: CheckMade) -> tuple[int, int]:
        """The row and the column under the cursor, at first those of the present weights."""
        surface = made.surface
        assert surface is not None
        if self._map_cursor is not None:
            return self._map_cursor
        if made.plane is None:
            rows, columns = surface.totals.shape
            return rows // 2, columns // 2
        return int(abs(surface.ys).argmin()), int(abs(surface.xs).argmin())

    # What is seen

    def _show_progress(self) -> None:
        if self._under_way and self.display:
            self._entitle()

    def _entitle(self) -> None:
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
        number = f"{self._place + 1:,} of {self._count:,}" if self._view == "weight" else self._view
        entitle(self, f"of epoch {checker.epoch:,}", number, share or late)

    def draw(self) -> None:
        """Draw in the present size, unless the pane is out of sight."""
        width, height = self.size
        if not width or not height or not self.display:
            return
        self.show(self._drawn(width, height)[:height])
        self._entitle()

    def _drawn(self, width: int, height: int) -> list[Line]:
        from nntui.render.worked import paragraph

        made = self._made
        if made is None or made.wanted.view != self._view or made.reason:
            reason = self._reason or ("" if made is None or made.wanted.view != self._view else made.reason)
            text = f"There is nothing to check: {reason}." if reason else "The check is being calculated."
            if self._stopped:
                text = "The calculation was stopped; {key:check} begins it again."
            return paragraph(host_of(self).with_keys(text), width, self._glyphs, "")
        from nntui.ui.check.view import map_lines, weight_lines

        if made.surface is None:
            return weight_lines(made, self._curve_cursor, (width, height), self._glyphs)
        shaded = host_of(self).draws_shades
        return map_lines(made, self._cursor(made), (width, height), self._glyphs, shaded=shaded)
