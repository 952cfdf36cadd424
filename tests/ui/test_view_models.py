"""What header and panes are given to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nntui.data.encoding.encoder import Encoder
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.ui.work.view_models import Moment, RowEncoder

if TYPE_CHECKING:
    import pytest


def test_the_selected_row_is_coded_once_and_anew_for_another_row_table_or_encoder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded: list[object] = []
    encode = Encoder.encode_inputs

    def counted(encoder: Encoder, frame: Any) -> Any:
        coded.append(frame)
        return encode(encoder, frame)

    monkeypatch.setattr(Encoder, "encode_inputs", counted)
    session = open_source("tutorial", Options())
    table, encoder = session.table, Encoder.fit(session.table)
    changed = table.with_value(0, 0, 3.0)
    rows = RowEncoder()

    def values(table: Any, encoder: Encoder | None, row: int | None) -> list[float] | None:
        found = rows.code(Moment(session, table, encoder, None, row))
        return None if found is None else [round(value, 3) for value in found[0].tolist()]

    first = [0.667, 1.0]
    assert [values(table, encoder, 0) for _ in range(3)] == [first] * 3
    assert len(coded) == 1
    assert values(table, encoder, 1) == [0.333, 0.556]
    assert values(changed, encoder, 0) == [1.0, 1.0]
    assert values(changed, Encoder.fit(changed.with_value(0, 0, 6.0)), 0) == [0.5, 1.0]
    assert len(coded) == 4
    assert values(table.with_value(0, 0, None), encoder, 0) is None
    assert values(table, None, 0) is values(table, encoder, None) is None
