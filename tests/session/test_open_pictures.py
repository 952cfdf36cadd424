"""A folder of pictures opens as a session, which keeps all that it takes to ask for another picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.data.pixels import grid_of_files
from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.recipe_specs import differences
from tests.pictures import folder_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("shipped_recipes")
def test_a_folder_opens_with_the_recipe_for_its_rows_and_pixels_scaled_alike(tmp_path: Path) -> None:
    notes: list[str] = []
    session = open_source(str(folder_of(tmp_path, 15)), Options(pixels=6, colour="rgb"), notes.append)
    assert session.name == "shapes"
    assert (session.network.inputs, session.network.outputs, session.task) == (108, 1, "binary")
    assert {str(column.scaling) for column in session.table.inputs} == {"pixel"}
    assert not any("scaling" in name for name in differences(session))
    assert session.table.validation.sum() == 6
    assert notes[0] == "30 pictures of 2 classes (circles 15, squares 15), each 6x6 pixels in colour"
    assert not any("not used, as text" in line for line in notes)
    assert session.reading.ignored == {"picture": "it names the picture"}
    grid = grid_of_files(session.table.columns)
    assert grid is not None
    assert (grid.side, grid.coloured) == (6, True)


@pytest.mark.usefixtures("shipped_recipes")
def test_from_a_hundred_pictures_on_the_rate_is_one_that_suits_pixels(tmp_path: Path) -> None:
    notes: list[str] = []
    session = open_source(str(folder_of(tmp_path, 50)), Options(pixels=4), notes.append)
    assert (session.recipe, session.training.rate) == ("good", 0.001)
    assert "a table of pictures begins with recipe good, but for learning rate 0.001" in notes
    assert open_source(str(tmp_path / "shapes"), Options(recipe="good")).training.rate == 0.01


def test_rows_without_their_picture_are_not_trained_on(tmp_path: Path) -> None:
    folder_of(tmp_path, 2)
    (tmp_path / "t.csv").write_text(
        "photo,age,size\nshapes/circles/0.png,1,3\nshapes/gone.png,2,4\nshapes/squares/1.png,,7\n"
    )
    table = open_source(str(tmp_path / "t.csv"), Options(pixels=4)).table
    assert table.complete.tolist() == [True, False, True]


@pytest.mark.parametrize("source", ["iris", "mine.csv"])
def test_size_and_colour_are_refused_where_there_are_no_pictures(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("a,y\n1,2\n3,4\n")
    with pytest.raises(DataError, match=f"colour: applies to folders and tables of pictures only; {source} is neither"):
        open_source(source, Options(colour="rgb"))
