"""Any size of terminal, any table: nothing overlaps, nothing is cut off without a sign, and training goes on."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from nntui.session.options import Options
from nntui.training.messages import Train
from nntui.ui.widgets.lines import LinesView
from tests.ui.app_host import ENDLESS, HUGE, LARGE, NORMAL, SMALL, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nntui.render.text import Line
    from tests.ui.app_host import User
    from tests.ui.scripted_run import Script

TINY = (40, 10)
SIZES = (SMALL, NORMAL, LARGE, HUGE, TINY)
PANES = ("data", "network", "predict", "loss")
HOSTILE = (
    "a name that goes on and on, as names in survey tables do",
    "\x1b[31mred\x07",
    "[bold]x[/]",
    "日本語の列の名前",
)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the lines that are wider than the place they are shown in: their ends are lost, without an ellipsis."""
    found: list[str] = []
    really_show = LinesView.show

    def show(view: LinesView, lines: Sequence[Line]) -> None:
        texts = ["".join(span.text for span in line) for line in lines]
        found.extend(text for text in texts if cell_len(text) > view.size.width)
        really_show(view, lines)

    monkeypatch.setattr(LinesView, "show", show)
    return found


def check_layout(user: User, size: tuple[int, int]) -> None:
    """Header, panes and footer share the terminal out among themselves."""
    lines = user.lines
    assert len(lines) == size[1]
    assert max(map(cell_len, lines)) <= size[0]
    assert lines[0].split()[0].rstrip("*…")
    assert lines[-1].endswith("? help  q quit")
    regions = [user.app.screen.query_one(f"#{name}").region for name in PANES]
    shown = [region for region in regions if region.area]
    for number, region in enumerate(shown):
        assert region.y >= 1
        assert region.bottom <= size[1] - 1
        assert region.right <= size[0]
        assert not any(region.overlaps(other) for other in shown[:number])


def hostile_table(folder: Path) -> str:
    """A table whose columns have such names, and numbers of every length."""
    header = ",".join(f'"{name}"' for name in (*HOSTILE, "y"))
    (folder / "hostile.csv").write_text(
        f"{header}\n1,2,3,4,5\n1e30,2.123456789012345,-3e-30,4,5\n5,6,7,8,9\n", encoding="utf-8"
    )
    return "hostile.csv"


def pixel_table(folder: Path) -> str:
    """A table as wide as a picture of 28x28."""
    names = ",".join(f"pixel {number}" for number in range(784))
    rows = "\n".join(",".join(str(row * column % 255) for column in range(785)) for row in range(12))
    (folder / "pixels.csv").write_text(f"{names},digit\n{rows}\n")
    return "pixels.csv"


async def test_training_goes_on_while_the_terminal_changes_its_size_and_comes_back() -> None:
    async with opened(size=SMALL, options=ENDLESS) as user:
        before = user.lines[2:13]
        await user.press("space")
        for size in (*SIZES, SMALL):
            await user.resize(*size)
            if size != TINY:  # where the header has no room for the epoch
                await user.trains_on()
            check_layout(user, size)
        assert user.lines[2:13] == before


@pytest.mark.parametrize(
    ("source", "size"),
    [
        *product(["tutorial", hostile_table], SIZES),
        *product(["cars"], [NORMAL, HUGE]),
        *product([pixel_table], [SMALL, NORMAL, LARGE]),
    ],
)
async def test_nothing_overlaps_and_nothing_is_cut_off_without_a_sign(
    script: Script, here: Path, cut: list[str], source: object, size: tuple[int, int]
) -> None:
    name = source(here) if callable(source) else str(source)
    options = Options(hidden=(128,)) if source is pixel_table else Options(validation=0.3)
    async with opened(name, NORMAL, options=options) as user:
        await user.press("space")
        await user.resize(*size)
        for step, key in enumerate("nlpdlynhdz"):
            script.run.reach(10**step)
            await user.press(key)
            check_layout(user, size)
        print("a line that a library prints, and that is longer than most panes are wide, to be sure of it " * 2)
        script.run.fail("a reason that is longer than most panes are wide, so that it has to be wrapped or cut " * 2)
        await user.sees(" failed")
        check_layout(user, size)
        assert cut == []


