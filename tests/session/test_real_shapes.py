"""Tables in the shapes that others write: nearly all rows are used, or the first line says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from nntui.data.encoding.encoder import Encoder
from nntui.data.sources import builtin
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.report import rows_used, unused_columns

if TYPE_CHECKING:
    from pathlib import Path

ROWS = range(40)


class Shape(NamedTuple):
    """A file as others write it: its ``text``, and the inputs and columns not used that it has."""

    name: str
    text: str
    inputs: set[str]
    unused: set[str]


def lines(head: str, *row: str, end: str = "\n") -> str:
    """``head``, then each of ``row`` in turn: {n} is the number of the line, {m} the same modulo 7."""
    texts = [row[n % len(row)].format(n=n, m=n % 7, d=n % 28 + 1) for n in ROWS]
    return end.join([head, *texts, ""]) if head else end.join([*texts, ""])


SHAPES = {
    "data frame with its index": Shape("t.csv", lines(",a,b,y", "{n},{m},1.5,{n}.25"), {"a", "b"}, {"column 1"}),
    "R with row names and NA": Shape(
        "t.csv",
        lines('"rownames","dose","supp","len"', '"{n}",NA,"OJ",{m}.5', '"{n}",0.5,"VC",{m}.5', '"{n}",1,"VC",{m}'),
        {"dose", "supp"},
        {"rownames"},
    ),
    "Excel in Germany": Shape(
        "t.csv",
        lines("sep=;\r\nName;Preis;Datum;Menge", "Teil {n};1.25{m},50;{d}.02.2024;{m},5", end="\r\n"),
        {"Preis", "Datum"},
        {"Name"},
    ),
    "Excel in the USA": Shape(
        "t.csv", lines("Item,Price,Share,Sold", 'Part {n},"$1,{m}00.50",{m}0%,"1,00{m}"'), {"Price", "Share"}, {"Item"}
    ),
    "UCI without names": Shape("t.data", lines("", "5.1,3.{m},red", "4.9,?,blue", "4.9,{m},blue"), {"x1", "x2"}, set()),
    "blanks and tabs": Shape("t.txt", lines("", " 18.0   {m}   307.0\t{n}"), {"x1", "x2", "x3"}, set()),
    "survey with gaps": Shape(
        "t.csv",
        lines("age,smoker,city,score", "3{m},Yes,Rome,{m}", ",no,,2.5", "4{m},NA,Paris,{m}"),
        {"age", "smoker", "city"},
        set(),
    ),
    "sparse columns": Shape("t.csv", lines("a,b,c,y", "{m},,,{n}", ",{m},,{n}", ",,{m},{n}"), {"a", "b", "c"}, set()),
    "log of a device": Shape(
        "t.csv",
        lines(
            "# station 5\n# UTC\ntime,temp,ok,load",
            "2024-03-{d:02}T10:{d:02}:00Z,2{m}.5,true,{m}.25",
            "2024-03-{d:02}T11:{d:02}:00Z,2{m}.5,false,{m}.5",
        ),
        {"time", "temp", "ok"},
        set(),
    ),
    "KEEL": Shape(
        "t.dat",
        "@relation t\n@attribute a real [0, 9]\n@attribute class {one, two}\n@data\n"
        + lines("", "{m}.5, one", "{m}, two"),
        {"a"},
        set(),
    ),
    "JSON lines of a service": Shape(
        "t.jsonl",
        lines(
            "", '{{"id": {n}, "tags": ["a"], "n": "{m}", "x": {m}, "y": {n}.5}}', '{{"id": {n}, "x": NaN, "y": {n}}}'
        ),
        {"n", "x"},
        {"id", "tags"},
    ),
    "classes by number": Shape("t.csv", lines("a,b,class", "{m},{n},1", "{n},{m},2"), {"a", "b"}, set()),
    "yes and no by hand": Shape("t.csv", lines("a,churn", "{m},Yes", "{n},NO", "{m}, yes ", "{n},no"), {"a"}, set()),
    "a target with gaps": Shape("t.csv", lines("a,y", "{m},{n}", "{n},"), {"a"}, set()),
}


@pytest.mark.parametrize("name", SHAPES)
def test_nearly_all_rows_are_used_or_the_first_line_says_why_not(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    (tmp_path / shape.name).write_text(shape.text, encoding="utf-8", newline="")
    told: list[str] = []
    session = open_source(str(tmp_path / shape.name), Options(), told.append)
    used = rows_used(session.table, Encoder.fit(session.table))
    assert session.table.height == len(ROWS)
    assert {column.name for column in session.table.inputs} == shape.inputs
    assert set(unused_columns(session.reading, session.table)) == shape.unused
    if name == "a target with gaps":
        assert used.are_few
        assert used.line == "20 of 40 rows are not used: they have an empty cell in y"
    else:
        assert not used.are_few


@pytest.mark.parametrize("name", builtin.names())
def test_nearly_all_rows_of_the_built_in_tables_are_used(name: str) -> None:
    table = builtin.load(name)
    used = rows_used(table, Encoder.fit(table))
    assert used.training + used.validation >= 0.95 * table.height
