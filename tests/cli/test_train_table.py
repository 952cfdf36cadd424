"""Notes of a training in the shell on the table: columns and rows that are used, and those that are not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call

QUICK = ("--epochs", "6", "--engine", "autograd")


def test_json_tells_what_the_table_became(nntui: Call, here: Path) -> None:
    parts = ["testing", "training", "training", "training"] * 10
    gaps = ["NA" if n % 5 == 0 else n for n in range(40)]
    rows = "".join(f"{n},{gaps[n]},name{n},{parts[n]},{n % 2 + 1}\n" for n in range(40))
    (here / "t.csv").write_text("x,gap,name,part,class\n" + rows)
    result = nntui("train", "t.csv", *QUICK, "--split", "part", "--missing", "own", "--json")
    value = json.loads(result.stdout)
    assert (value["task"], value["target"], value["inputs"]) == ("binary", "class", ["x", "gap"])
    assert value["ignored"] == ["name"]
    assert value["ignored_reasons"] == {"name": "text: all different; of kind category each is an input"}
    assert value["rows_left_out_reason"] is None
    assert value["kinds"]["class"] == "yes-no"
    assert value["dialect"] == {"separator": ",", "quote": '"', "decimal": ".", "encoding": "utf-8", "header": True}
    assert value["rows"] == {"train": 30, "validation": 10, "left_out": 0}
    assert value["notes"] == [
        "column gap: 8 cells of NA are taken as empty",
        "column class holds only 1 and 2: learnt as two classes, unless its kind is number",
        "10 of 40 rows are validation rows, by column part: testing; trained on: training",
        "not used, as text: name (all different; of kind category each is an input)",
        "empty cells: own does not suit gap (fill), which keep their own policy",
        "empty cells are filled: gap 8 (the median)",
    ]
    assert [line.removeprefix("nntui: ") for line in result.stderr.splitlines()[:6]] == value["notes"]


def test_that_many_rows_are_not_used_is_the_first_line(nntui: Call, here: Path) -> None:
    (here / "t.csv").write_text("x,name,y\n" + "".join(f"{n},name{n},{n if n % 5 else 'NA'}\n" for n in range(40)))
    result = nntui("train", "t.csv", *QUICK, "--json")
    first = "8 of 40 rows are not used: they have an empty cell in y"
    assert result.stderr.splitlines()[0] == f"nntui: {first}"
    assert json.loads(result.stdout)["notes"][0] == first
    assert [line for line in result.stderr.splitlines() if "not used: they" in line] == [f"nntui: {first}"]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("", "bad.csv"),
        ("a,b\n", "no rows"),
        ("a,b\n1,2\n1,x\n", "'x'"),
        ("a,b\n1,2\n1\n", "bad.csv"),
        ("a\n1\n", "input"),
        ("a,b\n1,\n", "every cell is empty"),
    ],
)
def test_a_table_that_cannot_be_learnt_is_one_line(nntui: Call, here: Path, content: str, hint: str) -> None:
    (here / "bad.csv").write_text(content)
    result = nntui("train", "bad.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert hint in result.stderr


def test_json_has_every_note_where_standard_error_has_the_first(nntui: Call, here: Path) -> None:
    names = [f"c{number}" for number in range(30)]
    rows = "".join(",".join(f"${row + number}" for number in range(30)) + f",{row % 7}.5\n" for row in range(40))
    (here / "t.csv").write_text(",".join(names) + f",y\n{rows}")
    result = nntui("train", "t.csv", "--epochs", "1", "--json")
    notes = json.loads(result.stdout)["notes"]
    assert sum("is read as numbers in $" in note for note in notes) == 30
    assert "nntui: and 10 more such notes" in result.stderr
    assert result.stderr.count("is read as numbers in $") == 20
