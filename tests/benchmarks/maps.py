"""Maps: what the playground's presets reach, the bytes that maps send, and the speed of training beside them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.benchmarks.bytes import bytes_per_second
from tests.benchmarks.recording import Recording
from tests.benchmarks.row import Row
from tests.benchmarks.subjects import ENDLESS, NNTUI, OVER_SSH, PLAYGROUND, in_state, median, next_epoch, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        rates = [
            bytes_per_second([NNTUI, "spiral", *ENDLESS, "--start"], "training", environment, size, key) / 1000
            for _ in range(ROUNDS)
        ]
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


def _speed(program: list[str], key: str, size: tuple[int, int]) -> float:
    """Epochs a second after ``key``."""
    with Recording([*program, "circle", *PLAYGROUND, *ENDLESS, "--start"], columns=size[0], rows=size[1]) as recording:
        recording.wait_for(in_state("training"))
        recording.type(key)
        begin, first = next_epoch(recording, SETTLING)
        end, last = next_epoch(recording, WATCHED)
        return (last - first) / (end - begin)
