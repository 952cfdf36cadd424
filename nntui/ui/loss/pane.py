"""The loss pane: curves of the loss above the training log."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.log import NumberSequence, Remark
    from nntui.render.plot import Series
    from nntui.render.plot.band import Band
    from nntui.render.text import Line
    from nntui.session.seeds.networks import LossBand
    from nntui.training.records import Snapshot
    from nntui.ui.work.view_models import Moment

REMARKS = 500
"""Most remarks in the log; the oldest are forgotten."""
LOG_FROM = 20.0
"""Largest loss divided by the smallest from which the loss axis is logarithmic of itself: on a linear axis nearly the
whole curve would lie in its lowest row."""
LEAST_PLOT = 4
"""Least height of a plot; in a lower pane there is only the log."""


class LossPane(PaneBase, LinesView, can_focus=True):
    """Training and validation loss by epoch, and below a line for each epoch, the newest last.

    Scrolling up keeps the lines in sight while training goes on. The drawing code is not loaded until there is
    something to draw, so that the first paint does not wait for it.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="loss", classes="pane")
        self._glyphs = glyphs
        self._snapshot: Snapshot | None = None
        self._past: Snapshot | None = None
        self._remarks: deque[Remark] = deque(maxlen=REMARKS)
        self._band: LossBand | None = None
        self._held_at: int | None = None
        self._bottom = 0
        self._chosen_axis: bool | None = None
        self.logarithmic = False

    def show_moment(self, moment: Moment) -> None:
        """Draw the state of training; without a network, no curves and no losses in the log.

        A moment of the past is a cursor on the present curves, and the end of the log.
        """
        self._snapshot = moment.now or moment.snapshot
        self._past = moment.snapshot if moment.now is not None else None
        survey = moment.survey
        known = survey is not None and survey.networks_like(moment.session) is not None
        self._band = survey.state.band if survey is not None and known else None
        self.draw()

    def remark(self, text: str, style: str, epoch: int) -> None:
        """Add a line to the log, after the loss of ``epoch``."""
        from nntui.render.log import Remark

        self._remarks.append(Remark(epoch, text, style))
        self.draw()

    def begin_at(self, epoch: int) -> None:
        """Begin a log that continues after the loss of ``epoch`` (-1: from the first), below the earlier remarks."""
        self._snapshot, self._past, self._held_at = None, None, None
        self.logarithmic = bool(self._chosen_axis)
        self._remarks = deque((replace(each, epoch=min(each.epoch, epoch)) for each in self._remarks), REMARKS)
        self.draw()

    def toggle_log_axis(self) -> None:
        """Switch between a linear and a logarithmic loss axis; from then on the axis no longer follows the losses."""
        self._chosen_axis = self.logarithmic = not self.logarithmic
        self.draw()

    def draw(self) -> None:
        """Draw in the present size."""
        width, height = self.size
        if not width or not height:
            return
        if self._snapshot is None and not self._remarks:
            self.show(())
            return
        rows = self._log_rows(height)
        if self._chosen_axis is None and not self.logarithmic:
            self.logarithmic = self._spans_orders()
        lines = [*self._curve(width, height - rows), *self._log(rows)]
        entitle(self, *self._notes())
        self.show(lines)

    def _spans_orders(self) -> bool:
        """Whether the losses differ so much that a linear axis would hide most of the curve."""
        if self._snapshot is None:
            return False
        curve = self._snapshot.curve
        from numpy import isfinite  # loaded with the first snapshot

        curves = [curve.train, *([curve.validation] if self._snapshot.validation_loss is not None else ())]
        finite = [known for each in curves if (known := each[isfinite(each)]).size]
        if not finite:
            return False
        least, most = min(float(each.min()) for each in finite), max(float(each.max()) for each in finite)
        return least > 0 and most / least >= LOG_FROM

    def _log_rows(self, height: int) -> int:
        if height < LEAST_PLOT + 2:
            return min(height, 2) if height > LEAST_PLOT else height
        return max(3, round(height * 0.35))

    def _curve(self, width: int, height: int) -> list[Line]:
        from nntui.render.plot import Series, draw_plot

        if height <= 0:
            return []
        series: list[Series] = []
        if self._snapshot is not None:
            curve = self._snapshot.curve
            series.append(Series(curve.epochs, curve.train, "train"))
            if self._snapshot.validation_loss is not None:
                series.append(Series(curve.epochs, curve.validation, "validation"))
        return draw_plot(
            series,
            width,
            height,
            log=self.logarithmic,
            glyphs=self._glyphs,
            x_label="epoch",
            mark=self._snapshot.best_epoch if self._snapshot is not None and len(series) > 1 else None,
            band=self._drawn_band(),
            cursor=None if self._past is None else self._past.epoch,
        )

    def _drawn_band(self) -> Band | None:
        """The span and the median of the losses of networks with other seeds."""
        from nntui.render.plot.band import Band

        band = self._band
        if band is None:
            return None
        x, lowest, median, highest = (each.tolist() for each in (band.epochs, band.lowest, band.median, band.highest))
        name = f"{'validation' if band.validation else 'training'}, {band.networks} networks"
        return Band(x, lowest, median, highest, name)

    def _log(self, rows: int) -> list[Line]:
        from nntui.render.log import log_window

        epochs: NumberSequence = ()
        losses: NumberSequence = ()
        validation: NumberSequence = ()
        if self._snapshot is not None:
            recent = (self._past or self._snapshot).recent
            epochs, losses = recent.epochs, recent.train
            validation = recent.validation if self._snapshot.validation_loss is not None else ()
        lines, self._bottom = log_window(
            epochs,
            losses,
            tuple(each for each in self._remarks if self._past is None or each.epoch <= self._past.epoch),
            validation=validation,
            width=self.size.width,
            height=rows,
            end=self._past.epoch if self._held_at is None and self._past is not None else self._held_at,
            glyphs=self._glyphs,
        )
        return lines

    def _notes(self) -> list[str | tuple[str, ...]]:
        """Notes in the title on the best epoch, and on an unusual axis or position."""
        notes: list[str | tuple[str, ...]] = ["log axis"] if self.logarithmic else []
        now = self._snapshot
        if self._past is not None:
            return [*notes, f"past, epoch {self._past.epoch:,}"]
        if now is not None and now.validation_loss is not None and now.best_epoch < now.epoch:
            best = f"best epoch {now.best_epoch:,}"
            notes.append((f"{best}, now {now.epoch:,}", best))
        if self._band is not None:
            low, middle, high = (
                f"{float(each[-1]):.3g}" for each in (self._band.lowest, self._band.median, self._band.highest)
            )
            count = f"{self._band.networks} networks"
            notes.append((f"{count}: {low} to {high}, median {middle}", f"{count}: {low} to {high}", count))
        return notes if self._held_at is None else [*notes, host_of(self).with_keys("held, {key:loss.newest} follows")]

    def scroll_log(self, lines: int) -> None:
        """Scroll the log by ``lines``; past the newest line it follows training again."""
        at = (self._bottom if self._held_at is None else self._held_at) + lines
        newest = self._snapshot.epoch if self._snapshot else 0
        self._held_at = None if at >= newest else max(0, at)
        self.draw()

    def page_log(self, pages: int) -> None:
        """Scroll the log by screenfuls."""
        self.scroll_log(pages * self._log_rows(self.size.height))

    def show_oldest(self) -> None:
        """Scroll to the oldest line in memory."""
        self._held_at = 0
        self.draw()

    def follow_newest(self) -> None:
        """Scroll to the newest line, and follow training."""
        self._held_at = None
        self.draw()
