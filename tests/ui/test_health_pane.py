"""The health pane names what goes wrong, cures it on a key that undo takes back, and follows the past."""

from __future__ import annotations

import pytest

from nntui.data.encoding.encoder import Encoder, encode
from nntui.render.glyphs import ASCII, UNICODE, Glyphs
from nntui.session.health.course import HealthCourse, HealthQuestion
from nntui.session.options import Options
from nntui.session.past import GivenSession, joined
from nntui.training.health.records import SpreadOfNumbers
from nntui.training.trainer import Trainer
from nntui.ui.health.pane import layer_names
from nntui.ui.health.spreads import spread_lines
from nntui.ui.health.view import finding_lines, layer_lines
from tests.plain_text import plain_text
from tests.session.health_runs import SICK, Sick
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

DEEP = Sick("vanishing", "circle:60", {"hidden": (8,) * 6, "activation": "sigmoid", "init": "xavier", "batch": None})


def question(sick: Sick, epochs: int) -> HealthQuestion:
    """What the screen knows of a training of so many epochs."""
    session = sick.session()
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
    trainer = Trainer(session.network, session.training, arrays)
    trainer.epochs(epochs)
    chain = joined((), trainer.past, [GivenSession(session)])
    return HealthQuestion(session, encoder, arrays, chain, trainer.snapshot())


def health_of(sick: Sick, epochs: int = 40) -> tuple[HealthCourse, HealthQuestion]:
    """The course of its health, looked at once training has gone so far."""
    course, asked = HealthCourse(), question(sick, epochs)
    course.go_on(asked, 60.0)
    return course, asked


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(58, 11), (78, 19), (118, 35)])
def test_findings_and_layers_are_legible_at_every_size(width: int, height: int, glyphs: Glyphs) -> None:
    course, asked = health_of(DEEP)
    health = course.health
    names = layer_names(asked.session)
    assert names == [*(f"hidden {layer}" for layer in range(1, 7)), "output"]
    layers = plain_text(layer_lines(health, names, 0, (width, height), glyphs)).splitlines()
    findings = plain_text(finding_lines(health.findings, 0, "enter: a cure", (width, height), glyphs)).splitlines()
    assert all(len(line) <= width for line in (*layers, *findings))
    assert layers[0].split()[-1].startswith("satur")
    assert [line.split()[0] for line in layers[1:]] == [name.split()[0] for name in names]
    assert all(len(line.split()) >= 8 for line in layers[1:])
    assert "vanishing gradient" in findings[0]
    assert "enter: a cure" in findings[-1] or health.findings[0].ended is not None
    assert glyphs is UNICODE or "".join([*layers, *findings]).isascii()
    few = plain_text(layer_lines(health, names, 5, (width, 3), glyphs)).splitlines()
    assert [line.split()[0] for line in few[1:]] == ["hidden", "output"]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_histograms_of_weights_and_gradients_are_legible_at_every_size_and_show_several_epochs_where_they_fit(
    glyphs: Glyphs,
) -> None:
    course, asked = health_of(DEEP)
    health, names = course.health, layer_names(asked.session)
    rows = {}
    for width, height in ((58, 4), (78, 10), (118, 40)):
        text = plain_text(spread_lines(health, names, 0, (width, height), glyphs))
        rows[width] = text.splitlines()
        assert all(len(line) <= width for line in rows[width])
        assert rows[width][0].split() == ["weights", "gradients"]
        assert rows[width][1].startswith(" hidden 1")
        assert glyphs is UNICODE or text.isascii()
    assert [len(each) for each in rows.values()] == [4, 8, 36]
    assert "epoch 40" in rows[78][1]
    assert "epoch 0" in rows[118][1]
    assert "epoch 40" in rows[118][5]
    assert not spread_lines(health, names, 0, (118, 1), glyphs)
    assert not spread_lines(health, names, 0, (30, 9), glyphs)


def test_a_histogram_counts_every_weight_and_its_range_can_be_doubled() -> None:
    course, asked = health_of(DEEP)
    for layer, (rows, columns) in zip(course.health.looks[-1].layers, asked.session.network.shapes, strict=True):
        assert layer.spreads is not None
        for spread in layer.spreads:
            assert sum(spread.counts) == rows * columns
            assert sum(spread.widened(8 * spread.limit).counts) == rows * columns
            assert any(spread.counts[:8]) or any(spread.counts[-8:])  # the range is at most twice the largest
    spread = SpreadOfNumbers(1.0, (*[0] * 15, 3, 4, *[0] * 14, 5))
    assert spread.widened(0.5) is spread
    wide = spread.widened(4.0).counts
    assert {place: count for place, count in enumerate(wide) if count} == {15: 3, 16: 4, 19: 5}


