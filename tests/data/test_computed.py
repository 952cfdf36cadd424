"""Tables that are computed from a word."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from nntui.data.marks import validation_mask
from nntui.data.sources.computed import GENERATORS, Recipe, generate, names, parse
from nntui.data.table import Table
from nntui.errors import DataError

SHAPES = ("circle", "xor", "gauss", "moons", "spiral")
CURVES = {
    "line": lambda x: 2 * x + 1,
    "parabola": lambda x: x * x,
    "abs": abs,
    "step": lambda x: float(x >= 0),
    "sine": math.sin,
    "sinc": lambda x: math.sin(x) / x if x else 1.0,
}
CIRCLE = [(0.082, -0.4301, "a"), (-0.9192, -0.224, "b"), (0.3286, 0.3911, "a"), (-0.4942, 0.8332, "b")]
GAUSS = [(-0.5607, -0.6426, "a"), (0.3075, 0.2952, "b")]


def made(source: str) -> Table:
    recipe = parse(source)
    assert recipe is not None
    return generate(recipe)


def points(table: Table, level: str | None = None) -> np.ndarray:
    """x1 and x2 [rows, 2], of one class or of all."""
    kept = table.frame if level is None else table.frame.filter(table.frame["class"] == level)
    return kept.select("x1", "x2").to_numpy()


@pytest.mark.parametrize("name", names())
def test_every_generator_makes_250_rows_that_can_be_learnt(name: str) -> None:
    table = generate(Recipe(name))
    (about,) = [each for each in GENERATORS.values() if each.name == name]
    assert table.height == 250
    assert table.complete.all()
    assert tuple(column.name for column in table.inputs) == about.inputs
    assert [column.name for column in table.targets] == [about.target] == [table.names[-1]]
    assert table.targets[0].kind == ("number" if about.task == "regression" else "category")


@pytest.mark.parametrize("name", names())
def test_the_same_recipe_makes_the_same_table_and_another_seed_another(name: str) -> None:
    recipe = Recipe(name, rows=40, noise=0.1, seed=7)
    assert generate(recipe) == generate(recipe)
    assert generate(recipe) != generate(changed(recipe, seed=8))


def test_a_seed_gives_these_points_on_every_machine() -> None:
    assert made("circle:rows=4,seed=3,noise=0.1").rows(0, 4) == CIRCLE
    assert made("gauss:rows=2").rows(0, 2) == GAUSS


def test_the_same_seed_does_not_hold_out_the_rows_of_one_side() -> None:
    for seed in range(5):
        x1 = generate(Recipe("plane", rows=1_000, seed=seed)).frame["x1"].to_numpy()
        assert abs(x1[validation_mask(1_000, 0.2, seed)].mean()) < 0.15


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_have_as_many_points_of_one_class_as_of_the_other_and_lie_about_the_origin(name: str) -> None:
    table = generate(Recipe(name, rows=1_000))
    assert table.frame["class"].to_list()[:4] == ["a", "b", "a", "b"]
    assert len(points(table, "a")) == len(points(table, "b")) == 500
    assert np.abs(points(table)).max() <= 1.1


def test_circle_is_a_disc_within_a_ring() -> None:
    table = made("circle:2000")
    inner, outer = (np.hypot(*points(table, level).T) for level in ("a", "b"))
    assert inner.max() <= 0.5
    assert outer.min() >= 0.7 - 1e-4
    assert outer.max() <= 1 + 1e-4
    assert np.mean(inner < 0.25) == pytest.approx(1 / 4, abs=0.05)  # a quarter of the disc's area


def test_xor_is_b_where_exactly_one_number_is_above_zero() -> None:
    table = made("xor:400")
    above = points(table) > 0
    assert [level == "b" for level in table.frame["class"]] == list(above[:, 0] ^ above[:, 1])
    assert {tuple(quarter) for quarter in above} == {(False, False), (False, True), (True, False), (True, True)}


def test_gauss_is_two_clouds() -> None:
    table = made("gauss:4000")
    for level, centre in (("a", -0.4), ("b", 0.4)):
        assert points(table, level).mean(axis=0) == pytest.approx([centre, centre], abs=0.01)
        assert points(table, level).std(axis=0) == pytest.approx([0.14, 0.14], abs=0.005)


@pytest.mark.parametrize("arms", [2, 3, 7])
def test_a_spiral_has_any_number_of_arms_each_a_class_and_each_the_first_turned(arms: int) -> None:
    table = made(f"spiral:arms={arms},rows={arms * 50}")
    levels = "abcdefg"[:arms]
    assert set(table.frame["class"]) == set(levels)
    first = points(table, "a") @ np.array([1, 1j])
    for number, level in enumerate(levels):
        turned = first * np.exp(2j * np.pi * number / arms)
        assert np.abs(points(table, level) @ np.array([1, 1j]) - turned).max() < 2e-4


def test_an_arm_goes_round_as_often_as_is_asked() -> None:
    for turns in (0.5, 3):
        arm = points(made(f"spiral:turns={turns},rows=2000"), "a") @ np.array([1, 1j])
        assert np.unwrap(np.angle(arm))[-1] - np.angle(arm)[0] == pytest.approx(2 * np.pi * turns, abs=0.05)


def test_a_moon_begins_where_the_other_bends() -> None:
    table = made("moons:1000")
    upper, lower = points(table, "a"), points(table, "b")
    assert upper[:, 1].max() == pytest.approx(0.5, abs=1e-3)
    assert lower == pytest.approx(-upper, abs=1e-4)


def test_noise_moves_the_same_points() -> None:
    still, moved = points(made("circle:5000")), points(made("circle:rows=5000,noise=0.2"))
    assert (moved - still).std(axis=0) == pytest.approx([0.2, 0.2], rel=0.05)
    assert (moved - still).mean(axis=0) == pytest.approx([0, 0], abs=0.01)


@pytest.mark.parametrize("name", CURVES)
def test_a_function_of_one_variable_goes_evenly_through_its_range(name: str) -> None:
    table = made(f"{name}:101")
    x, y = table.frame["x"].to_numpy(), table.frame["y"].to_numpy()
    assert y == pytest.approx([CURVES[name](value) for value in x], abs=5.1e-5)
    assert np.diff(x) == pytest.approx(np.full(100, x[1] - x[0]), abs=2e-4)
    assert x[0] == -x[-1]


def test_noise_of_a_function_is_in_y_alone() -> None:
    still, noisy = made("sine:2000").frame, made("sine:rows=2000,noise=0.3").frame
    assert noisy["x"].equals(still["x"])
    assert (noisy["y"] - still["y"]).to_numpy().std() == pytest.approx(0.3, rel=0.05)


def test_a_plane_is_the_mean_of_both_numbers() -> None:
    frame = made("plane").frame
    assert frame["y"].to_numpy() == pytest.approx(((frame["x1"] + frame["x2"]) / 2).to_numpy(), abs=5.1e-5)


def test_bumps_go_up_and_down() -> None:
    y = made("bumps:2000").frame["y"].to_numpy()
    assert y.max() > 0.9
    assert y.min() < -0.9


def test_no_number_has_more_than_four_decimals_or_is_minus_zero() -> None:
    for name in names():
        table = made(f"{name}:rows=300,noise=0.1")
        for column in table.columns:
            if column.numeric:
                values = table.frame[column.name].to_numpy()
                assert (values == values.round(4)).all()
                assert not np.signbit(values[values == 0]).any()


@pytest.mark.parametrize(
    ("source", "recipe"),
    [
        ("circle", Recipe("circle")),
        ("moons:500", Recipe("moons", rows=500)),
        ("circle:rows=500,noise=0.1,seed=3", Recipe("circle", rows=500, noise=0.1, seed=3)),
        ("circle: seed=3, rows=500", Recipe("circle", rows=500, seed=3)),
        ("spiral:90,arms=3,turns=2", Recipe("spiral", rows=90, arms=3, turns=2)),
        ("xor:rows=200", Recipe("xor", rows=200)),
        ("sine:noise=1e-2", Recipe("sine", noise=0.01)),
    ],
)
def test_a_word_spells_a_recipe(source: str, recipe: Recipe) -> None:
    assert parse(source) == recipe


@pytest.mark.parametrize("source", ["xor", "cars", "circle.csv", "./circle", "Circle", "", "iris:20", ":500"])
def test_other_words_spell_none(source: str) -> None:
    assert parse(source) is None


@pytest.mark.parametrize(
    "source",
    ["circle", "circle:rows=500,noise=0.1,seed=3", "spiral:arms=3", "spiral:turns=0.5", "xor:rows=200", "abs:seed=9"],
)
def test_a_recipe_is_written_as_it_is_read(source: str) -> None:
    assert str(parse(source)) == source


@given(
    recipe=st.builds(
        Recipe,
        st.just("spiral"),
        rows=st.integers(1, 1_000_000),
        noise=st.floats(0, 10),
        seed=st.integers(0, 2**63 - 1),
        arms=st.integers(2, 26),
        turns=st.floats(0, 20),
    )
    | st.builds(Recipe, st.sampled_from(names()), rows=st.integers(1, 1_000_000), noise=st.floats(0, 10))
)
def test_what_a_recipe_is_written_as_is_the_same_recipe(recipe: Recipe) -> None:
    assert parse(str(recipe)) == recipe


def test_a_recipe_with_another_setting_is_written_with_it() -> None:
    recipe = parse("moons:500")
    assert recipe is not None
    assert str(changed(recipe, noise=0.25)) == "moons:rows=500,noise=0.25"


def test_a_recipe_for_xor_is_never_written_as_the_shipped_table() -> None:
    assert str(Recipe("xor")) == "xor:rows=250"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("circle:size=3", "circle: no setting 'size'; there are rows, noise, seed, as in circle:rows=500,noise=0.1"),
        (
            "spiral:500,3",
            "spiral: no setting '3'; there are rows, noise, seed, arms, turns, as in spiral:rows=500,noise=0.1",
        ),
        ("moons:arms=3", "moons: no setting 'arms'; there are rows, noise, seed, as in moons:rows=500,noise=0.1"),
        ("circle:many", "circle: rows 'many': give a whole number from 1 to 1000000"),
        ("circle:", "circle: rows '': give a whole number from 1 to 1000000"),
        ("circle:0", "circle: rows '0': give a whole number from 1 to 1000000"),
        ("circle:rows=2.5", "circle: rows '2.5': give a whole number from 1 to 1000000"),
        ("circle:rows=1000001", "circle: rows '1000001': give a whole number from 1 to 1000000"),
        ("circle:noise=nan", "circle: noise 'nan': give a number from 0 to 10"),
        ("circle:noise=-1", "circle: noise '-1': give a number from 0 to 10"),
        ("circle:noise=1e999", "circle: noise 'inf': give a number from 0 to 10"),
        ("spiral:arms=27", "spiral: arms '27': give a whole number from 2 to 26"),
        ("spiral:arms=1", "spiral: arms '1': give a whole number from 2 to 26"),
        ("sine:rows=5,rows=6", "sine: rows is given twice"),
        ("sine:\x1b=1", "sine: no setting '␛'; there are rows, noise, seed, as in sine:rows=500,noise=0.1"),
    ],
)
def test_a_setting_that_there_is_not_is_answered_with_those_there_are(source: str, message: str) -> None:
    with pytest.raises(DataError) as told:
        parse(source)
    assert str(told.value) == message


def test_a_number_of_endless_length_is_refused_in_one_short_line() -> None:
    with pytest.raises(DataError, match=r"give a whole number from 1 to 1000000$") as told:
        parse("circle:" + "9" * 10_000)
    assert len(str(told.value)) < 120


@pytest.mark.parametrize(
    "settings",
    [{"rows": 0}, {"rows": 2.5}, {"noise": math.nan}, {"seed": -1}, {"arms": 3}, {"turns": 1.0}, {"name": "disc"}],
)
def test_a_recipe_that_cannot_be_made_is_no_recipe(settings: dict[str, object]) -> None:
    with pytest.raises(DataError):
        changed(Recipe("circle"), **settings)


def test_the_list_of_settings_has_the_defaults_of_a_recipe() -> None:
    for generator in GENERATORS.values():
        recipe = Recipe(generator.name)
        for parameter in generator.parameters:
            assert getattr(recipe, parameter.name) == parameter.default
            assert parameter.least <= parameter.default <= parameter.most


def test_a_single_row_is_a_table_too() -> None:
    for name in names():
        assert made(f"{name}:1").height == 1
