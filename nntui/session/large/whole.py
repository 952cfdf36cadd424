"""What a session knows of the whole table that its own rows are a sample of."""

from typing import TYPE_CHECKING

import msgspec

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder
from nntui.data.files.many import PartFile

if TYPE_CHECKING:
    from nntui.data.table import Table


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table in ``files``, of ``rows`` rows, of which the session's are a sample.

    ``encoder`` is fitted to all its rows to train on, of which there are ``training``, for the inputs and targets in
    ``columns``; None before that.
    """

    rows: int
    files: tuple[PartFile, ...]
    columns: tuple[Column, ...] = ()
    encoder: Encoder | None = None
    training: int = 0

    def encoder_for(self, table: "Table") -> Encoder | None:
        """The encoder of all rows, where the columns of ``table`` are still those that it is for; else None."""
        return self.encoder if learnt_columns(table) == self.columns else None


def learnt_columns(table: "Table") -> tuple[Column, ...]:
    """The inputs and the targets of ``table``, with all that decides how they are coded."""
    return (*table.inputs, *table.targets)
