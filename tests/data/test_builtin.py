"""The tables that come along."""

import pytest

from nntui.data.builtin import describe, load, names
from nntui.errors import DataError


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
    assert cars.rows(0, 1) == [(8, 307, 130, 3504, 12, 70, 18)]
    assert [column.unit for column in cars.columns] == ["", "cu in", "hp", "lb", "s to 60 mph", "", "mi/gal"]
    assert [column.name for column in cars.targets] == ["mpg"]


def test_cars_have_every_model_year_from_1970_to_1982() -> None:
    assert sorted(set(load("cars").frame["year"])) == list(range(70, 83))


def test_the_list_says_what_each_table_is_and_where_it_is_from() -> None:
    datasets = {each.name: each for each in describe()}
    assert tuple(datasets) == names()
    assert datasets["cars"].inputs == ("cylinders", "displacement", "horsepower", "weight", "acceleration", "year")
    assert datasets["cars"].targets == ("mpg",)
    assert datasets["cars"].licence == "CC BY 4.0"
    assert "UCI" in datasets["cars"].source
    assert all(each.title and each.source and each.licence and each.rows for each in datasets.values())


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"^no built-in table 'iris'; there are tutorial, xor, cars$"):
        load("iris")


@pytest.mark.parametrize("name", ["../tables/xor", "", "xor\0"])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(DataError):
        load(name)
