"""The loss pane: curves of the losses or the score above the training log."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.loss.plot import LossPlot
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.glyphs import Glyphs
    from nntui.render.log import NumberSequence, Remark
    from nntui.render.text import Line
    from nntui.training.records import Snapshot
    from nntui.ui.work.view_models import Moment

REMARKS = 500
"""Most remarks in the log; the oldest are forgotten."""
LEAST_PLOT = 4
"""Least height of a plot; in a lower pane there is only the log."""


class LossPane(PaneBase, LinesView, can_focus=True):
    """Training and validation curves by epoch, and below a line for each epoch, the newest last.

    Keys that go up and down scroll the log, which keeps the lines in sight while training goes on; keys that go left
    and right move a cursor through the ``plot``, or its window. The drawing code is not loaded until there is something
    to draw, so that the first paint does not wait for it.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self.plot = LossPlot(glyphs, self._scored)
        self._remarks: deque[Remark] = deque(maxlen=REMARKS)
        self._held_at: int | None = None
        self._bottom = 0

    def show_moment(self, moment: Moment) -> None:
        """Draw the state of training; without a network, no curves and no losses in the log.

        A moment of the past is a cursor on the present curves, and the end of the log.
        """
        self.plot.show_moment(moment)
        self.draw()

    def show_training(self, snapshot: Snapshot | None) -> None:
        """Draw a training of which nothing is known but its losses."""
        self.plot.show_losses(snapshot)
        self.draw()

    def remark(self, text: str, style: str, epoch: int) -> None:
        """Add a line to the log, after the loss of ``epoch``."""
        from nntui.render.log import Remark

        self._remarks.append(Remark(epoch, text, style))
        self.draw()

    def begin_at(self, epoch: int) -> None:
        """Begin a log that continues after the loss of ``epoch`` (-1: from the first), below the earlier remarks."""
        self.plot.clear()
        self._held_at = None
        self._remarks = deque((replace(each, epoch=min(each.epoch, epoch)) for each in self._remarks), REMARKS)
        self.draw()

    def change_plot(self, change: Callable[[LossPlot], object]) -> None:
        """Let ``change`` choose what is plotted, and draw."""
        self.plot.change(change)
        self.draw()

    def _scored(self) -> None:
        """There is another score."""
        if self.plot.scores.wanted:
            self.draw()

    # Drawing

    def draw(self) -> None:
        """Draw in the present size."""
        width, height = self.size
        if not width or not height:
            return
        if self.plot.snapshot is None and not self._remarks:
            self.show(())
            return
        rows = self._log_rows(height)
        read = self.plot.reading(width, host_of(self).with_keys("{key:loss.show} shows it"))
        lines = [*self.plot.lines(width, height - rows), *read, *self._log(max(1, rows - len(read)))]
        entitle(self, *self._notes())
        self.show(lines[:height])

    def _log_rows(self, height: int) -> int:
        if height < LEAST_PLOT + 2:
            return min(height, 2) if height > LEAST_PLOT else height
        return max(3, round(height * 0.35))

    def _log(self, rows: int) -> list[Line]:
        from nntui.render.log import log_window

        epochs: NumberSequence = ()
        losses: NumberSequence = ()
        validation: NumberSequence = ()
        now, past = self.plot.snapshot, self.plot.past
        if now is not None:
            recent = (past or now).recent
            epochs, losses = recent.epochs, recent.train
            validation = recent.validation if now.validation_loss is not None else ()
        lines, self._bottom = log_window(
            epochs,
            losses,
            tuple(each for each in self._remarks if past is None or each.epoch <= past.epoch),
            validation=validation,
            width=self.size.width,
            height=rows,
            end=past.epoch if self._held_at is None and past is not None else self._held_at,
            glyphs=self._glyphs,
        )
        return lines

    def _notes(self) -> list[str | tuple[str, ...]]:
        """Notes in the title on the plot, and on an unusual position in the log."""
        notes = self.plot.notes()
        held = self._held_at is not None and self.plot.past is None
        return [*notes, (host_of(self).with_keys("held, {key:loss.newest} follows"), "held")] if held else notes

    # The log

    def scroll_log(self, lines: int) -> None:
        """Scroll the log by ``lines``; past the newest line it follows training again."""
        at = (self._bottom if self._held_at is None else self._held_at) + lines
        newest = self.plot.snapshot.epoch if self.plot.snapshot else 0
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
