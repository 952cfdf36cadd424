"""The form of a column: its fields, and the edit that their texts make."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from nntui.data.column import Scaling
from nntui.data.dates import date_format_name, date_format_named, written_date
from nntui.data.kinds import KINDS, ROLES
from nntui.data.numbers import format_digits
from nntui.data.policies import POLICIES
from nntui.data.scalings import METHODS
from nntui.errors import DataError
from nntui.render.glyphs import clean
from nntui.safe_text import as_list, one_line
from nntui.ui.dialogs.form import FormField, FormSpec, Judged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table

    Texts = Mapping[str, str]

TableEdit = tuple[str, "Table"]
"""The name of an edit, and the table that it makes."""

EDIT_NAMES = {"words": "no and yes", "missing": "empty cells", "dates": "written form"}
"""A field in the name of an edit, if it is not its own name."""
PREVIEWED_ROWS, PREVIEWED_LEVELS = 3, 4
"""Values shown of a formula, and of a category, before it is applied."""


def _learnt(texts: Texts) -> bool:
    return ROLES[texts["role"]].learnt


def _numeric(texts: Texts) -> bool:
    return KINDS[texts["kind"]].numeric


def _temporal(texts: Texts) -> bool:
    return KINDS[texts["kind"]].temporal


def _scaled(texts: Texts) -> bool:
    return _learnt(texts) and _numeric(texts)


def _has_divisor(texts: Texts) -> bool:
    return _scaled(texts) and METHODS[texts["scaling"]].takes_divisor


FIELDS = (
    FormField("name", "name", "heading of the column"),
    FormField("kind", "kind", "of its cells", choices=KINDS),
    FormField("words", "no and yes", "as no, yes", used=lambda texts: KINDS[texts["kind"]].boolean),
    FormField("role", "role", "for the network", choices=ROLES),
    FormField("missing", "empty cells", "how they are treated", choices=POLICIES, used=_learnt),
    FormField("scaling", "scaling", "for the network", choices=METHODS, used=_scaled),
    FormField("divisor", "divided by", "a number, as 100", used=_has_divisor),
    FormField("dates", "written as", "as d/m/y or y-m-d", used=_temporal),
    FormField("unit", "unit", "as kg; only shown", used=lambda texts: _numeric(texts) and not _temporal(texts)),
    FormField("formula", "formula", "calculates the cells, as weight / height ** 2", wide=True),
)


def column_form(table: Table, at: int) -> FormSpec[TableEdit]:
    """The form for column ``at``."""
    return FormSpec(FIELDS, texts_of(table.columns[at]), partial(judge, table, at))


def texts_of(column: Column) -> dict[str, str]:
    """The column as texts, in characters that may be drawn."""
    return {
        "name": clean(column.name),
        "kind": column.kind,
        "words": clean(", ".join(column.words)),
        "role": column.role,
        "missing": column.missing,
        "scaling": column.scaling.method,
        "divisor": "" if column.scaling.divisor is None else f"{column.scaling.divisor:g}",
        "dates": date_format_name(column.date_format) if column.temporal else "",
        "unit": clean(column.unit),
        "formula": clean(column.formula),
    }


def judge(table: Table, at: int, texts: Texts) -> Judged[TableEdit]:
    """The edit that ``texts`` make of column ``at``; only texts that differ from the column change it."""
    before = texts_of(table.columns[at])
    asked = {
        field.name: texts[field.name]
        for field in FIELDS
        if field.used(texts) and texts[field.name] != before[field.name]
    }
    if asked.keys() & {"scaling", "divisor"}:
        divisor = asked.pop("divisor", texts["divisor"]) if _has_divisor(texts) else None
        asked["scaling"] = texts["scaling"] if divisor is None else f"{texts['scaling']}:{divisor}"
    return edit(table, at, asked)


def edit(table: Table, at: int, asked: Texts) -> Judged[TableEdit]:
    """The edit that changes column ``at`` to what is ``asked`` of it, by field; scaling as ``max`` or ``fixed:100``."""
    column, result = table.columns[at], table
    reasons: dict[str, str] = {}
    for name, step in STEPS.items():
        if name not in asked or (name == "kind" and "words" in reasons):
            continue
        try:
            result = step(result, at, asked)
        except DataError as error:
            reason = str(error).removeprefix(f"{one_line(column.name)}: ")  # the title of the dialog names it
            reasons["divisor" if name == "scaling" and ":" in asked[name] else name] = reason
    if reasons:
        return Judged(reasons=reasons)
    if result is table or result.columns == table.columns:
        return Judged()
    name = _edit_name(column, asked)
    after = "; ".join(filter(None, (preview(result, at, field, table) for field in asked)))
    return Judged((name, result), says=f"{name} ({after})" if after else name)


def _with_kind(table: Table, at: int, asked: Texts) -> Table:
    # Words asked for with the kind say which cells mean no and yes; alone they only spell it.
    words = _words(asked["words"]) if "words" in asked else None
    date_format = date_format_named(asked["dates"]) if asked.get("dates") else ""
    return table.with_kind(at, asked["kind"], words, date_format)


def _with_dates(table: Table, at: int, asked: Texts) -> Table:
    if "kind" in asked:
        return table
    return table.with_kind(at, table.columns[at].kind, date_format=date_format_named(asked["dates"]))


def _with_words(table: Table, at: int, asked: Texts) -> Table:
    words = _words(asked["words"])
    return table if "kind" in asked else table.with_column(at, changed(table.columns[at], words=words))


def _words(text: str) -> tuple[str, str]:
    words = tuple(word.strip() for word in text.split(","))
    if len(words) != 2 or not all(words):
        raise DataError("give two words, as no, yes")
    return words[0], words[1]


def _with_role(table: Table, at: int, asked: Texts) -> Table:
    role = asked["role"]
    if ROLES[role].learnt and not table.columns[at].kind_record.learnable:
        raise DataError(f"text cannot be learnt; make it a category to use it as {role}")
    return table.with_role(at, role)


def _with_missing(table: Table, at: int, asked: Texts) -> Table:
    column = table.columns[at]
    column.check_policy(asked["missing"])
    return table.with_column(at, changed(column, missing=asked["missing"]))


def _with_scaling(table: Table, at: int, asked: Texts) -> Table:
    method, colon, divisor = asked["scaling"].partition(":")
    try:
        scaling = Scaling(method, float(divisor) if colon else None)
    except ValueError:
        raise DataError("give the number to divide by, as 100") from None
    return table.with_column(at, changed(table.columns[at], scaling=scaling))


def _with_unit(table: Table, at: int, asked: Texts) -> Table:
    return table.with_column(at, changed(table.columns[at], unit=asked["unit"].strip()))


STEPS: dict[str, Callable[[Table, int, Texts], Table]] = {
    "formula": lambda table, at, asked: table.with_formula(at, asked["formula"]),
    "words": _with_words,
    "kind": _with_kind,
    "dates": _with_dates,
    "role": _with_role,
    "missing": _with_missing,
    "scaling": _with_scaling,
    "unit": _with_unit,
    "name": lambda table, at, asked: table.renamed(at, asked["name"]),
}
"""The effect of each field, in this order: a kind may change the role, and only some kinds can fill empty cells."""


def _edit_name(column: Column, asked: Texts) -> str:
    """The name of the edit in the undo history."""
    name = one_line(column.name)
    fields = [field for field in asked if field != "words" or "kind" not in asked]
    if len(fields) > 1:
        return f"details of {name}"
    field, text = fields[0], asked[fields[0]]
    value = one_line(text.partition(":")[0] if field == "scaling" else text.strip())
    if field == "name":
        return f"{name} renamed to {value}"
    return f"{EDIT_NAMES.get(field, field)} of {name}: {value or 'none'}"


def preview(table: Table, at: int, field: str, before: Table, row: int = 0) -> str:
    """The cells of column ``at`` after ``field`` was changed in ``before``, in a few words; "" for most fields."""
    column, cells = table.columns[at], table.frame.to_series(at)
    if field == "formula":
        return _formula_preview(table, at, row, before)
    if field not in {"kind", "dates"}:
        return ""
    if column.boolean:
        no, yes = map(one_line, column.words)
        return f"{no} is no, {yes} is yes"
    if column.has_levels:
        levels = cells.drop_nulls().unique(maintain_order=True)
        more = " ..." if levels.len() > PREVIEWED_LEVELS else ""
        first = as_list(islice(levels, PREVIEWED_LEVELS))
        return f"{levels.len():,} {'level' if levels.len() == 1 else 'levels'}: {first}{more}"
    if column.temporal:
        days = cells.drop_nulls().head(PREVIEWED_ROWS)
        return f"as {', '.join(written_date(day, column.date_format) for day in days)}"
    learnable = column.kind_record.learnable
    return f"{cells.len() - cells.null_count():,} cells" if learnable else "ignored by the network"


def _formula_preview(table: Table, at: int, row: int, before: Table) -> str:
    if not table.columns[at].formula:
        return "keeps the cells, which can be edited again"
    cells = table.frame.to_series(at).slice(row, PREVIEWED_ROWS).to_list()
    if not cells:
        return "there are no rows"
    values = ", ".join("empty" if cell is None else _previewed(cell, table.columns[at]) for cell in cells)
    typed = not before.columns[at].formula and before.frame.to_series(at).count()
    return f"from row {row + 1:,}: {values}{'; replaces its cells' if typed else ''}"


def _previewed(cell: Cell, column: Column) -> str:
    from nntui.data.cells import format_cell  # polars, for which the first paint does not wait

    return format_digits(cell) if isinstance(cell, float) else one_line(format_cell(cell, column))
