"""ONNX models, run by onnxruntime, give the answers of the app to raw cells."""

from __future__ import annotations

import builtins
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime
import polars as pl
import pytest
from msgspec.structs import replace

from nntui.data.cells import format_cell
from nntui.data.column import Column
from nntui.data.scalings import METHODS
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.model.activations import ACTIVATIONS
from nntui.session.export.formats import EXPORTS
from nntui.session.export.onnx.model import ACTIVATION_NODES, onnx_model
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from tests.session.samples import of_every_kind

if TYPE_CHECKING:
    from nntui.session.session import Session


def fed(session: Session, frame: pl.DataFrame, names: list[str]) -> dict[str, np.ndarray]:
    """Raw cells as a model takes them: numbers, and words as they are written."""
    columns = {column.name: column for column in session.table.columns}
    cells: dict[str, np.ndarray] = {}
    for name in names:
        series, column = frame[name], columns[name]
        if column.numeric:
            cells[name] = series.cast(pl.Float64).to_numpy()[:, None]
        else:
            words = ["" if cell is None else format_cell(cell, column) for cell in series.to_list()]
            cells[name] = np.array(words, dtype=object)[:, None]
    return cells


def check_same(session: Session, frame: pl.DataFrame) -> onnxruntime.InferenceSession:
    """Compare the model's answers to these rows with the session's; a row without an answer is not compared."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    running = onnxruntime.InferenceSession(onnx_model(session)[0], options)
    names = [each.name for each in running.get_inputs()]
    found = dict(
        zip([each.name for each in running.get_outputs()], running.run(None, fed(session, frame, names)), strict=True)
    )
    predictor = Predictor(session)
    given = Table.of(session.table.columns, {each.name: each for each in frame})
    expected = predictor.answers(given).trained
    known = expected.values[0].is_not_null().to_numpy()
    assert known.any()
    for series in expected.values:
        answers = found[series.name][known, 0]
        if expected.probabilities is None:
            np.testing.assert_allclose(answers, series.to_numpy()[known], rtol=1e-5, atol=1e-5)
        else:
            assert answers.tolist() == series.filter(pl.Series(known)).to_list()
            np.testing.assert_allclose(found["probabilities"][known], expected.probabilities[known], atol=1e-6)
    return running


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", ["number", "two", "classes", "several"])
def test_each_scaling_and_task_gives_the_same_answers(method: str, target: str) -> None:
    session = of_every_kind(method, target)
    others: dict[str, Any] = {
        "a": [-1e6, 0.0],
        "k": [900, 3],
        "b": [None, True],
        "own": [None, True],
        "d": [25000.0, 19002.5],
    }
    more = session.table.frame[:2].with_columns(
        *(pl.Series(name, values, dtype=session.table.frame.schema[name]) for name, values in others.items()),
        pl.Series("c", ["unknown", "1.0"]),
        pl.Series("constant_1", [None, "unknown"], dtype=pl.String),
    )
    check_same(session, pl.concat([session.table.frame, more]))


@pytest.mark.parametrize("activation", [name for name, each in ACTIVATIONS.items() if not each.output_only])
@pytest.mark.parametrize(("hidden", "bias"), [((), True), ((4, 2), False), ((3,), True)])
def test_each_network_gives_the_same_answers(activation: str, hidden: tuple[int, ...], bias: bool) -> None:
    session = open_source("xor", Options(hidden=hidden, activation=activation, bias=bias, input_scale=True))
    check_same(session, session.table.frame)
    assert ACTIVATION_NODES.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("output", ["linear", "relu"])
def test_outputs_that_are_no_probabilities_are_made_some(output: str) -> None:
    session = open_source("iris", Options(hidden=(3,), loss="mse"))
    session = replace(session, network=replace(session.network, output_activation=output))
    check_same(session, session.table.frame)


FORMULAS = [
    "a / b ** 2",
    "-a % 3 + pi",
    "if(empty(a), 1, a) + empty(c)",
    "a > 1 and not b = 2 or c = 'x'",
    "1 < a <= 3",
    "c != 'y'",
    "log(a) + sqrt(b) + sign(-b) + round(2.5) + floor(a) + ceil(a)",
    "min(a, b, 1) + max(a, b) + clip(a, 0, 1)",
    "log10(a) + log2(a) + log1p(a) + tan(b) + sinh(b) + cosh(b) + tanh(b) + exp(a) + sin(a) + cos(a) + abs(-a)",
    "(0 - 8) ** (1 / a)",
    "if(w, a, +b)",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_calculated_column_is_calculated_in_the_model(formula: str) -> None:
    session = calculated(formula)
    running = check_same(session, session.table.frame)
    assert "f" not in [each.name for each in running.get_inputs()]


def calculated(formula: str, kind: str = "number") -> Session:
    given = [Column("a", role="ignored"), Column("b", role="ignored")]
    given += [Column("c", kind="category", role="ignored"), Column("d", kind="date", role="ignored")]
    given += [Column("w", kind="yes-no", role="ignored")]
    columns = [
        *given,
        Column("f", kind, formula=formula, missing="median" if kind == "number" else "frequent"),
        Column("y", role="target"),
    ]
    cells: dict[str, Any] = {
        "a": [1.0, 2.0, 3.0, None, 0.0],
        "b": [1.0, 2.0, 5.0, 2.0, 0.0],
        "c": ["x", "y", "z", None, "x"],
        "d": [19000.25] * 4 + [None],
        "w": [True, False, None, True, False],
    }
    table = Table.of(columns, {**cells, "f": [None] * 5, "y": [1.0, 2.0, 3.0, 4.0, 5.0]})
    return new_session("t", "t.csv", table)


@pytest.mark.parametrize("formula", ["year(d)", "a + weekday(d)", "c < 'xa'"])
def test_what_onnx_cannot_calculate_has_to_be_given_and_is_told(formula: str) -> None:
    session = calculated(formula)
    running = check_same(session, session.table.frame)
    assert [each.name for each in running.get_inputs()] == ["f"]
    assert onnx_model(session)[1].startswith("give f calculated: ONNX lacks an operator for the formula; ")


@pytest.mark.parametrize(
    ("formula", "kind", "inputs"),
    [("a > 1", "yes-no", ["a"]), ("floor(a)", "category", ["f"]), ("if(w, 'on', c)", "category", ["f"])],
    ids=["yes-no", "numbers", "texts"],
)
def test_calculated_classes_are_yes_and_no_in_the_model_or_words_that_are_given(
    formula: str, kind: str, inputs: list[str]
) -> None:
    session = calculated(formula, kind)
    running = check_same(session, session.table.frame)
    assert [each.name for each in running.get_inputs()] == inputs


def test_the_file_says_what_it_is() -> None:
    made = EXPORTS["onnx"].make(open_source("cars", Options(hidden=(2,))))
    model = onnx.load_from_string(made.content)
    facts = {each.key: json.loads(each.value) for each in model.metadata_props}
    assert facts["targets"] == ["mpg"]
    assert facts["units"]["mpg"] == "mi/gal"
    assert model.doc_string == "mpg predicted by a network 6-2-1"
    assert made.remark == "the model does not warn of values unlike those that it was trained on, as nntui predict does"


def test_a_missing_package_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] in {"onnx", "tensorboardX"}:
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr("nntui.session.export.onnx.graph.import_module", without)
    monkeypatch.setattr("nntui.session.export.tfevents.import_module", without)
    session = open_source("xor", Options())
    with pytest.raises(DataError, match=r"an ONNX model needs the package onnx: pip install 'nntui\[onnx\]'"):
        EXPORTS["onnx"].make(session)
    with pytest.raises(DataError, match=r"need the package tensorboardX: pip install 'nntui\[tensorboard\]'"):
        EXPORTS["tfevents"].make(session)
