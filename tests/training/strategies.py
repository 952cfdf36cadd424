"""Parts of random networks for hypothesis."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

ValueT = TypeVar("ValueT")


def by_layer(layers: Sequence[int], values: Sequence[ValueT]) -> st.SearchStrategy[tuple[ValueT, ...]]:
    """None, for ``layers`` that are alike, or one of ``values`` for each."""
    each = st.tuples(*(st.sampled_from(values) for _ in layers))
    return st.one_of(st.just(()), each)
