"""``nntui.load``: a saved session as a model for Python programs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from msgspec.structs import replace

import nntui
from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError, SessionError
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.session.store.file import save
from nntui.training.loop import train
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from nntui.session.session import Session


pytestmark = pytest.mark.filterwarnings("ignore:.*the range trained on")


def trained(source: str, *targets: str) -> Session:
    session = open_source(source, Options(targets=targets, engine="autograd", epochs=3, validation=0.2, hidden=(4,)))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    for _ in train(trainer, session.training.epochs):
        pass
    return replace(session, checkpoint=trainer.checkpoint())


@pytest.fixture(scope="module")
def cars(tmp_path_factory: pytest.TempPathFactory) -> nntui.LoadedModel:
    path = tmp_path_factory.mktemp("cars") / "cars.nntui"
    save(trained("cars", "mpg"), path)
    return nntui.load(path)


@pytest.fixture(scope="module")
def iris() -> nntui.LoadedModel:
    return nntui.LoadedModel(trained("iris"))


def test_the_screen_and_the_model_do_not_wait_for_each_other() -> None:
    code = "import sys, nntui; before = 'polars' in sys.modules; nntui.load; print(before, 'textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]
    assert not hasattr(nntui, "other")


class Pandas:
    """As much of a pandas frame as is asked for."""

    def __init__(self, cells: dict[str, list[object]]) -> None:
        self.cells = cells

    def notna(self) -> list[str]:
        return list(self.cells)

    def astype(self, dtype: type) -> Pandas:
        assert dtype is object
        return self

    def where(self, condition: object, other: object) -> Pandas:
        assert condition == list(self.cells)
        assert other is None
        return self

    def to_dict(self, orient: str) -> dict[str, list[object]]:
        assert orient == "list"
        return self.cells


FORMS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: Pandas(frame.to_dict(as_series=False)),
    "columns": lambda frame: frame.to_dict(as_series=False),
    "arrays": lambda frame: {name: frame[name].to_numpy() for name in frame.columns},
    "rows": lambda frame: frame.to_dicts(),
    "array": lambda frame: frame.to_numpy(),
    "tuple": lambda frame: tuple(frame.to_dicts()),
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_in_any_form_have_the_answers_of_the_session(cars: nntui.LoadedModel, form: str) -> None:
    names = cars.feature_names_in_.tolist()
    frame = cars.session.table.frame.select(names)[:5]
    expected = Predictor(cars.session).answers(frame).own.values[0].to_list()
    assert cars.predict(FORMS[form](frame)).tolist() == expected
    assert len(names) == cars.n_features_in_ == 6
    assert repr(cars).startswith("<nntui model 6-4-1: mpg from cylinders, displacement")


def test_one_row_and_a_file_are_rows_too(cars: nntui.LoadedModel, tmp_path: Path) -> None:
    frame = cars.session.table.frame
    (tmp_path / "rows.csv").write_text(frame[:3].write_csv(), encoding="utf-8")
    expected = cars.predict(frame[:3]).tolist()
    assert cars.predict(str(tmp_path / "rows.csv")).tolist() == expected
    assert cars.predict(frame.to_dicts()[0]).tolist() == expected[:1]


def test_a_row_without_an_answer_is_told_and_has_none(cars: nntui.LoadedModel) -> None:
    row = cars.session.table.frame.to_dicts()[0]
    rows = [row, {**row, "weight": "heavy"}, {**row, "weight": 99_999}]
    with pytest.warns(nntui.PredictionWarning) as found:
        answers = cars.predict(rows)
    assert np.isnan(answers).tolist() == [False, True, False]
    lines = [str(each.message) for each in found]
    assert "row 2, column weight: 'heavy' is not a number" in lines[0]
    assert "weight: 1 of 3 rows are outside 1649 to 5140" in lines[1]


def test_the_module_and_its_inputs_make_the_same_answers(cars: nntui.LoadedModel) -> None:
    frame = cars.session.table.frame[:7]
    inputs = cars.encode(frame)
    assert inputs.shape == (7, 6)
    outputs = cars.module(torch.from_numpy(inputs)).detach().numpy()
    decoded = Encoder.fit(cars.session.table).decode(outputs).values[0].to_numpy()
    np.testing.assert_allclose(decoded, cars.predict(frame), rtol=1e-6)
    with pytest.raises(DataError, match="row 1: column weight: 'x' is not a number"):
        cars.encode({**frame.to_dicts()[0], "weight": "x"})


def test_classes_have_names_and_probabilities(iris: nntui.LoadedModel) -> None:
    frame = iris.session.table.frame
    shares = iris.predict_proba(frame)
    assert shares.shape == (150, 3)
    assert iris.predict(frame).tolist() == iris.classes_[shares.argmax(axis=1)].tolist()
    right = np.mean(iris.predict(frame) == frame[iris.target_names[0]].to_numpy())
    assert iris.score(frame) == pytest.approx(right)
    assert iris.score(frame.drop("species"), frame["species"].to_list()) == iris.score(frame)


def test_numbers_have_no_classes(cars: nntui.LoadedModel) -> None:
    assert not hasattr(cars, "classes_")
    with pytest.raises(AttributeError, match="mpg is a number and has no probabilities"):
        cars.predict_proba(cars.session.table.frame)


def test_several_targets_have_a_column_each() -> None:
    model = nntui.LoadedModel(trained("cars", "mpg", "weight"))
    frame = model.session.table.frame
    assert model.predict(frame[:4]).shape == (4, 2)
    truth = frame.select(model.target_names).to_numpy()
    assert model.score(frame, truth) == pytest.approx(model.score(frame))
    with pytest.raises(DataError, match="a column for each of weight, mpg"):
        model.score(frame, truth[:, 0])


def test_the_figures_are_those_of_evaluate(cars: nntui.LoadedModel) -> None:
    found = cars.evaluate(cars.session.table.frame)
    assert list(found)[:4] == ["task", "network", "epochs", "metrics"]
    assert found["rows"]["data"] == 392
    assert cars.evaluate()["metrics"]["validation"] == found["metrics"]["validation"]


@pytest.mark.parametrize(
    ("rows", "message"),
    {
        "a number": (3, "a frame, an array or rows by name are needed, not int"),
        "a row without names": ([1], "row 1 has no names"),
        "a cell among lists": ({"a": [1], "b": 2}, "column b is a single cell"),
        "no columns": ({"a": 1}, "no column 'cylinders'"),
        "a flat array": (np.zeros(3), "an array of 3 does not have the network's 6 columns"),
        "objects": ([{"weight": object()}], "they are no table"),
        "lists of different lengths": ({"a": [1, 2], "b": [1]}, "they are no table"),
        "nothing": ([], "the rows"),
    }.values(),
)
def test_rows_that_are_none_are_one_line(cars: nntui.LoadedModel, rows: Any, message: str) -> None:
    with pytest.raises(DataError, match=message) as found:
        cars.predict(rows)
    assert "\n" not in str(found.value)


def test_a_file_that_is_no_session_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.nntui").write_text("hello", encoding="utf-8")
    with pytest.raises(SessionError, match=r"x\.nntui: not a session file"):
        nntui.load(tmp_path / "x.nntui")
    with pytest.raises(DataError, match="in its own column"):
        nntui.LoadedModel(trained("cars", "mpg")).score("x.csv", [1])
