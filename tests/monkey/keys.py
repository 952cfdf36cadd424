"""The keys that the monkey knows, by name, and the bytes that a terminal sends for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

NAMED = {
    "space": " ",
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b[27u",  # as the kitty protocol has it: in a burst a bare one would be the alt of the next key
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "shift+tab": "\x1b[Z",
    **{
        f"{modifier}+{arrow}": f"\x1b[1;{number}{letter}"
        for modifier, number in (("shift", 2), ("ctrl", 5))
        for arrow, letter in (("up", "A"), ("down", "B"), ("right", "C"), ("left", "D"))
    },
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "acdefgklnopqrstuvwxyz"},
}
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;/<>=+-?[](){}!*$%:#&@^_|~\\`\"'é字"
FAVOURITES = ("enter", "escape", "tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "ctrl+p")
"""Keys pressed more often than the others, since they open, close and move."""
LEAVING = frozenset({"q", "ctrl+q", "ctrl+c"})
"""Keys that ask to leave. They are pressed seldom: an app that has ended finds no faults."""
PASTES = ("1\t2\n3\t4\n", "a,b\n1,2\n3,x\n", "5.1", "word", "\n", "", "x\t" * 40, "1e400\tnan\n")
"""Texts to paste: cells, a table, single values, nothing, a wide row, numbers that are none."""
BURSTS = (1, 1, 1, 2, 2, 3, 5, 8, 13, 25)
"""Keys in one write, each length as likely as it is often."""


def sequence(name: str) -> str:
    """The characters that a terminal sends for the key; a key without a name of its own is its character."""
    if name in NAMED:
        return NAMED[name]
    if len(name) != 1:
        raise ValueError(f"no such key: {name!r}")
    return name


def parse(keys: str) -> list[str]:
    """The names in a line of keys such as ``ctrl+p pagedown x``. Raises ValueError for a name that is not known."""
    names = keys.split()
    for name in names:
        sequence(name)
    return names


def encode(names: list[str]) -> bytes:
    """The bytes of these keys in one write."""
    return "".join(map(sequence, names)).encode()


def random_burst(source: random.Random) -> list[str]:
    """Names of the keys of one write."""
    return [_random_key(source) for _ in range(source.choice(BURSTS))]


def _random_key(source: random.Random) -> str:
    while True:
        kind = source.random()
        name = source.choice(FAVOURITES if kind < 0.25 else tuple(NAMED) if kind < 0.5 else PLAIN)
        if name not in LEAVING or source.random() < 0.2:
            return name
