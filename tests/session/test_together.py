"""Loss and output activation of classes, where only one of them is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nntui.data.column import Column
from nntui.data.table import Table
from nntui.errors import SpecError
from nntui.session.change import with_options
from nntui.session.follow import new_session
from nntui.session.open import open_source
from nntui.session.options import Options

if TYPE_CHECKING:
    from nntui.data.kinds import Cell

ROWS: dict[str, list[Cell]] = {"x": [1.0, 2.0, 3.0], "three": ["a", "b", "c"], "two": ["a", "b", "a"]}
COLUMNS = (Column("x"), Column("three", kind="category"), Column("two", kind="category"))


def settled(target: str, **options: Any) -> tuple[str, str]:
    """Loss and output activation for a table whose target that is."""
    session = new_session("t", "t.csv", Table.of(COLUMNS, ROWS))
    asked = with_options(session, Options(targets=(target,), **options))
    return asked.training.loss, asked.network.output_activation


@pytest.mark.parametrize(
    ("target", "options", "expected"),
    [
        ("three", {}, ("cross-entropy", "softmax")),
        ("two", {}, ("bce", "sigmoid")),
        ("x", {}, ("mse", "linear")),
        ("three", {"loss": "bce"}, ("bce", "sigmoid")),
        ("three", {"loss": "mse"}, ("mse", "sigmoid")),
        ("two", {"loss": "mae"}, ("mae", "sigmoid")),
        ("three", {"output_activation": "sigmoid"}, ("bce", "sigmoid")),
        ("two", {"output_activation": "linear"}, ("mse", "linear")),
        ("three", {"loss": "mse", "output_activation": "linear"}, ("mse", "linear")),
        ("two", {"loss": "bce", "output_activation": "sigmoid"}, ("bce", "sigmoid")),
    ],
)
def test_what_is_left_open_suits_what_is_asked_for(
    target: str, options: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert settled(target, **options) == expected


@pytest.mark.parametrize(
    ("target", "options"),
    [
        ("two", {"loss": "cross-entropy"}),
        ("two", {"output_activation": "softmax"}),
        ("three", {"loss": "bce", "output_activation": "linear"}),
        ("three", {"loss": "mse", "output_activation": "softmax"}),
        ("x", {"loss": "bce"}),
        ("x", {"output_activation": "softmax"}),
    ],
)
def test_what_does_not_go_together_is_refused(target: str, options: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        settled(target, **options)


def test_what_was_chosen_once_stays_while_it_goes_with_the_other() -> None:
    session = new_session("t", "t.csv", Table.of(COLUMNS, ROWS).with_roles(targets=["three"]))
    linear = with_options(session, Options(loss="mse", output_activation="linear"))
    again = with_options(linear, Options(loss="huber"))
    assert (again.training.loss, again.network.output_activation) == ("huber", "linear")
    back = with_options(again, Options(loss="cross-entropy"))
    assert back.network.output_activation == "softmax"


def test_with_numbers_nothing_is_changed_for_the_user() -> None:
    session = open_source("xor", Options(loss="bce", output_activation="sigmoid"))
    assert with_options(session, Options(loss="mse")).network.output_activation == "sigmoid"
