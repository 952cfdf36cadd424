"""Maps: what the playground's presets reach, the bytes that maps send, and the speed of training beside them."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, NNTUI, OVER_SSH, PLAYGROUND, epoch_of, in_state, median, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRESETS = ("circle", "xor:rows=250", "gauss", "spiral", "moons", "spiral:seed={seed},noise=0.02")
SEEDS, RIGHT = 10, 0.99
NO_ROOM = "import nntui.ui.network.pane as pane, nntui.cli; pane.ROOM_FOR_PICTURES = (9999, 9999); nntui.cli.start()"
WITHOUT_SMALL = [sys.executable, "-c", NO_ROOM]
"""The app with no room for pictures in the diagram."""
SETTLING, WATCHED, ROUNDS = 3.0, 10.0, 3


def rows() -> Iterator[Row]:
    """The presets on ten seeds; bytes a second of maps while training; epochs a second with the map and without."""
    for source in PRESETS:
        shares = [_right(source.format(seed=seed), seed) for seed in range(SEEDS)]
        good = float(sum(share >= RIGHT for share in shares))
        name = f"seeds of {source} with {RIGHT:.0%} of validation rows right"
        yield Row(name, good, None, f"of {SEEDS}", 9, at_least=True, spread=spread(shares))
    for name, key, environment, size, budget in (
        ("map over SSH, 80x24", "@", OVER_SSH, (80, 24), 4.0),
        ("map, 120x40", "@", {}, (120, 40), 64.0),
        ("all panes with small maps, 120x40", "", {}, (120, 40), 64.0),
    ):
        rates = [_bytes_per_second("spiral", key, environment, size) / 1000 for _ in range(ROUNDS)]
        yield Row(f"bytes training, {name}", median(rates), None, "KB/s", budget, spread=spread(rates))
    for name, key, other, size in (
        ("map", "@", [NNTUI], (80, 24)),
        ("small maps", "", WITHOUT_SMALL, (120, 40)),
    ):
        with_maps, without = [], []
        for _ in range(ROUNDS):
            without.append(_speed(other, "" if other is WITHOUT_SMALL else "d", size))
            with_maps.append(_speed([NNTUI], key, size))
        ratios = [one / alone for one, alone in zip(with_maps, without, strict=True)]
        yield Row(
            f"epochs/s with {name} / without, fused",
            median(with_maps),
            median(without),
            "epochs/s",
            0.95,
            at_least=True,
            spread=spread(ratios),
        )


def _right(source: str, seed: int) -> float:
    """The share of validation rows that a network is right about once it is trained as its table begins."""
    from nntui.data.encoding.encoder import Encoder, encode
    from nntui.session.open import open_source
    from nntui.session.options import Options
    from nntui.session.predict import Predictor
    from nntui.training.many import TrainingJob, train_many

    session = open_source(source, Options(seed=seed))
    encoder = Encoder.fit(session.table)
    arrays = encode(session.table, encoder)
    (checkpoint,) = train_many([TrainingJob(session.network, session.training, arrays)], cores=1)
    outputs = Predictor(session, encoder).outputs(arrays.validation_inputs, checkpoint.weights)
    return float(((outputs > 0.5) == (arrays.validation_targets > 0.5)).all(axis=1).mean())


def _bytes_per_second(source: str, key: str, environment: Mapping[str, str], size: tuple[int, int]) -> float:
    command = [NNTUI, source, *ENDLESS, "--start"]
    with Recording(command, environment, columns=size[0], rows=size[1]) as recording:
        recording.wait_for(in_state("training"))
        recording.type(key)
        time.sleep(SETTLING)
        begin = time.perf_counter()
        time.sleep(WATCHED)
        return recording.bytes_between(begin, begin + WATCHED) / WATCHED


def _speed(program: list[str], key: str, size: tuple[int, int]) -> float:
    """Epochs a second after ``key``."""
    with Recording([*program, "circle", *PLAYGROUND, *ENDLESS, "--start"], columns=size[0], rows=size[1]) as recording:
        recording.wait_for(in_state("training"))
        recording.type(key)
        begin, first = _look(recording, SETTLING)
        end, last = _look(recording, WATCHED)
        return (last - first) / (end - begin)


def _look(recording: Recording, seconds: float) -> tuple[float, int]:
    """After ``seconds``, the next time at which the header tells another epoch, and that epoch."""
    time.sleep(seconds)
    recording.skip()
    before = epoch_of(recording.screen)
    return recording.wait_for(lambda screen: epoch_of(screen) != before), epoch_of(recording.screen)
