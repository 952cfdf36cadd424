"""The next seed is the command line's: first weights, order of rows and rows held out follow it together."""

from __future__ import annotations

from msgspec.structs import replace as changed

from nntui.model.spec import LARGEST_SEED
from nntui.session.change import with_next_seed
from nntui.session.open import open_source
from nntui.session.options import Options


def test_the_next_seed_gives_the_session_that_the_command_line_opens_with_it() -> None:
    first = open_source("cars", Options(seed=3, validation=0.2))
    again = open_source("cars", Options(seed=4, validation=0.2))
    second = with_next_seed(first)
    assert (second.network, second.training) == (again.network, again.training)
    assert second.table == again.table


def test_after_the_largest_seed_comes_the_first() -> None:
    session = open_source("xor", Options(seed=LARGEST_SEED))
    assert with_next_seed(session).network == changed(session.network, seed=0)