def test_the_screen_looks_at_each_kept_moment_once_and_begins_anew_on_another_way() -> None:
    course, asked = health_of(DEEP)
    kept = [moment.epoch for trained in asked.segments for moment in trained.segment.moments]
    assert [each.epoch for each in course.health.looks] == kept
    assert course.health.findings[0].check == "vanishing"
    further = question(DEEP, 60)
    course.go_on(further, 60.0)
    looks = [each.epoch for each in course.health.looks]
    assert looks[: len(kept)] == kept
    assert looks[-1] > kept[-1]
    course.go_on(question(DEEP, 10), 60.0)
    assert [each.epoch for each in course.health.looks] == list(range(11))
    course.go_on(further, 0.0)
    assert course.behind
    assert len(course.health.looks) < len(looks)


def test_a_training_that_failed_is_named_on_the_screen_too() -> None:
    course, asked = health_of(next(each for each in SICK if each.check == "divergence"))
    assert asked.snapshot.state == "failed"
    assert course.health.lasting[0].check == "divergence"


async def test_what_goes_wrong_is_told_in_the_log_and_cured_on_a_key_that_undo_takes_back() -> None:
    options = Options(init="zeros", activation="tanh", hidden=(4,), epochs=40, engine="autograd", seed=0)
    async with opened("circle:40", LARGE, options=options) as user:
        await user.press("_")
        await user.sees("Nothing was trained yet; space begins")
        await user.press("l", "space")
        await user.sees("constant answers since epoch ", "then ⏎: activation relu")
        await user.press("_")
        await user.sees("The network gives every row the same answer", "⏎: activation relu, first weights he")
        await user.resize(*SMALL)
        await user.sees("constant answers", "hidden", "output", "update")
        await user.press("left_square_bracket", "left_square_bracket")
        await user.sees("is in the past: } returns to now, where")
        await user.press("enter")
        await user.sees("goes on from it")
        await user.press("right_curly_bracket")
        await user.resize(*NORMAL)
        await user.sees("⏎: activation relu")
        await user.press("enter")
        controller = user.app.workspace.controller
        await user.until(lambda: controller.session is not None and controller.session.network.activation == "relu")
        await user.until(lambda: controller.now is not None and controller.now.epoch == 0)
        await user.press("space")
        await user.sees("None of the 14 checks of training has found anything.")
        user.app.workspace.health_pane.show_score(["few rows", "overfitting: 2.0 x worse on rows it has not seen"])
        await user.sees("The score warns of overfitting: 2.0 x worse", "x shows")
        await user.press("enter")
        await user.sees("there is nothing to cure")
        await user.press("u")
        await user.until(lambda: controller.session is not None and controller.session.network.activation == "tanh")
        await user.sees("constant answers since epoch ")


async def test_a_rate_that_is_too_low_is_cured_while_training_goes_on() -> None:
    options = Options(rate=1e-7, epochs=1_000_000, hidden=(4,), engine="autograd", seed=0)
    async with opened("circle:40", NORMAL, options=options) as user:
        controller = user.app.workspace.controller
        await user.press("space")
        await user.sees("learning rate too low")
        before = controller.runner.state.run
        await user.press("_", "enter")
        await user.until(lambda: controller.session is not None and controller.session.training.rate > 1e-5)
        assert controller.runner.state.run is before
        await user.press("space")
        await user.press("u")
        await user.until(lambda: controller.session is not None and controller.session.training.rate == 1e-7)


async def test_training_that_diverges_in_its_first_update_is_named_and_goes_on_once_cured() -> None:
    options = Options(rate=1e30, optimizer="sgd", hidden=(4,), epochs=1_000_000, engine="autograd", seed=0)
    async with opened("sine:40", NORMAL, options=options) as user:
        controller = user.app.workspace.controller
        await user.press("_", "space")
        await user.sees("divergence since epoch 1", "⏎: learning rate 1e+30 -> ")
        await user.press("enter")
        await user.until(lambda: controller.session is not None and controller.session.training.rate < 1e30)
        await user.until(lambda: controller.training)
