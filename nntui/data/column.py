"""One column of a table: its name, kind, role, scaling and the rest; and which columns are inputs and targets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nntui.data.amounts import DAYS, unit_of_texts
from nntui.data.dates import DateFormat, best_format, check_format, date_format_name, date_format_named, written_dates
from nntui.data.kinds import IGNORED, INPUT, KINDS, NUMBER, ROLES, SPLIT, TARGET, Kind, Role, Words, check_known
from nntui.data.policies import DROP, POLICIES, Missing, policy_for
from nntui.data.scalings import METHODS, STANDARD, Method
from nntui.data.words import WORDS, words_of
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from nntui.data.kinds import KindRecord, RoleRecord
    from nntui.data.policies import PolicyRecord


class Scaling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column's values become numbers of a size that suits a network: a method of ``METHODS``.

    Raises DataError for a method that is not known, and for a divisor that the method does not take or that is 0.
    """

    method: Method = STANDARD
    divisor: float | None = None

    def __post_init__(self) -> None:
        """Refuse a scaling that cannot be undone."""
        check_known("scaling", self.method, METHODS)
        if METHODS[self.method].takes_divisor != (self.divisor is not None):
            takers = as_list(record.spelling for record in METHODS.values() if record.takes_divisor)
            raise DataError(f"scaling {self.method}: only {takers} has a divisor, and needs one")
        if self.divisor is not None and (self.divisor == 0 or not math.isfinite(self.divisor)):
            raise DataError(f"scaling: cannot divide by {self.divisor:g}")

    def __str__(self) -> str:
        """Read back by ``parse_scaling``."""
        return self.method if self.divisor is None else f"{self.method}:{self.divisor:g}"


