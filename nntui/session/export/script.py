"""A session's network as a program of PyTorch alone, which answers questions."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from nntui.safe_text import number_of, one_line
from nntui.session.export.helpers import with_helpers
from nntui.session.export.literals import comment_text
from nntui.session.export.network import forward_code, parameters_code
from nntui.session.export.pictures import pictures_in_words
from nntui.session.export.question import answer_code, encoding_code, question_code
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session


def network_script(session: Session, weights: NDArray[np.float32] | None = None) -> str:
    """A program that answers the session's question, and others, with its weights or these flat ones [parameters].

    It needs nothing but PyTorch. Raises DataError for a table that no network can be trained on, and for a network too
    large for a script.
    """
    predictor = Predictor(session)
    parameters = parameters_code(session.network, predictor.weights if weights is None else weights)
    parts = [
        question_code(predictor),
        parameters,
        encoding_code(predictor),
        forward_code(session.network),
        answer_code(predictor),
    ]
    return assembled(heading(session, "predicts", "python FILE.py NAME=VALUE ...   asks another question"), parts)


WIDEST = 100
"""Characters of a line of the comment."""


def heading(session: Session, verb: str, usage: str) -> list[str]:
    """The comment at the top of a script that ``verb``s what the session's network does."""
    targets = ", ".join(one_line(column.name) for column in session.table.targets)
    epoch = session.checkpoint.epoch if session.checkpoint else 0
    state = f"trained for {number_of(epoch, 'epoch')}" if epoch else "with its first weights: it was never trained"
    title = f"{one_line(session.name)}: {verb} {targets}; {state}."
    lines = [title, "Written by nntui. It needs Python and PyTorch, nothing else.", "", usage]
    if pixels := pictures_in_words(session):
        lines += ["", *wrap(pixels, WIDEST)]
    return [f"# {comment_text(line)}".rstrip() for line in lines]


def assembled(head: list[str], parts: list[str]) -> str:
    """The whole script: its heading, imports, the helpers that the parts need, and the parts."""
    imports, helpers = with_helpers("\n".join(parts), ("sys",))
    return "\n\n\n".join(["\n".join([*head, "", *imports]), *helpers, *parts]) + "\n"
