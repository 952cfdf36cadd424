"""A folder of pictures, and a table with a column of paths, are tables of pixels."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from nntui.data.files.tables import ReadResult, read, write_table
from nntui.data.images import listing
from nntui.data.pixels import PixelGrid, grid_of, grid_of_files, grid_wanted
from nntui.errors import DataError
from tests.pictures import folder_of, shape

GRID = PixelGrid(4)


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as error:
        read(path, pictures=GRID)
    return str(error.value)


def note(found: ReadResult, beginning: str) -> str:
    return next((each for each in found.notes if each.startswith(beginning)), "")


def test_a_folder_is_a_table_with_its_subfolders_as_classes(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path), pictures=GRID)
    table = found.table
    assert table.names == (*GRID.names, "class", "picture")
    assert [column.name for column in table.targets] == ["class"]
    assert {str(column.scaling) for column in table.inputs} == {"pixel"}
    assert table.frame.get_column("picture").to_list()[5:7] == ["circles/5.png", "squares/0.png"]
    assert table.frame.get_column("class").to_list() == ["circles"] * 6 + ["squares"] * 6
    assert found.notes == ("12 pictures of 2 classes (circles 6, squares 6), each 4x4 pixels in grey",)
    assert grid_of(table.inputs) == grid_of_files(table.columns) == GRID


def test_a_table_of_pictures_written_and_read_again_is_still_one(tmp_path: Path) -> None:
    grid = grid_wanted(5, "rgb")
    table = read(folder_of(tmp_path, 1), pictures=grid).table
    write_table(table, tmp_path / "shapes.parquet")
    assert grid_of_files(read(tmp_path / "shapes.parquet").table.columns) == grid
    lacking = [column for column in table.columns if column.name != "red_4_4"]
    assert grid_of_files(lacking) is None
    assert grid_of(lacking[:-2]) is None


def test_files_that_cannot_be_read_are_left_out_and_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "circles" / "0.png").write_bytes(b"")
    (folder / "squares" / "phone.heic").write_bytes(b"x")
    (folder / "squares" / "Thumbs.db").write_bytes(b"x")
    (folder / "squares" / ".hidden.png").write_bytes(b"x")
    (folder / ".git").mkdir()
    (folder / "birds").mkdir()
    shape("circle").save(folder / "loose.png")
    found = read(folder, pictures=GRID)
    assert found.notes[0] == "only 11 of 13 pictures could be read"
    assert found.notes[1].startswith("11 pictures of 2 classes (circles 5, squares 6)")
    assert note(found, "left out: circles") == (
        "left out: circles/0.png (it is empty), squares/phone.heic (HEIC is not read; save it as PNG or JPEG)"
    )
    assert note(found, "left out, as") == "left out, as no pictures: squares/Thumbs.db"
    assert note(found, "left out: 1") == "left out: 1 picture outside of the folders of the classes"
    assert note(found, "without") == "without pictures, and no class: folder birds"
    assert found.table.height == 11


def test_the_notes_say_what_became_of_unusual_pictures(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 30)
    Image.new("RGBA", (8, 4), (0, 0, 0, 0)).save(folder / "circles" / "clear.png")
    shape("circle").save(folder / "circles" / "moves.gif", save_all=True, append_images=[shape("square", 1)])
    (folder / "squares" / "deep" / "deeper").mkdir(parents=True)
    shape("square").save(folder / "squares" / "deep" / "deeper" / "in.png")
    found = read(folder, pictures=GRID)
    assert found.notes == (
        "63 pictures of 2 classes (circles 32, squares 31), each 4x4 pixels in grey",
        "in folders within those of the classes, and of the outer one's class: 1 picture",
        "1 of 63 pictures are not square: the middle square of each is used",
        "1 of 63 pictures are partly transparent: they are put on white",
        "with several frames, of which the first is used: circles/moves.gif",
    )


def test_folders_around_the_classes_called_train_and_test_mark_the_validation_rows(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 4)
    for part in ("train", "test"):
        (tmp_path / "parts" / part).mkdir(parents=True)
        shutil.copytree(folder, tmp_path / "parts" / part, dirs_exist_ok=True)
    found = read(tmp_path / "parts", pictures=GRID).table
    assert found.names[-2:] == ("picture", "part")
    assert found.frame.get_column("class").unique().sort().to_list() == ["circles", "squares"]
    assert found.validation.to_list() == [True] * 8 + [False] * 8


def test_folders_that_are_no_classes_get_one_line_each(tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("empty", "tables", "other", "flat", "single", "broken")}
    for place in places.values():
        place.mkdir()
    (places["tables"] / "a.csv").write_text("a,b\n1,2\n")
    (places["tables"] / "b.nntui").write_bytes(b"")
    (places["other"] / "notes.doc").write_text("x")
    shape("circle").save(places["flat"] / "a.png")
    (places["single"] / "dogs").mkdir()
    shape("circle").save(places["single"] / "dogs" / "a.png")
    for kind in ("cats", "dogs"):
        (places["broken"] / kind).mkdir()
        (places["broken"] / kind / "a.png").write_text("x")
    assert refusal(places["empty"]) == "empty: there are no pictures in this folder"
    assert refusal(places["tables"]) == (
        "tables: this is a folder of 2 tables, not of pictures; open one of them, as tables/a.csv"
    )
    assert refusal(places["other"]) == "other: there are no pictures in this folder, but 1 other file: notes.doc"
    assert refusal(places["flat"]) == (
        "flat: there is no class in it, only 1 picture; put those of each class into a folder of its own, "
        "or name files and classes in a table"
    )
    assert refusal(places["single"]) == (
        "single: all its pictures are of one class, dogs; put pictures of another class into a second folder beside it"
    )
    assert refusal(places["broken"]).startswith("broken: none of its pictures can be read: cats/a.png (this is no")


def test_links_in_a_circle_and_odd_names_are_no_trouble(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 2)
    (folder / "circles" / "again").symlink_to(folder, target_is_directory=True)
    (folder / "gone.png").symlink_to(tmp_path / "nowhere.png")
    odd = os.fsdecode(b"na\xefve")
    (folder / odd).mkdir()
    shape("circle").save(folder / odd / os.fsdecode(b"a\xff\n.png"))
    found = read(folder, pictures=GRID)
    assert found.table.height == 5
    assert found.table.frame.get_column("picture").to_list()[2] == "na\\xefve/a\\xff\n.png"
    assert "na\\xefve 1" in found.notes[0]


def test_a_folder_that_cannot_be_listed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, 2)
    (folder / "locked").mkdir()
    scandir = os.scandir

    def denied(path: Path) -> object:
        if Path(path).name in locked:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    locked = {"locked"}
    assert "left out: folder locked cannot be read: permission denied" in read(folder, pictures=GRID).notes
    locked = {"shapes"}
    assert refusal(folder) == "shapes: cannot be read: Permission denied"
    monkeypatch.setattr(listing, "MOST_FILES", 3)
    locked = set()
    assert refusal(folder) == "shapes: there are more than 3 files in it; give a smaller folder"


def test_a_column_of_paths_gets_the_pixels_of_its_pictures(tmp_path: Path) -> None:
    folder_of(tmp_path, 2)
    rows = ["shapes/circles/0.png,3,circle", "shapes/none.png,4,circle", "shapes\\squares\\1.png,5,square"]
    rows += ["../a.png,6,square", "http://a.b/c.png,1,square"]
    (tmp_path / "photos.csv").write_text("\n".join(["photo,age,kind", *rows]))
    found = read(tmp_path / "photos.csv", pictures=GRID)
    assert found.notes[:2] == (
        "only 2 of 5 pictures could be read",
        "column photo names 2 pictures, each 4x4 pixels in grey",
    )
    assert found.notes[2] == (
        "not used, without a picture: row 2, shapes/none.png (no such file), "
        "row 4, ../a.png (it is outside of the table's folder), "
        "row 5, http://a.b/c.png (this is an address, not a file)"
    )
    assert found.table.names == ("photo", *GRID.names, "age", "kind")
    assert found.table.complete.tolist() == [True, False, True, False, False]
    assert [column.name for column in found.table.targets] == ["kind"]
    assert found.ignored == {"photo": "it names the picture"}


@pytest.mark.parametrize(
    ("text", "target"),
    [("size,photo\n3,{0}\n5,{1}\n", "size"), ("kind,photo\na,{0}\nb,{0}\na,{1}\nb,{1}\n", "kind")],
)
def test_a_column_of_paths_is_never_the_target(text: str, target: str, tmp_path: Path) -> None:
    folder_of(tmp_path, 1)
    (tmp_path / "t.csv").write_text(text.format("shapes/circles/0.png", "shapes/squares/0.png"))
    table = read(tmp_path / "t.csv", pictures=GRID).table
    assert [column.name for column in table.targets] == [target]
    assert grid_of(table.inputs) == GRID


def test_a_column_of_paths_stays_as_it_is_where_it_is_not_asked_for(tmp_path: Path) -> None:
    folder_of(tmp_path, 1)
    (tmp_path / "t.csv").write_text("photo,y\nshapes/circles/0.png,1\nshapes/squares/0.png,2\n")
    assert read(tmp_path / "t.csv").table.names == ("photo", "y")
    assert read(tmp_path / "t.csv", pictures=GRID, ignored=lambda name: name == "photo").table.names == ("photo", "y")
    (tmp_path / "u.csv").write_text("photo,y\nnone/a.png,1\nnone/b.png,2\n")
    found = read(tmp_path / "u.csv", pictures=GRID)
    assert found.grid is None
    assert found.notes[0] == (
        "none of the pictures in column photo can be read: "
        "row 1, none/a.png (no such file), row 2, none/b.png (no such file)"
    )


@pytest.mark.parametrize(("side", "colour"), [(3, None), (65, None), (None, "blue")])
def test_sizes_and_colours_that_there_are_not_are_refused(side: int | None, colour: str | None) -> None:
    with pytest.raises(DataError):
        grid_wanted(side, colour)
