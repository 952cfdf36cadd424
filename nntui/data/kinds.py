"""The kinds of columns and the roles they play: one record each, from which lists, forms, help and checks are made.

A record added to ``KINDS`` or ``ROLES`` is known everywhere at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nntui.data.dates import EARLIEST, LATEST, parse_date, written_date
from nntui.data.numbers import LARGEST_WHOLE, format_number, parse_number, parse_whole
from nntui.errors import DataError
from nntui.safe_text import LONE_SURROGATE, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

Kind = str
"""The name of a kind: a key of ``KINDS``."""
Role = str
"""The name of a role: a key of ``ROLES``."""
Cell = float | int | bool | str | None
"""A number, whole number, yes or no, or text, by the kind of its column; None is an empty cell."""
Words = tuple[str, str]
"""The words for False and True in a yes-no column."""

TRUE, FALSE = frozenset({"yes", "true", "1", "y", "t"}), frozenset({"no", "false", "0", "n", "f"})
"""Words for yes and no whatever a column's own words are."""


class CellSpelling(Protocol):
    """How the cells of one column are spelled: a column is one."""

    @property
    def words(self) -> Words:
        """The words for False and True."""

    @property
    def date_format(self) -> str:
        """How dates are written."""


def _not_a(what: str, value: Cell) -> DataError:
    return DataError(f"{quoted(str(value))} is not {what}")


def _accept_finite(value: Cell, what: str) -> float:
    if value is None or isinstance(value, str):
        raise _not_a(what, value)
    if not math.isfinite(value):
        raise DataError(f"{value} is not a finite number")
    return float(value) if isinstance(value, float) else int(value)


def _accept_number(value: Cell) -> float:
    return float(_accept_finite(value, "a number"))


def _accept_whole(value: Cell) -> int:
    number = _accept_finite(value, "a whole number")
    if number != int(number) or abs(int(number)) > LARGEST_WHOLE:
        raise DataError(f"{format_number(number)} is not a whole number")
    return int(number)


def _accept_date(value: Cell) -> float:
    days = _accept_number(value)
    if not EARLIEST <= days <= LATEST + 1:
        raise DataError(f"{format_number(days)} days since 1970 are no date of the years 1000 to 9999")
    return days


def _parse_yes_no(text: str, spelling: CellSpelling) -> bool:
    word, words = text.strip().casefold(), spelling.words
    no, yes = (each.strip().casefold() for each in words)
    if word in {no, yes}:
        return word == yes
    if word in TRUE | FALSE:
        return word in TRUE
    raise DataError(f"{quoted(text.strip())} is neither {one_line(words[0])} nor {one_line(words[1])}")


def _accept_yes_no(value: Cell) -> bool:
    if value not in {False, True}:
        raise _not_a("yes or no", value)
    return bool(value)


def _accept_text(value: Cell) -> str:
    if not isinstance(value, str):
        raise _not_a("text", value)
    if LONE_SURROGATE.search(value):
        raise DataError(f"{quoted(value)} holds half a character and cannot be stored")
    return value


@dataclass(frozen=True, slots=True)
class KindRecord:
    """A kind of column.

    ``name`` is what files and the command line call it, ``short`` fits a narrow heading, ``meaning`` is a line for
    whoever chooses one, and ``contents`` names its cells in messages. ``storage`` is the polars type of its cells.
    ``parse`` reads a text that is not empty, ``write`` is the text that reads back as the same cell, and ``accept``
    turns a value of Python's into a cell; the first two are given how the column spells its cells. They raise
    DataError.
    """

    name: str
    short: str
    meaning: str
    contents: str
    storage: str = "String"
    parse: Callable[[str, CellSpelling], Cell] = lambda text, _: text
    write: Callable[[Cell, CellSpelling], str] = lambda cell, _: str(cell)
    accept: Callable[[Cell], Cell] = _accept_text
    zero: Cell = None
    """The cell to suggest where nothing is known."""
    classes: bool = False
    """True if its cells name one of a few classes."""
    learnable: bool = True
    """True if a network can learn from it."""
    temporal: bool = False
    """True if its numbers are days since 1970-01-01, written as dates and times."""

    @property
    def dtype(self) -> pl.DataType:
        """The type of its cells in a frame."""
        import polars as pl  # the first paint waits for this module, and not for polars

        found: type[pl.DataType] = getattr(pl, self.storage)
        return found()

    @property
    def numeric(self) -> bool:
        """True if its cells are numbers, with or without fractions."""
        return self.storage in {"Float64", "Int64"}

    @property
    def whole(self) -> bool:
        """True if its cells are whole numbers."""
        return self.storage == "Int64"

    @property
    def boolean(self) -> bool:
        """True if its cells are True or False, spelled by a column's two words."""
        return self.storage == "Boolean"

    @property
    def textual(self) -> bool:
        """True if its cells are texts."""
        return self.storage == "String"


