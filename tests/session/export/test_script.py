"""Exported scripts run with torch and Python's library alone, and give the answers of the app."""

from __future__ import annotations

import ast
import contextlib
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace
from safetensors.numpy import load

from nntui.cli.predict import answer_lines
from nntui.data.column import Column
from nntui.data.formula.formula import formula_of
from nntui.data.formula.functions import FUNCTIONS
from nntui.data.kinds import KINDS
from nntui.data.scalings import METHODS
from nntui.data.table import Table
from nntui.model.activations import ACTIVATIONS
from nntui.session.export.formulas import FUNCTION_CODE
from nntui.session.export.helpers import HELPERS
from nntui.session.export.literals import READABLE_NUMBERS, tensor_text
from nntui.session.export.question import KIND_CODE
from nntui.session.export.script import network_script
from nntui.session.export.tables import ACTIVATION_CODE, LOSS_CODE, OPTIMISER_CODE, SCHEDULE_CODE
from nntui.session.export.tensors import parameters_written
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.training.losses import LOSSES
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULES
from tests.session.samples import of_every_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nntui.data.kinds import Cell
    from nntui.session.session import Session

MODULES = {"base64", "datetime", "math", "operator", "re", "sys", "torch", "torch.nn"}


def loaded(text: str) -> dict[str, Any]:
    """The names that a script defines, after a check of what it imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= MODULES
        elif isinstance(node, ast.ImportFrom):
            assert node.module in MODULES
    names: dict[str, Any] = {"__name__": "exported"}
    exec(compile(text, "exported.py", "exec"), names)
    return names


def check_same(session: Session, questions: Sequence[Mapping[str, Cell]]) -> dict[str, Any]:
    """Compare the script's answers, which torch rounds, with the session's, which numpy rounds."""
    names = loaded(network_script(session))
    predictor = Predictor(session)
    with contextlib.redirect_stderr(io.StringIO()):
        for question in questions:
            reply = predictor.answer(question).trained
            expected = reply.probabilities if reply.probabilities is not None else reply.values
            assert names["predict"](question) == pytest.approx(dict(expected), rel=1e-5, abs=1e-6)
    return names


HOSTILE = ["a\nimport os", "'); raise SystemExit('", '"""', "\\", "[bold]{0}", "\u202e\u00e9\U0001f600", "%s", "=x"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("target", ["number", "two", "classes", "several"])
def test_each_scaling_and_task_gives_the_same_answers(method: str, target: str) -> None:
    session = of_every_kind(method, target)
    questions: list[dict[str, Cell]] = [
        {"a": 2.0, "k": 3, "b": True, "c": "x", "d": 19002.0},
        {"a": None, "k": 900, "b": None, "c": None, "d": 25000.0},
        {"a": -1e6, "k": 3, "b": False, "c": " y ", "d": 19002.5},
        {"a": 0.0, "k": 3, "b": False, "c": "unknown", "d": 19002.5},
        {"a": 0.0, "k": 3, "b": False, "c": "1.0", "d": 19002.5},
    ]
    names = check_same(session, questions)
    with pytest.raises(SystemExit, match="missing for k"):
        names["predict"]({"a": 1.0})


@pytest.mark.parametrize("activation", [name for name, each in ACTIVATIONS.items() if not each.output_only])
@pytest.mark.parametrize("hidden", [(), (3,), (4, 2)])
@pytest.mark.parametrize("bias", [False, True])
def test_each_network_gives_the_same_answers(activation: str, hidden: tuple[int, ...], bias: bool) -> None:
    session = open_source("xor", Options(hidden=hidden, activation=activation, bias=bias, input_scale=True))
    size = session.network.parameters
    weights = np.linspace(-2, 2, size, dtype=np.float32)
    names = loaded(network_script(session, weights))
    reply = Predictor(session).answer({"x1": 0.3, "x2": 1.0}, weights).trained
    expected = reply.values if reply.probabilities is None else reply.probabilities
    assert names["predict"]({"x1": 0.3, "x2": 1.0}) == pytest.approx(dict(expected), abs=1e-6)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_words_are_data_and_never_code(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    quoted = f"'{name.replace(chr(39), chr(39) * 2)}'"
    columns = [
        Column(name, kind="category"),
        Column("calculated", formula=f"`{name.replace('`', '``')}` = {quoted}"),
        Column("y" + name, kind="category", role="target", unit=name),
    ]
    cells: dict[str, Any] = {
        name: [name, "other"] * 2,
        "calculated": [None] * 4,
        "y" + name: [name + "1", name + "2"] * 2,
    }
    session = new_session(name, name, Table.of(columns, cells))
    names = check_same(replace(session, query={name: name}), [{name: name}, {name: "other"}])
    names["main"]([])
    names["main"]([f"{name}={name}"])
    lines = capsys.readouterr().out
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]


