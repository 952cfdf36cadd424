"""The score in sentences: beside the trivial answer and a straight line, with the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.plain.talk import sentence
from nntui.safe_text import number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.plain.conversation import Conversation
    from nntui.training.scores.metrics import Metrics
    from nntui.training.scores.score import Judgement, Score

MOST_MISTAKES = 5
"""Kinds of mistake that are told."""


def tell_score(chat: Conversation, _: str = "") -> None:
    """Tell everything about the score."""
    score, warnings = present_score(chat)
    for line in score_sentences(score):
        chat.talk.say(line)
    tell_warnings(chat, warnings)


def tell_headline(chat: Conversation) -> None:
    """Tell the score in a sentence, and the warnings."""
    score, warnings = present_score(chat)
    chat.talk.say(headline_sentence(score))
    tell_warnings(chat, warnings)


def tell_warnings(chat: Conversation, warnings: Sequence[str]) -> None:
    """Tell each warning in a line."""
    for warning in warnings:
        chat.talk.say(sentence(f"Warning: {warning}"))


def present_score(chat: Conversation) -> tuple[Score, tuple[str, ...]]:
    """The score of the present weights, and its warnings. Raises DataError for a table that cannot be trained on."""
    from nntui.session.evaluate import SessionJudge
    from nntui.training.scores.score import Progress
    from nntui.training.scores.warnings import warnings_of

    predictor, snapshot = chat.network()

    def calculated() -> tuple[Score, tuple[str, ...]]:
        judge = chat.judge
        if judge is None or judge.predictor is not predictor:
            judge = SessionJudge(predictor)
        progress = Progress(
            trained=snapshot.updates > 0 or snapshot.epoch > 0,
            diverged=snapshot.state == "failed",
            straight=not predictor.session.network.hidden,
        )
        score = judge.score(snapshot.weights, progress)
        chat.judge = judge
        return score, warnings_of(score)

    return chat.work.calculate(calculated)


def headline_sentence(score: Score) -> str:
    """The score of the network on each set of rows, and what it is compared with, in a line."""
    from nntui.training.scores.words import always, headline, untrained

    if not score.progress.trained and not score.progress.diverged:
        return sentence(untrained(score)[0])
    judged, training = score.judged, score.training
    parts = [f"On the {judged.counted} the network is {_is(headline(score, judged.network, judged))}."]
    if judged is not training:
        parts.append(f"On the {training.counted}: {headline(score, training.network, training)}.")
    parts.append(f"For comparison, {always(score)}: {headline(score, judged.trivial, judged)};")
    parts.append(f"a straight line: {headline(score, judged.linear, judged)}.")
    return " ".join(parts)


def _is(words: str) -> str:
    """The words behind "is": "3.4 mpg off", "94 % right", or "at R2 .91"."""
    return f"at {words}" if words.startswith("R2") else words


def score_sentences(score: Score) -> Iterator[str]:
    """The headline, then a line for each metric and, of classes, for the commonest mistakes."""
    from nntui.training.scores.words import compared

    yield headline_sentence(score)
    if not score.progress.trained and not score.progress.diverged:
        return
    columns = compared(score)
    yield f"The figures below are in this order: {', '.join(columns)}."
    yield f"The last two are on the {score.judged.counted}."
    if len(score.targets) < 2:
        unit = score.targets[0].unit if score.targets else ""
        yield from _metrics(score, "", unit, {name: each.metrics for name, each in columns.items()})
    for number, target in enumerate(score.targets if len(score.targets) > 1 else ()):
        figures = {name: each.of_targets[number] for name, each in columns.items()}
        yield from _metrics(score, f"{one_line(target.name)}, ", target.unit, figures)
    yield from _mistakes(score, score.judged.network)


def _metrics(score: Score, of: str, unit: str, figures: dict[str, Metrics]) -> Iterator[str]:
    from nntui.training.scores.metrics import metrics_table
    from nntui.training.scores.words import figure_name, figure_text

    for metric in metrics_table(numbers=not score.classes):
        texts = (f"{name} {figure_text(metric, each[metric.id])}" for name, each in figures.items())
        yield f"{of}{figure_name(metric, one_line(unit))}: {', '.join(texts)}."


def _mistakes(score: Score, judgement: Judgement) -> Iterator[str]:
    from nntui.training.scores.answers import ClassAnswers
    from nntui.training.scores.words import class_name

    if not isinstance(judgement.answers, ClassAnswers):
        return
    counts = judgement.answers.confusion()
    pairs = [
        (int(counts[true, called]), true, called)
        for true in range(len(counts))
        for called in range(len(counts))
        if true != called and counts[true, called]
    ]
    if not pairs:
        yield f"There is no mistake on the {score.judged.counted}."
    for count, true, called in sorted(pairs, reverse=True)[:MOST_MISTAKES]:
        yield f"{class_name(score, true)} called {class_name(score, called)}: {number_of(count, 'row')}."
