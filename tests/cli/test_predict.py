from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nntui.cli.predict_rows import csv_text
from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.files.tables import read
from nntui.data.table import Table
from nntui.session.change import with_options
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.store.file import load, save
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture
def plane(nntui: Call, here: Path) -> Path:
    """A session that knows z = 3 a - b, all but exactly."""
    rows = [(a, b) for a in range(5) for b in range(5)]
    (here / "plane.csv").write_text("a,b,z\n" + "".join(f"{a},{b},{3 * a - b}\n" for a, b in rows))
    nntui("train", "plane.csv", "--hidden", "", "--epochs", "300", "--lr", "0.1", "--out", "plane.nntui", "--quiet")
    return here / "plane.nntui"


def test_a_question_is_answered_in_the_targets_unit(nntui: Call, plane: Path) -> None:
    result = nntui("predict", "plane.nntui", "--set", "a=2", "--set", "b=1", "--json")
    assert json.loads(result.stdout) == {"predictions": [{"z": pytest.approx(5, abs=0.01)}], "warnings": []}


def test_a_fraction_may_be_asked_where_all_that_was_trained_on_were_whole(nntui: Call, plane: Path) -> None:
    result = nntui("predict", "plane.nntui", "--set", "a=2.5", "--set", "b=1", "--json")
    assert json.loads(result.stdout) == {"predictions": [{"z": pytest.approx(6.5, abs=0.01)}], "warnings": []}


def test_a_question_is_answered_in_words(nntui: Call, plane: Path) -> None:
    lines = nntui("predict", "plane.nntui", "--set", "a=2", "--set", "b=1").stdout.splitlines()
    assert lines[0] == "For a 2, b 1:"
    name, value = lines[1].split()
    assert name == "z:"
    assert float(value) == pytest.approx(5, abs=0.01)


def test_a_value_outside_the_trained_range_is_warned_of(nntui: Call, plane: Path) -> None:
    warning = "a: 9 is outside 0 to 4, the range trained on"
    words = ("predict", "plane.nntui", "--set", "a=9", "--set", "b=1")
    assert json.loads(nntui(*words, "--json").stdout)["warnings"] == [warning]
    assert nntui(*words).stderr == f"nntui: {warning}\n"


def test_a_table_is_answered_row_by_row_and_other_columns_are_left_alone(nntui: Call, here: Path, plane: Path) -> None:
    (here / "new.csv").write_text("number,b,a\n7,1,2\n8,0,1\n")
    told = json.loads(nntui("predict", "plane.nntui", "--data", "new.csv", "--json").stdout)
    assert told == {
        "predictions": [{"z": pytest.approx(5, abs=0.01)}, {"z": pytest.approx(3, abs=0.01)}],
        "warnings": [],
    }


def test_a_table_is_written_with_the_answers_beside_it(nntui: Call, here: Path, plane: Path) -> None:
    (here / "new.csv").write_text("number,b,a\n7,1,2\n8,0,1\n")
    result = nntui("predict", "plane.nntui", "--data", "new.csv", "--out", "answers.csv")
    assert result.stdout == "2 answers written to answers.csv\n"
    written = read(here / "answers.csv").table
    assert written.names == ("number", "b", "a", "z predicted")
    assert written.value(0, 3) == pytest.approx(5, abs=0.01)
    assert [row[:3] for row in written.rows(0, 2)] == [(7, 1, 2), (8, 0, 1)]


def test_without_a_place_the_table_goes_to_standard_output(nntui: Call, here: Path, plane: Path) -> None:
    (here / "new.csv").write_text("b,a\n1,2\n")
    lines = nntui("predict", "plane.nntui", "--data", "new.csv").stdout.splitlines()
    assert lines[0] == "b,a,z predicted"
    assert lines[1].startswith("1,2,")
    assert len(lines) == 2


def test_a_row_outside_the_trained_range_is_counted(nntui: Call, here: Path, plane: Path) -> None:
    (here / "new.csv").write_text("a,b\n1,1\n9,1\n1,1\n")
    told = json.loads(nntui("predict", "plane.nntui", "--data", "new.csv", "--json").stdout)
    assert told["predictions"][0] == {"z": pytest.approx(2, abs=0.01)}
    assert told["warnings"] == ["a: 1 of 3 rows are outside 0 to 4, the range trained on"]


def test_a_row_that_lacks_an_input_has_no_answer(plane: Path) -> None:
    table = Table.of([Column("a"), Column("b")], {"a": [1.0, None], "b": [1.0, 1.0]})
    answers = Predictor(load(plane)).answers(table)
    (values,) = answers.own.values
    assert values.to_list() == [pytest.approx(2, abs=0.01), None]
    assert answers.warnings == ("1 of 2 rows lack an input and have no answer",)


def test_many_rows_are_answered_like_one(nntui: Call, plane: Path) -> None:
    predictor = Predictor(load(plane))
    cells = [(a / 100, b / 100) for a in range(100) for b in range(100)]
    table = Table.of([Column("a"), Column("b")], {"a": [a for a, _ in cells], "b": [b for _, b in cells]})
    (answers,) = predictor.answers(table).own.values
    for row in (0, 4_095, 4_096, 9_999):
        a, b = cells[row]
        assert answers[row] == pytest.approx(predictor.answer({"a": a, "b": b}).own.values["z"], abs=1e-5)


