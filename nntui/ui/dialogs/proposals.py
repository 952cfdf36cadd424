"""What a dialog may be answered with, judged in the background while one types."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from nntui.errors import NntuiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode

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


class TypedHistory:
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


WantedT = TypeVar("WantedT")
FindingT = TypeVar("FindingT")


class BackgroundLookup(Generic[WantedT, FindingT]):
    """Looks at what is wanted at present: ``examine`` in a thread, then ``found`` on the thread of ``screen``.

    At most one look is under way, however slow; what is wanted meanwhile is looked at next.
    """

    def __init__(
        self,
        screen: DOMNode,
        examine: Callable[[WantedT], FindingT],
        found: Callable[[FindingT], None],
    ) -> None:
        self._screen = screen
        self._examine, self._found = examine, found
        self._wanted: WantedT | None = None
        self._finding: tuple[WantedT, FindingT] | None = None
        self._under_way = False
        self._waiting: list[Callable[[FindingT], None]] = []

    def look_at(self, wanted: WantedT) -> None:
        """Look at this from now on; what was to be done about something else is forgotten."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._waiting.clear()
        if not self._under_way:
            self._under_way = True
            self._screen.run_worker(self._look())

    def once_seen(self, wanted: WantedT, act: Callable[[FindingT], None]) -> None:
        """Act on what is found of this, once it has been found; unless something else is wanted by then.

        Several acts are done in the order in which they were asked for.
        """
        self.look_at(wanted)
        if self._finding is not None and self._is_found:
            act(self._finding[1])
        else:
            self._waiting.append(act)

    async def _look(self) -> None:
        while not self._is_found:
            assert self._wanted is not None
            wanted = self._wanted
            finding = await asyncio.to_thread(self._examine, wanted)
            if not self._is_found:  # else one is back at what was found before
                self._finding = wanted, finding
                self._found(finding)
        self._under_way = False
        while self._waiting and self._finding is not None:
            self._waiting.pop(0)(self._finding[1])

    @property
    def _is_found(self) -> bool:
        return self._finding is not None and self._finding[0] == self._wanted
