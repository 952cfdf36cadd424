"""The advice that messages about a file give works as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nntui.data.encoding.encoder import Encoder
from nntui.errors import DataError
from nntui.session.open import open_source
from nntui.session.options import Options

if TYPE_CHECKING:
    from pathlib import Path

ODD = "a,x,y\n1,10,1\n2,n.d.,2\n3,12,3\n4,13,4\n5,14,5\n"
INFINITE = "a,x,y\n1,10,1\n2,inf,2\n3,12,3\n"
DATES = "a,x,y\n1,2024-01-01,1\n2,2024-01-02,2\n3,soon,3\n4,2024-01-04,4\n5,2024-01-05,5\n6,2024-01-06,6\n"
ORDER = "a,x,y\n1,01/02/2024,1\n2,05/02/2024,2\n3,03/02/2024,3\n"
POINTS = "a;x;y\n1;1.250;1\n2;2.500;2\n3;3.750;3\n"
WORDS = "a,x,y\n1,one,1\n2,two,2\n3,three,3\n"
PADDED = "a,x,y\n1,001,1\n2,002,2\n3,010,3\n"
MIXED = '{"a": 1, "x": 1, "y": 1}\n{"a": 2, "x": [1], "y": 2}\n{"a": 3, "x": 2, "y": 4}\n'
NESTED = '{"a": 1, "x": {"b": 1}, "y": 1}\n{"a": 2, "x": {"b": 2}, "y": 2}\n{"a": 3, "x": {"b": 2}, "y": 4}\n'
STRINGS = '{"a": 1, "x": "1.5", "y": 1}\n{"a": 2, "x": "2.5", "y": 2}\n{"a": 3, "x": "3.5", "y": 4}\n'
FALSE_YES = "a,x,y\n1,yes,1\n2,no,2\n3,perhaps,3\n4,no,4\n"


@pytest.mark.parametrize(
    ("content", "message", "advice", "kind"),
    [
        (ODD, "read x as text", {"kinds": ("x=text",)}, "text"),
        (ODD, "for an empty cell, declare the word", {"empty": ("n.d.",)}, "whole"),
        (ODD, "'n.d.' is not a number", {"ignored": ("x",)}, ""),
        (ODD, "'n.d.' is not a number", {"kinds": ("x=category",)}, "category"),
        (INFINITE, "is not a finite number", {"ignored": ("x",)}, ""),
        (INFINITE, "is not a finite number", {"empty": ("inf",)}, "whole"),
        (DATES, "for an empty cell, declare the word", {"empty": ("soon",)}, "date"),
        (DATES, "except for 'soon'", {"ignored": ("x",)}, ""),
        (ORDER, "kind date:m/d/y", {"kinds": ("x=date:m/d/y",)}, "date"),
        (POINTS, "choose the decimal comma if it is 1250", {"decimal": ","}, "whole"),
        (WORDS, "of kind category each is an input", {"kinds": ("x=category",)}, "category"),
        (PADDED, "of kind number they can be used", {"kinds": ("x=number",)}, "number"),
        (FALSE_YES, "", {"kinds": ("x=yes-no",), "empty": ("perhaps",)}, "yes-no"),
        (MIXED, "the list or object in line 2 is taken as empty", {"kinds": ("x=text",)}, "text"),
        (MIXED, "the list or object in line 2", {"ignored": ("x",)}, ""),
        (NESTED, "holds a list or an object", {"kinds": ("x=text",)}, "text"),
        (NESTED, "holds a list or an object", {"kinds": ("x=category",)}, "category"),
        (NESTED, "holds a list or an object", {"ignored": ("x",)}, ""),
        (STRINGS, "of kind number they can be used", {"kinds": ("x=number",)}, "number"),
    ],
)
def test_the_advice_of_a_message_works(
    tmp_path: Path, content: str, message: str, advice: dict[str, Any], kind: str
) -> None:
    path = tmp_path / ("t.jsonl" if content.startswith("{") else "t.csv")
    path.write_text(content)
    told: list[str] = []
    try:
        open_source(str(path), Options(), told.append)
    except DataError as error:
        told.append(str(error))
    assert any(message in line for line in told) or not message
    after: list[str] = []
    session = open_source(str(path), Options(**advice), after.append)
    Encoder.fit(session.table)
    column = next((each for each in session.table.columns if each.name == "x"), None)
    if kind:
        assert column is not None
        assert column.kind == kind
        assert column.is_input == (kind != "text")
    else:
        assert column is None or column.role == "ignored"
        assert not any("column x" in line and "left out" not in line for line in after)
