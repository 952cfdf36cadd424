"""The plot of the loss pane: which curves it shows, of which epochs, and the epoch whose values are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nntui.ui.loss.window import Epochs, TimeWindow
from nntui.ui.score.history import ScoreHistory

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.render.glyphs import Glyphs
    from nntui.render.plot import Series
    from nntui.render.plot.band import Band
    from nntui.render.text import Line
    from nntui.session.runs.curves import ChangeMark, RunCurve
    from nntui.session.seeds.networks import LossBand
    from nntui.training.records import Snapshot
    from nntui.ui.loss.curves import Curves
    from nntui.ui.work.view_models import Moment

LOG_FROM = 20.0
"""Largest loss divided by the smallest from which the loss axis is logarithmic of itself: on a linear axis nearly the
whole curve would lie in its lowest row."""
FRAMES = 6
"""Frames for which a plot that follows a training at close range stays as it is, to send few bytes."""


class DrawnPlot(NamedTuple):
    """The lines of a plot, the size that they were drawn for, and the frames in which they were shown."""

    lines: list[Line]
    size: tuple[int, int]
    frames: int = 1


class LossPlot:
    """Training and validation curves by epoch.

    ``snapshot`` is the present state of training, ``past`` the moment of the past that is shown, if one is. ``scores``
    are those of the present run; ``rescored`` is called when there is another. ``cursor`` is the epoch whose values are
    read, None for none.
    """

    def __init__(self, glyphs: Glyphs, rescored: Callable[[], object]) -> None:
        self._glyphs = glyphs
        self.snapshot: Snapshot | None = None
        self.past: Snapshot | None = None
        self.scores = ScoreHistory(rescored)
        self.cursor: int | None = None
        self.logarithmic = False
        self._chosen_axis: bool | None = None
        self._band: LossBand | None = None
        self._changes: tuple[ChangeMark, ...] = ()
        self._others: tuple[RunCurve, ...] = ()
        self._window = TimeWindow()
        self._smooth = False
        self._width = 1
        self._drawn: DrawnPlot | None = None

    def show_moment(self, moment: Moment) -> None:
        """Take the state of training."""
        self.past = moment.snapshot if moment.now is not None else None
        self._changes, self._others = moment.marks, moment.other_curves
        survey = moment.survey
        known = survey is not None and survey.networks_like(moment.session) is not None
        self._band = survey.state.band if survey is not None and known else None
        self.show_losses(moment.now or moment.snapshot)

    def show_losses(self, snapshot: Snapshot | None) -> None:
        """Take the losses alone."""
        self.snapshot = snapshot
        if self._chosen_axis is None and not self.logarithmic and self.snapshot is not None:
            from nntui.ui.loss.curves import losses, spans_orders

            self.logarithmic = spans_orders(losses(self.snapshot, dense=False), LOG_FROM)

    def clear(self) -> None:
        """Forget the training: another one begins."""
        self.snapshot, self.past, self.cursor = None, None, None
        self._changes, self._others, self._window = (), (), TimeWindow()
        self.scores.clear()
        self.logarithmic = bool(self._chosen_axis)

    # What is chosen

    def change(self, choose: Callable[[LossPlot], object]) -> None:
        """Let ``choose`` change what is plotted, from the next frame on."""
        choose(self)
        self._drawn = None

    def toggle_log_axis(self) -> None:
        """Switch between a linear and a logarithmic loss axis; from then on the axis no longer follows the losses."""
        self._chosen_axis = self.logarithmic = not self.logarithmic

    def switch_curves(self) -> None:
        """Show the curve of the score in place of that of the loss, or the loss again."""
        self.scores.wanted = not self.scores.wanted

    def switch_smoothing(self) -> None:
        """Smooth the curves, or no longer."""
        self._smooth = not self._smooth

    def switch_window(self) -> None:
        """Show the recent epochs, or all."""
        if self.snapshot is not None:
            self._window = self._window.toggled(self._epochs(self.snapshot))

    def zoom(self, direction: int) -> None:
        """Show half as many epochs (1), or twice as many (-1)."""
        if self.snapshot is not None:
            change = self._window.closer if direction > 0 else self._window.wider
            self._window = change(self._epochs(self.snapshot), self.cursor)

    def pan(self, direction: int) -> None:
        """Show earlier epochs (-1), or later ones (1)."""
        if self.snapshot is not None:
            self._window = self._window.moved(self._epochs(self.snapshot), direction)

    def move_cursor(self, direction: int) -> None:
        """Read the values of an earlier epoch (-1), or a later one (1); at first those of the newest."""
        now = self.snapshot
        if now is None:
            return
        from nntui.ui.loss.curves import losses

        epochs = self._epochs(now)
        _, last = self._window.span(epochs) or epochs
        wanted = min(last, epochs.newest) if self.cursor is None else self.cursor + direction * self._step(now)
        found = losses(now, dense=True).nearest(wanted, direction if self.cursor is not None else 0)
        if found is not None:
            self.cursor = found
            self._window = self._window.around(found, epochs)

    def leave(self) -> None:
        """Remove the cursor; without one, show all epochs."""
        if self.cursor is None:
            self._window = TimeWindow()
        self.cursor = None

    # What is drawn

    def lines(self, width: int, height: int) -> list[Line]:
        """The plot in ``width`` by ``height`` cells.

        In a window that follows a training, all of it is another at each frame: it is drawn at every sixth.
        """
        now, drawn = self.snapshot, self._drawn
        moving = now is not None and now.state == "training" and self._window.width is not None and self._window.follows
        if drawn is not None and drawn.size == (width, height) and moving and drawn.frames < FRAMES:
            self._drawn = drawn._replace(frames=drawn.frames + 1)
            return drawn.lines
        lines = self._plotted(width, height)
        self._drawn = DrawnPlot(lines, (width, height)) if moving else None
        return lines

    def _plotted(self, width: int, height: int) -> list[Line]:
        from nntui.render.plot import draw_plot
        from nntui.render.plot.signs import PlotMark
        from nntui.ui.loss.curves import ghosts_of, series_of

        self._width = width
        if height <= 0:
            return []
        shown = self._curves()
        span = None if self.snapshot is None else self._window.span(self._epochs(self.snapshot))
        best = None if self.snapshot is None or self.scores.wanted else self.snapshot.best_epoch
        series: list[Series] = []
        if shown is not None:
            series += series_of(shown, span, smooth=self._smooth, best=best)
            if not self.scores.wanted:
                series += ghosts_of(self._others, validation=shown.validation is not None)
        return draw_plot(
            series,
            width,
            height,
            log=self.logarithmic and not self.scores.wanted,
            glyphs=self._glyphs,
            x_label="epoch",
            empty="no score yet" if self.scores.wanted else "no loss yet",
            band=None if self.scores.wanted else self._drawn_band(),
            window=span,
            changes=[PlotMark(each.epoch, each.name) for each in self._changes],
            cursor=None if self.past is None else self.past.epoch,
            value=self.cursor,
        )

    def _curves(self) -> Curves | None:
        """The curves to draw; None without a network."""
        from nntui.ui.loss.curves import losses, scores

        if self.snapshot is None:
            return None
        if self.scores.wanted:
            return scores(self.scores.epochs, percent=self.scores.percent)
        return losses(self.snapshot, dense=self._window.width is not None)

    def _drawn_band(self) -> Band | None:
        """The span and the median of the losses of networks with other seeds."""
        from nntui.render.plot.band import Band

        band = self._band
        if band is None:
            return None
        x, lowest, median, highest = (each.tolist() for each in (band.epochs, band.lowest, band.median, band.highest))
        name = f"{'validation' if band.validation else 'training'}, {band.networks} networks"
        return Band(x, lowest, median, highest, name)

    def reading(self, width: int, hint: str) -> list[Line]:
        """The line on the epoch at the cursor, with a ``hint`` on a key; none without a cursor."""
        from nntui.ui.loss.curves import losses
        from nntui.ui.loss.reading import EpochReading, reading_line

        if self.cursor is None or self.snapshot is None:
            return []
        train, validation = losses(self.snapshot, dense=True).at(self.cursor)
        reach = self._step(self.snapshot) // 2
        score = self.scores.words_at(self.cursor, reach)
        changes = [each.name for each in self._changes if abs(each.epoch - self.cursor) <= reach]
        return [reading_line(EpochReading(self.cursor, train, validation, score, changes, hint), width, self._glyphs)]

    def notes(self) -> list[str | tuple[str, ...]]:
        """Notes for the title on the curves, the best epoch, and an unusual axis or window."""
        notes: list[str | tuple[str, ...]] = []
        if self.scores.wanted:
            notes.append(self.scores.name or "score")
        elif self.logarithmic:
            notes.append(("log axis", "log"))
        if self._smooth:
            notes.append("smoothed")
        now, window = self.snapshot, self._window
        if window.width is not None and now is not None:
            first, last = window.span(self._epochs(now)) or (0, 0)
            notes.append(f"last {window.width:,}" if window.follows else f"{first:,} to {last:,}")
        if self.past is not None:
            return [*notes, f"past, epoch {self.past.epoch:,}"]
        if now is not None and now.validation_loss is not None and now.best_epoch < now.epoch:
            best, short = f"best epoch {now.best_epoch:,}", f"best {now.best_epoch:,}"
            # A title that changes sends the whole pane, so it does not tell the epoch while training goes on.
            notes.append((best, short) if now.state == "training" else (f"{best}, now {now.epoch:,}", best, short))
        if self._band is not None:
            low, middle, high = (
                f"{float(each[-1]):.3g}" for each in (self._band.lowest, self._band.median, self._band.highest)
            )
            count = f"{self._band.networks} networks"
            notes.append((f"{count}: {low} to {high}, median {middle}", f"{count}: {low} to {high}", count))
        return notes

    def _epochs(self, snapshot: Snapshot) -> Epochs:
        return Epochs(int(snapshot.curve.epochs[0]) if len(snapshot.curve.epochs) else 0, snapshot.epoch)

    def _step(self, snapshot: Snapshot) -> int:
        """Epochs in a cell of the plot."""
        epochs = self._epochs(snapshot)
        low, high = self._window.span(epochs) or epochs
        return max(1, (high - low) // max(1, self._width))
