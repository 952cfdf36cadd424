"""Training on a file of rows, piece by piece: each row once an epoch, and the same numbers however it is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace as changed

from nntui.data.encoding import coded_file
from nntui.data.encoding.coded_file import CodedFile, CodedWriter, coded_place
from nntui.errors import DataError, SpecError
from nntui.model.spec import NetworkSpec
from nntui.training.engines import piecewise
from nntui.training.engines.piecewise import Pieces
from nntui.training.loop import train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from tests.training.samples import random_arrays

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.data.encoding.encoder import Arrays

NETWORK = NetworkSpec(inputs=3, hidden=(4,))
SPEC = TrainingSpec(batch=7, epochs=5, rate=0.01, dropout=0.2, schedule="cosine", schedule_by="update", l2=0.001)
BLOCK = 16
ROWS = 10 * BLOCK + 5


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 16 rows, and pieces of 3 blocks."""
    monkeypatch.setattr(coded_file, "BLOCK_ROWS", BLOCK)
    monkeypatch.setattr(piecewise, "BLOCK_ROWS", BLOCK)
    monkeypatch.setattr(coded_file, "PIECE_BYTES", 3 * BLOCK * 4 * 4)


def coded_arrays(folder: Path, rows: int = ROWS) -> Arrays:
    """Some rows as a sample, and all of them in a file."""
    everything = random_arrays(rows, 3, 1)
    with CodedWriter(folder / "rows", 3, 1) as writer:
        for start in range(0, rows, 23):
            writer.add(everything.inputs[start : start + 23], everything.targets[start : start + 23])
    return replace(random_arrays(40, 3, 1, validation=10), coded=writer.file)


def trained(arrays: Arrays, *, chunks: float = 0.02, epochs: int = 5, **settings: object) -> Trainer:
    trainer = Trainer(NETWORK, changed(SPEC, **settings), arrays)
    for _ in train(trainer, epochs, chunks):
        pass
    return trainer


def test_an_epoch_has_each_row_once_in_another_order_each_time(tmp_path: Path) -> None:
    coded = coded_arrays(tmp_path).coded
    assert coded is not None
    pieces = Pieces(coded, 7)
    assert pieces.count == 4
    orders = []
    for epoch in range(3):
        blocks = [pieces.blocks(1, epoch, piece) for piece in range(pieces.count)]
        rows = [coded.read(each)[0] for each in blocks]
        assert [len(each) for each in rows] == [48, 48, 48, 21]
        found = np.concatenate(rows)
        assert np.array_equal(np.sort(found, axis=0), np.sort(coded.read(np.arange(11))[0], axis=0))
        orders.append(np.concatenate(blocks).tolist())
    assert orders[0] != orders[1] != orders[2]
    assert pieces.updates == 7 + 7 + 7 + 3


@pytest.mark.parametrize("engine", ["autograd", "fused"])
def test_the_numbers_do_not_depend_on_how_the_work_is_cut(tmp_path: Path, engine: str) -> None:
    arrays = coded_arrays(tmp_path)
    whole = trained(arrays, engine=engine)
    cut = Trainer(NETWORK, changed(SPEC, engine=engine), arrays)
    while cut.state.epoch < 5:
        cut.batches(5)
    resumed = Trainer(NETWORK, changed(SPEC, engine=engine), arrays)
    resumed.epochs(2)
    resumed.batches(9)
    resumed = Trainer(NETWORK, changed(SPEC, engine=engine), arrays, resumed.checkpoint())
    for _ in train(resumed, 5):
        pass
    for other in cut, resumed:
        assert np.array_equal(other.state.parameters.flat, whole.state.parameters.flat)
        assert other.losses == whole.losses
    another = trained(arrays, engine=engine, seed=1)
    assert not np.array_equal(another.state.parameters.flat, whole.state.parameters.flat)


def test_the_engines_agree(tmp_path: Path) -> None:
    arrays = coded_arrays(tmp_path)
    one, other = (trained(arrays, engine=engine).state.parameters.flat for engine in ("autograd", "fused"))
    assert np.allclose(one, other, atol=1e-5)


def test_rows_that_are_one_piece_train_as_in_memory_does_but_for_their_order(tmp_path: Path) -> None:
    arrays = coded_arrays(tmp_path, 48)
    coded = arrays.coded
    assert coded is not None
    blocks = Pieces(coded, 48).blocks(0, 0, 0)
    inputs, targets = coded.read(blocks)
    settings: dict[str, Any] = {"batch": 48, "dropout": 0.0, "schedule": "constant"}
    piece = trained(arrays, epochs=1, **settings)
    memory = trained(replace(arrays, inputs=inputs, targets=targets, coded=None), epochs=1, **settings)
    assert np.allclose(piece.state.parameters.flat, memory.state.parameters.flat, atol=1e-6)


@pytest.mark.parametrize("batch", [None, 49])
def test_a_batch_that_a_piece_cannot_hold_is_refused(tmp_path: Path, batch: int | None) -> None:
    with pytest.raises(SpecError, match="at once do not fit in memory; choose 48 or fewer"):
        Trainer(NETWORK, changed(SPEC, batch=batch), coded_arrays(tmp_path))


def test_a_file_that_is_cut_off_or_gone_or_cannot_be_written_is_an_error_in_one_line(tmp_path: Path) -> None:
    arrays = coded_arrays(tmp_path)
    path = tmp_path / "rows"
    path.write_bytes(path.read_bytes()[:-4])
    trainer = Trainer(NETWORK, SPEC, arrays)
    before = trainer.state.parameters.flat.copy()
    with pytest.raises(DataError, match="the coded rows cannot be read: the file ends too early"):
        trainer.epochs(1)
    assert np.array_equal(trainer.state.parameters.flat, before)
    with pytest.raises(DataError, match="cannot be written: File exists"):
        CodedWriter(path, 3, 1)
    with pytest.raises(DataError, match="cannot be read: No such file"):
        CodedFile(tmp_path / "other", 3, 1, 1).read(np.arange(1))


def test_what_a_killed_training_left_is_removed_and_what_is_in_use_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coded_file, "cache_folder", lambda: tmp_path)
    (tmp_path / "rows" / "coded-old").mkdir(parents=True)
    (tmp_path / "rows" / "coded-old" / "rows").write_bytes(b"left")
    with coded_place(10) as one, coded_place(10) as other:
        assert {each.parent.name for each in (one, other)} == {each.name for each in (tmp_path / "rows").iterdir()}
    assert list((tmp_path / "rows").iterdir()) == []
    with pytest.raises(DataError, match="the rows take 1000000000"), coded_place(10**18):
        pass
    assert list((tmp_path / "rows").iterdir()) == []
