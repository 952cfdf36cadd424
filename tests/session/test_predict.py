from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from msgspec.structs import replace as changed

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session import predict
from nntui.session.calculated import with_calculated_cells
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.data.kinds import Cell

SUM = np.array([1.0, 1.0], dtype=np.float32)


@pytest.fixture
def adder() -> Predictor:
    """Two inputs wired to one output, to be asked with weights that add them; xor's cells are left unscaled."""
    return Predictor(open_source("xor", Options(hidden=(), bias=False, scale=("none",))))


def test_an_answer_says_what_went_in_and_what_came_out(adder: Predictor) -> None:
    answer = adder.answer({"x1": 0.25, "x2": 0.5}, SUM)
    assert answer.own is answer.trained
    assert (answer.own.inputs, answer.own.outputs, answer.own.values) == ((0.25, 0.5), (0.75,), {"y": 0.75})
    assert answer.warnings == ()


def test_an_answer_is_in_the_targets_unit() -> None:
    scaled = Options(hidden=(), bias=False, scale=("none", "y=fixed:100"))
    answer = Predictor(open_source("xor", scaled)).answer({"x1": 0.25, "x2": 0.5}, SUM)
    assert (answer.own.outputs, answer.own.values) == ((0.75,), {"y": 75.0})


def test_weights_move_and_the_answer_with_them(adder: Predictor) -> None:
    assert adder.answer({"x1": 0.25, "x2": 0.5}, SUM).own.values["y"] == 0.75
    assert adder.answer({"x1": 0.25, "x2": 0.5}, 2 * SUM).own.values["y"] == 1.5


def test_a_question_that_is_repeated_is_not_calculated_and_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [Column("a", role="ignored"), Column("twice", formula="2 * a"), Column("y", role="target")]
    table = Table.of(columns, {"a": [1.0, 2.0], "twice": [None, None], "y": [3.0, 4.0]})
    predictor = Predictor(new_session("t", "t.csv", table))
    calculated: list[Mapping[str, Cell]] = []

    def counting(columns: Mapping[str, Column], values: Mapping[str, Cell], wanted: list[str]) -> dict[str, Cell]:
        calculated.append(values)
        return with_calculated_cells(columns, values, wanted)

    monkeypatch.setattr(predict, "with_calculated_cells", counting)
    first = predictor.answer({"a": 1.5})
    assert predictor.answer({"a": 1.5}) == first
    assert predictor.answer({"a": 2.0}) != first
    assert calculated == [{"a": 1.5}, {"a": 2.0}]


def test_names_that_a_query_may_set_include_the_sources_of_calculated_inputs() -> None:
    columns = [Column("a", role="ignored"), Column("twice", formula="2 * a"), Column("b"), Column("y", role="target")]
    table = Table.of(columns, {"a": [1.0, 2.0], "twice": [None, None], "b": [5.0, 6.0], "y": [3.0, 4.0]})
    assert list(Predictor(new_session("t", "t.csv", table)).askable) == ["twice", "a", "b"]


def test_a_value_outside_the_range_is_warned_of(adder: Predictor) -> None:
    warnings = adder.answer({"x1": 2, "x2": 0.5}, SUM).warnings
    assert warnings == ("x1: 2 is outside 0 to 1, the range trained on",)


def test_the_tutorial_answers_its_own_way_and_the_right_way() -> None:
    answer = Predictor(open_source("tutorial", Options())).answer({"age": 4, "weight": 8})
    assert answer.own.inputs == (0.5, 1.0)
    assert answer.trained.inputs == pytest.approx((4 / 3, 8 / 9))
    assert answer.own.values != answer.trained.values


def test_a_session_that_was_never_trained_answers_with_its_first_weights() -> None:
    generator = torch.Generator().manual_seed(5)
    drawn = [torch.randn(2, 3, generator=generator), torch.randn(3, 1, generator=generator)]
    weights = Predictor(open_source("tutorial", Options(seed=5))).weights
    assert weights.tolist() == torch.cat([each.flatten() for each in drawn]).tolist()


@pytest.mark.parametrize("question", [{}, {"x1": 1.0}, {"x1": 1.0, "x2": 1.0, "x3": 1.0}, {"x1": np.nan, "x2": 1.0}])
def test_a_question_must_fit_the_inputs(adder: Predictor, question: dict[str, float]) -> None:
    with pytest.raises(DataError):
        adder.answer(question)


SHOPS = Table.of(
    [
        Column("size", kind="whole"),
        Column("shop", kind="category", missing="frequent"),
        Column("open", kind="yes-no", words=("shut", "open")),
        Column("sells", kind="category", role="target"),
    ],
    {
        "size": [1, 2, 3, 4],
        "shop": ["x", "y", "x", None],
        "open": [True, False, True, False],
        "sells": ["bread", "milk", "wine", "wine"],
    },
)
QUESTION: dict[str, Cell] = {"size": 2, "shop": "y", "open": True}


@pytest.fixture
def shops() -> Predictor:
    """Answers with classes."""
    return Predictor(new_session("shops", "shops.csv", SHOPS))


def test_classes_are_answered_by_name_with_the_probability_of_each(shops: Predictor) -> None:
    reply = shops.answer(QUESTION).own
    assert reply.probabilities is not None
    assert list(reply.probabilities) == ["bread", "milk", "wine"]
    assert sum(reply.probabilities.values()) == pytest.approx(1)
    assert reply.values == {"sells": max(reply.probabilities, key=reply.probabilities.__getitem__)}
    assert reply.inputs[1:] == (0.0, 1.0, 1.0)


