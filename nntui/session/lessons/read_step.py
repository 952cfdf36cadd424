"""Reads one step of a lesson."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from nntui.errors import DataError
from nntui.safe_text import as_list, quoted
from nntui.session.lessons.expression import LessonExpression
from nntui.session.lessons.lesson import LessonQuestion, LessonStep, Preparation, StepPlaces
from nntui.session.lessons.read_settings import options_of
from nntui.session.lessons.words import LessonText

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from nntui.session.lessons.read_settings import Path, Refuse

    CheckKeys = Callable[[Mapping[str, Any], Collection[str], Path], None]

KEYS = (
    "text", "rewind", "settings", "epoch", "pane", "row", "column", "neuron", "weight",
    "press", "until", "ask", "choices", "answer", "right", "wrong", "then",
)  # fmt: skip
"""The keys that a step may have."""
LONGEST = {"text": 700, "ask": 200, "choices": 60, "right": 300, "wrong": 300, "then": 400}
"""Characters of the texts: what fits beside the panes of an 80x24 terminal, in two pages at most."""
LARGEST_NUMBER = 1_000_000


class StepReader:
    """Reads steps; ``refuse`` raises the error about a key, ``check_keys`` refuses keys that are not known.

    Steps may name these ``commands`` and ``panes``; None: any.
    """

    def __init__(
        self,
        refuse: Refuse,
        check_keys: CheckKeys,
        commands: Collection[str] | None,
        panes: Collection[str] | None,
    ) -> None:
        self._refuse, self._check_keys = refuse, check_keys
        self._commands, self._panes = commands, panes

    def step(self, found: Mapping[str, Any], path: Path, line: int) -> LessonStep:
        """The step at this place. Raises DataError."""
        self._check_keys(found, KEYS, path)
        if "text" not in found:
            self._refuse(path, "this step has no text")
        press = found.get("press", "")
        if "press" in found:
            self._check_name(press, self._commands, "command", (*path, "press"))
        return LessonStep(
            text=self._text(found["text"], (*path, "text")),
            line=line,
            before=self._preparation(found, path),
            look=self._look(found, path),
            press=press,
            until=self._expression(found["until"], (*path, "until")) if "until" in found else None,
            question=self._question(found, path),
            then=self._text(found["then"], (*path, "then")) if "then" in found else None,
        )

    def _text(self, given: object, path: Path) -> LessonText:
        """The text of a key, or of one of the choices; its commands are known."""
        name = next(str(each) for each in reversed(path) if isinstance(each, str))
        if not isinstance(given, str) or not given.strip():
            self._refuse(path, f"{name} is a text, in quotes")
        if len(given) > LONGEST[name]:
            self._refuse(path, f"{name} has {len(given)} characters; at most {LONGEST[name]} can be shown")
        try:
            text = LessonText.parse(given)
        except DataError as error:
            self._refuse(path, f"{{= ...}}: {error}")
        for command in text.commands:
            self._check_name(command, self._commands, "command", path)
        return text

    def _check_name(self, given: object, known: Collection[str] | None, what: str, path: Path) -> None:
        if not isinstance(given, str) or not given:
            self._refuse(path, f"give the name of a {what}, in quotes")
        if known is not None and given not in known:
            near = get_close_matches(given, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {as_list(known)}"
            self._refuse(path, f"unknown {what} {quoted(given)}; {hint}")

    def _expression(self, given: object, path: Path) -> LessonExpression:
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            given = str(given)
        if not isinstance(given, str):
            self._refuse(path, f"{path[-1]} is an expression in quotes, as 'loss.train < 0.05'")
        try:
            return LessonExpression.parse(given)
        except DataError as error:
            self._refuse(path, f"{path[-1]}: {error}")

    def _preparation(self, found: Mapping[str, Any], path: Path) -> Preparation:
        rewind, epoch, settings = found.get("rewind", False), found.get("epoch"), found.get("settings")
        if not isinstance(rewind, bool):
            self._refuse((*path, "rewind"), "rewind is true or false")
        if epoch is not None:
            self._check_number(epoch, 1, (*path, "epoch"))
        if settings is not None and not isinstance(settings, dict):
            self._refuse((*path, "settings"), "settings are written in braces, as settings = {lr = 0.5}")
        options = options_of(settings, (*path, "settings"), self._refuse, columns=False) if settings else None
        return Preparation(rewind, options, epoch)

    def _check_number(self, given: object, least: int, path: Path) -> None:
        if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= LARGEST_NUMBER:
            self._refuse(path, f"give a whole number from {least}")

    def _numbers(self, given: object, names: tuple[str, ...], path: Path) -> list[int]:
        """Numbers in brackets, the first of them a layer; from 1, but for the layer of a neuron, which may be 0."""
        if not isinstance(given, list) or len(given) != len(names):
            self._refuse(path, f"{path[-1]} is [{', '.join(names)}], {len(names)} whole numbers")
        for at, each in enumerate(given):
            self._check_number(each, 0 if path[-1] == "neuron" and not at else 1, path)
        return [int(each) for each in given]

    def _look(self, found: Mapping[str, Any], path: Path) -> StepPlaces:
        pane, row, column = found.get("pane", ""), found.get("row"), found.get("column", "")
        if "pane" in found:
            self._check_name(pane, self._panes, "pane", (*path, "pane"))
        if row is not None:
            self._check_number(row, 1, (*path, "row"))
        if not isinstance(column, str):
            self._refuse((*path, "column"), "column is the name of a column, in quotes")
        neuron = weight = None
        if "neuron" in found:
            layer, number = self._numbers(found["neuron"], ("layer", "number"), (*path, "neuron"))
            neuron = layer, number - 1
        if "weight" in found:
            names = ("layer", "from", "to")
            layer, source, target = self._numbers(found["weight"], names, (*path, "weight"))
            weight = layer - 1, source - 1, target - 1
        return StepPlaces(pane, None if row is None else row - 1, column, neuron, weight)

    def _question(self, found: Mapping[str, Any], path: Path) -> LessonQuestion | None:
        parts = [name for name in ("ask", "choices", "answer", "right", "wrong") if name in found]
        if not parts:
            return None
        for name in ("ask", "choices", "answer", "right"):
            if name not in found:
                self._refuse((*path, parts[0]), f"a question has ask, choices, answer and right; {name} is missing")
        choices = found["choices"]
        if not isinstance(choices, list) or not 2 <= len(choices) <= 4:
            self._refuse((*path, "choices"), 'choices are two to four texts in brackets, as ["up", "down"]')
        answer = found["answer"]
        if isinstance(answer, int) and not 1 <= answer <= len(choices):
            self._refuse((*path, "answer"), f"answer is the number of the right choice, 1 to {len(choices)}")
        right = self._text(found["right"], (*path, "right"))
        return LessonQuestion(
            text=self._text(found["ask"], (*path, "ask")),
            choices=tuple(self._text(each, (*path, "choices")) for each in choices),
            answer=self._expression(answer, (*path, "answer")),
            right=right,
            wrong=self._text(found["wrong"], (*path, "wrong")) if "wrong" in found else right,
        )