NUMBER, WHOLE, YES_NO, CATEGORY, TEXT, DATE = "number", "whole", "yes-no", "category", "text", "date"

KINDS: dict[Kind, KindRecord] = {
    record.name: record
    for record in (
        KindRecord(
            NUMBER,
            "num",
            "any number, such as 3.5 or 1e-4",
            "numbers",
            "Float64",
            parse=lambda text, _: parse_number(text),
            write=lambda cell, _: format_number(float(cell or 0)),
            accept=_accept_number,
            zero=0.0,
        ),
        KindRecord(
            WHOLE,
            "int",
            "a whole number, such as 12",
            "whole numbers",
            "Int64",
            parse=lambda text, _: parse_whole(text),
            write=lambda cell, _: str(int(cell or 0)),
            accept=_accept_whole,
            zero=0,
        ),
        KindRecord(
            YES_NO,
            "y/n",
            "one of two words: no and yes, 0 and 1",
            "yes and no",
            "Boolean",
            parse=_parse_yes_no,
            write=lambda cell, spelling: spelling.words[bool(cell)],
            accept=_accept_yes_no,
            zero=False,
            classes=True,
        ),
        KindRecord(CATEGORY, "cat", "one of a few words, each an input of its own", "texts", classes=True),
        KindRecord(TEXT, "txt", "any words; not learnt", "texts", learnable=False),
        KindRecord(
            DATE,
            "date",
            "a date or a time, such as 2024-05-31 or 12:30; scaled as a number",
            "dates",
            "Float64",
            parse=lambda text, spelling: parse_date(text, spelling.date_format),
            write=lambda cell, spelling: written_date(float(cell or 0), spelling.date_format),
            accept=_accept_date,
            zero=0.0,
            temporal=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """The part of a column in training: ``noun`` and ``phrase`` name it in messages, ``meaning`` is a line for whoever
    chooses one, and ``letter``, one of the name's, the key that does.

    ``learnt`` columns are given to the network or asked of it, ``answer`` columns asked; ``marks_rows`` are those that
    say which rows are validation rows.
    """

    name: str
    noun: str
    phrase: str
    meaning: str
    letter: str
    learnt: bool = False
    answer: bool = False
    marks_rows: bool = False


INPUT, TARGET, IGNORED, SPLIT = "input", "target", "ignored", "split"

ROLES: dict[Role, RoleRecord] = {
    record.name: record
    for record in (
        RoleRecord(INPUT, "input", "as an input", "given to the network, to predict from", "i", learnt=True),
        RoleRecord(
            TARGET, "target", "as a target", "what the network learns to predict", "t", learnt=True, answer=True
        ),
        RoleRecord(IGNORED, "column", "ignored", "kept in the table, not used by the network", "g"),
        RoleRecord(
            SPLIT, "column", "as the split", "says in words which rows are validation rows", "s", marks_rows=True
        ),
    )
}


def check_known(what: str, name: str, known: Mapping[str, object]) -> None:
    """Raise DataError, naming what there is, unless ``name`` is one of ``known``."""
    if name not in known:
        raise DataError(f"{what} {quoted(name)} is not known; choose one of {', '.join(known)}")
