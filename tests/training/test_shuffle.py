"""The seeded order of rows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nntui.model.spec import LARGEST_SEED
from nntui.training.batches import order

MASK = 2**64 - 1


def mix(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def draw(start: int, k: int) -> int:
    return mix((start + (k + 1) * 0x9E3779B97F4A7C15) & MASK)


def by_hand(seed: int, epoch: int, rows: int) -> list[int]:
    """The order as its module describes it, one number at a time."""
    start = draw(draw(seed, 0), epoch)
    places = list(range(rows))
    for k, i in enumerate(range(rows - 1, 0, -1)):
        j = draw(start, k) * (i + 1) >> 64
        places[i], places[j] = places[j], places[i]
    return places


def test_the_generator_is_the_published_splitmix64() -> None:
    assert [draw(1234567, k) for k in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(seed=st.integers(0, LARGEST_SEED), epoch=st.integers(0, 10**9), rows=st.integers(0, 60))
def test_the_order_is_the_one_described(seed: int, epoch: int, rows: int) -> None:
    assert order(seed, epoch, rows).tolist() == by_hand(seed, epoch, rows)


def test_every_epoch_and_every_seed_has_an_order_of_its_own() -> None:
    orders = {tuple(order(seed, epoch, 12)) for seed in range(10) for epoch in range(10)}
    assert len(orders) == 100


def test_every_row_is_equally_often_at_every_place() -> None:
    counts = np.zeros((5, 5))
    for epoch in range(5_000):
        counts[np.arange(5), order(7, epoch, 5)] += 1
    assert np.abs(counts / 1_000 - 1).max() < 0.1
