"""A lesson and its steps, as its file says. The README's section "Lessons" describes the file for those who write one.

A lesson is a TOML file, at most ``LARGEST`` bytes. At its top:

- ``title`` and ``about``: a few words, and a sentence for the list of lessons; ``minutes``: how long it takes;
- ``source``: a built-in or computed table ("xor", "circle:rows=200"), or a table or session file beside the lesson;
  or ``table``: the rows themselves, as text with separators, its first line the names;
- ``[settings]``: any setting of ``nntui train`` by its name (``hidden = "3"``, ``lr = 0.5``), and ``input``,
  ``target``, ``ignore``, ``kind``, ``scale``, ``missing``: a text or a list of texts.

Then its steps, each headed ``[[step]]``:

- ``text``: what is to be read. In it, and in every other text of a step, ``{key:step}`` is the user's key for that
  command, and ``{= loss.train}`` the value of an expression; an empty line begins a paragraph;
- what the app does first: ``rewind = true``, ``settings = {lr = 1}``, ``epoch = 100`` (train to that epoch); and what
  it shows: ``pane``, ``row`` and ``column`` of the table, ``neuron = [layer, number]`` or
  ``weight = [layer, from, to]`` of the diagram, all from 1, inputs being layer 0;
- what it waits for: ``press``: the name of a command; ``until``: a condition. With both, ``press`` only says which
  key to press. Without either, the user goes on by key;
- a question: ``ask``, two to four ``choices``, ``answer``: the number of the right one, or an expression for it, that
  is worked out once the step is done; ``right`` and ``wrong``: the text that is shown then;
- ``then``: the text that is shown once the step's condition is met.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.lessons.expression import LessonExpression
    from nntui.session.lessons.words import LessonText
    from nntui.session.options import Options

LARGEST = 200_000
"""Bytes of a lesson's file."""
FROM_LESSON = "lesson "
"""How the source of a session begins whose table is a lesson's own; ``nntui lesson ...`` opens it."""


@dataclass(frozen=True, slots=True)
class LessonQuestion:
    """A question with two to four ``choices``; ``answer`` gives the number of the right one, from 1."""

    text: LessonText
    choices: tuple[LessonText, ...]
    answer: LessonExpression
    right: LessonText
    wrong: LessonText


@dataclass(frozen=True, slots=True)
class Preparation:
    """The preparation of a step: back to the first weights, settings to apply, an epoch to train up to."""

    rewind: bool = False
    settings: Options | None = None
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class StepPlaces:
    """The place that a step shows: a pane, a row (from 0) and column of the table, a neuron or weight of the diagram.

    ``neuron`` is (layer, number) and ``weight`` (layer, source, target); the layers of neurons count from 0, the
    inputs, and those of weights from 0, the first; numbers count from 0.
    """

    pane: str = ""
    row: int | None = None
    column: str = ""
    neuron: tuple[int, int] | None = None
    weight: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class LessonStep:
    """A step: its ``text``, what comes before it, what it shows, asks and waits for, and in which ``line`` it begins.

    ``press`` is the id of a command, "" for none.
    """

    text: LessonText
    line: int
    before: Preparation = Preparation()
    look: StepPlaces = StepPlaces()
    press: str = ""
    until: LessonExpression | None = None
    question: LessonQuestion | None = None
    then: LessonText | None = None

    @property
    def waits(self) -> bool:
        """Whether the user is to do something but read and guess."""
        return bool(self.press) or self.until is not None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: ``name`` is that of a built-in one, or of its file without the ending; ``file`` is that file.

    ``word`` is what ``nntui lesson`` opens it with. ``key`` names what is kept of it, and changes with its contents.
    ``source`` is a word or a path, or None where the lesson has its own ``table``.
    """

    name: str
    key: str
    file: Path
    word: str
    title: str
    about: str
    minutes: int
    source: str | None
    table: str
    options: Options
    steps: tuple[LessonStep, ...] = field(repr=False)
