"""A question of which each possible answer is judged as it is reached: what it would do, or why it cannot be taken."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic

from textual.binding import Binding, BindingType

from nntui.ui.screens.dialogue import Dialogue
from nntui.ui.screens.looking import Looking
from nntui.ui.screens.proposals import AnswerT, Proposal, Refusal, judged

if TYPE_CHECKING:
    from collections.abc import Callable

    from nntui.ui.screens.proposals import Verdict


class JudgingScreen(Dialogue[AnswerT], Generic[AnswerT]):
    """Asks for a text: ``propose`` says what it comes to and makes the answer.

    ``propose`` is called in a worker thread, and may take its time; it raises NntuiError for a text that cannot be
    taken. A subclass says what is ``proposed`` at present, and calls ``look`` whenever that is something else.
    """

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]

    def __init__(self, title: str, propose: Callable[[str], Proposal[AnswerT]]) -> None:
        super().__init__(title)
        self._looking: Looking[str, Verdict[AnswerT]] = Looking(self, lambda text: judged(propose, text), self._found)

    @property
    @abstractmethod
    def proposed(self) -> str:
        """The text that would be the answer now."""

    def on_mount(self) -> None:
        """Judge what stands there at first."""
        self.look()

    def look(self) -> None:
        """Judge what stands there now."""
        self._looking.look_at(self.proposed)

    def _found(self, verdict: Verdict[AnswerT]) -> None:
        if isinstance(verdict, Proposal):
            self.say(verdict.says)
        else:
            self.say(verdict.reason, "warning")

    def action_decide(self) -> None:
        """Answer what stands there, once it is known what that comes to."""
        self._looking.once_seen(self.proposed, self.decide)

    def decide(self, verdict: Verdict[AnswerT]) -> None:
        """Close with the answer, or say why there is none."""
        if isinstance(verdict, Refusal):
            self.say(verdict.reason, "error")
        else:
            self.answer(verdict.answer)
