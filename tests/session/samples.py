"""Sessions that look trained and were not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.column import Column, Scaling
from nntui.data.scalings import METHODS
from nntui.data.table import Table
from nntui.session.follow import new_session
from nntui.training.records import Checkpoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session
    from nntui.training.records import Losses


def as_if_trained(session: Session, weights: NDArray[np.float32], curve: Losses, **changes: Any) -> Session:
    """The session after three epochs, with these flat weights wherever a checkpoint keeps parameters."""
    checkpoint = Checkpoint(
        epoch=3,
        batch=0,
        updates=9,
        weights=weights,
        first=weights,
        best=weights,
        best_epoch=3,
        best_loss=1.0,
        optimizer={"mean": weights, "square": weights},
        curve=curve,
        recent=curve,
        seconds=0.3,
    )
    return replace(session, checkpoint=dataclasses.replace(checkpoint, **changes))


def of_every_kind(method: str, target: str) -> Session:
    """A session with an input of each kind, their numbers scaled by ``method``, and empty cells.

    ``target`` is a ``number``, ``several`` of them, ``two`` classes, or more ``classes``.
    """
    scaling = Scaling(method, 7.0 if METHODS[method].takes_divisor else None)
    columns = [
        Column("a", scaling=scaling, missing="median"),
        Column("k", kind="whole", scaling=scaling),
        Column("b", kind="yes-no", words=("off", "on"), missing="frequent"),
        Column("own", kind="yes-no", missing="own"),
        Column("c", kind="category", missing="own"),
        Column("constant_1", kind="category", missing="frequent"),
        Column("d", kind="date", scaling=scaling, date_format="%d/%m/%Y"),
    ]
    cells: dict[str, Any] = {
        "a": [1.0, 50.0, None, 3.0, -2.0, 8.0],
        "k": [1, 2, 3, 4, 50, 6],
        "b": [True, False, None, True, True, False],
        "own": [True, None, None, True, False, False],
        "c": ["x", "Y", None, "1", "x", "1"],
        "constant_1": ["p", None, "q", "p", "p", "q"],
        "d": [19000.0, 19001.0, 19100.5, 19003.0, 19004.0, 19005.0],
    }
    if target in {"number", "several"}:
        columns.append(Column("y", role="target", scaling=scaling, unit="kg"))
        cells["y"] = [1.0, 2.0, 30.0, 4.0, -5.0, 6.0]
    if target == "several":
        columns.append(Column("when", kind="date", role="target"))
        cells["when"] = [19000.0, 19001.0, 19100.5, 19003.0, 19004.0, 19005.0]
    if target in {"two", "classes"}:
        columns.append(Column("y", kind="category", role="target"))
        cells["y"] = ["p", "q", "p", "q", "p", "q"] if target == "two" else ["p", "q", "r"] * 2
    return new_session("t", "t.csv", Table.of(columns, cells))
