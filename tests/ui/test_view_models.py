"""What header and panes are given to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.session import KeptRun, RunName, TrainedSegment
from nntui.training.loop import train
from nntui.training.trainer import Trainer
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


def test_a_run_that_the_present_one_has_gone_through_has_no_curve_of_its_own() -> None:
    session = open_source("tutorial", Options(engine="autograd"))
    arrays = encode(session.table, Encoder.fit(session.table))
    left, present = (Trainer(session.network, session.training, arrays) for _ in range(2))

    def chain(trainer: Trainer) -> tuple[TrainedSegment, ...]:
        return tuple(TrainedSegment(each, session) for each in trainer.past)

    def curves() -> int:
        moment = Moment(session, session.table, None, present.snapshot(), None, beginnings=chain(present), runs=runs)
        return len(moment.other_curves)

    for _ in train(left, 3):
        pass
    runs = (KeptRun(RunName(0), replace(session, checkpoint=left.checkpoint(), chain=chain(left))),)
    for epochs, shown in ((2, 1), (3, 0), (4, 0)):
        for _ in train(present, epochs):
            pass
        assert curves() == shown, epochs
