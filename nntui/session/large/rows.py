"""All rows to train on of a table in files: fitted to in one pass, and coded into a file of their own in another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from msgspec.structs import replace

from nntui.data.encoding.coded_file import CodedWriter, coded_place
from nntui.data.encoding.encoder import Encoder
from nntui.data.encoding.scaling import check_given
from nntui.data.encoding.whole_fit import WholeFit
from nntui.data.files.dialect import DETECTED
from nntui.data.files.formats import name_of
from nntui.data.files.many import PartFile, table_files
from nntui.data.files.parts import table_parts
from nntui.data.kinds import NUMBER
from nntui.data.marks import marks_of, split_column
from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.session.calculated import needed_columns, with_calculated
from nntui.session.follow import with_shape
from nntui.session.large.sampling import progress_of_part, sampled_rows
from nntui.session.large.whole import Whole, learnt_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.encoding.coded_file import CodedFile
    from nntui.data.files.tables import Progress
    from nntui.data.table import Table
    from nntui.session.session import Session


def fitted(session: Session, progress: Progress = lambda _: None) -> Session:
    """The session with an encoder, and so a network, for all rows of its whole table; itself where it has one.

    Raises DataError for files that cannot be read, for rows of which nothing can be learnt, and as ``Encoder.fit``.
    """
    whole = session.whole
    if whole is None or whole.encoder_for(session.table) is not None:
        return session
    fit, training = WholeFit(session.table, Encoder.fit(session.table)), 0
    for frame in training_frames(session, whole, progress):
        fit.take(frame)
        training += frame.height
    encoder = fit.encoder()
    whole = replace(whole, encoder=encoder, columns=learnt_columns(session.table), training=training)
    return with_shape(replace(session, whole=whole), encoder.shape)


@contextmanager
def coded_rows(session: Session, progress: Progress = lambda _: None) -> Iterator[CodedFile]:
    """All rows to train on, coded, in a file that is removed afterwards.

    Raises DataError for files that cannot be read or are others now, and where the file cannot be written.
    """
    whole = session.whole
    assert whole is not None, "a session of a whole table"
    encoder = whole.encoder_for(session.table)
    assert encoder is not None, "a session that is fitted to it"
    inputs, outputs = len(encoder.shape.features), len(encoder.shape.outputs)
    with coded_place(4 * whole.training * (inputs + outputs)) as place:
        with CodedWriter(place, inputs, outputs) as writer:
            for frame in training_frames(session, whole, progress):
                known = frame.filter(pl.Series(encoder.usable(frame) & encoder.answered(frame)))
                writer.add(encoder.encode_inputs(known), encoder.encode_targets(known))
        yield writer.file


def training_frames(session: Session, whole: Whole, progress: Progress) -> Iterator[pl.DataFrame]:
    """The rows to train on, part by part, with a column for each input and target.

    Not among them are the validation rows of the sample, and all that a split column marks.

    Raises DataError for files that cannot be read or are others now, and for an empty cell whose policy is to refuse.
    """
    files = found_files(session.source, whole)
    table, like = session.table, session.dialect or DETECTED
    columns = {column.name: column for column in table.columns}
    learnt = learnt_columns(table)
    split = split_column(table.columns)
    marking = () if split is None else (table.columns[split],)
    wanted = [column.name for column in (*learnt, *marking)]
    kinds = {
        each.name: replace(each, kind=NUMBER) if each.whole and not each.classes else each
        for each in needed_columns(columns, wanted)
        if not each.formula
    }
    validation = _validation_rows(table, whole)
    before = 0
    for number, path in enumerate(files):
        with table_parts(path, like, kinds, progress=progress_of_part(progress, number, len(files))) as parts:
            for part in parts:
                frame = _calculated(part.table, columns, wanted, path)
                check_given([frame.get_column(each.name) for each in learnt if each.policy.refuses])
                keeps = np.ones(frame.height, dtype=np.bool_)
                keeps[list(part.refused)] = False
                inside = validation[(validation >= before) & (validation < before + frame.height)]
                keeps[inside - before] = False
                for column in learnt:
                    if column.policy.leaves_out:
                        keeps &= frame.get_column(column.name).is_not_null().to_numpy()
                for column in marking:
                    keeps &= ~marks_of(frame.get_column(column.name), column).to_numpy()
                before += frame.height
                if keeps.any():
                    yield frame.filter(pl.Series(keeps))


def _validation_rows(table: Table, whole: Whole) -> NDArray[np.int64]:
    """The numbers among all rows of those that the sample has for validation. Raises DataError for another sample."""
    rows = sampled_rows(whole.rows)
    if len(rows) != table.height:
        raise DataError(
            f"the session has {table.height:,} rows, and the sample has {len(rows):,}: rows were added or deleted, so "
            "which of all rows are for validation is not known; train on the files again"
        )
    held: NDArray[np.int64] = rows[table.validation.to_numpy()]
    return held


def _calculated(table: Table, columns: Mapping[str, Column], wanted: list[str], path: Path) -> pl.DataFrame:
    """The ``wanted`` columns, those that are calculated too. Raises DataError for a file that lacks one."""
    try:
        return with_calculated(table, columns, wanted).frame.select(wanted)
    except DataError as error:
        raise DataError(f"{name_of(path)}: {error}") from None


def found_files(source: str, whole: Whole) -> list[Path]:
    """The files of the whole table. Raises DataError where they are not those that it was read from."""
    files = table_files(source)
    now = tuple(map(PartFile.of, files))
    if now == whole.files:
        return files
    other = next((each.name for each, old in zip(now, whole.files, strict=False) if each != old), "")
    what = (
        f"{one_line(other)} is another file now"
        if other
        else f"there are {len(now)} files, and were {len(whole.files)}"
    )
    raise DataError(f"{one_line(source)}: {what}; train on the table as it is now to begin again")
