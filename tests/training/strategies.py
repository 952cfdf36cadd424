"""Parts of random networks for hypothesis."""

from collections.abc import Sequence

from hypothesis import strategies as st


def by_layer(hidden: Sequence[int], names: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Activations of the hidden layers: none, for layers that are alike, or one of ``names`` for each."""
    each = st.tuples(*(st.sampled_from(names) for _ in hidden))
    return st.one_of(st.just(()), each)