def parse_scaling(text: str) -> Scaling:
    """The scaling that ``text`` names: ``standard``, ``max``, ``fixed:100``, ... Raises DataError."""
    method, _, divisor = text.strip().partition(":")
    try:
        return Scaling(method, float(divisor) if divisor else None)
    except ValueError as error:
        raise DataError(f"scaling {method}: {quoted(divisor)} is not a number") from error


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a table, without its cells.

    ``kind``, ``role`` and ``missing`` name records of ``KINDS``, ``ROLES`` and ``POLICIES``. ``unit`` is what its
    numbers count ("kg"), shown to people and never calculated with. ``words`` spell False and True in a yes-no column.
    ``date_format`` is how its dates are written; "" is ISO 8601. ``formula``, if any, calculates the cells from those
    of other columns. Raises DataError for a kind, role, policy or format that is not known, and for words that cannot
    be told apart.
    """

    name: str
    kind: Kind = NUMBER
    role: Role = INPUT
    scaling: Scaling = Scaling()
    unit: str = ""
    missing: Missing = DROP
    words: Words = WORDS
    formula: str = ""
    date_format: DateFormat = ""

    def __post_init__(self) -> None:
        """Refuse what no column can be."""
        try:
            check_known("kind", self.kind, KINDS)
            check_known("role", self.role, ROLES)
            check_known("empty cells:", self.missing, POLICIES)
            check_format(self.date_format)
        except DataError as error:
            raise DataError(f"{one_line(self.name)}: {error}") from None
        no, yes = (word.strip().casefold() for word in self.words)
        if not no or not yes or no == yes:
            both = " and ".join(map(quoted, self.words))
            raise DataError(f"{one_line(self.name)}: {both} must be two different words")

    @property
    def kind_record(self) -> KindRecord:
        """The record of its kind."""
        return KINDS[self.kind]

    @property
    def role_record(self) -> RoleRecord:
        """The record of its role."""
        return ROLES[self.role]

    @property
    def policy(self) -> PolicyRecord:
        """The record of its policy for empty cells, as it applies to its kind and role."""
        return policy_for(self.missing, self.kind_record, is_target=self.is_target)

    @property
    def dtype(self) -> pl.DataType:
        """The type of its cells in a frame."""
        return self.kind_record.dtype

    @property
    def numeric(self) -> bool:
        """True if its cells are numbers, with or without fractions."""
        return self.kind_record.numeric

    @property
    def whole(self) -> bool:
        """True if its cells are whole numbers."""
        return self.kind_record.whole

    @property
    def temporal(self) -> bool:
        """True if its numbers are written as dates and times."""
        return self.kind_record.temporal

    @property
    def boolean(self) -> bool:
        """True if its cells are yes or no."""
        return self.kind_record.boolean

    @property
    def textual(self) -> bool:
        """True if its cells are texts."""
        return self.kind_record.textual

    @property
    def classes(self) -> bool:
        """True if its cells name one of a few classes."""
        return self.kind_record.classes

    @property
    def has_levels(self) -> bool:
        """True if its classes are the different texts in its cells."""
        return self.classes and self.textual

    @property
    def learnt(self) -> bool:
        """True if the network is given it or asked for it: an input or a target."""
        return self.role_record.learnt

    @property
    def is_input(self) -> bool:
        """True if the network is given it."""
        return self.learnt and not self.is_target

    @property
    def is_target(self) -> bool:
        """True if the network is asked for it."""
        return self.role_record.answer

    def allows(self, missing: Missing) -> bool:
        """True if the policy suits empty cells of its kind and role."""
        policy = POLICIES[missing]
        return policy.for_targets or (policy.suits(self.kind_record) and not self.is_target)

    def check_policy(self, missing: Missing) -> None:
        """Raise DataError, naming the policies that suit the column, unless ``missing`` is one of them."""
        check_known(f"{one_line(self.name)}: empty cells:", missing, POLICIES)
        if not self.allows(missing):
            others = ", ".join(name for name in POLICIES if self.allows(name))
            what = f"policy {missing} does not apply to a {self.kind} {self.role_record.noun}"
            raise DataError(f"{one_line(self.name)}: {what}; choose one of {others}")

    def settled(self) -> Column:
        """The column, with rows dropped for an empty cell if its policy does not suit its kind or role."""
        return self if self.allows(self.missing) else replace(self, missing=DROP)


def parse_kind(text: str, what: str = "kind") -> tuple[Kind, DateFormat]:
    """The kind that ``text`` names, and for dates how they are written: ``date``, ``date:d/m/y``. Raises DataError."""
    kind, colon, name = text.partition(":")
    check_known(what, kind if colon and kind in KINDS and KINDS[kind].temporal else text, KINDS)
    return kind, date_format_named(name) if colon else ""


FIRST_TEXTS = 100
"""Texts that show what unit all of a column are in."""


def column_of_kind(
    old: Column, cells: pl.Series, kind: Kind, words: Words | None = None, date_format: DateFormat = ""
) -> Column:
    """``old`` as a column of another kind, of ``words`` or those in its ``cells``; ignored if it cannot be learnt.

    Dates are written as in its cells, best in ``date_format``.

    Raises DataError for a calculated column, and for cells of more than two words that are to be yes or no.
    """
    if old.formula:
        raise DataError(f"{one_line(old.name)}: its cells are calculated")
    if KINDS[kind].boolean and words is None:
        words = old.words if old.boolean else words_of(cells)
    role = IGNORED if old.learnt and not KINDS[kind].learnable else old.role
    unit = old.unit
    if old.textual and KINDS[kind].temporal:
        date_format = best_format(cells, date_format)
    elif KINDS[kind].temporal and not old.temporal:
        import polars as pl  # the first paint waits for this module, and not for polars

        date_format = best_format(cells.cast(pl.String).str.strip_suffix(".0"))
    elif KINDS[kind].temporal:
        same = not date_format or date_format_name(date_format) == date_format_name(old.date_format)
        date_format = old.date_format if same else best_format(written_dates(cells, old.date_format), date_format)
    elif old.textual and KINDS[kind].numeric and not unit:
        unit = unit_of_texts(cells.drop_nulls().head(FIRST_TEXTS).to_list(), loose=True) or ""
    elif old.temporal and KINDS[kind].numeric:
        unit = DAYS
    unit = "" if KINDS[kind].temporal else unit
    return replace(old, kind=kind, words=words or WORDS, role=role, unit=unit, date_format=date_format).settled()


def chosen_roles(
    columns: Sequence[Column], inputs: Sequence[str] | None = None, targets: Sequence[str] | None = None
) -> tuple[Column, ...]:
    """The columns with their roles chosen by name.

    Without ``targets`` the last column that is not among ``inputs`` is the target, preferably one that can be learned
    and is not ignored; without ``inputs`` all such columns but the targets are inputs. All other columns are ignored,
    except that a split column stays one unless it is named. Raises DataError for a name that is not there, one that is
    both, and when no column is left for the target.
    """
    names = [column.name for column in columns]
    for name in (*(inputs or ()), *(targets or ())):
        if name not in names:
            raise DataError(f"no column {quoted(name)}; there are {as_list(names)}")
    wanted, answers = set(inputs or ()), set(targets or ())
    if not answers:
        left = [column for column in columns if column.name not in wanted]
        usable = [column for column in left if _usable(column)]
        usual = [column for column in usable if not column.temporal]
        answers = {column.name for column in (usual or usable or left)[-1:]}
    if not answers:
        raise DataError("every column is an input; leave one to be the target")
    if not wanted:
        wanted = {column.name for column in columns if _usable(column)} - answers
    if both := wanted & answers:
        raise DataError(f"column {quoted(min(both))} cannot be both an input and a target")
    return tuple(_with_role(column, wanted, answers) for column in columns)


def _usable(column: Column) -> bool:
    return column.kind_record.learnable and column.learnt


def _with_role(column: Column, wanted: set[str], answers: set[str]) -> Column:
    other = SPLIT if column.role_record.marks_rows else IGNORED
    role = INPUT if column.name in wanted else TARGET if column.name in answers else other
    return replace(column, role=role).settled()