def test_a_yes_or_no_is_answered_in_the_columns_own_words() -> None:
    yes_no = Predictor(new_session("shops", "shops.csv", SHOPS.with_roles(targets=["open"])))
    reply = yes_no.answer({"size": 2, "shop": "y", "sells": "milk"}).own
    assert reply.probabilities is not None
    assert list(reply.probabilities) == ["shut", "open"]
    assert reply.probabilities["open"] == pytest.approx(reply.outputs[0])
    assert reply.values["open"] == ("open" if reply.outputs[0] > 0.5 else "shut")


def test_numbers_have_no_probabilities(adder: Predictor) -> None:
    assert adder.answer({"x1": 0.25, "x2": 0.5}, SUM).own.probabilities is None


def test_an_unknown_level_is_answered_as_none_of_them_with_a_warning(shops: Predictor) -> None:
    answer = shops.answer({**QUESTION, "shop": "z"})
    assert answer.own.inputs[1:3] == (0.0, 0.0)
    assert len(answer.warnings) == 1
    assert answer.warnings[0].startswith("shop: 'z' is not among the levels trained on")


def test_an_empty_cell_is_filled_as_its_column_is_or_refused(shops: Predictor) -> None:
    assert shops.answer({**QUESTION, "shop": None}).own == shops.answer({**QUESTION, "shop": "x"}).own
    with pytest.raises(DataError, match="a value is missing for size, open"):
        shops.answer({"shop": "x"})


@pytest.mark.parametrize("wrong", [{"size": "two"}, {"shop": 1.0}, {"open": "perhaps"}])
def test_a_cell_of_another_kind_is_no_question(shops: Predictor, wrong: dict[str, Cell]) -> None:
    with pytest.raises(DataError):
        shops.answer({**QUESTION, **wrong})


def test_rows_are_answered_as_single_questions_are(shops: Predictor) -> None:
    answers = shops.answers(SHOPS)
    (values,) = answers.own.values
    for row in range(4):
        question = dict(zip(SHOPS.names[:3], SHOPS.rows(row, row + 1)[0], strict=False))
        reply = shops.answer(question).own
        assert reply.probabilities is not None
        assert values[row] == reply.values["sells"]
        assert answers.own.probabilities is not None
        assert answers.own.probabilities[row].tolist() == pytest.approx(list(reply.probabilities.values()), abs=1e-6)
    assert answers.own.classes == ("bread", "milk", "wine")


def test_a_frame_is_answered_like_its_table(shops: Predictor) -> None:
    of_table, of_frame = shops.answers(SHOPS).own, shops.answers(SHOPS.frame).own
    assert [each.to_list() for each in of_frame.values] == [each.to_list() for each in of_table.values]


def test_rows_without_an_answer_are_counted_and_odd_ones_named() -> None:
    strict = changed(SHOPS.columns[1], missing="drop")
    predictor = Predictor(new_session("shops", "shops.csv", SHOPS.with_column(1, strict)))
    new = Table.of(
        [Column("shop", kind="category"), Column("open", kind="yes-no"), Column("size")],
        {"shop": ["x", None, "z"], "open": [True, True, False], "size": [1.0, 2.0, 30.0]},
    )
    answers = predictor.answers(new)
    (values,) = answers.own.values
    assert [value is None for value in values] == [False, True, False]
    assert answers.own.probabilities is not None
    assert np.isnan(answers.own.probabilities).any(axis=1).tolist() == [False, True, False]
    assert len(answers.warnings) == 3
    assert answers.warnings[0] == "1 of 3 rows lack an input and have no answer"
    assert [warning.split(":")[0] for warning in answers.warnings[1:]] == ["size", "shop"]


def test_cells_that_spell_the_same_in_another_kind_are_taken(shops: Predictor) -> None:
    cells = {"size": ["2"], "shop": ["y"], "open": ["OPEN"], "note": ["anything"]}
    spelled = Table.of([Column(name, kind="category") for name in cells], cells)
    assert shops.answers(spelled).own.values[0].to_list() == [shops.answer(QUESTION).own.values["sells"]]
    with pytest.raises(DataError, match="row 1, column size: 'big' is not a number"):
        shops.answers(spelled.with_value(0, 0, "big"))


def test_no_rows_have_no_answers(shops: Predictor, adder: Predictor) -> None:
    assert shops.answers(SHOPS.without_rows(range(4))).own.values[0].to_list() == []
    empty = Table.of([Column("x1"), Column("x2")], {"x1": [None], "x2": [1.0]})
    assert adder.answers(empty, SUM).own.values[0].to_list() == [None]


def test_a_column_that_is_missing_is_named(shops: Predictor) -> None:
    for rows in (SHOPS.without_column(1), SHOPS.without_column(1).frame):
        with pytest.raises(DataError, match="no column 'shop'"):
            shops.answers(rows)


def test_opening_saving_and_reading_need_no_torch() -> None:
    program = (
        "import sys, pathlib\n"
        "from nntui.session import change, open as source, predict\n"
        "from nntui.session.store import file\n"
        "from nntui.session.options import Options\n"
        "predict.Predictor(source.open_source('tutorial', Options()))\n"
        "assert not {'torch', 'textual', 'numba'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_network_knows_its_targets_when_the_table_has_lost_them() -> None:
    session = open_source("cars", Options(targets=("mpg", "weight")))
    table = session.table.without_column(session.table.index("mpg"))
    predictor = Predictor(changed(session, table=table), Encoder.fit(session.table))
    assert [(column.name, column.unit) for column in predictor.targets] == [("weight", "lb"), ("mpg", "")]
