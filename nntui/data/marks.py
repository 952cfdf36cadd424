"""Which rows are validation rows: chosen at random, or by a column in the role ``split``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.kinds import FALSE, TRUE
from nntui.errors import DataError
from nntui.safe_text import as_list, one_line

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell

VALIDATION_WORDS = (
    *("validation", "validate", "valid", "val", "v", "dev", "development", "test", "testing", "tst", "te", "holdout"),
    *("heldout", "eval", "evaluation", "evaluate", "outofsample", "oos", "check", "checking", "score", "scoring"),
    *("tests", "prueba", "pruebas", "validacion", "validaci\u00f3n", "teste", "validierung", "pr\u00fcfung", "essai"),
)
"""Words of a split column that mean a validation row: in lower case, without blanks and hyphens."""
TRAINING_WORDS = (
    *("train", "training", "trained", "trn", "tr", "t", "learn", "learning", "fit", "fitting", "insample"),
    *("entrenamiento", "treino", "trainings", "trainieren", "apprentissage", "entrainement", "entra\u00eenement"),
)
"""Words that mean a row to train on; so does any other word beside one that means a validation row."""
ADVICE = "mark validation rows with validation, test, eval or holdout, or with yes or 1, and the others with train"
"""How a column says which rows are validation rows."""

_FILLER = ("set", "data", "row", "rows", "daten", "sample", "split", "part", "is", "in", "for", "use", "used")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = r"[\s_\-]+"
_BLANKS = re.compile(_BETWEEN)
_ENDING = r"(s?daten|set|data|rows?|sample|\.0)$"
_BEGINNING = re.compile("^(is|in|for)")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def split_column(columns: Sequence[Column]) -> int | None:
    """The number of the split column, None if there is none."""
    return next((number for number, each in enumerate(columns) if each.role_record.marks_rows), None)


def marks_depend_on(columns: Sequence[Column], changed: Container[int]) -> bool:
    """True if marks may change with the cells of the ``changed`` columns; a calculated split column may use any."""
    split = split_column(columns)
    return split is not None and (split in changed or bool(columns[split].formula))


def marked(columns: Sequence[Column], frame: pl.DataFrame, validation: pl.Series) -> pl.Series:
    """The marks in the split column, or ``validation`` [rows] if there is none."""
    split = split_column(columns)
    return validation if split is None else marks_of(frame.to_series(split), columns[split])


def marks_of(cells: pl.Series, split: Column) -> pl.Series:
    """Boolean [rows], True where the cells of the split column mean a validation row.

    Yes and 1 mean one, unless the column is named for its training rows (``is_train``): then no and 0 do.
    """
    trains = _means_training(split)
    if split.boolean:
        marks = ~cells if trains else cells
    elif split.numeric:
        marks = cells.eq(0 if trains else 1)
    else:
        spelled = cells.str.strip_chars().str.to_lowercase().str.replace_all(_BETWEEN, "")
        words = [*VALIDATION_WORDS, *((FALSE if trains else TRUE) - {"t", "f"})]
        marks = (spelled.is_in(words)) | spelled.str.replace(_ENDING, "").is_in(words)
    return marks.fill_null(value=False).alias("validation")


def _means_training(split: Column) -> bool:
    """Whether yes and 1 in the column mean a row to train on, by its words for yes and no or by its name."""
    if split.boolean:
        no, yes = (_BLANKS.sub("", word.lower()) for word in split.words)
        if yes in TRAINING_WORDS and yes != "t":
            return True
        if no in TRAINING_WORDS or yes in VALIDATION_WORDS:
            return False
        if no in VALIDATION_WORDS:
            return True
    words = [word for word in _WORD.findall(_CAPITAL.sub(" ", split.name).lower()) if word not in _FILLER]
    stems = {*words, *(_BEGINNING.sub("", re.sub(_ENDING, "", word)) for word in words)}
    if stems & {"not", "non", "no"}:
        return bool(stems.intersection(VALIDATION_WORDS))
    return bool(stems.intersection(TRAINING_WORDS)) and not stems.intersection(VALIDATION_WORDS)


def seems_to_split(levels: Sequence[str]) -> bool:
    """True if among the different words of a column one means validation rows, another rows to train on."""
    words = {re.sub(_ENDING, "", _BLANKS.sub("", level.strip().lower())) for level in levels}
    return any(len(each) > 1 for each in words.intersection(VALIDATION_WORDS)) and bool(
        words.intersection(TRAINING_WORDS) - {"t"}
    )


def check_marks(split: Column, cells: pl.Series) -> None:
    """Raise DataError where the split column marks no row for validation, or every row."""
    marks = marks_of(cells, split)
    if marks.any() and not marks.all():
        return
    name = one_line(split.name)
    held = "every row is a validation row" if cells.len() and marks.all() else "it marks no validation row"
    raise DataError(f"column {name} cannot split the rows: {held} (it holds {_held(split, cells)}); {ADVICE}")


def checked_split(column: Column, cells: pl.Series) -> Column:
    """``column``, if it is none that chooses the validation rows or its cells do so, or all of them are empty."""
    if column.role_record.marks_rows and cells.null_count() < cells.len():
        check_marks(column, cells)
    return column


def marks_note(split: Column, cells: pl.Series) -> str:
    """One line: how many rows the split column marks for validation, and by which words."""
    marks = marks_of(cells, split)
    rows = f"{int(marks.sum()):,} of {cells.len():,} rows are validation rows"
    kinds = f"{_held(split, cells.filter(marks))}; trained on: {_held(split, cells.filter(~marks))}"
    return f"{rows}, by column {one_line(split.name)}: {kinds}"


def _held(split: Column, cells: pl.Series) -> str:
    """The different cells, as they are spelled."""
    different = cells.unique().drop_nulls().sort().to_list()
    words = [one_line(split.kind_record.write(value, split)) for value in different]
    return as_list([*words, *(["empty cells"] if cells.null_count() else [])]) if words or cells.len() else "nothing"


def cell_for(split: Column, cells: pl.Series, *, validation: bool) -> Cell:
    """The cell of the split column that marks a row for validation or training, in the words used in ``cells``."""
    yes = validation != _means_training(split)
    if split.boolean:
        return yes
    if split.numeric:
        return int(yes) if split.whole else float(yes)
    used = cells.filter(marks_of(cells, split).eq(validation)).drop_nulls()
    word: str = used[0] if used.len() else "validation" if validation else "train"
    return word


def validation_mask(rows: int, share: float, seed: int, classes: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
    """Boolean [rows]: True for ``round(rows * share)`` rows chosen by ``seed``, but never for all rows.

    With ``classes``, a number for each row's class [rows], every class gives its share, rounded so that the sum is the
    same; the last training row of a class of several is chosen only if no other row is left. Raises DataError unless
    0 <= share < 1.
    """
    count = validation_count(rows, share)
    # Ordered by raw draws: NumPy promises the same stream of a bit generator in every version, not the same shuffle.
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    mask = np.zeros(rows, dtype=np.bool_)
    if classes is None:
        mask[order[:count]] = True
        return mask
    _, numbers, sizes = np.unique(classes, return_inverse=True, return_counts=True)
    by_class = order[np.argsort(numbers[order], kind="stable")]
    place_in_class = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    mask[by_class] = place_in_class < np.repeat(_shares(sizes, share, count), sizes)
    return mask


def validation_count(rows: int, share: float) -> int:
    """The number of validation rows among ``rows``. Raises DataError unless 0 <= share < 1."""
    if not 0 <= share < 1:
        raise DataError(f"validation share: {share:g}; give 0 up to, not including, 1")
    return min(round(rows * share), max(rows - 1, 0))


def stratified_classes(columns: Sequence[Column], frame: pl.DataFrame) -> NDArray[np.int64] | None:
    """A number for each row's class [rows], one of them for empty cells; None if no target has classes.

    Of several targets, the first that has classes counts.
    """
    target = next((at for at, column in enumerate(columns) if column.is_target and column.classes), None)
    return None if target is None else frame.to_series(target).rank("dense").fill_null(0).to_numpy().astype(np.int64)


def _shares(sizes: NDArray[np.int64], share: float, total: int) -> NDArray[np.int64]:
    """Rows that each class gives so that they sum to ``total``, by largest remainders; larger classes first."""
    exact = sizes * share
    given: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    ranked = np.lexsort((-sizes, given - exact))
    for most in (np.where(sizes > 1, sizes - 1, 1), sizes):
        while given.sum() < total:
            takers = ranked[given[ranked] < most[ranked]][: total - given.sum()]
            if not len(takers):
                break
            given[takers] += 1
    return given
