"""Questions; what the answer would do is shown before it is given. One kind is answered with a line that is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from nntui.errors import NntuiError
from nntui.ui.dialogs.lookup import LookupDialog
from nntui.ui.widgets.typing_field import TypingField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint

AnswerT = TypeVar("AnswerT")

LONGEST_HISTORY = 50
"""Texts that a history keeps."""
LAST_WORD = re.compile(r"[\w`]*$")
"""The end of a text that may be the beginning of a name."""


@dataclass(frozen=True, slots=True)
class Proposal(Generic[AnswerT]):
    """A text that is accepted: ``says`` describes its effect in one line, ``answer`` is what the dialog returns.

    ``warning`` is a line on what the answer would end, "" if nothing.
    """

    says: str
    answer: AnswerT
    warning: str = ""


class QuestionDialog(LookupDialog[AnswerT, str, Proposal[AnswerT] | NntuiError], Generic[AnswerT]):
    """Asks for a text; ``propose`` makes the answer, or raises NntuiError for a text that is not accepted.

    ``propose`` is called in a worker thread and may be slow.
    """

    SHORT = True
    HOLDS_KEYS = True

    def __init__(self, title: str, propose: Callable[[str], Proposal[AnswerT]]) -> None:
        super().__init__(title)
        self._propose = propose

    def examine(self, entered: str) -> Proposal[AnswerT] | NntuiError:
        """Propose an answer, or give the reason against it."""
        try:
            proposal = self._propose(entered)
            return replace(proposal, warning=self.warns(proposal.answer))
        except NntuiError as error:
            return error

    def found(self, finding: Proposal[AnswerT] | NntuiError) -> None:
        """Show the effect of the answer, or the reason against it."""
        if isinstance(finding, Proposal):
            self.say(finding.warning or finding.says, "warning" if finding.warning else "quiet")
        else:
            self.say(str(finding), "warning")

    def decide(self, finding: Proposal[AnswerT] | NntuiError) -> None:
        """Close with the answer, or say why there is none."""
        if isinstance(finding, Proposal):
            self.answer(finding.answer)
        else:
            self.say(str(finding), "error")


class TypedHistory:
    """The last texts given to one question, the latest last."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._texts)

    @property
    def latest(self) -> str:
        """The last text, "" if there is none."""
        return self._texts[-1] if self._texts else ""

    def add(self, text: str) -> None:
        """Keep ``text`` as the latest."""
        if text:
            self._texts = [*(each for each in self._texts if each != text), text][-LONGEST_HISTORY:]


class AskScreen(QuestionDialog[AnswerT], Generic[AnswerT]):
    """Asks for one line, which begins as ``text``: typing replaces it or, where it is ``begun``, goes on with it.

    Up and down recall texts of ``history``, to which the answered line is added. Tab completes one of ``words``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "earlier", show=False),
        Binding("down", "recall(1)", "later", show=False),
        Binding("tab", "complete", "complete", show=False),
    ]
    DEFAULT_CSS = """
    AskScreen .line { padding: 0 1 !important; }
    """

    def __init__(
        self,
        title: str,
        propose: Callable[[str], Proposal[AnswerT]],
        *,
        text: str = "",
        history: TypedHistory | None = None,
        words: Sequence[str] = (),
        begun: bool = False,
    ) -> None:
        super().__init__(title, propose)
        self._begun = begun
        self._field = TypingField(text, classes="line")
        self._words = tuple(words)
        self._history = history or TypedHistory()
        self._recalled = [*(each for each in self._history.texts if each != text), text]
        self._at = len(self._recalled) - 1

    def contents(self) -> ComposeResult:
        """The line."""
        yield self._field

    def keys_shown(self) -> Sequence[KeyHint]:
        """Enter, escape, and what helps with typing."""
        recall: tuple[KeyHint, ...] = (("up down", "earlier", ""),) if len(self._recalled) > 1 else ()
        complete: tuple[KeyHint, ...] = (("tab", "complete", "complete"),) if self._words else ()
        return (("enter", "ok", "decide"), ("esc", "cancel", "cancel"), *recall, *complete)

    def on_mount(self) -> None:
        """Select the text, so that typing replaces it, or put the cursor behind it."""
        if self._begun:
            self._field.cursor_position = len(self._field.value)
        else:
            self._field.select_all()

    @property
    def entered(self) -> str:
        """The line."""
        return self._field.value

    def decide(self, finding: Proposal[AnswerT] | NntuiError) -> None:
        """Close with the answer and remember the line, or say why there is none."""
        if isinstance(finding, Proposal):
            self._history.add(self._field.value)
        super().decide(finding)

    def action_recall(self, steps: int) -> None:
        """Put in an earlier text, or at the end again the one being typed."""
        if self._at == len(self._recalled) - 1:
            self._recalled[-1] = self._field.value
        self._at = max(0, min(len(self._recalled) - 1, self._at + steps))
        self._field.value = self._recalled[self._at]
        self._field.cursor_position = len(self._field.value)

    def action_complete(self) -> None:
        """Complete the word before the cursor to the first of the words that it begins."""
        cursor = self._field.cursor_position
        begun = LAST_WORD.findall(self._field.value[:cursor])[0]
        if begun:
            longer = (word for word in self._words if word.startswith(begun) and word != begun)
            self._field.insert(next(longer, begun)[len(begun) :], cursor)
