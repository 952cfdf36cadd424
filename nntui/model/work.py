"""How much work a pass through a network is, and how many rows go through it together. Free of torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec

THREADED_WORK = 8_000_000
"""Multiply-adds in a pass from which more than one thread is used.

Two threads are 1.7 times as fast on 784-128-10 with batches of 128 (13 million); with batches of 32 they gain nothing,
and while another program, or the screen, uses the second core, waiting for each other costs five times the gain.
"""
FEWEST_ROWS, MOST_ROWS = 256, 4_096
"""Rows that go through the network together, with all their intermediate values in memory."""


def rows_at_once(network: NetworkSpec) -> int:
    """The number of rows to send through the network together: so few that one thread is enough, if these are many."""
    return min(max((THREADED_WORK - 1) // work_of_row(network), FEWEST_ROWS), MOST_ROWS)


def work_of_row(network: NetworkSpec) -> int:
    """Multiply-adds of a row."""
    return max(1, sum(fan_in * fan_out for fan_in, fan_out in network.shapes))
