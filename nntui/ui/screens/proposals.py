"""What a dialogue may be answered with, judged while one types: what it would do, or why it cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from collections.abc import Callable

AnswerT = TypeVar("AnswerT")

MOST_KEPT = 50
"""Texts that a history keeps."""


@dataclass(frozen=True, slots=True)
class Proposal(Generic[AnswerT]):
    """What a text comes to: ``says`` it in a line, and ``answer`` is what the dialogue then answers."""

    says: str
    answer: AnswerT


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text cannot be taken."""

    reason: str


Verdict = Proposal[AnswerT] | Refusal


def judged(propose: Callable[[str], Proposal[AnswerT]], text: str) -> Verdict[AnswerT]:
    """What ``propose`` makes of the text, or the reason for which it raised NntuiError."""
    try:
        return propose(text)
    except NntuiError as error:
        return Refusal(str(error))


class History:
    """The last texts that were typed to one question, the latest at the end."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._texts)

    @property
    def latest(self) -> str:
        """What was typed last; "" where nothing was."""
        return self._texts[-1] if self._texts else ""

    def add(self, text: str) -> None:
        """Keep ``text`` as the latest."""
        if text:
            self._texts = [*(each for each in self._texts if each != text), text][-MOST_KEPT:]
