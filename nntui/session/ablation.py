"""The worth of a neuron: the score of the network with it and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import DataError
from nntui.session.evaluate import SessionJudge
from nntui.session.predict import Predictor
from nntui.training.scores.words import headline

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays, Encoder
    from nntui.session.session import Session


def worth_in_words(before: Session, after: Session, encoder: Encoder, arrays: Arrays) -> str:
    """The figure of the rows that judge, before a neuron was silenced or restored and after, with the same weights.

    "validation rows 94 % right without it, 97 % with it"; "" where there is no score.
    """
    sessions = [replace(each, checkpoint=before.checkpoint) for each in (before, after)]
    try:
        scores = [SessionJudge(Predictor(each, encoder), arrays).score() for each in sessions]
    except DataError:
        return ""
    figures = [headline(score, score.judged.network, score.judged) for score in scores]
    silenced = len(after.network.silenced) > len(before.network.silenced)
    words = ("without it", "with it") if silenced else ("with it", "without it")
    return f"{scores[0].judged.name} {figures[1]} {words[0]}, {figures[0]} {words[1]}"
