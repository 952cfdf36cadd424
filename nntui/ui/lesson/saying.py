"""The text of the lesson panel: the present step, its question and its condition, with the user's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.host import KEY
from nntui.ui.lesson.view import LessonView

if TYPE_CHECKING:
    from nntui.session.lessons.run import LessonRun
    from nntui.session.lessons.situation import Situation
    from nntui.session.lessons.words import LessonText
    from nntui.ui.host import HostApp

    Texts = list[tuple[str, str]]
    """Texts with their styles."""


def lesson_view(run: LessonRun, host: HostApp, *, in_panel: bool) -> LessonView:
    """The view of ``run`` for the panel; ``in_panel``: the panel has the focus."""
    saying = _Saying(run)
    view = LessonView(
        saying.title(host.glyphs.between),
        tuple(saying.texts()),
        saying.choices(),
        saying.wanted(host),
        saying.keys(in_panel=in_panel),
        (("{key:lesson-next}", "read on"), ("{key:lessons}", "lessons")),
    )
    return LessonView(
        view.title,
        tuple((_with_keys(text, host), style) for text, style in view.texts),
        tuple(_with_keys(choice, host) for choice in view.choices),
        host.with_keys(view.wanted),
        *(tuple((host.with_keys(key), word) for key, word in keys) for keys in (view.keys, view.to_read)),
    )


def _with_keys(text: str, host: HostApp) -> str:
    """``text`` with the user's keys in brackets: one that is a sign would look like punctuation."""
    return host.with_keys(KEY.sub(r"[\g<0>]", text))


class _Saying:
    """The parts of the view of ``run``, with names of commands where keys will be."""

    def __init__(self, run: LessonRun) -> None:
        self._run, self._step = run, run.step
        self._faults = [run.fault] if run.fault else []

    def title(self, between: str) -> str:
        """The lesson, the step and the guesses."""
        title = f" lesson: {self._run.lesson.title} "
        if self._step is None:
            return title
        number = f"step {self._run.at + 1} of {len(self._run.lesson.steps)}"
        return f"{title}{between} {number} {self._tally(f'{between} {{}} of {{}} guesses right ')}"

    def _tally(self, words: str) -> str:
        return words.format(self._run.right_guesses, len(self._run.guesses)) if self._run.guesses else ""

    def texts(self) -> Texts:
        """All that is read, but for the choices."""
        run, step = self._run, self._step
        if step is None:
            return [(f"That was the lesson.{self._tally(' You guessed {} of {} right.')}", "")]
        if run.start is None:
            return [("Getting ready ...", "dim")]
        texts = self._before(run.start) if run.outcome is None else self._after(run.outcome.situation, run.start)
        return [*texts, *((f"A fault in the lesson: {fault}", "error") for fault in dict.fromkeys(self._faults))]

    def _filled(self, text: LessonText, now: Situation, start: Situation) -> str:
        faults: list[str] = []
        filled = text.filled(now, start, faults)
        assert self._step is not None
        self._faults += [f"{self._run.lesson.file.name}, line {self._step.line}: {fault}" for fault in faults]
        return filled

    def _before(self, start: Situation) -> Texts:
        run, step = self._run, self._step
        assert step is not None
        texts = [(self._filled(step.text, start, start), "")]
        if step.question is not None and not run.reread:
            asked = self._filled(step.question.text, start, start)
            if run.guess is not None:
                asked += f" You say: {self._filled(step.question.choices[run.guess - 1], start, start)}"
            texts.append((asked, "bold"))
        return texts

    def _after(self, now: Situation, start: Situation) -> Texts:
        """Whether the guess was right, and why; then the step's closing text once it is done."""
        run, step = self._run, self._step
        assert step is not None
        assert run.outcome is not None
        texts: Texts = []
        if (question := step.question) is not None:
            is_right = bool(run.outcome.right) and run.guess == run.outcome.right
            reason = self._filled(question.right if is_right or run.guess is None else question.wrong, now, start)
            answer = ""
            if run.outcome.right:
                word = "Right" if is_right else "Not quite" if run.guess is not None else "The answer"
                # as it was when it was asked: numbers in it may have changed since
                answer = f"{word}: {self._filled(question.choices[run.outcome.right - 1], start, start)}. "
            texts.append((answer + reason, "good" if is_right else "warning" if answer else ""))
        if step.then is not None:
            texts.append((self._filled(step.then, now, start), ""))
        return texts or [(self._filled(step.text, start, start), "")]

    def choices(self) -> tuple[str, ...]:
        """The choices, while a guess is asked for."""
        run, step = self._run, self._step
        if not run.asks or step is None or step.question is None or run.start is None:
            return ()
        return tuple(self._filled(choice, run.start, run.start) for choice in step.question.choices)

    def wanted(self, host: HostApp) -> str:
        """The key that is waited for."""
        if self._step is None or not self._run.waits:
            return ""
        command = host.keymap.commands.get(self._step.press)
        return "goes on once this is done" if command is None else f"press {{key:{command.id}}} ({command.label})"

    def keys(self, *, in_panel: bool) -> tuple[tuple[str, str], ...]:
        """Keys with their words."""
        run, step = self._run, self._step
        if step is None:
            return (("{key:lesson-next}", "end"), ("{key:lesson-back}", "back"), ("{key:lessons}", "other lessons"))
        keys: list[tuple[str, str]] = []
        if run.asks and step.question is not None:
            many = len(step.question.choices)
            keys.append((f"1-{many}", "guess") if in_panel else ("{key:lessons}", f"then 1-{many}: guess"))
        keys.append(("{key:lesson-next}", "skip" if run.waits or run.asks else "go on"))
        if run.at:
            keys.append(("{key:lesson-back}", "back"))
        keys.append(("{key:lessons}", "lessons"))
        return tuple(keys)
