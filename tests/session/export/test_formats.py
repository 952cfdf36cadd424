"""State dicts, TensorBoard events and model cards, read by the programs that they are for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import torch
from msgspec.structs import replace

from nntui.data.column import Column
from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.table import Table
from nntui.errors import SessionError
from nntui.model.network import Network
from nntui.session.export.formats import EXPORTS
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session


def trained(source: str, **options: Any) -> Session:
    session = open_source(source, Options(engine="autograd", epochs=4, validation=0.2, **options))
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(4)
    return replace(session, checkpoint=trainer.checkpoint())


def test_a_state_dict_loads_without_pickle_into_the_module() -> None:
    session = trained("iris", hidden=(3, 2), input_scale=True)
    state = torch.load(io.BytesIO(EXPORTS["torch"].make(session).content), weights_only=True)
    assert list(state) == ["W1", "W2", "W3", "b1", "b2", "b3", "input_scale"]
    network = Network(replace(session.network, seed=99))
    network.load_state_dict(state)
    inputs = Predictor(session).encoder.encode_inputs(session.table.frame)
    expected = Predictor(session).outputs(inputs)
    assert torch.equal(network(torch.from_numpy(inputs)).detach(), torch.from_numpy(expected))


def test_tensorboard_events_hold_the_losses(tmp_path: Path) -> None:
    from tensorboardX.proto import event_pb2

    session = trained("iris", hidden=(3,))
    assert session.checkpoint is not None
    content = EXPORTS["tfevents"].make(session).content
    events, place = [], 0
    while place < len(content):  # a record: its length, a checksum, the event, a checksum
        length = int.from_bytes(content[place : place + 8], "little")
        events.append(event_pb2.Event.FromString(content[place + 12 : place + 12 + length]))
        place += 16 + length
    found: dict[str, list[Any]] = {name: [] for name in ("loss/train", "loss/validation")}
    for event in events:
        for value in event.summary.value:
            found[value.tag].append((event.step, value.simple_value))
    curve = session.checkpoint.curve
    assert found["loss/train"] == list(
        zip(curve.epochs.tolist(), map(pytest.approx, curve.train.tolist()), strict=True)
    )
    assert [step for step, _ in found["loss/validation"]] == curve.epochs.tolist()


def test_without_training_there_are_no_events() -> None:
    with pytest.raises(SessionError, match="was never trained and has no history"):
        EXPORTS["tfevents"].make(open_source("xor", Options()))


def test_a_card_tells_data_settings_figures_and_cautions() -> None:
    lines = EXPORTS["card"].make(trained("cars", hidden=(3,))).content.decode().splitlines()
    assert lines[0] == "# cars"
    assert lines[2] == "A neural network that predicts mpg, trained with nntui."
    assert [line for line in lines if line.startswith("## ")] == [
        "## Data",
        "## Columns",
        "## Network and training",
        "## How good it is",
        "## Before it is used",
    ]
    assert "- Rows: 314 to train on, 78 to validate with" in lines
    assert "| mpg | target | number | mi/gal | standard |  |  |" in lines
    assert any(line.startswith("- Trained: 4 epochs, 40 updates, ") for line in lines)
    assert "|  | training rows | validation rows | always the mean | straight line |" in lines
    assert any(line.startswith("| mean error (mi/gal) | ") for line in lines)
    assert "  - weight outside 1649 to 5140, the range trained on" in lines


def test_a_card_of_several_targets_and_strange_names_is_one_table_of_plain_text() -> None:
    columns = [Column("a|b\n*c*"), Column("y<1>", role="target"), Column("y`2", role="target")]
    cells: dict[str, list[float]] = {column.name: [1.0, 2.0, 4.0] for column in columns}
    lines = EXPORTS["card"].make(new_session("# x", "a`b.csv", Table.of(columns, cells))).content.decode().splitlines()
    assert lines[0] == r"# \# x"
    assert r"- Source: a\`b.csv" in lines
    assert "- **Not trained**: these are its first weights" in lines
    rows = [line for line in lines if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in rows[: rows.index(rows[0]) + 5]} == {8}
    assert (
        sum(line.startswith(r"| y\<1\>: ") for line in rows) == sum(line.startswith(r"| y\`2: ") for line in rows) > 2
    )