FORMULAS = [
    "a / b ** 2",
    "-a % 3 + pi",
    "if(empty(a), 1, a)",
    "a > 1 and not b = 2 or c = 'x'",
    "1 < a <= 3",
    "log(a) + sqrt(b) + sign(-b) + round(2.5) + floor(a) + ceil(a)",
    "min(a, b, 1) + max(a, b) + clip(a, 0, 1)",
    "year(d) + month(d) + day(d) + weekday(d) + hour(d) + minute(d)",
    "date(2024, 5, a)",
    "c < 'xa'",
    "(0 - 8) ** (1 / a)",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_calculated_column_is_calculated(formula: str) -> None:
    given = [Column("a", role="ignored"), Column("b", role="ignored")]
    given += [Column("c", kind="category", role="ignored"), Column("d", kind="date", role="ignored")]
    columns = [*given, Column("f", formula=formula, missing="median"), Column("y", role="target")]
    cells: dict[str, Any] = {"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 5.0], "c": ["x", "y", "z"], "d": [19000.25] * 3}
    table = Table.of(columns, {**cells, "f": [None] * 3, "y": [1.0, 2.0, 3.0]})
    questions: list[dict[str, Cell]] = [
        {"a": 2.0, "b": 0.5, "c": "x", "d": 19001.7},
        {"a": 0.0, "b": 0.0, "c": "y", "d": 19001.7},
        {"a": None, "b": 2.0, "c": None, "d": None},
    ]
    names = formula_of(formula).names
    asked = [{name: each[name] for name in each if name in names} for each in questions]
    check_same(new_session("t", "t.csv", table), [*asked, {"f": 3.0}, {"f": None}])


@pytest.mark.parametrize(
    ("formula", "kind"),
    [("a > 1", "yes-no"), ("floor(a)", "category"), ("if(a > 1, 'high', c)", "category")],
    ids=["yes-no", "numbers", "texts"],
)
def test_a_calculated_column_of_classes_is_calculated(formula: str, kind: str) -> None:
    given = [Column("a", role="ignored"), Column("c", kind="category", role="ignored")]
    columns = [*given, Column("f", kind, formula=formula), Column("y", role="target")]
    cells: dict[str, Any] = {"a": [1.0, 2.0, 3.5], "c": ["x", "y", "z"], "f": [None] * 3, "y": [1.0, 2.0, 3.0]}
    names = formula_of(formula).names
    questions: list[dict[str, Cell]] = [{"a": 2.0, "c": "x"}, {"a": 1.0, "c": "x"}]
    asked = [{name: each[name] for name in each if name in names} for each in questions]
    check_same(new_session("t", "t.csv", Table.of(columns, cells)), asked)


def test_every_record_has_its_source() -> None:
    assert ACTIVATION_CODE.keys() == ACTIVATIONS.keys()
    assert LOSS_CODE.keys() == LOSSES.keys()
    assert OPTIMISER_CODE.keys() == OPTIMISERS.keys()
    assert SCHEDULE_CODE.keys() == SCHEDULES.keys()
    assert FUNCTION_CODE.keys() == FUNCTIONS.keys()
    assert KIND_CODE.keys() == KINDS.keys()


@pytest.mark.parametrize("size", [3, READABLE_NUMBERS + 1, 0])
def test_weights_read_back_bit_for_bit(size: int) -> None:
    array = np.random.default_rng(0).standard_normal((1, size)).astype(np.float32) * np.float32(1e-8)
    names = loaded(f"import base64\nimport torch\n{HELPERS['packed']}\nfound = {tensor_text(array)}")
    assert np.array_equal(names["found"].numpy(), array)


def test_the_tutorial_prints_both_answers_of_the_app(capsys: pytest.CaptureFixture[str]) -> None:
    session = open_source("tutorial", Options())
    loaded(network_script(session))["main"]([])
    printed = capsys.readouterr().out.splitlines()
    predictor = Predictor(session)
    expected = list(answer_lines(predictor, session.query, predictor.answer(session.query)))
    assert [line for line in printed if line.startswith("  ")] == [line for line in expected if line.startswith("  ")]


def test_silenced_neurons_give_nothing_to_the_answers_of_a_script_and_of_its_tensors() -> None:
    session = open_source("cars", Options(hidden=(4, 3), input_scale=True))
    silenced = replace(session, network=replace(session.network, silenced=((0, 2), (1, 0), (2, 1))))
    names = [column.name for column in session.table.inputs]
    check_same(silenced, session.table.frame.select(names).head(3).rows(named=True))
    tensors = load(parameters_written(silenced))
    assert not tensors["W1"][2].any()
    assert not tensors["W3"][1].any()
    assert load(parameters_written(session))["W3"][1].any()
