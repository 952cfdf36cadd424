"""The next seed is the command line's: first weights, order of rows and rows held out follow it together."""

from __future__ import annotations

from msgspec.structs import replace as changed

from nntui.model.spec import LARGEST_SEED
from nntui.session.change import rewound, with_next_seed
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


def test_other_first_weights_free_what_was_frozen_and_the_same_ones_keep_it() -> None:
    session = open_source("xor", Options())
    held = changed(session, network=changed(session.network, frozen_places=((0, 2),), silenced=((1, 0),)))
    lines: list[str] = []
    assert with_next_seed(held, lines.append).network == with_next_seed(session).network
    assert lines == ["frozen weights and silenced neurons learn again, as the network is another"]
    assert rewound(held, lines.append).network == held.network
    assert lines[1:] == ["frozen weights have their first values and stay frozen"]
