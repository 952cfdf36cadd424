"""Why the answer to one question is what it is: what each input adds, against the average row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.coders import feature_slices
from nntui.data.encoding.encoder import encode
from nntui.session.explain.importance import answers_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.predict import Predictor

MOST_EXACT = 10
"""Inputs up to which every coalition is computed: 2^10 forward passes."""
ORDERS = 100
"""Random orders, each used forwards and backwards, that sampled contributions average over."""


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """The share of input ``name`` in each answer, float64 [answers], and the standard error of that, 0 where exact."""

    name: str
    amounts: NDArray[np.float64]
    standard_errors: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """The answer to a question against that to the average training row: ``average`` + all amounts = ``answer``.

    ``answers`` names the targets or, of classes, the classes whose probabilities these are; arrays are float64
    [answers]. ``exact`` is whether every coalition of inputs was computed.
    """

    answers: tuple[str, ...]
    average: NDArray[np.float64]
    answer: NDArray[np.float64]
    inputs: tuple[Contribution, ...]
    exact: bool


def contributions(
    predictor: Predictor,
    table: Table,
    values: Mapping[str, Cell],
    weights: NDArray[np.float32] | None = None,
) -> Contributions:
    """The Shapley values of the inputs for the answer to ``values``, against the average training row of ``table``.

    Inputs that are not in a coalition have the mean of their encoded training values. Exact up to ``MOST_EXACT``
    inputs that differ from that mean, sampled beyond (Štrumbelj and Kononenko 2010), in pairs of an order and its
    reverse. Raises DataError for a question that cannot be answered.
    """
    asked = np.array(predictor.answer(values, weights).trained.inputs, dtype=np.float32)
    average = encode(table, predictor.encoder).inputs.mean(axis=0, dtype=np.float64).astype(np.float32)
    blocks = feature_slices(predictor.encoder.inputs)
    active = [place for place, block in enumerate(blocks) if (asked[block] != average[block]).any()]

    def answers_of(coalitions: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The answers [coalitions, answers]; ``coalitions`` [coalitions, active] says which values are asked."""
        inputs = np.repeat(average[None], len(coalitions), axis=0)
        for column, place in enumerate(active):
            inputs[coalitions[:, column], blocks[place]] = asked[blocks[place]]
        return answers_to(predictor, inputs, weights)[1]

    ends = answers_of(np.array([[False] * len(active), [True] * len(active)]))
    exact = len(active) <= MOST_EXACT
    amounts, errors = _exact(answers_of, len(active)) if exact else _sampled(answers_of, len(active))
    nothing = np.zeros(ends.shape[1])
    found = {place: (amounts[column], errors[column]) for column, place in enumerate(active)}
    inputs = tuple(
        Contribution(coder.name, *found.get(place, (nothing, nothing)))
        for place, coder in enumerate(predictor.encoder.inputs)
    )
    names = answers_to(predictor, asked[None], weights)[0]
    return Contributions(names, ends[0], ends[1], inputs, exact)


def _exact(
    answers_of: Callable[[NDArray[np.bool_]], NDArray[np.float64]], players: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shapley values [players, answers] from all coalitions, and errors of 0."""
    numbers = np.arange(2**players)
    members = (numbers[:, None] >> np.arange(players) & 1).astype(np.bool_)
    answers = answers_of(members)
    sizes = members.sum(axis=1)
    shares = np.array([1 / (players * math.comb(players - 1, size)) for size in range(players)])
    amounts = np.zeros((players, answers.shape[1]))
    for player in range(players):
        without = numbers[~members[:, player]]
        gains = answers[without | 1 << player] - answers[without]
        amounts[player] = shares[sizes[without]] @ gains
    return amounts, np.zeros_like(amounts)


def _sampled(
    answers_of: Callable[[NDArray[np.bool_]], NDArray[np.float64]], players: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimated Shapley values [players, answers], which add up exactly, and their standard errors."""
    generator = np.random.default_rng(0)
    samples = []
    for _ in range(ORDERS):
        order = generator.permutation(players)
        samples.append((_gains(answers_of, order) + _gains(answers_of, order[::-1])) / 2)
    found = np.array(samples)
    return found.mean(axis=0), found.std(axis=0, ddof=1) / math.sqrt(ORDERS)


def _gains(
    answers_of: Callable[[NDArray[np.bool_]], NDArray[np.float64]], order: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The contribution of each player [players, answers] when they join in this order."""
    joined = np.tril(np.ones((len(order) + 1, len(order)), dtype=np.bool_), -1)
    coalitions = np.empty_like(joined)
    coalitions[:, order] = joined
    answers = answers_of(coalitions)
    gains = np.empty((len(order), answers.shape[1]))
    gains[order] = np.diff(answers, axis=0)
    return gains
