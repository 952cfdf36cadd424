"""A question answered with one of a few words; what each would do is said as it is reached."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from nntui.render.glyphs import fit
from nntui.render.text import Span
from nntui.ui.dialogs.dialog import Dialog
from nntui.ui.dialogs.proposals import AnswerT, BackgroundLookup, Proposal, Refusal, judged
from nntui.ui.widgets.keys import run_screen_binding
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.dialogs import dialog
    from nntui.ui.dialogs.proposals import Verdict


@dataclass(frozen=True, slots=True)
class Choice:
    """A word, and what it means."""

    word: str
    meaning: str


class Choices(LinesView, can_focus=True):
    """The words under one another, one of them ``chosen``; the arrows go on, a letter to the next that begins so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "above", show=False),
        Binding("down", "move(1)", "below", show=False),
    ]
    DEFAULT_CSS = """
    Choices { height: 1; }
    """

    class Moved(Message):
        """Another word is chosen; ``taken`` where it was clicked."""

        def __init__(self, *, taken: bool) -> None:
            super().__init__()
            self.taken = taken

    def __init__(self, choices: Sequence[Choice], chosen: str, glyphs: Glyphs) -> None:
        super().__init__()
        self._choices, self._glyphs = tuple(choices), glyphs
        self._at = next((number for number, each in enumerate(choices) if each.word == chosen), 0)

    @property
    def chosen(self) -> str:
        """The word that is marked."""
        return self._choices[self._at].word

    def draw(self) -> None:
        """Draw the words into the present width."""
        self.styles.height = len(self._choices)
        words = max(cell_len(each.word) for each in self._choices) + 2
        self.show([self._line(number, words) for number in range(len(self._choices))])

    def _line(self, number: int, words: int) -> Line:
        each, here = self._choices[number], number == self._at
        word = fit(f"{self._glyphs.after if here else ' '} {each.word} ", words + 2, glyphs=self._glyphs)
        meaning = fit(f" {each.meaning}", max(0, self.size.width - words - 2), glyphs=self._glyphs)
        return Span(word, "selected" if here else ""), Span(meaning, "" if here else "dim")

    def action_move(self, steps: int) -> None:
        """Choose a word further on, round and round."""
        self._go((self._at + steps) % len(self._choices))

    def _go(self, number: int, *, taken: bool = False) -> None:
        self._at = number
        self.draw()
        self.post_message(self.Moved(taken=taken))

    async def on_key(self, event: Key) -> None:
        """A letter chooses the next word that begins with it; other keys do at once what they are bound to."""
        letter = event.character.lower() if event.character is not None else ""
        numbers = range(self._at + 1, self._at + 1 + len(self._choices))
        places = [number % len(self._choices) for number in numbers]
        if letter.isalnum():
            event.stop()
            self._go(next((place for place in places if self._choices[place].word.startswith(letter)), self._at))
        else:
            await run_screen_binding(self, event)

    def on_click(self, event: Click) -> None:
        """A click takes the word."""
        if event.y < len(self._choices):
            self._go(event.y, taken=True)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()


class JudgingScreen(Dialog[AnswerT], Generic[AnswerT]):
    """Asks for a text: ``propose`` says what it comes to and makes the answer.

    ``propose`` is called in a worker thread, and may take its time; it raises NntuiError for a text that cannot be
    taken. A subclass says what is ``proposed`` at present, and calls ``look`` whenever that is something else.
    """

    SHORT = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "decide", "decide", show=False)]

    def __init__(self, title: str, propose: Callable[[str], Proposal[AnswerT]]) -> None:
        super().__init__(title)
        self._looking: BackgroundLookup[str, Verdict[AnswerT]] = BackgroundLookup(
            self, lambda text: judged(propose, text), self._found
        )

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


class ChooseScreen(JudgingScreen[AnswerT], Generic[AnswerT]):
    """Asks for one of ``choices``, at first the word ``chosen``; ``propose`` says what a word would do."""

    AUTO_FOCUS = "Choices"

    def __init__(
        self, title: str, choices: Sequence[Choice], chosen: str, propose: Callable[[str], Proposal[AnswerT]]
    ) -> None:
        super().__init__(title, propose)
        self._choices, self._chosen = tuple(choices), chosen

    def contents(self) -> ComposeResult:
        """The words."""
        self._view = Choices(self._choices, self._chosen, self.glyphs)
        yield self._view

    def keys_shown(self) -> Sequence[dialog.KeyHint]:
        """How to choose."""
        return (("enter", "take it", "decide"), ("up down", "choose", ""), ("esc", "cancel", "cancel"))

    @property
    def proposed(self) -> str:
        """The word that is marked."""
        return self._view.chosen

    def on_choices_moved(self, message: Choices.Moved) -> None:
        """Say what the word would do."""
        self.look()
        if message.taken:
            self.action_decide()
