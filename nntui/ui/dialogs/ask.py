"""A question that is answered with one line: what it comes to, or why it cannot be taken, is said while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.ui.dialogs.choose import JudgingScreen
from nntui.ui.dialogs.proposals import AnswerT, Proposal, TypedHistory
from nntui.ui.widgets.keys import replay_keys
from nntui.ui.widgets.typing_field import TypingField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from nntui.ui.dialogs.dialog import KeyHint
    from nntui.ui.dialogs.proposals import Verdict


class AskScreen(JudgingScreen[AnswerT], Generic[AnswerT]):
    """Asks for a line that begins with ``text``; ``propose`` says what it comes to.

    Up and down go through ``history``, which keeps what is answered. Tab completes one of ``words``.
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
    ) -> None:
        super().__init__(title, propose)
        self._field = TypingField(text, classes="line", holds=True)
        self._words = tuple(words)
        self._history = history or TypedHistory()
        self._recalled = [*(each for each in self._history.texts if each != text), text]
        self._at = len(self._recalled) - 1

    def contents(self) -> ComposeResult:
        """The line."""
        yield self._field

    def keys_shown(self) -> Sequence[KeyHint]:
        """How to decide."""
        recall: tuple[KeyHint, ...] = (("up down", "earlier", ""),) if len(self._recalled) > 1 else ()
        complete: tuple[KeyHint, ...] = (("tab", "complete", "complete"),) if self._words else ()
        return (("enter", "take it", "decide"), ("esc", "cancel", "cancel"), *recall, *complete)

    def on_mount(self) -> None:
        """Whoever types on a text that stands there replaces it."""
        self._field.select_all()

    @property
    def proposed(self) -> str:
        """The line."""
        return self._field.value

    @on(Input.Changed)
    def look_again(self) -> None:
        """Judge what stands there now, which may be more than the event tells of."""
        self.look()

    @on(Input.Submitted)
    def action_decide(self) -> None:
        """Answer what the line comes to, once that is known; what is typed until then is for what comes after."""
        super().action_decide()

    def decide(self, verdict: Verdict[AnswerT]) -> None:
        """Close with the answer and keep the line, or say why there is none; then take what was typed meanwhile."""
        if isinstance(verdict, Proposal):
            self._history.add(self._field.value)
        super().decide(verdict)
        replay_keys(self.app, self._field.release())

    def action_cancel(self) -> None:
        """Close without an answer."""
        super().action_cancel()
        replay_keys(self.app, self._field.release())

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
