"""What can be changed about a column, without its looks: the fields of the form, and what typed texts amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace as changed

from nntui.data.column import KINDS, METHODS, POLICIES, ROLES, Kind, Missing, Role, Scaling, parse_scaling
from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.safe_text import one_line
from nntui.ui.dialogs.form_fields import FormField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.column import Column
    from nntui.data.table import Table

TableEdit = tuple[str, "Table"]
"""The name of an edit, and the table that it makes."""

WHAT = {"words": "no and yes", "missing": "empty cells"}
"""What a field is called in the name of an edit, where it is not its own name."""


@dataclass(frozen=True, slots=True)
class ColumnJudgement:
    """What the texts amount to: a ``change``, None where nothing is changed.

    ``reasons`` say by field what prevents it.
    """

    change: TableEdit | None
    reasons: Mapping[str, str]


def texts_of(column: Column) -> dict[str, str]:
    """What stands in each field when the form opens, in characters that may be drawn."""
    return {
        "name": clean(column.name),
        "kind": column.kind,
        "words": clean(", ".join(column.words)),
        "role": column.role,
        "missing": column.missing,
        "scaling": column.scaling.method,
        "divisor": "" if column.scaling.divisor is None else f"{column.scaling.divisor:g}",
        "unit": clean(column.unit),
        "formula": clean(column.formula),
    }


def fields_of(column: Column) -> list[FormField]:
    """The form's fields for ``column``."""
    texts = texts_of(column)

    def field(name: str, label: str, hint: str, choices: tuple[str, ...] = (), *, wide: bool = False) -> FormField:
        return FormField(name, label, hint, texts[name], choices, wide=wide)

    return [
        field("name", "name", "what it is called"),
        field("kind", "kind", "what its cells hold", KINDS),
        field("words", "no and yes", "as no, yes"),
        field("role", "role", "what the network does with it", ROLES),
        field("missing", "empty cells", "what becomes of such rows", POLICIES),
        field("scaling", "scaling", "for the network", METHODS),
        field("divisor", "divided by", "a number, as 100"),
        field("unit", "unit", "as kg; shown, no more"),
        field("formula", "formula", "calculates the cells, as weight / height ** 2", wide=True),
    ]


def judge(table: Table, at: int, texts: Mapping[str, str]) -> ColumnJudgement:
    """What ``texts``, typed into the form for column ``at``, make of ``table``: only what differs is changed."""
    before = texts_of(table.columns[at])
    without = unused(texts)
    asked = {name: text for name, text in texts.items() if text != before[name] and name not in without}
    if asked.keys() & {"scaling", "divisor"}:
        asked["scaling"] = asked.pop("divisor", texts["divisor"]) if texts["scaling"] == "fixed" else texts["scaling"]
    reasons: dict[str, str] = {}
    words: tuple[str, str] | None = None
    if asked.keys() >= {"kind", "words"}:  # then they say what the cells mean, and do not only spell it
        try:
            words = _words(asked.pop("words"))
        except DataError as error:
            reasons["words"] = str(error)
    steps: dict[str, Callable[[Table, str], Table]] = {
        # In this order: a kind may take the column from the network, and only some kinds can fill empty cells.
        "formula": lambda table, text: table.with_formula(at, text),
        "kind": lambda table, text: table.with_kind(at, cast("Kind", text), words),
        "words": lambda table, text: table.with_column(at, changed(table.columns[at], words=_words(text))),
        "role": lambda table, text: _with_role(table, at, cast("Role", text)),
        "missing": lambda table, text: with_missing(table, at, cast("Missing", text)),
        "scaling": lambda table, text: table.with_column(
            at, changed(table.columns[at], scaling=_scaling(text, fixed=texts["scaling"] == "fixed"))
        ),
        "unit": lambda table, text: table.with_column(at, changed(table.columns[at], unit=text.strip())),
        "name": lambda table, text: table.renamed(at, text),
    }
    result = table
    for name, step in steps.items():
        if name in asked:
            try:
                result = step(result, asked[name])
            except DataError as error:
                said = f"{one_line(table.columns[at].name)}: "  # which stands in the dialogue's title
                reasons[_place(name, texts)] = str(error).removeprefix(said)
    if reasons:
        return ColumnJudgement(None, reasons)
    same = result is table or result.columns == table.columns
    return ColumnJudgement(None if same else (_named(table.columns[at], asked, texts), result), {})


def unused(texts: Mapping[str, str]) -> frozenset[str]:
    """Fields without a meaning while the form holds these texts."""
    learnt, numeric = texts["role"] in {"input", "target"}, texts["kind"] in {"number", "whole"}
    meaningful = {
        "kind": not texts["formula"].strip(),
        "words": texts["kind"] == "yes-no",
        "missing": learnt,
        "scaling": learnt and numeric,
        "divisor": learnt and numeric and texts["scaling"] == "fixed",
        "unit": numeric,
    }
    return frozenset(name for name, used in meaningful.items() if not used)


def _with_role(table: Table, at: int, role: Role) -> Table:
    if table.columns[at].kind == "text" and role in {"input", "target"}:
        raise DataError(f"text cannot be learnt; make it a category to have it as {role}")
    return table.with_role(at, role)


def with_missing(table: Table, at: int, missing: Missing) -> Table:
    """``table`` with column ``at``'s empty cells taken so. Raises DataError where they cannot be."""
    column = table.columns[at]
    if not column.allows(missing):
        allowed = ", ".join(policy for policy in POLICIES if column.allows(policy))
        target = column.role == "target"
        raise DataError(f"{'a target' if target else f'a {column.kind} column'} can have {allowed}")
    return table.with_column(at, changed(column, missing=missing))


def _scaling(text: str, *, fixed: bool) -> Scaling:
    if not fixed:
        return parse_scaling(text)
    try:
        divisor = float(text)
    except ValueError:
        raise DataError("give the number to divide by, as 100") from None
    return Scaling("fixed", divisor)


def _words(text: str) -> tuple[str, str]:
    words = tuple(word.strip() for word in text.split(","))
    if len(words) != 2 or not all(words):
        raise DataError("give two words, as no, yes")
    return words[0], words[1]


def _place(name: str, texts: Mapping[str, str]) -> str:
    """The field beside which a reason stands."""
    return "divisor" if name == "scaling" and texts["scaling"] == "fixed" else name


def _named(column: Column, asked: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """What the edit is called in the list of what can be undone."""
    name = one_line(column.name)
    if len(asked) > 1:
        return f"details of {name}"
    [(what, text)] = asked.items()
    said = texts["scaling"] if what == "scaling" else one_line(text.strip())
    if what == "name":
        return f"rename {name} to {said}"
    return f"{WHAT.get(what, what)} of {name}: {said or 'none'}"
