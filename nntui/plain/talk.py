"""Questions and answers: a text, a choice from a list, yes or no, and long lists a page at a time."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from nntui.safe_text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nntui.plain.lines import LineSource, LineWriter

BACK, HELP = ("back", "cancel"), ("help", "?")
"""Answers that leave a question, and that ask what it means."""
PAGE = 20
"""Lines that are shown before the next are asked for."""
OURS = ("undid:", "redid:", "source:", "target:", "inputs:", "rows:", "health:")
"""Words before a colon that are no names from outside."""
MOST_LISTED = 500
"""Lines of a list that is shown to nobody who could stop it."""


class InputEndError(Exception):
    """There are no further answers."""


class LeftError(Exception):
    """The user has left a question."""


class Option(NamedTuple):
    """Something to choose: by its number, or by its ``word``; ``text`` describes it."""

    word: str
    text: str = ""


class Talk:
    """A conversation in lines.

    Questions raise ``InputEndError`` at the end of the input, and ``LeftError`` for "back".
    ``before`` is called before each question, so that what happened meanwhile is told first.
    """

    def __init__(self, source: LineSource, writer: LineWriter) -> None:
        self._source, self._writer = source, writer
        self.say = writer.line
        self.before: Callable[[], object] = lambda: None

    @property
    def interactive(self) -> bool:
        """Whether a person answers."""
        return self._source.interactive

    def interrupted(self) -> bool:
        """Whether a person has typed a line while something was going on; it is taken away."""
        if not (self.interactive and self._source.waits()):
            return False
        if self._source.read() is None:
            raise InputEndError
        return True

    def ask(self, question: str, default: str | None = None, explained: str = "") -> str:
        """The answer, without blanks around it; an empty one is the ``default``, and asks again where there is none.

        ``explained`` is shown for "help". An answer in double quotes is taken as it is: ``"back"``, or ``""``.
        """
        while True:
            answer = self._line(question)
            if answer.lower() in BACK:
                raise LeftError
            if answer.lower() in HELP and explained:
                self.say(explained)
            elif len(answer) > 1 and answer[0] == answer[-1] == '"' and answer[1:-1].lower() in {"", *BACK, *HELP}:
                return answer[1:-1]
            elif answer:
                return answer
            elif default is not None:
                return default
            else:
                self.say('Nothing was typed. Type an answer, or "back".')

    def ask_until(self, question: str, read: Callable[[str], str], default: str | None = None) -> str:
        """The first answer for which ``read`` gives no reason why it cannot be taken; such reasons are said."""
        while True:
            answer = self.ask(question, default)
            reason = read(answer)
            if not reason:
                return answer
            self.say(f'{reason[:1].upper()}{reason[1:].removesuffix(".")}. Try again, or type "back".')

    def agree(self, question: str, *, default: bool = False) -> bool:
        """Whether the user says yes."""
        preset = "yes" if default else "no"

        def read(text: str) -> str:
            return "" if text.lower() in {"yes", "y", "no", "n"} else "answer yes or no"

        answer = self.ask_until(f"{question} Yes or no? (enter: {preset})", read, preset)
        return answer.lower() in {"yes", "y"}

    def choose(self, question: str, options: Sequence[Option], given: str = "", default: int | None = None) -> int:
        """The place of the option that is chosen by number, word or the beginning of a word; ``given`` goes first.

        The list is shown first unless ``given`` chooses at once.
        """
        if given:
            place, reason = found(options, given)
            if place is not None:
                return place
            self.say(reason)
        self.list(numbered(options))
        preset = "" if default is None else f" (enter: {options[default].word})"
        while True:
            answer = self.ask(f"{question}{preset}", None if default is None else options[default].word)
            place, reason = found(options, answer)
            if place is not None:
                return place
            self.say(reason)

    def list(self, lines: Iterable[str]) -> None:
        """Show lines; to a person a page at a time, of which the rest may be left out."""
        shown = list(lines)
        if not self.interactive:
            for line in shown[:MOST_LISTED]:
                self.say(line)
            if len(shown) > MOST_LISTED:
                self.say(f"and {len(shown) - MOST_LISTED:,} more lines")
            return
        for start in range(0, len(shown), PAGE):
            for line in shown[start : start + PAGE]:
                self.say(line)
            left = len(shown) - start - PAGE
            if left > 0 and self._line(f"Press enter for more ({left:,} lines are left), or type stop:"):
                return

    def _line(self, question: str) -> str:
        self.before()
        self._writer.prompt(question)
        line = self._source.read()
        if line is None:
            self.say("")
            raise InputEndError
        if not self.interactive:
            self._writer.echo(line)
        return line.strip()


def sentence(text: str) -> str:
    """``text`` with a full stop and, unless it begins with a name, a capital."""
    whole = text.strip()
    first = whole.partition(" ")[0]
    if first.isalpha() or first in OURS:
        whole = whole[:1].upper() + whole[1:]
    return f"{whole}{'' if whole.endswith(('.', '!', '?', ':')) else '.'}"


def named(words: str, names: Iterable[str]) -> tuple[str, str | None] | None:
    """The longest of the ``names`` that the words begin with, in any case, and what is behind it, None for nothing.

    None where they begin with none of them.
    """
    for name in sorted(names, key=len, reverse=True):
        if words.casefold() == name.casefold():
            return name, None
        if words.casefold().startswith(f"{name.casefold()} "):
            return name, words[len(name) :].strip()
    return None


def numbered(options: Sequence[Option]) -> list[str]:
    """A line for each option, with its number."""
    return [
        f"{place}. {option.word}{f': {option.text}' if option.text else ''}" for place, option in enumerate(options, 1)
    ]


def found(
    options: Sequence[Option], answer: str, advice: str = "Type a number or a word of the list."
) -> tuple[int | None, str]:
    """The place of the option that ``answer`` names; without one, the reason, with ``advice`` if nothing is like it."""
    words = [option.word.casefold() for option in options]
    wanted = answer.casefold()
    if wanted in words:
        return words.index(wanted), ""
    if answer.isascii() and answer.isdecimal():
        number = int(answer[:9])
        if 1 <= number <= len(options):
            return number - 1, ""
        return None, f"There is no number {answer[:20]}. Choose a number from 1 to {len(options)}."
    begun = [place for place, word in enumerate(words) if word.startswith(wanted)]
    if len(begun) == 1:
        return begun[0], ""
    if begun:
        return (
            None,
            f"{quoted(answer)} may be {', '.join(options[place].word for place in begun[:5])}. Type more of it.",
        )
    near = get_close_matches(wanted, words, n=1)
    meant = f"Did you mean {options[words.index(near[0])].word}?" if near else advice
    return None, f"There is no {quoted(answer)} here. {meant}"
