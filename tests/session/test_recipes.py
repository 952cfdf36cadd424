"""Recipes: the settings that they choose, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.table import Table
from nntui.errors import DataError, SpecError
from nntui.model.spec import NetworkSpec
from nntui.session.change import Change, with_options
from nntui.session.follow import new_session, refit
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.recipe_specs import differences, with_recipe
from nntui.session.recipes import PRESETS, RECIPES, recipe_for, validation_share
from nntui.session.store.file import save
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nntui.session.session import Session


def table_of(rows: int, target: str = "number", **more: Any) -> Table:
    answers: dict[str, Sequence[Any]] = {"number": range(rows), "category": [f"c{row % 3}" for row in range(rows)]}
    words = ["ab"[row % 2] for row in range(rows)]
    columns = [Column("x"), Column("word", kind="category"), Column("y", kind=target, role="target", **more)]
    return Table.of(columns, {"x": range(rows), "word": words, "y": answers[target]})


def opened(rows: int, target: str = "number", **options: Any) -> Session:
    chosen = Options(**{"recipe": "", **options})
    return with_options(new_session("t", "t.csv", table_of(rows, target)), chosen)


@pytest.mark.parametrize(
    ("rows", "recipe", "validation"),
    [(5, "learn", 0), (29, "learn", 0), (30, "learn", 6), (99, "learn", 20), (100, "good", 20)],
)
def test_the_number_of_usable_rows_decides(rows: int, recipe: str, validation: int) -> None:
    session = opened(rows)
    assert session.recipe == recipe
    assert session.table.validation.sum() == validation
    assert session.recipe_rows == rows - validation


def test_rows_that_cannot_be_used_do_not_count() -> None:
    table = table_of(120)
    for row in range(30):
        table = table.with_value(row, 2, None)
    session = with_options(new_session("t", "t.csv", table), Options(recipe=""))
    assert session.recipe == "learn"


def test_an_option_wins_over_the_recipe() -> None:
    session = opened(200, hidden=(3,), validation=0.5, scale=("x=max",), epochs=7)
    assert (session.network.hidden, session.training.epochs, session.validation) == ((3,), 7, 0.5)
    assert str(session.table.columns[0].scaling) == "max"
    assert differences(session) == {
        "hidden": ((64, 64), (3,)),
        "epochs": (1000, 7),
        "scaling of x": ("clipped", "max"),
    }


def test_the_validation_rows_have_every_class_alike() -> None:
    session = opened(150, "category")
    held = session.table.frame.filter(session.table.validation)["y"].value_counts(sort=True)["count"].to_list()
    assert held == [10, 10, 10]


@pytest.mark.parametrize("chosen", ["learn", "good"])
def test_a_session_has_all_settings_of_its_recipe(chosen: str) -> None:
    session = opened(150, recipe=chosen)
    assert differences(session) == {}
    assert (session.network, session.training) == with_recipe(
        chosen, NetworkSpec(inputs=3), TrainingSpec(), "regression", 120
    )


def test_learn_is_what_the_specs_have_by_default() -> None:
    assert with_recipe("learn", NetworkSpec(inputs=3), TrainingSpec(), "regression", 9) == (
        NetworkSpec(inputs=3),
        TrainingSpec(),
    )


@pytest.mark.parametrize(("rows", "epochs"), [(1, 1000), (256, 1000), (512, 500), (8_533, 30), (10**6, 30)])
def test_good_trains_for_a_number_of_updates(rows: int, epochs: int) -> None:
    assert RECIPES["good"].settings("regression", rows)["epochs"] == epochs


def test_inputs_are_clipped_and_targets_are_not() -> None:
    scalings = [str(column.scaling) for column in opened(150, recipe="good").table.columns]
    assert scalings == ["clipped", "standard", "standard"]


def test_a_recipe_can_be_changed_for_another() -> None:
    session = opened(150, recipe="good", seed=4, engine="autograd")
    other = with_options(session, Options(recipe="learn", rate=0.5))
    assert (other.recipe, other.network.hidden, other.training.rate) == ("learn", (16,), 0.5)
    assert (other.network.seed, other.training.seed, other.training.engine) == (4, 4, "autograd")
    assert other.table.validation.equals(session.table.validation)
    assert differences(other) == {"rate": (0.01, 0.5)}
    assert with_options(other, Options(recipe="good")) == session


def test_rows_marked_by_hand_stay_with_another_recipe() -> None:
    session = opened(150, recipe="learn")
    by_hand = refit(session, session.table.with_validation([row < 7 for row in range(150)]))
    assert with_options(by_hand, Options(recipe="good")).table.validation.sum() == 7


def test_no_recipe_leaves_the_settings_alone() -> None:
    session = opened(150, recipe="good", epochs=5)
    assert Change(session, Options()).session == session
    assert session.recipe_rows == with_options(session, Options(rate=0.2)).recipe_rows


def test_an_unknown_recipe_is_one_line() -> None:
    with pytest.raises(SpecError, match=r"^recipe: 'best' is not known; choose one of learn, good"):
        opened(150, recipe="best")


def test_a_target_of_classes_takes_the_settings_of_the_recipe_for_classes() -> None:
    session = opened(150, "category", epochs=12)
    numbers = refit(session, session.table.with_roles(["word"], ["x"]))
    assert (numbers.task, numbers.training.epochs) == ("regression", 12)
    assert set(differences(numbers)) - {"scaling of x"} == {"epochs"}
    assert set(differences(refit(numbers, session.table))) == {"epochs"}


def test_a_table_that_cannot_be_learnt_from_yet_has_a_recipe() -> None:
    table = Table.of([Column("a", kind="text", role="ignored")], {"a": ["x"] * 200})
    session = with_options(new_session("t", "t.csv", table), Options(recipe=""))
    assert (session.recipe, session.shape) == ("good", None)


def test_the_default_depends_on_the_number_of_rows() -> None:
    assert [recipe_for(rows) for rows in (0, 99, 100)] == ["learn", "learn", "good"]
    assert [validation_share(rows) for rows in (0, 29, 30)] == [0.0, 0.0, 0.2]


def test_a_split_column_takes_the_place_of_the_share() -> None:
    marks = ["test" if row % 3 == 0 else "train" for row in range(150)]
    table = table_of(150).with_new_column(3, Column("part", kind="category", role="ignored"), marks)
    session = with_options(new_session("t", "t.csv", table), Options(recipe="", split="part"))
    assert (session.table.validation.sum(), session.validation, session.recipe_rows) == (50, 0.0, 100)


def test_the_tutorial_with_a_recipe_is_no_lesson() -> None:
    session = open_source("tutorial", Options(recipe="learn"))
    assert (session.lesson, session.query_scaling, session.network.hidden) == ("", "training", (16,))
    assert open_source("tutorial", Options()).recipe == ""


def test_a_share_and_a_split_column_are_refused_with_a_recipe_too() -> None:
    table = table_of(150).with_new_column(3, Column("part", kind="category", role="ignored"), ["test", "train"] * 75)
    with pytest.raises(DataError, match="chooses the validation rows"):
        with_options(new_session("t", "t.csv", table), Options(recipe="", split="part", validation=0.2))


@pytest.mark.parametrize(
    ("source", "recipe", "hidden", "held_out"),
    [
        ("tutorial", "", (3,), 0),
        ("xor", "learn", (16,), 0),
        ("circle", "learn", (16,), 50),
        ("iris", "good", (64, 64), 30),
        ("cars", "good", (64, 64), 78),
    ],
)
@pytest.mark.usefixtures("shipped_recipes")
def test_every_source_opens_with_the_recipe_that_suits_it(
    source: str, recipe: str, hidden: tuple[int, ...], held_out: int
) -> None:
    session = open_source(source, Options())
    assert (session.recipe, session.network.hidden) == (recipe, hidden)
    assert session.table.validation.sum() == held_out
    assert differences(session) == {}


@pytest.mark.usefixtures("shipped_recipes")
def test_an_option_and_a_recipe_by_name_win_over_the_default() -> None:
    assert open_source("iris", Options(recipe="learn")).recipe == "learn"
    assert open_source("circle", Options(recipe="good")).recipe == "good"
    session = open_source("iris", Options(hidden=(5,), validation=0.0))
    assert (session.recipe, session.network.hidden, session.table.validation.sum()) == ("good", (5,), 0)


@pytest.mark.usefixtures("shipped_recipes")
def test_a_saved_session_keeps_its_recipe_and_answers_the_same(path: Path) -> None:
    session = open_source("iris", Options(epochs=3))
    save(session, path)
    kept = open_source(str(path), Options())
    assert (kept.recipe, kept.recipe_rows, kept.network, kept.training) == (
        *("good", 120),
        *(session.network, session.training),
    )
    before, after = Encoder.fit(session.table), Encoder.fit(kept.table)
    assert before == after


@pytest.mark.usefixtures("shipped_recipes")
@pytest.mark.parametrize("source", ["spiral", "spiral:arms=3,noise=0.05", "bumps"])
def test_tables_that_one_layer_does_not_learn_begin_with_settings_of_their_own_which_are_told(source: str) -> None:
    notes: list[str] = []
    session = open_source(source, Options(), notes.append)
    name = source.partition(":")[0]
    assert {name: pair[1] for name, pair in differences(session).items()} == PRESETS[name]
    assert f"{name} begins with recipe learn, but for hidden layers 32,32, batch 10, epochs 400" in notes[0]
    notes.clear()
    session = open_source(source, Options(hidden=(8,), epochs=5), notes.append)
    assert (session.network.hidden, session.training.epochs, session.training.batch) == ((8,), 5, 10)
    assert "hidden" not in notes[0]
    notes.clear()
    assert differences(open_source(source, Options(recipe="learn"), notes.append)) == {}
    assert notes == []
