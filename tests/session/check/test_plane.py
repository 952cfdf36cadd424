"""The plane through first, best and present weights: its axes, the path on it, its share, and when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import NntuiError
from nntui.session.check.checker import Checker
from nntui.session.check.plane import weight_plane
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.training.objective import Objective
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.session.session import Session


def test_the_three_weights_lie_in_the_plane_and_the_path_is_projected_on_it() -> None:
    numbers = np.random.default_rng(0)
    first, best, present = numbers.normal(size=(3, 20))
    aside = (5, 0.5 * (first + best) + 0.1 * numbers.normal(size=20))
    plane = weight_plane(first, (10, best), (30, present), [aside])
    assert plane.axes @ plane.axes.T == pytest.approx(np.eye(2), abs=1e-12)
    assert [point.epoch for point in plane.path] == [0, 5, 10, 30]
    assert [point.name for point in plane.path] == ["first", "", "best", "present"]
    for point, weights in zip(plane.path, (first, aside[1], best, present), strict=True):
        placed = plane.origin + point.x * plane.axes[0] + point.y * plane.axes[1]
        if point.name:
            assert placed == pytest.approx(weights, abs=1e-12)
        else:  # the nearest point of the plane
            assert plane.axes @ (weights - placed) == pytest.approx([0, 0], abs=1e-12)
    (left, right), (low, high) = plane.box(0.1)
    assert all(left < point.x < right and low < point.y < high for point in plane.path)


def test_the_share_is_that_of_the_squared_steps() -> None:
    first, best, present = np.zeros(3), np.array([1.0, 1, 0]), np.array([2.0, 0, 0])
    plane = weight_plane(first, (2, best), (4, present), [(1, np.array([1.0, 0, 1.0]))])
    # steps (1, 0, 1), (0, 1, -1), (1, -1, 0): 2 of 6 lie across the plane
    assert plane.share == pytest.approx(4 / 6)
    assert weight_plane(first, (2, best), (4, present)).share == pytest.approx(1)


def test_a_plane_that_holds_less_than_half_is_refused() -> None:
    path = [(epoch, np.array([0.0, 0, 5 * (-1) ** epoch])) for epoch in range(1, 9)]
    with pytest.raises(NntuiError, match=r"holds only \d+% of the movement between the 11 moments"):
        weight_plane(np.zeros(3), (9, np.array([1.0, 1, 0])), (10, np.array([2.0, 0, 0])), path)


def test_the_farthest_moment_stands_in_for_best_weights_that_give_no_plane() -> None:
    first, present = np.zeros(4), np.array([2.0, 0, 0, 0])
    path = [(3, np.array([1.0, 0.5, 0, 0])), (6, np.array([1.5, 0.25, 0, 0]))]
    for best in ((9, present), (0, first), (8, present / 2)):
        plane = weight_plane(first, best, (9, present), path)
        assert plane.third == "epoch 3"
        assert plane.share == pytest.approx(1)


@pytest.mark.parametrize(
    ("best", "present", "reason"),
    [
        ((0, [0, 0]), (0, [0, 0]), "have not moved yet"),
        ((3, [1, 1]), (5, [0, 0]), "the present weights are the first ones"),
        ((5, [2, 2]), (5, [2, 2]), "on one line or equal"),
        ((3, [1, 1]), (5, [2, 2]), "on one line or equal"),
        ((3, [1, 0]), (5, [np.nan, 2]), "not finite"),
    ],
    ids=["unmoved", "back at first", "best is present", "on a line", "not finite"],
)
def test_weights_without_a_plane_are_refused_in_a_sentence(
    best: tuple[int, list[float]], present: tuple[int, list[float]], reason: str
) -> None:
    with pytest.raises(NntuiError, match=reason):
        weight_plane(np.zeros(2), (best[0], np.array(best[1])), (present[0], np.array(present[1])))


def test_the_plane_of_a_session_has_the_moments_that_its_training_kept() -> None:
    session = open_source("tutorial", Options(engine="autograd"))
    with pytest.raises(NntuiError, match="have not moved yet"):
        Checker(session).plane()
    trainer = Trainer(session.network, session.training, encode(session.table, Encoder.fit(session.table)))
    trainer.epochs(40)
    checker = Checker(replace(session, checkpoint=trainer.checkpoint()))
    plane = checker.plane()
    assert len(plane.path) > 5
    assert plane.third.startswith("epoch")  # the best weights are the present ones
    assert 0.5 < plane.share <= 1
    surface = checker.plane_surface(plane, 0.25)
    assert surface is not None
    (check,) = checker.gradients([0])
    column, row = (int(abs(places).argmin()) for places in (surface.xs, surface.ys))
    objective = Objective(session.network, session.training, *training_rows(session))
    for place in ((row, column), (0, 0), (20, 30)):
        weights = plane.origin + surface.xs[place[1]] * plane.axes[0] + surface.ys[place[0]] * plane.axes[1]
        assert surface.totals[place] == pytest.approx(objective.all_values(weights[None]).loss[0], rel=1e-10)
    assert surface.totals[row, column] == pytest.approx(check.loss, rel=0.1)


def training_rows(session: Session) -> tuple[np.ndarray, np.ndarray]:
    arrays = encode(session.table, Encoder.fit(session.table))
    return arrays.inputs, arrays.targets
