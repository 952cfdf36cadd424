"""What the loss plot shows: a window in time, the nearest points, smoothed curves, and the line on an epoch."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.render.plot.smoothing import smoothed
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.ui.loss.curves import Curves, ghosts_of, losses, scores, series_of
from nntui.ui.loss.reading import EpochReading, reading_line
from nntui.ui.loss.window import LEAST, Epochs, TimeWindow
from nntui.ui.score.history import ScoredEpoch
from nntui.ui.work import loader
from nntui.ui.work.view_models import present_moment
from tests.plain_text import plain_text
from tests.ui.controller_host import working_on
from tests.ui.scripted_run import Script
from tests.ui.test_undo import at_rest, trained

EPOCHS = Epochs(0, 1000)


class TestWindow:
    def test_it_shows_all_epochs_then_fewer_and_fewer_of_the_newest_and_all_again(self) -> None:
        window = TimeWindow()
        assert window.span(EPOCHS) is None
        widths = []
        for _ in range(8):
            window = window.closer(EPOCHS, None)
            assert window.follows
            low, high = window.span(EPOCHS) or (0, 0)
            assert low <= 1000 <= high
            widths.append(window.width)
        assert widths == [500, 250, 125, 62, 31, 15, LEAST, LEAST]
        for _ in range(7):
            window = window.wider(EPOCHS, None)
        assert window == TimeWindow()

    def test_around_the_cursor_it_keeps_the_cursor_in_sight(self) -> None:
        window = TimeWindow()
        for _ in range(5):
            window = window.closer(EPOCHS, 300)
            low, high = window.span(EPOCHS) or (0, 0)
            assert low <= 300 <= high
        assert window.span(EPOCHS) == (284, 315)
        low, high = window.wider(EPOCHS, 300).span(EPOCHS) or (0, 0)
        assert (high - low, low <= 300 <= high) == (62, True)

    def test_it_pans_to_the_beginning_and_back_to_the_newest_which_it_follows_again(self) -> None:
        window = TimeWindow(200)
        seen = []
        for _ in range(12):
            window = window.moved(EPOCHS, -1)
            seen.append(window.span(EPOCHS))
        assert seen[:2] == [(700, 900), (600, 800)]
        assert seen[-1] == (0, 200)
        for _ in range(7):
            window = window.moved(EPOCHS, 1)
            assert not window.follows
        assert window.moved(EPOCHS, 1) == TimeWindow(200)
        assert TimeWindow().moved(EPOCHS, -1) == TimeWindow()

    def test_while_it_follows_its_ends_move_seldom(self) -> None:
        spans = {TimeWindow(200).span(Epochs(0, newest)) for newest in range(1000, 1101)}
        assert spans == {(800, 1000), (850, 1050), (900, 1100)}
        assert TimeWindow(200).span(Epochs(0, 30)) == (0, 200)

    def test_a_cursor_holds_it_and_moves_it_only_where_it_leaves(self) -> None:
        window = TimeWindow(200).around(950, EPOCHS)
        assert window.span(EPOCHS) == (800, 1000)
        assert window.span(Epochs(0, 5000)) == (800, 1000)
        assert window.around(790, EPOCHS).span(EPOCHS) == (790, 990)
        assert window.around(1010, EPOCHS).span(EPOCHS) == (810, 1010)
        assert TimeWindow().around(3, EPOCHS) == TimeWindow()

    @pytest.mark.parametrize(("newest", "width"), [(0, LEAST), (100, 20), (1000, 200), (1_000_000, 1000)])
    def test_the_recent_view_is_a_fifth_of_the_epochs_and_then_all(self, newest: int, width: int) -> None:
        recent = TimeWindow().toggled(Epochs(0, newest))
        assert recent == TimeWindow(width)
        assert recent.toggled(Epochs(0, newest)) == TimeWindow()


POINTS = Curves(np.array([0, 10, 20, 30]), np.array([4.0, 3.0, 2.0, 1.0]), np.array([5.0, 4.0, 3.0, 4.0]))


class TestCurves:
    @pytest.mark.parametrize(
        ("epoch", "direction", "found"),
        [
            (14, 0, 10),
            (16, 0, 20),
            (-5, 0, 0),
            (99, 0, 30),
            (14, 1, 20),
            (14, -1, 10),
            (20, 1, 20),
            (-1, -1, 0),
            (31, 1, 30),
        ],
    )
    def test_the_nearest_point(self, epoch: int, direction: int, found: int) -> None:
        assert POINTS.nearest(epoch, direction) == found
        assert POINTS.at(found)[0] == 4 - found / 10

    def test_a_window_has_the_points_within_and_one_on_either_side(self) -> None:
        train, validation = series_of(POINTS, (11, 19), smooth=False, best=20)
        assert [list(train.x), list(validation.y), validation.mark] == [[10, 20], [4.0, 3.0], 20]
        assert [len(each.x) for each in series_of(POINTS, None, smooth=False, best=None)] == [4, 4]

    def test_smoothed_curves_lie_over_the_raw_ones_which_are_faint(self) -> None:
        drawn = series_of(POINTS, None, smooth=True, best=20)
        assert [each.pattern for each in drawn] == ["faint", "faint", "solid", "dashed"]
        assert drawn[-1].mark == 20

    def test_a_mean_over_the_neighbours_skips_gaps_and_keeps_a_constant(self) -> None:
        x = np.array([0, 1, 2, 3, 10, 11])
        y = np.array([1.0, 3.0, math.nan, 5.0, 1e300, 1e-3])
        assert smoothed(x, y, 1).tolist()[:2] == [2.0, 2.0]
        assert math.isnan(smoothed(x, y, 1)[2])
        assert smoothed(x, y, 2)[3] == 4.0
        assert smoothed(x, np.full(6, 0.1), 100) == pytest.approx(np.full(6, 0.1))
        assert smoothed(x, y, 0).tolist()[3:] == [5.0, 1e300, 1e-3]
        assert not len(smoothed(x[:0], y[:0], 3))

    def test_scores_are_ordered_and_in_per_cent_and_without_validation_one_curve(self) -> None:
        drawn = scores({8: ScoredEpoch(0.5, 0.25), 2: ScoredEpoch(0.1, 0.2)}, percent=True)
        assert (drawn.epochs.tolist(), drawn.train.tolist()) == ([2, 8], [10.0, 50.0])
        assert drawn.validation is not None
        assert scores({2: ScoredEpoch(0.1, math.nan)}, percent=False).validation is None
        assert not len(scores({}, percent=False).epochs)


READING = EpochReading(143, 0.03123456, 0.054321, "accuracy 95 %", ["learning rate 0.01 -> 0.001"], "enter shows it")


@pytest.mark.parametrize("shown", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_the_line_on_an_epoch_keeps_the_epoch_and_drops_the_hint_first(shown: Glyphs) -> None:
    whole = plain_text([reading_line(READING, 120, shown)])
    assert whole == (
        f"#143  train 0.0312346  validation 0.054321  accuracy 95 %  {shown.change} learning rate 0.01 -> 0.001  "
        "enter shows it"
    )
    for width in range(60, 8, -1):
        line = plain_text([reading_line(READING, width, shown)])
        assert len(line) <= width
        assert line.startswith("#143")
        assert "enter" not in line
        assert "train" in line or width < 24


def test_where_the_curve_is_thinned_a_window_has_the_dense_losses() -> None:
    session = open_source("tutorial", Options())
    run = Script().make_run(session, loader.encoded(session).arrays, lambda _: None)
    run.start()
    run.reach(70_000)
    whole, dense = (losses(run.snapshot, dense=each).epochs for each in (False, True))
    assert len(whole) == 2000
    assert np.diff(dense[-1000:]).tolist() == [1] * 999
    assert np.all(np.diff(dense) > 0)


async def test_what_steered_a_training_is_named_with_its_epoch() -> None:
    async with working_on("iris", Options(epochs=20, engine="autograd"), train=False) as desk:
        controller = desk.controller
        await trained(desk)
        assert not controller.marks
        await controller.apply(Options(rate=0.001, epochs=40))
        await at_rest(desk)
        controller.train()
        await desk.until(lambda: desk.snapshot.epoch == 40, "epoch 40")
        marks = controller.marks
        assert [each.epoch for each in marks] == [20]
        assert "rate 0.01 -> 0.001" in marks[0].name
        assert {each.epoch for each in controller.kept_moments()} >= {0, 20, 40}
        await controller.rewind()
        await at_rest(desk)
        moment = present_moment(controller, None)
        assert moment is not None
        ghosts = ghosts_of(moment.other_curves, validation=False)
        assert [(each.sign, each.name, each.x[-1]) for each in ghosts] == [("A", "run A", 40)]
