"""Questions answered with one of a few words, each with its meaning and, for some, its letter."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Generic

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message

from nntui.errors import NntuiError
from nntui.render.glyphs import fit
from nntui.render.text import Span
from nntui.ui.dialogs.question import AnswerT, Proposal, QuestionDialog
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.dialogs.dialog import KeyHint

FORESEEN = "begins training afresh"
"""Said of a word that would throw the training away, before it is chosen."""


class Choices(LinesView, can_focus=True):
    """Words with their meanings, one a line, one of them ``chosen`` with the arrows or a letter.

    Where words have ``letters``, one answers with its word at once; else it goes to the next word that begins with it.
    ``ends`` are the words that would begin training afresh.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "above", show=False),
        Binding("down", "move(1)", "below", show=False),
    ]
    DEFAULT_CSS = """
    Choices { height: 1; }
    """

    class Moved(Message):
        """Another word is chosen; ``answered`` if by its letter or with the mouse."""

        def __init__(self, *, answered: bool) -> None:
            super().__init__()
            self.answered = answered

    def __init__(
        self, choices: Mapping[str, str], chosen: str, glyphs: Glyphs, letters: Mapping[str, str], present: str
    ) -> None:
        super().__init__()
        self._meanings, self._glyphs, self._letters = dict(choices), glyphs, dict(letters)
        self._present, self.ends = present, frozenset[str]()
        self._words = tuple(choices)
        self._at = self._words.index(chosen)

    @property
    def chosen(self) -> str:
        """The word that is marked."""
        return self._words[self._at]

    def draw(self) -> None:
        """Draw the words at the present width."""
        self.styles.height = len(self._words)
        room = max(map(cell_len, self._words)) + 2
        self.show([self._line(word, room) for word in self._words])

    def _line(self, word: str, room: int) -> Line:
        here, letter = word == self.chosen, f" {self._letters[word]} " if word in self._letters else ""
        name = fit(f"{self._glyphs.after if here else ' '} {word} ", room + 2, glyphs=self._glyphs)
        note = " now" if word == self._present else f" {FORESEEN}" if word in self.ends else ""
        left = max(0, self.size.width - room - 2 - len(letter))
        meaning = fit(f" {self._meanings[word]}", max(0, left - len(note)), glyphs=self._glyphs)
        return (
            Span(letter, "title"),
            Span(name, "selected" if here else ""),
            Span(meaning, "" if here else "dim"),
            Span(fit(note, min(left, len(note)), glyphs=self._glyphs), "warning" if word in self.ends else "title"),
        )

    def action_move(self, steps: int) -> None:
        """Choose a word further on, round and round."""
        self._choose((self._at + steps) % len(self._words))

    def _choose(self, number: int, *, answered: bool = False) -> None:
        self._at = number
        self.draw()
        self.post_message(self.Moved(answered=answered))

    def on_key(self, event: Key) -> None:
        """A letter answers with its word, or chooses the next word that begins with it."""
        letter = event.character.lower() if event.character is not None else ""
        if not letter.isalnum():
            return
        event.stop()
        if self._letters:
            word = next((word for word, its in self._letters.items() if its == letter), None)
            if word is not None:
                self._choose(self._words.index(word), answered=True)
        else:
            following = [*range(self._at + 1, len(self._words)), *range(self._at)]
            self._choose(next((at for at in following if self._words[at].startswith(letter)), self._at))

    def on_click(self, event: Click) -> None:
        """Choose the word and answer with it."""
        if event.y < len(self._words):
            self._choose(event.y, answered=True)


class ChooseScreen(QuestionDialog[AnswerT], Generic[AnswerT]):
    """Asks for one of ``choices``, words with their meanings, beginning with ``chosen``, the present one or the first.

    Where words have ``letters``, one answers at once, but for a word that would begin training afresh: this is said
    first, beside the word and, if that was not seen yet, in a line that asks for a second press.
    """

    AUTO_FOCUS = "Choices"

    def __init__(
        self,
        title: str,
        choices: Mapping[str, str],
        chosen: str,
        propose: Callable[[str], Proposal[AnswerT]],
        *,
        letters: Mapping[str, str] | None = None,
        is_present: bool = True,
    ) -> None:
        super().__init__(title, propose)
        self._choices, self._chosen, self._letters = choices, chosen, letters or {}
        self._present = chosen if is_present else ""
        self._warned: str | None = None
        self._at_once = False

    def contents(self) -> ComposeResult:
        """The words."""
        self._view = Choices(self._choices, self._chosen, self.glyphs, self._letters, self._present)
        yield self._view

    def keys_shown(self) -> Sequence[KeyHint]:
        """The letters, or enter and the arrows; escape."""
        if self._letters:
            return ((" ".join(self._letters.values()), "choose", ""), ("esc", "cancel", "cancel"))
        return (("enter", "ok", "decide"), ("up down", "choose", ""), ("esc", "cancel", "cancel"))

    def on_mount(self) -> None:
        """Work out which words would begin training afresh."""
        if self._letters:
            self.run_worker(host_of(self).guarded(self._foresee))

    async def _foresee(self) -> None:
        for word in self._choices:
            finding = await asyncio.to_thread(self.examine, word)
            if not isinstance(finding, NntuiError) and finding.warning:
                self._view.ends |= {word}
                self._view.draw()

    @property
    def entered(self) -> str:
        """The word that is marked."""
        return self._view.chosen

    def decide(self, finding: Proposal[AnswerT] | NntuiError) -> None:
        """Close with the answer, or say why there is none, or what it would end if that does not stand there yet."""
        word = self.entered
        unseen = self._at_once and word not in self._view.ends and word != self._warned
        if isinstance(finding, Proposal) and finding.warning and unseen:
            self._warned = word
            self.say(f"{finding.warning}; enter does it", "warning")
        else:
            super().decide(finding)

    def on_choices_moved(self, message: Choices.Moved) -> None:
        """Examine the word; its letter or a click answers with it."""
        self.look()
        self._at_once = message.answered
        if message.answered:
            self.action_decide()
