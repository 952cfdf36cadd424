"""The members of a session file before they are written: bytes, a table's cells, or rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from safetensors.numpy import save as save_tensors

from nntui.data.table import Table
from nntui.session.store import arrays

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Stacks:
    """Matrices by name, each as a sequence of its rows: float32 arrays of one length, which nobody changes."""

    rows: Mapping[str, Sequence[NDArray[np.float32]]]


Part: TypeAlias = bytes | Table | Stacks
"""A member of a session file that is to be written."""


def encoded(part: Part) -> bytes:
    """The content of the member."""
    match part:
        case Table():
            return arrays.cells_written(part)
        case Stacks():
            return save_tensors({name: np.stack(rows) for name, rows in part.rows.items()})
    return part
