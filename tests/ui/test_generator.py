"""The form of a computed table, worked with real keys."""

from __future__ import annotations

import pytest

from nntui.data.sources.computed import GENERATORS, Recipe
from nntui.render.glyphs import ASCII
from nntui.ui.dialogs.source_forms import GeneratorScreen
from tests.ui.dialog_host import NORMAL, SMALL, WIDE, opened, typed

SIZES = [SMALL, NORMAL, WIDE]
BRAILLE = frozenset(chr(code) for code in range(0x2801, 0x2900))


def dots(text: str) -> int:
    """How many cells have a dot in them."""
    return sum(character in BRAILLE for character in text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_settings_stand_there_and_the_points_are_seen(size):
    async with opened(lambda: GeneratorScreen(Recipe("spiral", noise=0.02, arms=3)), size) as (host, pilot):
        await pilot.pause()
        text = host.text()
        for field in ("‹ spiral ›", "rows           250", "noise          0.02", "arms           3", "turns", "seed"):
            assert field in text
        assert "opens spiral:noise=0.02,arms=3" in text
        assert dots(text) > 50


async def test_settings_that_a_shape_has_not_are_left_out():
    async with opened(lambda: GeneratorScreen(Recipe("circle"))) as (host, _):
        assert "arms" not in host.text()
        assert "noise" in host.text()


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_the_answer_is_the_word_for_what_was_chosen(size):
    async with opened(lambda: GeneratorScreen(Recipe("moons")), size) as (host, pilot):
        await typed(pilot, "", "down")
        await typed(pilot, "500", "down")
        await typed(pilot, "0.1")
        assert "opens moons:rows=500,noise=0.1" in host.text()
        await typed(pilot, "", "enter")
        assert host.answers == ["moons:rows=500,noise=0.1"]


async def test_another_shape_is_seen_at_once_and_keeps_the_settings():
    async with opened(lambda: GeneratorScreen(Recipe("circle", noise=0.1))) as (host, pilot):
        await pilot.pause()
        before = host.text()
        await typed(pilot, "", "s", "s")
        await pilot.pause()
        assert "‹ step ›" in host.text()
        assert host.text() != before
        await typed(pilot, "", "enter")
        assert host.answers == ["step:noise=0.1"]


@pytest.mark.parametrize("name", GENERATORS)
async def test_every_shape_can_be_looked_at(name):
    async with opened(lambda: GeneratorScreen(Recipe(name))) as (host, pilot):
        await pilot.pause()
        assert dots(host.text()) > 20
        await typed(pilot, "", "enter")
        [word] = host.answers
        assert word.partition(":")[0] == name


@pytest.mark.parametrize(
    ("typed_in", "reason"), [("0", "from 1 to 1000000"), ("many", "from 1 to"), ("2,5", "from 1 to")]
)
async def test_a_number_that_will_not_do_says_why_beside_its_field(typed_in, reason):
    async with opened(lambda: GeneratorScreen(Recipe("circle"))) as (host, pilot):
        await typed(pilot, "", "down")
        await typed(pilot, typed_in, "enter")
        assert host.is_open
        assert "! give a whole number" in host.text()
        assert reason in host.prose()
        assert "Fix 1 field first." in host.text()


async def test_a_large_table_is_not_computed_to_be_looked_at():
    async with opened(lambda: GeneratorScreen(Recipe("sine", rows=1_000_000))) as (host, pilot):
        await pilot.pause()
        assert dots(host.text()) > 20
        await typed(pilot, "", "enter")
        assert host.answers == ["sine:rows=1000000"]


async def test_plain_characters_are_enough():
    async with opened(lambda: GeneratorScreen(Recipe("gauss")), glyphs=ASCII) as (host, pilot):
        await pilot.pause()
        assert host.text().isascii()
