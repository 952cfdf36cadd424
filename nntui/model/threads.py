"""How many threads of torch a pass through a network uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nntui.model.work import THREADED_WORK, work_of_row

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec

ALL_THREADS = torch.get_num_threads()


def threads_for(network: NetworkSpec, rows: int) -> int:
    """The threads for passes over ``rows``, by a fixed rule: their number changes the order of additions."""
    return ALL_THREADS if rows * work_of_row(network) >= THREADED_WORK else 1
