"""From two folders of pictures to answers about other pictures, in the shell."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.pictures import folder_of, shape

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture
def shapes(nntui: Call, here: Path) -> Path:
    """A session that tells circles from squares; the folder that it learnt from is gone."""
    folder = folder_of(here, 30)
    options = ("--pixels", "8", "--epochs", "100", "--out", "shapes.nntui", "--quiet")
    assert nntui("train", "shapes", *options).exit_code == 0
    shutil.rmtree(folder)
    for number, kind in enumerate(("circle", "square"), 3):
        shape(f"{kind}s", number).save(here / f"{kind}.png")
    return here


def test_a_picture_is_answered_without_the_folder(nntui: Call, shapes: Path) -> None:
    lines = nntui("predict", "shapes.nntui", "--image", "circle.png").stdout.splitlines()
    assert lines[:2] == ["For circle.png:", "  class: circles"]
    assert lines[2].endswith("%  circles")


def test_several_pictures_are_rows_and_one_that_cannot_be_read_has_a_reason(nntui: Call, shapes: Path) -> None:
    result = nntui("predict", "shapes.nntui", "--image", "circle.png", "square.png", "none.png", "--json")
    found = json.loads(result.stdout)
    assert found["predictions"] == [{"class": "circles"}, {"class": "squares"}, {"class": None}]
    assert found["images"] == ["circle.png", "square.png", "none.png"]
    assert found["unanswered"] == [{"row": 3, "reason": "none.png: no such file"}]
    rows = nntui("predict", "shapes.nntui", "--image", "circle.png", "square.png").stdout.splitlines()
    assert rows[0] == "picture,class predicted,circles probability,squares probability"
    assert rows[1].startswith("circle.png,circles,")


def test_a_folder_or_a_table_of_pictures_is_answered_and_judged(nntui: Call, shapes: Path) -> None:
    folder_of(shapes, 4)
    (shapes / "new.csv").write_text("photo,class\nshapes/circles/0.png,circles\nshapes/gone.png,squares\n")
    nntui("predict", "shapes.nntui", "--image", "shapes", "--out", "answers.csv")
    assert (shapes / "answers.csv").read_text().splitlines()[1].startswith("circles/0.png,circles,circles,")
    rows = nntui("predict", "shapes.nntui", "--data", "new.csv").stdout.splitlines()
    assert rows[0].startswith("photo,class,class predicted")
    assert rows[2].endswith("shapes/gone.png: no such file")
    assert "8 of 8 rows of shapes are judged" in nntui("evaluate", "shapes.nntui", "--data", "shapes").stdout
    assert "1 of 2 rows of new.csv are judged" in nntui("evaluate", "shapes.nntui", "--data", "new.csv").stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--image", "none.png"), "none.png: no such file"),
        (("--image", "shapes.nntui"), "shapes.nntui: this is no picture of a known format; save it as PNG or JPEG"),
        (("circle.png",), "Got unexpected extra argument (circle.png)"),
        (("--image", "circle.png", "--data", "a.csv"), "give --image or --data, not both"),
        (("--image", "circle.png", "--empty", "x"), "--empty is for the table that --data names"),
        (("--image", "circle.png", "--set", "age=3"), "no input 'age'"),
        (("--image", "circle.png", "--out", "circle.png"), "would be overwritten"),
    ],
)
def test_what_cannot_be_asked_gets_one_line(words: tuple[str, ...], reason: str, nntui: Call, shapes: Path) -> None:
    result = nntui("predict", "shapes.nntui", *words)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_network_of_numbers_takes_no_picture(nntui: Call, line: Path) -> None:
    nntui("train", "line.csv", "--epochs", "1", "--quiet", "--out", "line.nntui")
    result = nntui("predict", "line.nntui", "--image", "a.png")
    assert result.exit_code == 2
    assert "was not trained on picture files, and takes none: its inputs are x" in result.stderr
