"""The report on the use of a table's columns and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from nntui.data.encoding.encoder import Encoder
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.report import report_lines, rows_used, unused_columns
from nntui.session.store.file import load, save

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "id,name,when,kind,size,note,y\n" + "".join(
    f"{row},name {row},0{row % 9 + 1}.02.2024,{'ab'[row % 2]},{row / 2},n{row},{row if row != 7 else ''}\n"
    for row in range(30)
)
REASONS = {
    "id": "it numbers the rows",
    "name": "text: all different; of kind category each is an input",
    "kind": "you asked for it",
    "note": "text: all different; of kind category each is an input",
}


def test_every_column_and_row_that_is_not_used_has_its_reason(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT)
    session = open_source(str(tmp_path / "t.csv"), Options(ignored=("kind",), validation=0.2))
    assert unused_columns(session.reading, session.table) == REASONS
    used = rows_used(session.table, Encoder.fit(session.table))
    assert used.training + used.validation + used.left_out == 30
    assert (used.left_out, used.reason, used.fillable) == (1, "they have an empty cell in y", ())
    lines = list(report_lines(session, session.table))
    assert lines[1:3] == ["target: y (whole)", "inputs: when (date), size (number)"]
    assert "not used: id (it numbers the rows)" in lines
    assert lines[0].endswith("(separated by commas, decimal point, utf-8, header)")
    assert any(line.startswith("column when is read as dates") for line in lines)


def test_the_same_is_reported_for_a_saved_session(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT)
    session = open_source(str(tmp_path / "t.csv"), Options(ignored=("kind",)))
    save(session, tmp_path / "t.nntui")
    again = load(tmp_path / "t.nntui")
    assert again.reading == session.reading
    assert list(report_lines(again, again.table)) == list(report_lines(session, session.table))


def test_columns_that_no_table_can_have_are_among_those_not_used(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1.0, 2.0, 3.0], "tags": [["u"], [], []], "y": [1.0, 2.0, 4.0]}).write_parquet(
        tmp_path / "t.parquet"
    )
    session = open_source(str(tmp_path / "t.parquet"), Options())
    assert unused_columns(session.reading, session.table) == {"tags": "its cells are lists or records"}
    session = open_source("cars", Options(ignored=("year",)))
    assert unused_columns(session.reading, session.table)["year"] == "its role is ignored"


def test_a_table_that_cannot_be_trained_on_says_why(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"a": "1.5", "y": "1"}\n{"a": "2.5", "y": "2"}\n')
    told: list[str] = []
    session = open_source(str(tmp_path / "t.jsonl"), Options(), told.append)
    why = "numbers written as texts; of kind number they can be used"
    assert told == [f"not used, as text: a ({why}); y ({why})"]
    assert any(
        "no column is an input, and none can be one as it is" in line for line in report_lines(session, session.table)
    )
