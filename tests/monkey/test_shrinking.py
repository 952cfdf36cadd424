"""The shrinker and the names of keys."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from nntui.ui.commands.keymap import canonical
from nntui.ui.commands.table import SECTIONS
from tests.monkey import keys
from tests.monkey.events import Event, Failure, Life, random_life
from tests.monkey.shrinking import last_that_fail, shrink, shrink_life

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_the_failure_needs_is_kept():
    assert shrink(range(100), lambda items: {7, 55, 93} <= set(items)) == [7, 55, 93]


def test_what_fails_without_anything_shrinks_to_nothing():
    assert shrink([1, 2, 3], lambda _: True) == []


def test_a_failure_that_never_comes_again_is_kept_whole():
    assert shrink([1, 2, 3], lambda _: False) == [1, 2, 3]
    assert last_that_fail([1, 2, 3], lambda _: False) == [1, 2, 3]


def test_the_end_is_tried_before_the_parts():
    assert last_that_fail(range(100), lambda items: 90 in items) == list(range(84, 100))


def test_events_and_then_keys_are_shrunk():
    events = [Event("keys", "a b c"), Event("resize", "80x24"), Event("keys", "ctrl+p x pagedown y", 0.05)]
    life = Life(["xor"], (80, 24), 1.0, events)

    def fails(life: Life) -> bool:
        return any({"ctrl+p", "pagedown"} <= set(event.names) for event in life.events if event.kind == "keys")

    assert shrink_life(life, fails).events == [Event("keys", "ctrl+p pagedown", 0.05)]


def test_a_line_of_keys_is_bytes_in_one_write():
    assert keys.encode(keys.parse("ctrl+p pagedown x space")) == b"\x10\x1b[6~x "


def test_a_key_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="pgdn"):
        keys.parse("x pgdn")


def test_the_same_seed_makes_the_same_life():
    lives = [random_life(random.Random(3), ["xor"], 200) for _ in range(2)]
    assert lives[0] == lives[1]
    assert sum(len(event.names) for event in lives[0].events if event.kind == "keys") >= 200


def test_a_failure_is_read_as_it_was_written(tmp_path: Path):
    failure = Failure("crash", random_life(random.Random(3), ["xor"], 50), 3, 1, "é", "stacks")
    failure.write(tmp_path / "failure.json")
    assert Failure.read(tmp_path / "failure.json") == failure


def test_a_failure_is_known_again_by_its_exception():
    life = random_life(random.Random(3), ["xor"], 1)
    key, stack = (Failure("crash", life, output=f"\x1b[1m{text}\n") for text in ("KeyError: 0", "ScreenStackError: no"))
    assert key.reason == "KeyError"
    assert key.is_like(Failure("crash", life, output="x\nKeyError: 78\n"))
    assert not key.is_like(stack)


def test_the_monkey_knows_every_plain_key_of_a_command():
    known = {canonical(key) for key in keys.PLAIN}
    bound = {canonical(key) for each in SECTIONS.values() for command in each for key in command.keys.split(",")}
    assert {key for key in bound if len(key) == 1 and key.isprintable() and key != " "} <= known
    assert set("t!*$%") <= bound
