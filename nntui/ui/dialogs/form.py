"""A form without its looks: a table of fields and a function that judges their texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from nntui.errors import NntuiError
from nntui.session.settings.setting import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from nntui.session.settings.setting import TextFormat

    Texts = Mapping[str, str]
    """The text in every field, by its name."""

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: typed into, or one of ``choices``.

    It is shown while ``used`` is true of the texts in the form, under the divider if ``more``; a ``wide`` one has the
    rest of its line for the text, and notes below it.
    """

    name: str
    label: str
    hint: str
    format: TextFormat = WORD
    choices: Collection[str] = ()
    used: Callable[[Texts], bool] = lambda _: True
    more: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Judged(Generic[ResultT]):
    """The outcome of the texts of a form: a ``result``, or ``reasons`` by field why there is none.

    Neither means that nothing would change. ``says`` tells what applying would do, in a ``style`` of ``Dialog.say``.
    ``notes`` are words beside fields, by name.
    """

    result: ResultT | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    says: str = "nothing changed"
    style: str = "quiet"
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormSpec(Generic[ResultT]):
    """Fields, the texts they begin with, and the function that judges them, which is called in a worker thread.

    ``follow`` gives the texts of other fields that change with the field of this name, from all the texts.
    """

    fields: Sequence[FormField]
    texts: Texts
    judge: Callable[[Texts], Judged[ResultT]]
    apply: str = "apply"
    """The effect of enter, in a word."""
    follow: Callable[[str, Texts], Texts] = lambda _name, _texts: {}


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
