"""One record added to a table from outside is known everywhere: each time in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def printed(code: str, folder: Path) -> list[str]:
    """The lines that a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], check=True, capture_output=True, text=True, cwd=folder, timeout=300
    )
    return done.stdout.splitlines()


def test_a_formula_function_is_parsed_evaluated_suggested_and_reserved(tmp_path: Path) -> None:
    code = """
        from nntui.data.column import Column
        from nntui.data.formula.formula import Formula
        from nntui.data.formula.functions import FUNCTIONS, FunctionRecord
        from nntui.data.rows import filtered_rows
        from nntui.data.table import Table
        from nntui.errors import DataError

        FUNCTIONS["twice"] = FunctionRecord("twice", lambda values: 2 * values, "two times the value")
        table = Table.of([Column("x"), Column("y")], {"x": [1, 2], "y": [0, 0]})
        print(table.with_formula(1, "twice(x) + 1").frame["y"].to_list())
        print(filtered_rows(table, "not empty(x) and twice(x) > 2").tolist())
        for wrong in ("twise(x)", "twice(x, x)"):
            try:
                Formula.parse(wrong)
            except DataError as error:
                print(error)
        print(Formula.parse("x + 1").renamed("x", "twice"))
    """
    assert printed(code, tmp_path) == [
        "[3.0, 5.0]",
        "[1]",
        "formula: function 'twise' is not known; did you mean twice?",
        "formula: twice takes 1 value, not 2; it is two times the value",
        "`twice` + 1",
    ]


def test_a_file_format_is_read_written_offered_and_named(tmp_path: Path) -> None:
    code = """
        from pathlib import Path

        import polars as pl
        from click.testing import CliRunner
        from nntui.data.column import Column
        from nntui.data.files.formats import FORMATS, FormatRecord
        from nntui.data.files.source import FileContents
        from nntui.data.files.tables import read, write_table
        from nntui.errors import DataError

        def read_stars(request):
            with request.open() as file:
                cells = pl.Series("stars", [float(len(line.strip())) for line in file])
            return FileContents([Column("stars")], [cells], ["counted"])

        def write_stars(table, file, how):
            for (stars,) in table.frame.iter_rows():
                file.write(b"*" * int(stars) + b"\\n")

        FORMATS["stars"] = FormatRecord("stars", (".stars",), read_stars, write_stars)
        Path("a.stars").write_text("**\\n***\\n")
        print(read("a.stars").table.frame["stars"].to_list(), read("a.stars").notes)
        write_table(read("a.stars").table, "b.stars")
        print(Path("b.stars").read_text().split())
        try:
            write_table(read("a.stars").table, "a.unknown")
        except DataError as error:
            print(error)
        from nntui.cli import main
        print(".stars" in CliRunner().invoke(main, ["--help"]).output)
        print(".stars" in CliRunner().invoke(main, ["predict", "--help"]).output)
        from nntui.ui.dialogs.places import is_table
        print(is_table(Path("c.stars")))
    """
    assert printed(code, tmp_path) == [
        "[2.0, 3.0] ('counted',)",
        "['**', '***']",
        "a.unknown: Unknown file type; use .csv, .txt, .tsv, .tab, .parquet, .pq, .jsonl, .ndjson or .stars.",
        "True",
        "True",
        "True",
    ]


def test_a_kind_of_column_is_parsed_stored_learnt_and_named(tmp_path: Path) -> None:
    code = """
        from dataclasses import replace

        from click.testing import CliRunner
        from nntui.data.cells import format_cell, parse_cell
        from nntui.data.column import Column
        from nntui.data.encoding.encoder import Encoder, encode
        from nntui.data.kinds import KINDS, NUMBER
        from nntui.data.table import Table
        from nntui.errors import DataError

        KINDS["percent"] = replace(
            KINDS[NUMBER],
            name="percent",
            meaning="a share, such as 20%",
            parse=lambda text, _: float(text.strip().removesuffix("%")) / 100,
            write=lambda cell, _: f"{100 * cell:g}%",
        )
        share = Column("share", kind="percent")
        print(parse_cell("20%", share), format_cell(0.5, share))
        table = Table.of([share, Column("y", role="target")], {"share": [0.5, 1], "y": [1, 2]})
        print(encode(table, Encoder.fit(table)).inputs.tolist())
        print(table.with_kind(0, "text").frame["share"].to_list())
        print(table.with_kind(0, "text").with_kind(0, "percent").frame["share"].to_list())
        try:
            Column("x", kind="per cent")
        except DataError as error:
            print(error)
        from nntui.cli import main
        print("percent" in CliRunner().invoke(main, ["--help"]).output)
    """
    assert printed(code, tmp_path) == [
        "0.2 50%",
        "[[-1.0], [1.0]]",
        "['50%', '100%']",
        "[0.5, 1.0]",
        "x: kind 'per cent' is not known; choose one of number, whole, yes-no, category, text, date, percent",
        "True",
    ]


def test_a_policy_and_a_scaling_method_are_applied_and_named(tmp_path: Path) -> None:
    code = """
        from click.testing import CliRunner
        from nntui.data.column import Column, Scaling, parse_scaling
        from nntui.data.encoding.encoder import Encoder, encode
        from nntui.data.policies import POLICIES, PolicyRecord
        from nntui.data.scalings import METHODS, MethodRecord
        from nntui.data.table import Table
        from nntui.errors import DataError

        POLICIES["zero"] = PolicyRecord("zero", "0", fill=lambda _: 0.0, suits=lambda kind: kind.numeric)
        METHODS["half"] = MethodRecord("half", "divided by 2", lambda values, divisor: (0.0, 2.0))
        columns = [Column("x", missing="zero", scaling=parse_scaling("half")), Column("y", role="target")]
        table = Table.of(columns, {"x": [4, None], "y": [1, 2]})
        print(encode(table, Encoder.fit(table)).inputs.tolist())
        for wrong in (lambda: Column("x", kind="category").check_policy("zero"), lambda: Scaling("third")):
            try:
                wrong()
            except DataError as error:
                print(error)
        from nntui.cli import main
        output = CliRunner().invoke(main, ["--help"]).output
        print("zero" in output, "half" in output)
    """
    assert printed(code, tmp_path) == [
        "[[2.0], [0.0]]",
        "x: policy zero does not apply to a category input; choose one of drop, refuse, frequent, own, fill",
        (
            "scaling 'third' is not known; choose one of "
            "none, max, min-max, standard, clipped, robust, log, pixel, fixed, half"
        ),
        "True True",
    ]


def test_a_generator_is_parsed_generated_and_listed(tmp_path: Path) -> None:
    code = """
        import numpy as np
        from click.testing import CliRunner
        from nntui.data.sources.computed import GENERATORS, Generator, generate, parse
        from nntui.data.sources.points import CurveFunction

        GENERATORS["cube"] = Generator("cube", "y = x ** 3", CurveFunction(lambda x: x**3))
        print(generate(parse("cube:3")).frame.rows())
        from nntui.cli import main
        print("y = x ** 3" in CliRunner().invoke(main, ["datasets"]).output)
    """
    assert printed(code, tmp_path) == ["[(-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)]", "True"]
