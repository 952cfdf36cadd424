"""The commands under the keys that this user has: defaults, and what ``[keys]`` in the configuration moves."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from textual.keys import Keys, key_to_character

from nntui.safe_text import one_line, quoted
from nntui.ui.commands.record import ANYWHERE, SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.ui.commands.record import Command

MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
NAMED = frozenset(key.value for key in Keys)
SHORT_NAMES = {"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}
"""Names that Textual gives to keys whose character Unicode calls otherwise."""
RESERVED = {"tab": "the next pane", "shift+tab": "the pane before", "ctrl+q": "quit"}
"""Keys that cannot be given to a command, and what has them."""


class Keymap:
    """The commands in their ``sections``, some of them ``moved`` to other keys by their ids.

    ``problems`` say in a line why entries of ``moved`` are ignored, by their names.
    """

    def __init__(
        self, sections: Mapping[str, Sequence[Command[Any]]], moved: Mapping[str, object] | None = None
    ) -> None:
        self.sections = sections
        self.commands = {command.id: command for section in sections.values() for command in section}
        self.problems: dict[str, str] = {}
        self._keys = {command.id: _split(command.keys) for command in self.commands.values()}
        accepted = {name: keys for name, keys in (moved or {}).items() if self._can_move(name, keys)}
        self._move(accepted)
        self._at = {
            (self.commands[name].place, canonical(key)): self.commands[name]
            for name, keys in self._keys.items()
            for key in keys
        }

    def find(self, place: str, key: str) -> Command[Any] | None:
        """The command that ``key`` gives in ``place``, a pane's id or ``SCREEN``; None where it gives none."""
        return self._at.get((place, canonical(key)))

    def key_of(self, name: str) -> str:
        """The key of the command ``name``, the first where it has several."""
        return self._keys[name][0]

    def in_footer(self, pane: str, first: str, last: Sequence[str]) -> list[Command[Any]]:
        """The commands shown in the footer of ``pane``, the most useful ones first: the command ``first``, the pane's
        own, those of the screen for this pane alone, the rest, and at the end those named in ``last``."""
        shown = [command for command in self.commands.values() if command.is_in_footer(pane)]

        def rank(command: Command[Any]) -> int:
            if command.id in {first, *last}:
                return 0 if command.id == first else 4
            return 1 if command.place == pane else 3 if ANYWHERE in command.footer else 2

        ranked = sorted(shown, key=rank)
        return list({canonical(self.key_of(command.id)): command for command in reversed(ranked)}.values())[::-1]

    def _can_move(self, name: str, keys: object) -> bool:
        entry = f"[keys] {one_line(name)} = {one_line(repr(keys))}"
        if name not in self.commands:
            near = get_close_matches(name, self.commands, n=1)
            self.problems[name] = f"{entry}: no command has this name{f'; did you mean {near[0]}?' if near else ''}"
        elif not isinstance(keys, str):
            self.problems[name] = f'{entry}: a key is written in quotes, such as "f5"'
        elif wrong := next((key for key in _split(keys) if not is_key(key)), None):
            self.problems[name] = f"{entry}: there is no key {quoted(wrong)}; {self._keys[name][0]} is kept"
        elif taken := next((key for key in _split(keys) if key in RESERVED), None):
            self.problems[name] = f"{entry}: {taken} is the key of {RESERVED[taken]}; {self._keys[name][0]} is kept"
        else:
            return True
        return False

    def _move(self, moved: dict[str, object]) -> None:
        """Move commands; of an entry that gives two commands one key, keep the default instead."""
        defaults = dict(self._keys)
        self._keys.update({name: _split(str(keys)) for name, keys in moved.items()})
        while (clash := self._clash(moved)) is not None:
            name, other, key = clash
            entry = f"[keys] {name} = {one_line(repr(moved.pop(name)))}"
            self.problems[name] = f"{entry}: {key} is the key of {other}; {defaults[name][0]} is kept"
            self._keys[name] = defaults[name]

    def _clash(self, moved: Mapping[str, object]) -> tuple[str, str, str] | None:
        """A moved command, the command that has one of its keys too, and that key; the last entry gives way."""
        for name in reversed(list(moved)):
            place = self.commands[name].place
            for other, command in self.commands.items():
                meet = place == command.place or SCREEN in {place, command.place}
                if other == name or not meet:
                    continue
                for key in self._keys[name]:
                    if canonical(key) in map(canonical, self._keys[other]):
                        return name, other, key
        return None


def _split(keys: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.split(",")) if keys != "," else (keys,)


def canonical(key: str) -> str:
    """One spelling for a key: "question_mark" and "?" are the same."""
    return SHORT_NAMES.get(key) or key_to_character(key) or key


def types_text(key: str) -> bool:
    """Whether ``key`` is a letter or a digit, which is typed where the cursor is on words."""
    spelled = canonical(key)
    return len(spelled) == 1 and spelled.isalnum()


def is_key(key: str) -> bool:
    """Whether a terminal can send ``key``: a character, a named key such as "f5", or one of these with modifiers."""
    *modifiers, base = key.split("+") if key != "+" else [key]
    if not MODIFIERS.issuperset(modifiers):
        return False
    spelled = canonical(base)
    if base in NAMED or (len(base) > 1 and len(spelled) == 1):
        return True
    return len(spelled) == 1 and spelled.isprintable() and modifiers != ["shift"]  # a shifted letter is a capital
