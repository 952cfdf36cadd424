"""A form without its looks: a table of fields, how their texts are read, and a function that judges them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from nntui.data.numbers import format_number, is_number, is_whole, parse_number, parse_whole
from nntui.errors import DataError, NntuiError, SpecError
from nntui.ui.dialogs.dialog import ResultT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    Texts = Mapping[str, str]
    """The text in every field, by its name."""


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


def read_optional(text: str) -> float | None:
    """The number in ``text``, None if it is empty. Raises SpecError."""
    return read_number(text) if text.strip() else None


def read_hidden(text: str) -> tuple[int, ...]:
    """Neurons of each hidden layer: ``8,8`` (or ``8 8``), empty for none. Raises SpecError."""
    try:
        return tuple(read_whole(part) for part in re.split(r"\s*,\s*|\s+", text.strip())) if text.strip() else ()
    except SpecError as error:
        raise SpecError("give whole numbers, as 8,8") from error


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


class FieldFormat(NamedTuple):
    """How a field's text is read (raising SpecError) and how its value is written."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


WORD = FieldFormat(str, str)
SWITCH = FieldFormat("on".__eq__, lambda on: "on" if on else "off")
WHOLE = FieldFormat(read_whole, str)
NUMBER = FieldFormat(read_number, format_number)
OPTIONAL = FieldFormat(read_optional, format_number)
HIDDEN = FieldFormat(read_hidden, lambda widths: ",".join(map(str, widths)))
BATCH = FieldFormat(read_batch, lambda rows: "full" if rows is None else str(rows))
SHARE = FieldFormat(read_share, format_number)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: typed into, or one of ``choices``.

    It is shown while ``used`` is true of the texts in the form, under the divider if ``more``; a ``wide`` one has the
    rest of its line for the text, and notes below it.
    """

    name: str
    label: str
    hint: str
    format: FieldFormat = WORD
    choices: Collection[str] = ()
    used: Callable[[Texts], bool] = lambda _: True
    more: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Judged(Generic[ResultT]):
    """What the texts of a form amount to: a ``result``, or ``reasons`` by field why there is none.

    Neither means that nothing would change. ``says`` tells what applying would do, in a ``style`` of ``Dialog.say``.
    """

    result: ResultT | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    says: str = "nothing changed"
    style: str = "quiet"


@dataclass(frozen=True, slots=True)
class FormSpec(Generic[ResultT]):
    """Fields, the texts they begin with, and the function that judges them, which is called in a worker thread."""

    fields: Sequence[FormField]
    texts: Texts
    judge: Callable[[Texts], Judged[ResultT]]
    apply: str = "apply"
    """What enter does, in a word."""


ValueT = TypeVar("ValueT")


def read_fields(
    fields: Iterable[FormField], texts: Texts, read: Callable[[FormField, str], ValueT]
) -> tuple[dict[str, ValueT], dict[str, str]]:
    """The values of the fields in use, and the reasons for which ``read`` raised NntuiError, both by name."""
    values: dict[str, ValueT] = {}
    reasons: dict[str, str] = {}
    for each in fields:
        if each.used(texts):
            try:
                values[each.name] = read(each, texts[each.name])
            except NntuiError as error:
                reasons[each.name] = str(error)
    return values, reasons
