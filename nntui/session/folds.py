"""Cross-validation: how good networks like a session's are on rows that they were not trained on."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace as changed

from nntui.data.encoding.encoder import Arrays, Encoder, encode
from nntui.data.kinds import IGNORED
from nntui.data.marks import split_column, stratified_classes
from nntui.errors import DataError
from nntui.model.spec import LARGEST_SEED
from nntui.session.predict import Predictor
from nntui.training.many import TrainingJob, train_many
from nntui.training.scores.judge import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from nntui.data.table import Table
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint
    from nntui.training.scores.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean of a metric over folds, and the standard error of that mean; NaN for a single fold."""

    mean: float
    standard_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One training of a cross-validation: fold ``number`` of repeat ``repeat``, both from 0.

    ``table`` has the rows of the fold as validation rows. ``session`` is untrained, with a network that fits what
    ``encoder`` learnt from the other rows alone; ``arrays`` are coded by it.
    """

    repeat: int
    number: int
    table: Table
    session: Session
    encoder: Encoder
    arrays: Arrays

    @property
    def job(self) -> TrainingJob:
        """The training of this fold, which is not given its validation rows: nothing is chosen by them."""
        empty = Arrays.none(self.session.network.inputs, self.session.network.outputs)
        arrays = replace(
            self.arrays,
            validation_inputs=empty.validation_inputs,
            validation_targets=empty.validation_targets,
            validation_rows=empty.validation_rows,
        )
        return TrainingJob(self.session.network, self.session.training, arrays)

    def scores(self, checkpoint: Checkpoint) -> tuple[Metrics, Metrics]:
        """The metrics of the trained network on the fold's rows, and those of the trivial baseline."""
        predictor = Predictor(self.session, self.encoder)
        rows = Judge(self.encoder, self.table.frame, self.arrays).validation
        assert rows is not None
        score = rows.score(
            lambda inputs: predictor.last_layer(inputs, checkpoint.weights), self.session.network.output_activation
        )
        return score.network.metrics, score.trivial.metrics


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """The result of ``cross_validate``: metrics by name over all folds, of the networks and of the trivial baseline.

    ``scores`` has the metrics of each fold, in order, except folds without a row of a class that was trained on.
    ``rows`` is the number of rows that the folds share, ``failed`` that of trainings that diverged.
    """

    folds: int
    repeats: int
    rows: int
    scores: tuple[Metrics, ...]
    metrics: Mapping[str, Estimate]
    baseline: Mapping[str, Estimate]
    failed: int


def cross_validate(
    session: Session,
    folds: int = 5,
    repeats: int = 1,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], object] | None = None,
) -> CrossValidation | None:
    """Train a network for each of ``folds`` times ``repeats``, on every core, and judge it on its fold's rows.

    The rows are all that have a target; where a column says which are validation rows, those it trains on. Scaling,
    fills and levels of a fold come from its other rows. ``progress`` is called with networks done and in all. None if
    ``cancelled``. Raises DataError for fewer rows than folds, and for folds that no network can be fitted to.
    """
    scores: list[Metrics] = []
    baselines: list[Metrics] = []
    judged = failed = 0
    table = rows_to_share(session)
    made: deque[Fold] = deque()

    def jobs() -> Iterator[TrainingJob]:
        for fold in folds_of(session, table, folds, repeats):
            made.append(fold)
            yield fold.job

    for checkpoint in train_many(jobs(), cancelled=cancelled):
        fold = made.popleft()
        if len(fold.arrays.validation_rows):
            own, trivial = fold.scores(checkpoint)
            scores.append(own)
            baselines.append(trivial)
        failed += checkpoint.state == "failed"
        judged += 1
        if progress is not None:
            progress(judged, folds * repeats)
    if judged < folds * repeats:
        return None
    if not scores:
        raise DataError("no fold has a row of a class that its network was trained on; give fewer folds")
    return CrossValidation(
        folds, repeats, table.height, tuple(scores), estimates(scores, folds), estimates(baselines, folds), failed
    )


def rows_to_share(session: Session) -> Table:
    """The rows of the session's table that folds are made of, none of them a validation row."""
    table = session.table
    chosen = split_column(table.columns) is not None
    return without_marks(table, table.complete & ~table.validation.to_numpy() if chosen else table.complete)


def without_marks(table: Table, rows: NDArray[np.bool_]) -> Table:
    """Those of ``rows`` [rows] that are True, none of them a validation row, whatever a column says."""
    frame = table.frame.filter(pl.Series(rows))
    columns = (changed(each, role=IGNORED) if each.role_record.marks_rows else each for each in table.columns)
    validation = pl.Series("validation", np.zeros(frame.height, dtype=np.bool_))
    return replace(table, columns=tuple(columns), frame=frame, validation=validation)


def folds_of(session: Session, table: Table, folds: int, repeats: int, first: int = 0) -> Iterator[Fold]:
    """Each fold of ``table`` (from ``rows_to_share``), ``repeats`` times over, with the session's seed and those after.

    Folds before number ``first`` are left out, and no encoder is fitted to them. Raises DataError as
    ``cross_validate`` does.
    """
    if folds < 2 or repeats < 1:
        raise DataError(f"folds: {folds}, repeats: {repeats}; give 2 folds or more, and 1 repeat or more")
    if table.height < folds:
        raise DataError(f"folds: {table.height} usable rows cannot make {folds} folds; give fewer folds")
    for repeat in range(repeats):
        seed = (session.training.seed + repeat) % (LARGEST_SEED + 1)
        places = fold_numbers(table.height, folds, seed, stratified_classes(table.columns, table.frame))
        for number in range(min(folds, max(0, first - repeat * folds)), folds):
            marked = replace(table, validation=pl.Series("validation", places == number))
            encoder = Encoder.fit(marked)
            shape = encoder.shape
            network = changed(
                session.network.released(), inputs=len(shape.features), outputs=len(shape.outputs), seed=seed
            )
            untrained = changed(
                session,
                table=marked,
                shape=shape,
                network=network,
                training=changed(session.training, seed=seed),
                checkpoint=None,
            )
            yield Fold(repeat, number, marked, untrained, encoder, encode(marked, encoder))


def fold_numbers(rows: int, folds: int, seed: int, classes: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """The fold of each row, int64 [rows], drawn by ``seed``: of sizes that differ by at most one.

    With ``classes``, a number for each row's class [rows], the folds' shares of each class differ by at most one row.
    """
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    if classes is not None:
        order = order[np.argsort(classes[order], kind="stable")]
    places = np.empty(rows, dtype=np.int64)
    places[order] = np.arange(rows) % folds
    return places


def estimates(scores: Sequence[Metrics], folds: int) -> dict[str, Estimate]:
    """The mean of each metric over ``scores``, and its standard error, corrected for the rows that trainings share.

    Trainings of a cross-validation overlap, which the plain standard error does not know: Nadeau and Bengio 2003,
    "Inference for the Generalization Error", multiply the variance by 1 / n + test rows / training rows.
    """
    found = {}
    for name in [name for name in scores[0] if all(name in each for each in scores)]:
        numbers = np.array([each[name] for each in scores])
        spread = float(numbers.std(ddof=1)) if len(numbers) > 1 else math.nan
        found[name] = Estimate(float(numbers.mean()), spread * math.sqrt(1 / len(numbers) + 1 / (folds - 1)))
    return found
