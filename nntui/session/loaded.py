"""A saved session as a model for Python programs: ``nntui.load("cars.nntui").predict(rows)``."""

from __future__ import annotations

import os
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import polars as pl

from nntui.data.files.frames import frame_of, in_memory
from nntui.errors import DataError
from nntui.safe_text import as_list
from nntui.session.evaluate import evaluated
from nntui.session.file_answers import rows_to_answer
from nntui.session.predict import Predictor
from nntui.session.score_values import evaluation_values
from nntui.session.store.file import load as load_session

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.data.files.frames import Rows
    from nntui.data.files.source import TableBytes
    from nntui.model.network import Network
    from nntui.session.evaluate import LabelledRows
    from nntui.session.predict import Answers
    from nntui.session.session import Session
    from nntui.training.scores.score import Score

    Source: TypeAlias = Rows | str | os.PathLike[str]
    """Rows in memory, or the path of a table file."""


class PredictionWarning(UserWarning):
    """Rows without an answer, and values outside what the network was trained on."""


def load(path: str | os.PathLike[str]) -> LoadedModel:
    """The model in a session file. Raises SessionError, one line, for a file that is none."""
    return LoadedModel(load_session(Path(path)))


class LoadedModel:
    """The trained network of a session, with the encoding of its columns: raw rows in, answers out.

    ``predict``, ``predict_proba``, ``score``, ``classes_`` and ``feature_names_in_`` are as scikit-learn has them. Rows
    may be a polars or pandas frame, a dictionary of columns or of one row, a list of dictionaries, a numpy array [rows,
    columns] in the order of ``feature_names_in_``, or the path of a table file; further columns are ignored. What is
    unusual about them is told as a PredictionWarning. Rows that cannot be read at all raise DataError.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._predictor = Predictor(session)

    def __repr__(self) -> str:
        """The sizes of the network, its targets and the columns that it predicts them from."""
        sizes = self.session.network.sizes_text
        return f"<nntui model {sizes}: {as_list(self.target_names)} from {as_list(self.feature_names_in_.tolist())}>"

    @property
    def feature_names_in_(self) -> NDArray[np.object_]:
        """The names of the columns that rows need, [columns]; calculated ones need not be given."""
        columns = self._predictor.askable.values()
        return np.array([column.name for column in columns if not column.formula], dtype=object)

    @property
    def n_features_in_(self) -> int:
        """The number of those columns."""
        return len(self.feature_names_in_)

    @property
    def target_names(self) -> list[str]:
        """The names of the columns that are predicted."""
        return [coder.name for coder in self._predictor.encoder.targets]

    @property
    def classes_(self) -> NDArray[np.object_]:
        """The names of the classes, [classes], in the order of ``predict_proba``. Raises AttributeError for numbers."""
        if not self._predictor.encoder.classes:
            raise AttributeError(f"{as_list(self.target_names)} is a number and has no classes")
        return np.array(self._predictor.encoder.classes, dtype=object)

    @cached_property
    def module(self) -> Network:
        """The torch module with these weights: scaled inputs [rows, inputs] in, scaled outputs [rows, outputs] out.

        ``encode`` makes the inputs of rows. A change of its weights does not change the answers of this model.
        """
        from nntui.model.network import Network

        network = Network(self.session.network)
        network.load(self._predictor.weights)
        return network.eval()

    def encode(self, rows: Source) -> NDArray[np.float32]:
        """The network's inputs [rows, inputs] for ``rows``. Raises DataError where a row cannot be encoded."""
        reading, refused = rows_to_answer(self._predictor, self._source(rows))
        if refused:
            row, reason = min(refused.items())
            raise DataError(f"row {row + 1}: {reason}")
        return self._predictor.encoder.encode_inputs(self._predictor.as_trained(reading.table))

    def predict(self, rows: Source) -> NDArray[np.float64] | NDArray[np.object_]:
        """The answers: numbers [rows] in the target's unit, [rows, targets] for several, or names of classes [rows].

        A row without an answer has NaN, or None for a class. Dates and times are numbers of days since 1970.
        """
        replies = self._answers(rows).own
        if replies.probabilities is not None:
            return np.array(replies.values[0].to_list(), dtype=object)
        numbers = np.column_stack([series.cast(pl.Float64).to_numpy() for series in replies.values])
        return numbers[:, 0] if len(replies.values) == 1 else numbers

    def predict_proba(self, rows: Source) -> NDArray[np.float64]:
        """The probabilities [rows, classes], NaN for a row without an answer. Raises AttributeError for numbers."""
        if not self._predictor.encoder.classes:
            raise AttributeError(f"{as_list(self.target_names)} is a number and has no probabilities")
        found = self._answers(rows).own.probabilities
        return np.empty((0, len(self.classes_))) if found is None else found

    def evaluate(self, rows: Source | None = None) -> dict[str, Any]:
        """The figures of ``nntui evaluate --json``: on the session's own rows and, where given, on ``rows`` with truth.

        Raises DataError where no row can be judged.
        """
        return evaluation_values(self.session, *self._judged(rows))

    def score(self, rows: Source, truth: object = None) -> float:
        """The share of right answers, or R2 for numbers, on ``rows``: as scikit-learn's ``score``.

        ``truth`` [rows] are the true answers; without it they are in the rows' own target column.
        """
        if truth is not None:
            rows = self._frame(rows).with_columns(_columns(self.target_names, truth))
        judged = self._judged(rows)[0].judged.network
        return judged.metrics["accuracy" if self._predictor.encoder.classes else "r2"]

    def _answers(self, rows: Source) -> Answers:
        reading, refused = rows_to_answer(self._predictor, self._source(rows))
        answers = self._predictor.answers(reading.table, None, refused)
        for line in (*reading.notes, *answers.warnings):
            warnings.warn(line, PredictionWarning, stacklevel=3)
        return answers

    def _judged(self, rows: Source | None) -> tuple[Score, LabelledRows | None]:
        return evaluated(self._predictor, None if rows is None else self._source(rows))

    def _source(self, rows: Source) -> Path | TableBytes:
        return Path(rows) if isinstance(rows, str | os.PathLike) else in_memory(self._frame(rows))

    def _frame(self, rows: Source) -> pl.DataFrame:
        if isinstance(rows, str | os.PathLike):
            raise DataError("the true answers of a file are in its own column; give them with rows in memory only")
        return frame_of(rows, self.feature_names_in_.tolist())


def _columns(names: list[str], truth: object) -> list[pl.Series]:
    """The true answers [rows], or [rows, targets], as columns."""
    array = np.asarray(truth)
    columns = array.T if array.ndim > 1 else [array]
    if len(columns) != len(names):
        raise DataError(f"the true answers need a column for each of {as_list(names)}")
    return [pl.Series(name, list(cells), strict=False) for name, cells in zip(names, columns, strict=True)]
