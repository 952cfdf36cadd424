"""What the lesson panel says: the present step, its question, and what it waits for, with the user's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.lesson.view import LessonView

if TYPE_CHECKING:
    from nntui.session.lessons.lesson import LessonQuestion
    from nntui.session.lessons.run import LessonRun, StepOutcome
    from nntui.session.lessons.situation import Situation
    from nntui.ui.host import HostApp


def lesson_view(run: LessonRun, host: HostApp, *, in_panel: bool) -> LessonView:
    """What the panel shows of ``run``; ``in_panel``: the panel has the keys."""
    lesson, step = run.lesson, run.step
    title = f" lesson: {lesson.title} "
    if step is None:
        texts = [(f"That was the lesson.{_tally(run, ' You guessed {} of {} right.')}", "")]
        keys = (("{key:lesson-next}", "end"), ("{key:lesson-back}", "back"), ("{key:lessons}", "other lessons"))
        return _with_keys(LessonView(title, tuple(texts), (), "", keys), host)
    title = f"{title}{host.glyphs.between} step {run.at + 1} of {len(lesson.steps)} {_tally(run, '{} of {} right ')}"
    if run.start is None:
        return LessonView(title, (("Getting ready ...", "dim"),))
    choices: tuple[str, ...] = ()
    texts = [(step.text.filled(run.start, run.start), "")]
    if run.outcome is not None:
        texts = _after(run, run.outcome, run.start)
    elif step.question is not None and not run.reread:
        texts.append((step.question.text.filled(run.start, run.start), "bold"))
        if run.guess is None:
            choices = _choices(step.question, run.start, run.start)
        else:
            chosen = step.question.choices[run.guess - 1].filled(run.start, run.start)
            texts[-1] = (f"{texts[-1][0]} You say: {chosen}", "bold")
    if run.fault:
        texts.append((f"A fault in the lesson: {run.fault}", "error"))
    view = LessonView(title, tuple(texts), choices, _wanted(run, host), _keys(run, in_panel=in_panel))
    return _with_keys(view, host)


def _tally(run: LessonRun, words: str) -> str:
    return words.format(run.right_guesses, len(run.guesses)) if run.guesses else ""


def _choices(question: LessonQuestion, now: Situation, start: Situation) -> tuple[str, ...]:
    return tuple(choice.filled(now, start) for choice in question.choices)


def _after(run: LessonRun, outcome: StepOutcome, start: Situation) -> list[tuple[str, str]]:
    """What is said once a step is done: whether the guess was right, and why."""
    step, now = run.step, outcome.situation
    assert step is not None
    texts: list[tuple[str, str]] = []
    question = step.question
    if question is not None:
        right = _choices(question, now, start)[outcome.right - 1] if outcome.right else ""
        is_right = bool(outcome.right) and run.guess == outcome.right
        reason = (question.right if is_right or run.guess is None else question.wrong).filled(now, start)
        if is_right:
            texts.append((f"Right: {right}. {reason}", "good"))
        elif right:
            texts.append((f"{'Not quite' if run.guess is not None else 'The answer'}: {right}. {reason}", "warning"))
        else:
            texts.append((reason, ""))
    if step.then is not None:
        texts.append((step.then.filled(now, start), ""))
    return texts or [(step.text.filled(start, start), "")]


def _wanted(run: LessonRun, host: HostApp) -> str:
    """The key that is waited for."""
    step = run.step
    if step is None or not run.waits:
        return ""
    command = host.keymap.commands.get(step.press)
    if command is None:
        return "the lesson goes on once this is done"
    return f"press {{key:{command.id}}} ({command.label})"


def _keys(run: LessonRun, *, in_panel: bool) -> tuple[tuple[str, str], ...]:
    keys: list[tuple[str, str]] = []
    step = run.step
    if run.asks and step is not None and step.question is not None:
        many = len(step.question.choices)
        keys.append((f"1-{many}", "guess") if in_panel else ("{key:lessons}", f"then 1-{many}: guess"))
    skips = run.waits or run.asks
    keys.append(("{key:lesson-next}", "skip" if skips else "go on"))
    if run.at:
        keys.append(("{key:lesson-back}", "back"))
    keys.append(("{key:lessons}", "lessons"))
    return tuple(keys)


def _with_keys(view: LessonView, host: HostApp) -> LessonView:
    """The view with the user's keys in all of its texts."""
    return LessonView(
        view.title,
        tuple((host.with_keys(text), style) for text, style in view.texts),
        tuple(host.with_keys(choice) for choice in view.choices),
        host.with_keys(view.wanted),
        tuple((host.with_keys(key), word) for key, word in view.keys),
    )
