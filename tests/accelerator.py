"""``python -m tests.accelerator [DEVICE]``: the same training on the CPU and on an accelerator of this machine.

Prints both ends and both speeds, and fails where the losses differ by more than rounding. Without DEVICE: ``auto``.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from nntui.data.encoding.encoder import Arrays, encode
from nntui.session.encoders import encoder_of
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.devices import CPU, actual_device
from nntui.training.loop import train
from nntui.training.spec import TrainingSpec
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec

EPOCHS = 20
HIDDEN = ((32,), (256, 256), (1_024, 1_024))
SAME = 1e-3
"""Relative difference of losses after ``EPOCHS``: sums in another order, twenty epochs long."""


def trained(arrays: Arrays, network: NetworkSpec, device: str) -> tuple[tuple[float, float], float]:
    """The losses, and the seconds that it took."""
    training = TrainingSpec(loss="cross-entropy", batch=64, epochs=EPOCHS, rate=0.001, device=device, engine="autograd")
    trainer = Trainer(network, training, arrays)
    start = time.perf_counter()
    for _ in train(trainer, EPOCHS):
        pass
    return trainer.losses, time.perf_counter() - start


def main() -> None:
    """Train networks of several sizes on digits."""
    device = actual_device(sys.argv[1] if len(sys.argv) > 1 else "auto")
    if device == CPU:
        sys.exit("this machine has no accelerator that torch can use")
    session = open_source("digits", Options())
    arrays = encode(session.table, encoder_of(session))
    for hidden in HIDDEN:
        network = session.network.changed(hidden=hidden)
        here, there = trained(arrays, network, CPU), trained(arrays, network, device)
        print(
            f"{network.sizes_text}: loss {here[0][0]:.6g} on cpu in {here[1]:.2f} s, "
            f"{there[0][0]:.6g} on {device} in {there[1]:.2f} s, {here[1] / there[1]:.2f} times as fast"
        )
        assert abs(here[0][0] - there[0][0]) <= SAME * here[0][0], "the losses differ"


if __name__ == "__main__":
    main()
