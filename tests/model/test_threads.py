"""A small pass uses one thread, so that a score or an answer on the screen takes no second core from training."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nntui.model.spec import NetworkSpec
from nntui.model.threads import ALL_THREADS, threads_for
from nntui.model.trace import trace
from nntui.model.work import FEWEST_ROWS, MOST_ROWS, rows_at_once


def network(inputs: int, *hidden: int) -> NetworkSpec:
    return NetworkSpec(inputs=inputs, hidden=hidden, outputs=1)


@pytest.mark.parametrize(
    ("spec", "rows", "threads"),
    [
        (network(2, 3), MOST_ROWS, 1),
        (network(8, 64, 64), MOST_ROWS // 4, 1),
        (network(784, 512), FEWEST_ROWS, ALL_THREADS),
    ],
    ids=["lesson", "recommended", "large"],
)
def test_rows_go_through_together_as_long_as_one_thread_is_enough(spec: NetworkSpec, rows: int, threads: int) -> None:
    assert FEWEST_ROWS <= rows_at_once(spec) <= MOST_ROWS
    assert rows_at_once(spec) >= rows
    assert threads_for(spec, rows_at_once(spec)) == threads


def test_a_small_pass_is_made_by_one_thread() -> None:
    spec = network(4, 8)
    trace(spec, np.zeros(spec.parameters, dtype=np.float32), np.zeros((5, 4), dtype=np.float32))
    assert torch.get_num_threads() == 1
