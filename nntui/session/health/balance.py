"""A table whose rare classes are as common as the others: their training rows are repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.encoder import Encoder
from nntui.errors import DataError
from nntui.session.follow import refit

if TYPE_CHECKING:
    from nntui.session.session import Session

MOST_ROWS = 1_000_000
"""Rows that are added at most."""


def balanced(session: Session) -> Session:
    """``session`` with the training rows of rarer classes repeated at the end of its table.

    Validation rows stay as they are, so that the score is of the classes as they really are. Raises DataError for a
    table without classes, and where nothing is to be repeated.
    """
    table = session.table
    encoder = Encoder.fit(table)
    if not encoder.classes:
        raise DataError("the target is a number: there are no classes to balance")
    known = encoder.usable(table.frame) & encoder.answered(table.frame) & ~table.validation.to_numpy()
    rows = np.flatnonzero(known)
    codes = encoder.codes(table.frame)[rows]
    counts = np.bincount(codes, minlength=len(encoder.classes))
    repeated = [
        np.tile(rows[codes == code], int(counts.max() // count) - 1)
        for code, count in enumerate(counts.tolist())
        if count
    ]
    added = np.concatenate(repeated)[:MOST_ROWS]
    if not len(added):
        raise DataError("the classes are about as common as one another already")
    return refit(session, table.with_rows(table.height, table.picked(added)))
