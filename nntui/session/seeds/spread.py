"""How far the answers of several networks to one question, or to rows, lie apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.data.dates import written_date
from nntui.session.seeds.networks import Spread
from nntui.training.scores.words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from nntui.data.column import Column
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.predict import Answer, Predictor, Replies, Reply
    from nntui.session.seeds.networks import SeedNetworks

SMALLEST_SHARE = 1e-6
"""Difference, as a share of the answers' size, below which float32 networks answer the same."""
LARGEST_PLAIN = 1e7
"""Size from which on numbers are written with a power of ten."""


@dataclass(frozen=True, slots=True)
class AnswerSpread:
    """The answers of ``networks`` networks to one question.

    Of numbers, ``values`` has the spread of each target. Of classes, ``agree`` networks answer ``said``, and
    ``probability`` is the spread of the probability that they give to it.
    """

    networks: int
    values: Mapping[str, Spread]
    said: str = ""
    agree: int = 0
    probability: Spread | None = None


@dataclass(frozen=True, slots=True)
class QuestionSpread:
    """The spread of both answers to a question, which differ only in the tutorial; None where there is none."""

    own: AnswerSpread | None
    trained: AnswerSpread | None


def network_answers(networks: SeedNetworks, predictor: Predictor, values: Mapping[str, Cell]) -> list[Answer]:
    """The answer of each network to a question. Raises DataError for one that cannot be answered."""
    return [predictor.answer(values, each.weights) for each in networks.sound]


def question_spread(answers: Sequence[Answer], said: Answer) -> QuestionSpread:
    """How far ``answers`` of several networks lie apart; ``said`` is that of the session's own network."""
    own = _reply_spread([each.own for each in answers], said.own)
    if said.own is said.trained:
        return QuestionSpread(own, own)
    return QuestionSpread(own, _reply_spread([each.trained for each in answers], said.trained))


def _reply_spread(replies: Sequence[Reply], said: Reply) -> AnswerSpread | None:
    """The spread of ``replies``; None where one of them, or the answer to compare with, is not finite."""
    if any(value is None for reply in (*replies, said) for value in reply.values.values()):
        return None
    if said.probabilities is None:
        spreads = {name: Spread.of([float(each.values[name] or 0) for each in replies]) for name in said.values}
        return AnswerSpread(len(replies), spreads)
    name = str(next(iter(said.values.values())))
    shares = [(each.probabilities or {})[name] for each in replies]
    agree = sum(name in each.values.values() for each in replies)
    return AnswerSpread(len(replies), {}, name, agree, Spread.of(shares))


def spread_words(spread: AnswerSpread, target: Column) -> str:
    """The spread in words: ``22.1 to 24.9 over 10 networks``, ``9 of 10 networks agree, probability 0.61 to 0.98``."""
    if spread.probability is not None:
        low, high = spread.probability.lowest, spread.probability.highest
        return f"{spread.agree} of {spread.networks} networks agree, probability {percent(low)} to {percent(high)}"
    return f"{_range(spread.values[target.name], target)} over {spread.networks} networks"


def _range(found: Spread, target: Column) -> str:
    """``22.1 to 24.9``, to two digits of the difference."""
    if target.temporal:
        low, high = (written_date(each, target.date_format) for each in (found.lowest, found.highest))
        return f"{low}, the same" if low == high else f"{low} to {high}"
    width, size = found.highest - found.lowest, max(abs(found.lowest), abs(found.highest))
    if not width or width < size * SMALLEST_SHARE:
        return f"{found.median:.6g}, the same"
    if size >= LARGEST_PLAIN:
        return f"{found.lowest:.3g} to {found.highest:.3g}"
    decimals = max(0, 1 - math.floor(math.log10(width)))
    return f"{found.lowest:.{decimals}f} to {found.highest:.{decimals}f}"


@dataclass(frozen=True, slots=True, eq=False)
class RowSpreads:
    """The spread of the answers to many rows, NaN for rows without an answer: float64 [rows, answers] each.

    Of numbers there is an answer for each target. Of classes there is one, the probability of the class that the
    session's network answers, and ``agree`` int64 [rows] counts the networks that answer the same; None of numbers.
    """

    networks: int
    lowest: NDArray[np.float64]
    median: NDArray[np.float64]
    highest: NDArray[np.float64]
    agree: NDArray[np.int64] | None


def row_spreads(networks: SeedNetworks, predictor: Predictor, rows: Table | pl.DataFrame, said: Replies) -> RowSpreads:
    """How far the networks' answers to ``rows`` lie apart; ``said`` are those of the session's own network.

    Rows without such an answer have no spread. Raises DataError as ``Predictor.answers`` does.
    """
    frame = predictor.as_trained(rows)
    replies = [predictor.answers(frame, each.weights).own for each in networks.sound]
    agree = None
    if said.probabilities is None:
        answers = np.array([[_numbers(each) for each in reply.values] for reply in replies]).transpose(0, 2, 1)
    else:
        codes = {name: code for code, name in enumerate(said.classes)}
        own = np.array([codes.get(name, -1) for name in said.values[0].to_list()], dtype=np.int64)
        answers = np.array([_shares(reply, own) for reply in replies])[:, :, None]
        agree = sum(
            np.array([codes.get(name, -1) for name in reply.values[0].to_list()], dtype=np.int64) == own
            for reply in replies
        ) + np.zeros(len(own), dtype=np.int64)
    answers[:, np.array([each is None for each in said.values[0].to_list()], dtype=np.bool_)] = np.nan
    return RowSpreads(len(replies), answers.min(axis=0), np.median(answers, axis=0), answers.max(axis=0), agree)


def _numbers(values: pl.Series) -> NDArray[np.float64]:
    """A series as float64 [rows], NaN for null."""
    return np.array([math.nan if each is None else each for each in values.to_list()], dtype=np.float64)


def _shares(reply: Replies, codes: NDArray[np.int64]) -> NDArray[np.float64]:
    """The probability float64 [rows] that each row's class in ``codes`` has; NaN where that is -1."""
    assert reply.probabilities is not None
    picked = np.take_along_axis(reply.probabilities, np.maximum(codes, 0)[:, None], axis=1)[:, 0]
    return np.where(codes < 0, np.nan, picked)