def test_a_table_is_asked_the_lessons_way_in_a_lesson(nntui: Call, here: Path) -> None:
    nntui("train", "tutorial", "--quiet", "--epochs", "10", "--out", "t.nntui")
    (here / "new.csv").write_text("age,weight\n4,8\n")
    table = json.loads(nntui("predict", "t.nntui", "--data", "new.csv", "--json").stdout)
    one = json.loads(nntui("predict", "t.nntui", "--json").stdout)
    assert table["predictions"] == one["predictions"]
    assert table["trained_scaling_predictions"] == one["trained_scaling_predictions"]


def test_a_session_that_was_never_trained_says_so(nntui: Call, here: Path) -> None:
    nntui("train", "tutorial", "--epochs", "0", "--quiet", "--out", "t.nntui")
    told = json.loads(nntui("predict", "t.nntui", "--json").stdout)
    assert told["warnings"][0] == "this session was never trained: the answers are those of its first weights"


def test_a_session_that_was_stepped_once_is_trained_whatever_its_batch_became(nntui: Call, here: Path) -> None:
    session = open_source("cars", Options(batch=32, engine="autograd"))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    trainer.batches(1)
    stepped = with_options(replace(session, checkpoint=trainer.checkpoint()), Options(batch=16))
    save(stepped, here / "stepped.nntui")
    (here / "new.csv").write_text("".join(f"{line}\n" for line in csv_text(session.table).splitlines()[:3]))
    told = json.loads(nntui("predict", "stepped.nntui", "--data", "new.csv", "--json").stdout)
    assert told["warnings"] == []


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((), "--set NAME=VALUE for a, b"),
        (("--set", "a=1"), "b"),
        (("--set", "a=1", "--set", "b=1", "--set", "c=1"), "'c'"),
        (("--set", "a=x", "--set", "b=1"), "'x' is not a number"),
        (("--set", "a"), "NAME=VALUE"),
        (("--set", "a=nan", "--set", "b=1"), "nan"),
        (("--data", "missing.csv"), "missing.csv"),
        (("--data", "short.csv"), "'b'"),
        (("--data", "plane.csv", "--out", "plane.csv"), "overwritten"),
        (("--data", "plane.csv", "--out", "missing/x.csv"), "x.csv"),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_line(
    nntui: Call, here: Path, plane: Path, words: tuple[str, ...], hint: str
) -> None:
    (here / "short.csv").write_text("a\n1\n")
    result = nntui("predict", "plane.nntui", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("nntui: ")
    assert result.stderr.count("\n") == 1
    assert hint in result.stderr


def test_only_a_session_can_be_asked(nntui: Call, here: Path, plane: Path) -> None:
    for name in ("plane.csv", "tutorial", "."):
        result = nntui("predict", name, "--set", "a=1")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_answered(nntui: Call, here: Path, plane: Path) -> None:
    (here / "new.csv").write_text("a,b\n1,2\nabc,1\n$2,0\n")
    reason = "column a: 'abc' is not a number"
    result = nntui("predict", "plane.nntui", "--data", "new.csv")
    assert result.exit_code == 0
    assert [line.split(",")[2:] for line in result.stdout.splitlines()][2] == ["", reason]
    assert result.stderr == f"nntui: 1 of 3 rows have no answer: row 2, {reason}\n"
    told = json.loads(nntui("predict", "plane.nntui", "--data", "new.csv", "--json").stdout)
    assert told["predictions"][1] == {"z": None}
    assert told["unanswered"] == [{"row": 2, "reason": reason}]
    assert told["predictions"][2] == {"z": pytest.approx(6, abs=0.01)}
    (here / "new.csv").write_text("a,b\nabc,1\n")
    result = nntui("predict", "plane.nntui", "--data", "new.csv")
    assert (result.exit_code, result.stdout) == (2, "")


def test_words_for_an_empty_cell_are_kept_in_the_session(nntui: Call, here: Path) -> None:
    (here / "t.csv").write_text("a,y\n1,1\n2,2\nn.d.,3\n4,4\n")
    assert nntui("train", "t.csv", "--quiet").exit_code == 2
    words = ("--epochs", "1", "--quiet", "--missing", "drop")
    nntui("train", "t.csv", "--empty", "n.d.,-", *words, "--out", "t.nntui")
    told = json.loads(nntui("predict", "t.nntui", "--data", "t.csv", "--json").stdout)
    assert told["unanswered"] == [{"row": 3, "reason": "column a is empty"}]
    told = json.loads(nntui("predict", "t.nntui", "--data", "t.csv", "--empty", "4", "--json").stdout)
    assert [each["row"] for each in told["unanswered"]] == [3, 4]
    assert nntui("predict", "t.nntui", "--set", "a=1", "--empty", "4").exit_code == 2
