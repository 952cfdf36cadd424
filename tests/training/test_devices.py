"""Devices other than the CPU: what is there, and one line for what goes wrong on one."""

from __future__ import annotations

import numpy as np
import pytest

from nntui.errors import TrainingError
from nntui.model.spec import NetworkSpec
from nntui.training import devices
from nntui.training.devices import actual_device
from nntui.training.engines.choose import wants_kernel
from nntui.training.loop import train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer
from nntui.training.updater import Updater
from tests.training.samples import random_arrays

NETWORK = NetworkSpec(inputs=3, hidden=(4,))
ROWS = random_arrays(20, 3, 1, validation=5)
OTHER = "cpu:0"
"""A device that torch has everywhere, and that is not the memory of the state."""


def trained(device: str) -> Trainer:
    trainer = Trainer(NETWORK, TrainingSpec(engine="autograd", device=device, batch=6), ROWS)
    for _ in train(trainer, 5):
        pass
    return trainer


def test_auto_is_the_cpu_and_its_kernel_where_there_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    actual_device.cache_clear()
    monkeypatch.setattr(devices, "DRIVERS", ())
    assert actual_device("auto") == "cpu"
    assert wants_kernel(NETWORK, TrainingSpec(device="auto"))
    actual_device.cache_clear()


def test_auto_takes_an_accelerator_and_torch_then(monkeypatch: pytest.MonkeyPatch) -> None:
    actual_device.cache_clear()
    monkeypatch.setattr(devices, "DRIVERS", ("/",))
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    assert actual_device("auto") == "cuda"
    assert not wants_kernel(NETWORK, TrainingSpec(device="auto"))
    actual_device.cache_clear()


def test_another_device_ends_with_the_same_numbers() -> None:
    here, there = trained("cpu"), trained(OTHER)
    assert np.array_equal(here.state.parameters.flat, there.state.parameters.flat)
    assert here.losses == there.losses
    assert all(np.array_equal(here.state.moments[name], there.state.moments[name]) for name in here.state.moments)


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ("cuda:99", "device cuda:99: not available on this machine; choose cpu"),
        ("nonsense", "device nonsense: not available on this machine; choose cpu"),
        ("meta", r"device meta: Tensor.item\(\) cannot be called on meta tensors; choose device cpu"),
    ],
)
def test_a_device_that_cannot_train_is_one_line(device: str, message: str) -> None:
    with pytest.raises(TrainingError, match=message):
        trained(device)


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        ("CUDA out of memory. Tried to allocate 2.00 GiB", "there is not enough memory; choose a smaller batch"),
        ("CUDA error: unspecified launch failure\nmore", "CUDA error: unspecified launch failure; choose device cpu"),
    ],
)
def test_a_device_that_fails_on_the_way_leaves_the_last_epoch(
    raised: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = trained(OTHER)
    before, epoch = trainer.state.parameters.flat.copy(), trainer.state.epoch

    def fail(*_: object) -> None:
        raise RuntimeError(raised)

    monkeypatch.setattr(Updater, "__call__", fail)
    with pytest.raises(TrainingError, match=message):
        trainer.epochs(1)
    assert np.array_equal(trainer.state.parameters.flat, before)
    assert trainer.state.epoch == epoch
