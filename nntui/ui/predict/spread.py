"""The spread of the answers of networks with other seeds, in words beside the answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.kinds import Cell
    from nntui.session.predict import Answer, Predictor
    from nntui.session.seeds.networks import SeedNetworks
    from nntui.session.seeds.spread import AnswerSpread

    Asked = tuple[tuple[str, Cell], ...]


def spread_texts(
    networks: SeedNetworks, predictor: Predictor, question: Mapping[str, Cell], weights: NDArray[np.float32]
) -> list[tuple[str, ...]]:
    """For each answer to ``question`` with these weights, the spread of each target in words; [] without an answer.

    There are two answers in the tutorial: as its lesson scales the question, and as in training.
    """
    from nntui.session.seeds.spread import question_spread

    try:
        said = predictor.answer(question, weights)
        answers = _answers(networks, predictor, tuple(question.items()))
    except DataError:
        return []
    spread = question_spread(answers, said)
    return [
        _texts(each, predictor)
        for each in ((spread.own,) if said.own is said.trained else (spread.own, spread.trained))
    ]


@lru_cache(maxsize=8)
def _answers(networks: SeedNetworks, predictor: Predictor, asked: Asked) -> list[Answer]:
    """The networks' answers, kept because they are asked for again whenever the screen is drawn."""
    from nntui.session.seeds.spread import network_answers

    return network_answers(networks, predictor, dict(asked))


def _texts(spread: AnswerSpread | None, predictor: Predictor) -> tuple[str, ...]:
    from nntui.session.seeds.spread import spread_words

    return () if spread is None else tuple(spread_words(spread, each) for each in predictor.targets)
