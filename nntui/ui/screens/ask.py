"""A question that is answered with one line: what it comes to, or why it cannot be taken, is said while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.ui.screens.dialogue import Dialogue
from nntui.ui.screens.looking import Looking
from nntui.ui.screens.proposals import AnswerT, History, Proposal, Refusal, judged
from nntui.ui.screens.typed import TypingField
from nntui.ui.typed_ahead import type_again

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from nntui.ui.screens.dialogue import Key
    from nntui.ui.screens.proposals import Verdict


class AskScreen(Dialogue[AnswerT], Generic[AnswerT]):
    """Asks for a line that begins with ``text``; ``propose`` says what it comes to and makes the answer.

    ``propose`` is called in a worker thread, and may take its time; it raises NntuiError for a text that cannot be
    taken. Up and down go through ``history``, which keeps what is answered. Tab completes one of ``words``.
    """

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "decide", "decide", show=False),
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
        history: History | None = None,
        words: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        self._field = TypingField(text, classes="line", holds=True)
        self._words = tuple(words)
        self._history = history or History()
        self._recalled = [*(each for each in self._history.texts if each != text), text]
        self._at = len(self._recalled) - 1
        self._looking: Looking[str, Verdict[AnswerT]] = Looking(self, lambda typed: judged(propose, typed), self._found)

    def contents(self) -> ComposeResult:
        """The line."""
        yield self._field

    def keys_shown(self) -> Sequence[Key]:
        """How to decide."""
        recall: tuple[Key, ...] = (("up down", "earlier", ""),) if len(self._recalled) > 1 else ()
        complete: tuple[Key, ...] = (("tab", "complete", "complete"),) if self._words else ()
        return (("enter", "take it", "decide"), ("esc", "cancel", "cancel"), *recall, *complete)

    def on_mount(self) -> None:
        """Judge what stands there at first; whoever types on a text that stands there replaces it."""
        self._field.select_all()
        self._looking.look_at(self._field.value)

    @on(Input.Changed)
    def look_again(self) -> None:
        """Judge what stands there now, which may be more than the event tells of."""
        self._looking.look_at(self._field.value)

    def _found(self, verdict: Verdict[AnswerT]) -> None:
        if isinstance(verdict, Proposal):
            self.say(verdict.says)
        else:
            self.say(verdict.reason, "warning")

    @on(Input.Submitted)
    def action_decide(self) -> None:
        """Answer what the line comes to, once that is known; what is typed until then is for what comes after."""
        self._looking.once_seen(self._field.value, self._decide)

    def _decide(self, verdict: Verdict[AnswerT]) -> None:
        if isinstance(verdict, Refusal):
            self.say(verdict.reason, "error")
        else:
            self._history.add(self._field.value)
            self.answer(verdict.answer)
        type_again(self.app, self._field.release())

    def action_cancel(self) -> None:
        """Close without an answer."""
        super().action_cancel()
        type_again(self.app, self._field.release())

    def action_recall(self, steps: int) -> None:
        """Put in what was typed earlier, and at the end again what is being typed now."""
        if self._at == len(self._recalled) - 1:
            self._recalled[-1] = self._field.value
        self._at = max(0, min(len(self._recalled) - 1, self._at + steps))
        self._field.value = self._recalled[self._at]
        self._field.cursor_position = len(self._field.value)

    def action_complete(self) -> None:
        """Complete the word before the cursor to the first of the words that it begins."""
        place = self._field.cursor_position
        begun = _last_word(self._field.value[:place])
        found = (
            next((word for word in self._words if word.startswith(begun) and word != begun), None) if begun else None
        )
        if found is not None:
            self._field.insert(found[len(begun) :], place)


def _last_word(text: str) -> str:
    """What of ``text`` a name may have been begun with."""
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "_`"):
        start -= 1
    return text[start:]
