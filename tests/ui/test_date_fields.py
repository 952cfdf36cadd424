"""Dates in the fields of forms, without a screen."""

from __future__ import annotations

import pytest

from nntui.data.cells import parse_cell
from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.table import Table
from nntui.ui.predict.form import InputField
from nntui.ui.predict.presenter import form_fields
from nntui.ui.table.column_form import column_form, edit

WHEN = Column("when", "date", date_format="%d/%m/%Y")


def table_of(*texts: str) -> Table:
    days = [parse_cell(text, WHEN) for text in texts]
    columns = [WHEN, Column("y", role="target")]
    return Table.of(columns, {"when": days, "y": [float(row) for row in range(len(days))]})


def test_a_date_is_asked_for_and_shown_as_it_is_written() -> None:
    table = table_of("01/05/2024", "03/05/2024", "11/05/2024")
    (field,) = form_fields(table, Encoder.fit(table))
    assert field.range == "01/05/2024..11/05/2024"
    assert field.note("05/05/2024", 40) == "01/05/2024 to 11/05/2024"
    assert field.fault("2024-05-31") == ""
    assert field.fault("05/31/2024") == "not a date as 11/05/2024"
    assert field.read("31/05/2024") == field.read("2024-05-31")
    assert InputField(WHEN).fault("x") == "not a date as 01/01/1970"


@pytest.mark.parametrize(
    ("asked", "texts", "says"),
    [
        ({"dates": "m/d/y"}, "%m/%d/%Y", "written form of when: m/d/y (as 01/05/2024, 03/05/2024, 11/05/2024)"),
        ({"kind": "number"}, "", "kind of when: number (3 cells)"),
        ({"kind": "text"}, "", "kind of when: text (ignored by the network)"),
    ],
)
def test_the_form_of_a_column_changes_how_dates_are_written(asked: dict[str, str], texts: str, says: str) -> None:
    judged = edit(table_of("01/05/2024", "03/05/2024", "11/05/2024"), 0, asked)
    assert judged.result is not None
    assert (judged.result[1].columns[0].date_format, judged.says) == (texts, says)


def test_a_form_in_which_a_date_does_not_fit_is_refused_beside_its_field() -> None:
    judged = edit(table_of("31/05/2024", "03/05/2024"), 0, {"dates": "m/d/y"})
    assert "'31/05/2024' is not a date" in judged.reasons["dates"]
    assert "dates written as 'x' are not known" in edit(table_of("31/05/2024"), 0, {"dates": "x"}).reasons["dates"]
    assert column_form(table_of("31/05/2024"), 0).texts["dates"] == "d/m/y"
