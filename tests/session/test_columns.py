"""Columns chosen by name, as on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.change import with_options
from nntui.session.columns import with_column_options, with_policy, with_scalings
from nntui.session.follow import new_session
from nntui.session.options import Options
from nntui.session.recipe_specs import with_recipe_scalings

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

SHOP = Table.of(
    [
        Column("size"),
        Column("a=b", kind="whole"),
        Column("shop", kind="category"),
        Column("note", kind="text", role="ignored"),
        Column("part", kind="category"),
        Column("open", kind="yes-no", role="target", words=("shut", "open")),
    ],
    {
        "size": [1.0, 2.5, None, 4.0],
        "a=b": [1, 2, 3, 4],
        "shop": ["x", "y", "x", None],
        "note": ["one", "two", "three", None],
        "part": ["train", "test", "train", "train"],
        "open": [True, False, True, False],
    },
)


def asked(**options: Any) -> Table:
    chosen = Options(**options)
    return with_scalings(with_column_options(SHOP, chosen), chosen.scale)


def roles(table: Table) -> dict[str, str]:
    return {column.name: column.role for column in table.columns}


def policies(table: Table) -> dict[str, str]:
    return {column.name: column.missing for column in table.columns}


def test_nothing_asked_is_nothing_changed() -> None:
    assert asked() is SHOP


def test_a_kind_is_chosen_for_one_column() -> None:
    table = asked(kinds=("a=b=category", "size=category"))
    assert [column.kind for column in table.columns[:2]] == ["category", "category"]
    assert table.rows(0, 2)[1][:2] == ("2.5", "2")


def test_a_text_that_is_called_a_category_becomes_an_input() -> None:
    assert roles(asked(kinds=("note=category",)))["note"] == "input"
    assert roles(asked(kinds=("note=category",), ignored=("note",)))["note"] == "ignored"


def test_columns_are_ignored() -> None:
    assert roles(asked(ignored=("size", "shop"))) == {**roles(SHOP), "size": "ignored", "shop": "ignored"}


def test_without_its_target_a_table_has_the_last_column_that_is_left() -> None:
    assert roles(asked(ignored=("open",))) == {**roles(SHOP), "open": "ignored", "part": "target"}


def test_a_column_says_which_rows_are_held_out() -> None:
    table = asked(split="part")
    assert roles(table)["part"] == "split"
    assert table.validation.to_list() == [False, True, False, False]


def test_another_column_takes_that_over() -> None:
    table = with_column_options(asked(split="part"), Options(split="open"))
    assert roles(table) == {**roles(SHOP), "part": "ignored", "open": "split", "shop": "target"}
    assert table.validation.to_list() == [True, False, True, False]


def test_empty_cells_are_taken_in_one_way_wherever_that_can_be_and_in_another_in_one_column() -> None:
    table = asked(missing=("size=median", "mean"))
    assert policies(table) == {**policies(SHOP), "size": "median", "a=b": "mean"}


def test_one_scaling_is_given_to_all_columns_and_another_to_one() -> None:
    table = asked(scale=("size=fixed:100", "max"))
    scalings = {column.name: str(column.scaling) for column in table.columns}
    assert scalings == {**dict.fromkeys(table.names, "max"), "size": "fixed:100"}


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"kinds": ("size",)}, "as in year=whole"),
        ({"kinds": ("size=big",)}, "number, whole, yes-no, category, text"),
        ({"kinds": ("size=whole",)}, "row 2, column size: '2.5' is not a whole number"),
        ({"kinds": ("nothing=whole",)}, "no column 'nothing'"),
        ({"missing": ("zero",)}, "drop, refuse, mean, median, frequent, own"),
        ({"missing": ("nothing=mean",)}, "no column 'nothing'"),
        ({"missing": ("shop=mean",)}, "choose one of drop, refuse, frequent, own"),
        ({"missing": ("open=frequent",)}, "choose one of drop, refuse"),
        ({"scale": ("shop=log",)}, "shop: scaling log is for numbers, and its kind is category"),
        ({"ignored": ("nothing",)}, "no column 'nothing'"),
        ({"ignored": ("size",), "inputs": ("size",)}, "size: cannot be an input"),
        ({"ignored": tuple(SHOP.names)}, "cannot be an input or a target"),
        ({"split": "nothing"}, "no column 'nothing'"),
        ({"split": "part", "targets": ("part",)}, "part: cannot be"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(options: dict[str, Any], hint: str) -> None:
    with pytest.raises(DataError) as told:
        asked(**options)
    assert hint in str(told.value)
    assert "\n" not in str(told.value)


def test_a_share_is_held_out_of_every_class_alike() -> None:
    cells: dict[str, list[Cell]] = {"x": [float(row) for row in range(40)], "y": [*"a" * 30, *"b" * 10]}
    table = Table.of([Column("x"), Column("y", kind="category", role="target")], cells)
    held = with_options(new_session("t", "t", table), Options(validation=0.2, seed=3)).table.validation
    assert (held[:30].sum(), held[30:].sum()) == (6, 2)


def test_a_column_and_a_share_cannot_both_say_what_is_held_out() -> None:
    session = new_session("shop", "shop.csv", SHOP)
    split = with_options(session, Options(split="part"))
    with pytest.raises(DataError, match="column part chooses the validation rows"):
        with_options(split, Options(validation=0.2))
    assert with_options(split, Options(seed=9)).table.validation.to_list() == [False, True, False, False]


def test_a_share_gives_way_to_a_column() -> None:
    session = with_options(new_session("shop", "shop.csv", SHOP), Options(validation=0.5))
    split = with_options(session, Options(split="part"))
    assert (split.validation, split.table.validation.sum()) == (0.0, 1)


def test_a_choice_for_all_columns_does_not_check_a_wide_table_for_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"c{number}" for number in range(40)]
    columns = [*map(Column, names[:-1]), Column(names[-1], role="target")]
    table = Table.of(columns, {name: [1] for name in names})
    checks: list[int] = []

    def counted(columns: list[Column]) -> tuple[Column, ...]:
        checks.append(len(columns))
        return tuple(columns)

    monkeypatch.setattr("nntui.data.table.checked_columns", counted)
    with_scalings(with_policy(table, "mean"), ["standard"])
    with_recipe_scalings(table, "good")
    assert checks == []
