"""The map pane: it follows training and the past, its cursor reads answers, and its keys add rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from tests.ui.app_host import LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from nntui.ui.map.pane import MapPane
    from tests.ui.app_host import User

SETTINGS: dict[str, Any] = {"engine": "autograd", "hidden": (4,), "epochs": 20}
QUICK = Options(**SETTINGS)


def pane(user: User) -> MapPane:
    from nntui.ui.map.pane import MapPane

    return user.app.workspace.area.of(MapPane)


def height(user: User) -> int:
    table = user.app.workspace.controller.table
    return 0 if table is None else table.height


async def test_a_map_is_read_zoomed_and_added_to_and_follows_training_and_the_past() -> None:
    async with opened("circle:rows=40", size=NORMAL, options=QUICK) as user:
        await user.press("@")
        await user.sees("class over x1 (across) and x2 (up)", "○ validation", "x X wrong", "of 40 rows wrong", "m axes")
        (before,) = [line for line in user.lines if line.startswith(" + x1")]
        await user.press("right", "up")
        await user.sees_no_more(before)
        await user.press("plus")
        await user.until(lambda: pane(user).state.wanted.x_range is not None)
        await user.press("home", "2")
        await user.sees("add row 41: x1 ", "class b")
        await user.until(lambda: height(user) == 41)
        await user.press("shift+right")
        await user.sees("add row 42", "class b")
        await user.press("9")
        await user.sees("class has 2 classes")
        await user.press("u", "u")
        await user.until(lambda: height(user) == 40)
        await user.press("space")
        await user.reads_epoch(20)
        await user.sees("of 40 rows wrong")
        now = user.pane("map")
        await user.press("[")
        await user.until(lambda: user.pane("map") != now)
        await user.press("1")
        await user.sees("is in the past")
        for size in (SMALL, LARGE):
            await user.resize(*size)
            await user.sees("class over x1", "+ x1 ")
        await user.press("tab")
        await user.sees("probability of b along x1; other inputs at their medians")
        await user.press("tab")
        await user.sees("activations of hidden layer 1 over x1 and x2", "h1: from ")
        await user.press("right", "pagedown")
        await user.sees("activations of the output layer")


async def test_more_inputs_lie_at_their_medians_or_in_the_row_and_any_two_are_axes() -> None:
    async with opened("cars", size=LARGE, options=QUICK) as user:
        await user.press("@")
        await user.sees("mpg over cylinders (across) and displacement (up); other inputs at their medians", "mi/gal")
        await user.press("G")
        await user.sees("other inputs as in row 1")
        await user.press("m")
        await user.sees("across on the map", "no change")
        await user.press("w", "enter")
        await user.sees("up on the map")
        await user.press("h", "enter")
        await user.sees("mpg over weight (across) and horsepower (up)")
        await user.press("4", "2", "enter")
        await user.sees("add row 393", "mpg 42")


@pytest.mark.parametrize(
    ("source", "targets", "seen", "key", "next_seen"),
    [
        ("sine", (), ["y along x", "+ x 0: y "], "tab", ["activations of"]),
        ("digits", (), ["weights of the pixels in hidden layer 1", "h1: from "], "tab", ["digit over", "7  +2"]),
        ("iris", (), ["species over sepal_length", "setosa", "virginica"], "Y", ["class 1 of 3"]),
        ("iris", ("petal_length", "petal_width"), ["target 1 of 2"], "Y", ["target 2 of 2", "petal_width over"]),
    ],
    ids=["one input", "pixels", "three classes", "two targets"],
)
async def test_each_table_has_a_picture_of_its_kind_and_another_on_a_key(
    source: str, targets: tuple[str, ...], seen: list[str], key: str, next_seen: list[str]
) -> None:
    async with opened(source, size=NORMAL, options=Options(**SETTINGS, targets=targets)) as user:
        await user.press("@")
        await user.sees(*seen)
        await user.press(key)
        await user.sees(*next_seen)


async def test_calculated_inputs_are_added_by_a_digit_and_the_map_stays_over_their_sources() -> None:
    async with opened("circle:rows=40", size=NORMAL, options=QUICK) as user:
        await user.press("^")
        await user.sees("the square of the first input", "the sine of the second input")
        await user.press("1")
        await user.sees("3-4-1")
        await user.press("@")
        await user.sees("class over x1 (across) and x2 (up)", "of 40 rows wrong")
        await user.press("^")
        await user.sees("now an input: 1 deletes it")
        await user.press("escape", "u")
        await user.sees("2-4-1")


async def test_a_map_outlives_the_role_of_its_target() -> None:
    async with opened("xor", size=NORMAL, options=QUICK) as user:
        await user.press("@")
        await user.sees("y over x1")
        await user.press("d", "end", "m", "g", "@")
        await user.sees("y over x1", " + x1 ")
        await user.resize(*LARGE)
        await user.sees("y over x1", " + x1 ")


def test_another_network_of_the_same_table_is_asked_with_its_own_columns() -> None:
    from nntui.ui.map.making import MapMaker
    from nntui.ui.map.state import MapWanted

    maker = MapMaker()
    table = open_source("circle:rows=20", Options()).table
    for ignored in ((), ("x1",)):
        predictor = Predictor(open_source("circle:rows=20", Options(ignored=ignored, hidden=(2,))))
        assert maker.make(predictor, table, predictor.weights, MapWanted()).answers is not None
