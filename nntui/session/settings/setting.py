"""A setting as people meet it: its words, and its values as texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from nntui.data.numbers import format_number, is_number, is_whole, parse_number, parse_whole
from nntui.errors import DataError, SpecError
from nntui.model.layout import GROUP_KINDS
from nntui.safe_text import as_choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Texts = Mapping[str, str]
    """The text of every setting, by its name."""

ValueT = TypeVar("ValueT")


def read_whole(text: str) -> int:
    """The whole number in ``text``. Raises SpecError."""
    if not is_whole(text):
        raise SpecError("give a whole number")
    try:
        return parse_whole(text)
    except DataError:
        raise SpecError("too large") from None


def read_number(text: str) -> float:
    """The finite number in ``text``. Raises SpecError."""
    if not is_number(text):
        raise SpecError("give a number, as 0.01 or 1e-2")
    try:
        return parse_number(text)
    except DataError:
        raise SpecError("too large") from None


def _optional(read: Callable[[str], ValueT]) -> Callable[[str], ValueT | None]:
    """Reads as ``read`` does, and None where the text is empty or ``none``."""

    def read_or_none(text: str) -> ValueT | None:
        if text.strip().lower() in {"", "none"}:
            return None
        try:
            return read(text)
        except SpecError as error:
            raise SpecError(f"{error}, or none") from None

    return read_or_none


def read_hidden(text: str) -> tuple[int, ...]:
    """Neurons of each hidden layer: ``8,8`` (or ``8 8``), empty for none. Raises SpecError."""
    try:
        return tuple(read_whole(part) for part in re.split(r"\s*,\s*|\s+", text.strip())) if text.strip() else ()
    except SpecError as error:
        raise SpecError("give the neurons of each hidden layer, as in 8,8") from error


def read_batch(text: str) -> int | None:
    """Rows per update, None for ``full``. Raises SpecError."""
    if text.strip().lower() == "full":
        return None
    try:
        return read_whole(text)
    except SpecError as error:
        raise SpecError("give a whole number, or full") from error


def read_share(text: str) -> float:
    """A share below 1, as ``0.2`` or ``20%``; 0 if empty. Raises SpecError."""
    number = text.strip()
    percent = number.endswith("%")
    share = read_number(number.removesuffix("%") or "?") / (100 if percent else 1) if number else 0.0
    if not 0 <= share < 1:
        raise SpecError("give a share below 1, as 0.2 or 20%")
    return share


def read_kinds(text: str) -> tuple[str, ...]:
    """Kinds of parameters, separated by commas; empty for none. Raises SpecError."""
    kinds = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if kinds == ("none",):
        return ()
    if any(kind not in GROUP_KINDS for kind in kinds):
        raise SpecError(f"give kinds of parameters, separated by commas: {as_choice(GROUP_KINDS)}")
    return kinds


def read_activations(text: str) -> tuple[str, ...]:
    """Activations of the hidden layers: ``tanh,relu`` (or ``tanh relu``), empty or ``none`` where they are alike."""
    names = tuple(re.split(r"\s*,\s*|\s+", text.strip().lower())) if text.strip() else ()
    return () if names == ("none",) else names


def read_switches(text: str) -> tuple[bool, ...]:
    """Switches, ``on`` or ``off``, separated by commas or spaces; empty or ``none`` where they are alike.

    Raises SpecError.
    """
    words = text.lower().replace(",", " ").split()
    if words in ([], ["none"]):
        return ()
    if any(word not in {"on", "off"} for word in words):
        raise SpecError("give on or off for each layer, as in on,off,on")
    return tuple(word == "on" for word in words)


def read_shares(text: str) -> tuple[float, ...]:
    """Shares below 1, separated by commas or spaces; empty or ``none`` where they are alike. Raises SpecError."""
    words = text.lower().replace(",", " ").split()
    return () if words in ([], ["none"]) else tuple(map(read_share, words))


class TextFormat(NamedTuple):
    """Reads the text of a value, raising SpecError, and writes it; ``metavar`` stands for it in the shell's help."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    metavar: str = "TEXT"


WORD = TextFormat(str, str, "NAME")
SWITCH = TextFormat("on".__eq__, lambda on: "on" if on else "off")
WHOLE = TextFormat(read_whole, str, "N")
NUMBER = TextFormat(read_number, format_number, "F")
OPTIONAL = TextFormat(_optional(read_number), format_number, "F|none")
OPTIONAL_WHOLE = TextFormat(_optional(read_whole), lambda number: "" if number is None else str(number), "N|none")
FROZEN = TextFormat(read_kinds, lambda kinds: ", ".join(kinds) or "none", "KIND,..")
ACTIVATIONS_BY_LAYER = TextFormat(read_activations, ",".join, "NAME,..")
SWITCHES_BY_LAYER = TextFormat(read_switches, lambda on: ",".join("on" if each else "off" for each in on), "on|off,..")
SHARES_BY_LAYER = TextFormat(read_shares, lambda shares: ",".join(map(format_number, shares)), "F,F,..")
HIDDEN = TextFormat(read_hidden, lambda widths: ",".join(map(str, widths)), "N,N,..")
BATCH = TextFormat(read_batch, lambda rows: "full" if rows is None else str(rows), "N|full")
SHARE = TextFormat(read_share, format_number, "F")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a session: ``name`` is its field in ``NetworkSpec``, ``TrainingSpec`` or ``Session``.

    The form shows ``label`` and ``hint``, and the setting only while ``used`` is true of the texts in it. The shell has
    ``option`` under ``heading``, with ``help`` and the ``default`` of the recipes. ``choices`` are the words that it
    takes, with their records.
    """

    name: str
    label: str
    hint: str
    help: str
    default: str
    format: TextFormat = WORD
    choices: Mapping[str, object] | None = None
    heading: Literal["Data", "Network", "Training"] = "Training"
    spelling: str = ""
    used: Callable[[Texts], bool] = lambda _: True

    @property
    def option(self) -> str:
        """The name of its option, as ``--decay-epochs``."""
        return f"--{self.spelling or self.name.replace('_', '-')}"

    @property
    def whole_help(self) -> str:
        """The line of help in the shell: what it is, its choices unless ``help`` tells them, and its default."""
        names = "" if self.choices is None or self.help.startswith("Those") else as_choice(self.choices)
        return f"{': '.join(filter(None, (self.help, names)))}  [{self.default}]"
