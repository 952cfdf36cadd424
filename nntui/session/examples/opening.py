"""The sessions of the worked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.column import Column, Scaling
from nntui.data.kinds import INPUT, TARGET
from nntui.data.scalings import NONE
from nntui.data.table import Table
from nntui.session.change import with_options
from nntui.session.follow import new_session
from nntui.session.options import Options

if TYPE_CHECKING:
    from nntui.data.cells import CellsOfColumn
    from nntui.session.examples.record import Example
    from nntui.session.session import Session


def example_session(example: Example) -> Session:
    """The untrained session of an example: nothing is scaled, and its first weights are the author's."""
    columns = [
        Column(
            name,
            role=TARGET if name in example.targets else INPUT,
            scaling=Scaling(NONE),
            formula=example.formulas.get(name, ""),
        )
        for name in example.names
    ]
    cells: dict[str, CellsOfColumn] = {name: example.columns.get(name, [None] * example.rows) for name in example.names}
    session = new_session(example.name, example.name, Table.of(columns, cells))
    settings: dict[str, Any] = dict(example.settings)
    session = with_options(session, Options(**settings))
    network = replace(session.network, first_weights=example.first_weights)
    query = {name: float(example.columns[name][0]) for name in example.inputs if name in example.columns}
    return replace(session, network=network, query=query)