async def test_below_60x16_one_line_asks_for_more_room(script: Script) -> None:
    async with opened(size=TINY) as user:
        assert "nntui needs 60x16; this is 40x10" in user.text
        assert not any(user.pane(name) for name in PANES)
        await user.resize(60, 15)
        await user.sees("this is 60x15")
        await user.resize(60, 16)
        await user.sees("━[d]ata ")
        assert "needs" not in user.text


async def test_below_80x22_there_is_one_pane_at_a_time(script: Script) -> None:
    async with opened(size=(79, 40)) as user:
        assert [name for name in PANES if user.pane(name)] == ["data"]
        await user.resize(80, 21)
        await user.until(lambda: [name for name in PANES if user.pane(name)] == ["data"])
        await user.resize(80, 22)
        await user.until(lambda: [name for name in PANES if user.pane(name)] == list(PANES))


async def test_one_trains_and_edits_in_a_pane_too_small_to_be_seen(script: Script) -> None:
    async with opened(size=TINY) as user:
        await user.press("space")
        script.run.reach(7)
        await user.until(lambda: script.run.commands == [Train(1_000)])
        await user.resize(*NORMAL)
        await user.sees(" training  epoch     7/1,000")


async def test_hostile_names_are_shown_harmless_everywhere(script: Script, here: Path) -> None:
    async with opened(hostile_table(here), HUGE) as user:
        assert "\x1b" not in user.text
        for name in ("␛[31mred␇", "[bold]x[/]", "日本語の列の名前"):
            assert all(name in user.pane(pane) for pane in ("network", "predict"))
        assert "as names in survey tables do" in user.pane("network")


async def test_784_columns_and_128_hidden_neurons_are_summarised_and_train(here: Path) -> None:
    async with opened(pixel_table(here), LARGE, options=Options(hidden=(128,), epochs=3)) as user:
        assert "784-128-1" in user.header
        assert "+ 771 more" in user.pane("network")
        assert " pixel 0 0" in user.pane("predict")
        await user.press("space")
        await user.sees(" finished at epoch 3")
        await user.press("n", "right", "h", "h")
        await user.sees("784×128  min ")
        await user.press("p", "number_sign", "pagedown", "pagedown")
        await user.sees("more inputs", "pixel 20 ")


class TestWhileTraining:
    """Epochs go by whatever the user is at."""

    async def test_a_cell_is_edited(self) -> None:
        async with opened(options=ENDLESS) as user:
            await user.press("space")
            await user.type("2.5")
            await user.trains_on()
            assert "enter save" in user.pane("data")
            await user.type("\r")
            await user.trains_on()
            assert "     2.5" in user.pane("data")

    async def test_a_pane_is_zoomed(self) -> None:
        async with opened(options=ENDLESS) as user:
            await user.press("space", "l", "z")
            await user.trains_on()
            assert [name for name in PANES if user.pane(name)] == ["loss"]
            await user.press("z")
            await user.trains_on()
            assert [name for name in PANES if user.pane(name)] == list(PANES)

    async def test_the_form_is_typed_in(self) -> None:
        async with opened(options=ENDLESS) as user:
            await user.press("space", "p")
            for character in "2.75":
                await user.type(character)
                await user.trains_on()
            assert "age    2.75" in user.pane("predict")

    @pytest.mark.parametrize(("key", "title"), [("question_mark", "all keys"), ("i", "esc close"), ("c", "settings")])
    async def test_a_dialog_is_open(self, key: str, title: str) -> None:
        async with opened(size=HUGE, options=ENDLESS) as user:
            await user.press("space", "n", key)
            await user.sees(title)
            await user.trains_on()
            await user.press("escape")
            await user.sees_no_more("esc c")
            await user.trains_on()


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_no_pane_moves_from_the_first_paint_to_the_open_session(script: Script, size: tuple[int, int]) -> None:
    async with opened(size=size, ready=False) as user:
        places = set()
        while user.app.screen is not user.app.workspace:
            places |= {pane.region for pane in user.app.screen.query("#data")}
            await asyncio.sleep(0)
        await user.sees(" ready ")
        assert places - {Region()} == {user.app.screen.query_one("#data").region}
