"""The tables that come along."""

import json
from pathlib import Path

import numpy as np
import pytest

import nntui.data.sources
from nntui.data.sources.builtin import describe, load, names, titles
from nntui.errors import DataError

TABLES = Path(nntui.data.sources.__file__).with_name("tables")


def levels(table: str, column: str) -> dict[str, int]:
    """How many rows there are of each level."""
    return dict(sorted(load(table).frame[column].value_counts().iter_rows()))


def test_the_tutorial_is_the_lessons_table_with_its_scaling() -> None:
    tutorial = load("tutorial")
    assert tutorial.names == ("age", "weight", "speed")
    assert tutorial.rows(0, 9) == [(2, 9, 92), (1, 5, 100), (3, 6, 89)]
    assert [str(column.scaling) for column in tutorial.columns] == ["max", "max", "fixed:100"]
    assert [column.role for column in tutorial.columns] == ["input", "input", "target"]


def test_xor_is_exclusive_or() -> None:
    assert load("xor").rows(0, 9) == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]


def test_cars_are_the_complete_rows_of_auto_mpg() -> None:
    cars = load("cars")
    assert cars.height == 392
    assert cars.complete.all()
    assert cars.rows(0, 1) == [(8, 307, 130, 3504, 12, 70, "usa", 18)]
    assert [column.unit for column in cars.columns] == ["", "cu in", "hp", "lb", "s to 60 mph", "", "", "mi/gal"]
    assert [column.name for column in cars.targets] == ["mpg"]


def test_cars_have_every_model_year_from_1970_to_1982() -> None:
    assert sorted(set(load("cars").frame["year"])) == list(range(70, 83))


def test_the_origin_of_a_car_is_there_to_be_made_an_input() -> None:
    cars = load("cars")
    origin = cars.columns[cars.index("origin")]
    assert (origin.kind, origin.role) == ("category", "ignored")
    assert levels("cars", "origin") == {"europe": 68, "japan": 79, "usa": 245}
    assert [column.name for column in cars.with_roles(targets=["mpg"]).inputs] == list(cars.names[:6])


@pytest.mark.parametrize(
    ("name", "target", "counts"),
    [
        ("iris", "species", {"setosa": 50, "versicolor": 50, "virginica": 50}),
        ("wine", "cultivar", {"barbera": 48, "barolo": 59, "grignolino": 71}),
        ("breast-cancer", "diagnosis", {"benign": 357, "malignant": 212}),
        (
            "digits",
            "digit",
            dict(zip("0123456789", (178, 182, 177, 183, 181, 182, 181, 179, 174, 180), strict=True)),
        ),
    ],
)
def test_a_table_of_classes_has_them_by_name_in_its_last_column(name: str, target: str, counts: dict[str, int]) -> None:
    table = load(name)
    assert [column.name for column in table.targets] == [target] == [table.names[-1]]
    assert table.targets[0].kind == "category"
    assert levels(name, target) == counts
    assert table.complete.all()
    assert {column.role for column in table.columns[:-1]} == {"input"}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("iris", (5.1, 3.5, 1.4, 0.2, "setosa"), (5.9, 3.0, 5.1, 1.8, "virginica")),
        ("diabetes", (59, "2", 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87, 151), (36, "1", 19.6, 71)),
        ("wine", (14.23, 1.71, 2.43, 15.6, 127, 2.8, 3.06, 0.28, 2.29, 5.64, 1.04, 3.92, 1065, "barolo"), (14.13,)),
        ("breast-cancer", (17.99, 10.38, 122.8, 1001), (7.76, 24.54, 47.92, 181)),
        ("digits", (0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0), (0, 0, 10, 14, 8, 1, 0, 0)),
    ],
)
def test_the_rows_are_those_of_the_source(name: str, first: tuple[object, ...], last: tuple[object, ...]) -> None:
    table = load(name)
    assert table.rows(0, 1)[0][: len(first)] == first
    assert table.rows(table.height - 1, table.height)[0][: len(last)] == last


def test_iris_is_that_of_fishers_paper() -> None:
    assert load("iris").picked([34, 37]) == [(4.9, 3.1, 1.5, 0.2, "setosa"), (4.9, 3.6, 1.4, 0.1, "setosa")]


def test_breast_cancer_has_ten_features_three_ways() -> None:
    features = [name.rpartition("_") for name in load("breast-cancer").names[:-1]]
    assert [way for _, _, way in features] == ["mean"] * 10 + ["error"] * 10 + ["worst"] * 10
    assert len({feature for feature, _, _ in features}) == 10


def test_diabetes_has_plain_values_and_sex_as_a_category() -> None:
    diabetes = load("diabetes")
    assert (diabetes.height, len(diabetes.inputs)) == (442, 10)
    assert levels("diabetes", "sex") == {"1": 235, "2": 207}
    assert diabetes.targets[0].kind == "number"
    assert diabetes.frame["progression"].mean() == pytest.approx(152.1335, abs=1e-4)


def test_digits_are_pictures_of_eight_by_eight_pixels_from_0_to_16() -> None:
    digits = load("digits")
    assert digits.names[:-1] == tuple(f"r{row}c{column}" for row in range(8) for column in range(8))
    assert {(column.kind, str(column.scaling)) for column in digits.inputs} == {("whole", "fixed:16")}
    pixels = digits.frame.drop("digit").to_numpy()
    assert set(np.unique(pixels)) == set(range(17))
    # The published scan of the first digit, a nought: its ink leaves the middle empty.
    nought = pixels[0].reshape(8, 8)
    assert nought[3:5, 3].tolist() == [0, 0]
    assert nought[3:5].max() > 4


def test_the_list_says_what_each_table_is_and_where_it_is_from() -> None:
    datasets = {each.name: each for each in describe()}
    assert tuple(datasets) == names()
    assert datasets["cars"].inputs == ("cylinders", "displacement", "horsepower", "weight", "acceleration", "year")
    assert datasets["cars"].targets == ("mpg",)
    assert datasets["cars"].licence == "CC BY 4.0"
    assert "UCI" in datasets["cars"].source
    assert all(each.title and each.source and each.licence and each.rows for each in datasets.values())


def test_the_list_says_what_kind_of_answer_is_learnt() -> None:
    tasks = {each.name: each.task for each in describe()}
    assert tasks["tutorial"] == tasks["xor"] == tasks["cars"] == tasks["diabetes"] == "regression"
    assert tasks["breast-cancer"] == "binary"
    assert tasks["iris"] == tasks["wine"] == tasks["digits"] == "classes"


def test_the_titles_can_be_had_without_the_tables() -> None:
    assert titles() == [(each.name, each.title) for each in describe()]


def test_options_name_columns_of_the_table() -> None:
    for name in names():
        about = json.loads((TABLES / f"{name}.json").read_bytes())
        said = {column for key in ("units", "scaling", "kinds", "roles") for column in about.get(key, {})}
        assert said <= {*load(name).names, "*"}


def test_the_tables_are_small() -> None:
    assert sum(file.stat().st_size for file in TABLES.iterdir()) < 400_000


def test_the_licence_that_asks_to_go_along_does() -> None:
    (diabetes,) = [each for each in describe() if each.name == "diabetes"]
    assert "scikit-learn" in diabetes.licence
    assert "Copyright (c) 2007-2026 The scikit-learn developers" in (TABLES / "LICENSE.scikit-learn").read_text()


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"^no built-in table 'irs'; there are tutorial, xor, cars, iris, wine, "):
        load("irs")


@pytest.mark.parametrize("name", ["../tables/xor", "", "xor\0"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(DataError):
        load(name)
