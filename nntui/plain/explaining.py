"""Explanations in words: which inputs matter, why an answer is what it is, and the health of the training."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nntui.plain.tables import column_named
from nntui.plain.talk import Option, sentence
from nntui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nntui.plain.conversation import Conversation
    from nntui.session.health.course import HealthCourse

SUBJECTS = (
    Option("inputs", "how much each input matters to the predictions"),
    Option("answer", "why the last prediction is what it is, and the smallest change that alters it"),
    Option("along", "how the answer depends on one input"),
)
SECONDS = 5.0
"""Seconds for which the moments of a long training are looked at."""
COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)")
"""The gaps between the columns of a line, for which a listener needs a sign."""
ADDED = re.compile(r"^([+-])(\S+)( \+- \S+)? {2,}(.*)$")
"""A line on what an input adds to an answer."""


def explain(chat: Conversation, given: str = "") -> None:
    """Explain what is ``given`` or chosen: "inputs", "answer", or "along" and the name of an input."""
    from nntui.session.explain.importance import dependence_on, input_importances
    from nntui.session.explain.lines import curve_lines, importance_lines, question_lines
    from nntui.session.explain.question import contributions
    from nntui.session.explain.smallest import smallest_changes

    predictor, snapshot = chat.network()
    _, table = chat.opened()
    session, weights = chat.controller.session, snapshot.weights
    assert session is not None
    word, _, rest = given.partition(" ")
    subject = SUBJECTS[chat.talk.choose("Explain:", SUBJECTS, word)].word
    if not snapshot.updates:
        chat.talk.say("Warning: the network was not trained yet, so this means nothing.")
    if subject == "inputs":
        found = chat.work.calculate(lambda: input_importances(predictor, table, weights))
        _say(chat, importance_lines(predictor, found))
    elif subject == "along":
        inputs = [Option(one_line(column.name), column.kind) for column in table.inputs]
        place = (
            table.index(table.inputs[chat.talk.choose("Input:", inputs)].name)
            if not rest
            else column_named(table, rest)
        )
        name = table.columns[place].name
        curve = chat.work.calculate(lambda: dependence_on(predictor, table, name, weights))
        _say(chat, curve_lines(predictor, curve))
    else:
        question = dict(session.query)
        added = chat.work.calculate(lambda: contributions(predictor, table, question, weights))
        classes = bool(predictor.encoder.classes)
        changes = chat.work.calculate(lambda: smallest_changes(predictor, question, weights=weights) if classes else [])
        _say(chat, question_lines(predictor, question, added, changes, None))


def _say(chat: Conversation, lines: Iterable[str]) -> None:
    """Say lines that have columns, with commas between these."""
    for number, line in enumerate(lines):
        text = COLUMNS.sub(", ", ADDED.sub(_added, line.strip()))
        chat.talk.say(f"{text}:" if not number and not text.endswith((".", ":")) else text)


def _added(line: re.Match[str]) -> str:
    sign, amount, error, name = line.groups()
    return f"{name} {'adds' if sign == '+' else 'takes away'} {amount}{error or ''}"


def tell_health(chat: Conversation, given: str = "") -> None:
    """Tell what is wrong with the training, and make a change that cures it if the user wants one."""
    from nntui.session.health.course import HealthCourse
    from nntui.session.health.cures import cure_of
    from nntui.session.health.words import in_words, name_of
    from nntui.ui.work.curing import cure, health_question

    chat.network()
    asked = health_question(chat.controller)
    if asked is None:
        chat.talk.say("Nothing was trained yet, so there is nothing to look at.")
        return
    course: HealthCourse = HealthCourse()
    chat.work.calculate(lambda: course.go_on(asked, SECONDS))
    health = course.health
    if course.behind:
        chat.talk.say("The training is long; only its first part was looked at.")
    for finding in health.findings:
        if not finding.lasts:
            chat.talk.say(sentence(f"It is over: {in_words(finding)}"))
    if not health.lasting:
        chat.talk.say("Nothing is wrong with this training.")
        return
    options = [
        Option(name_of(each), f"{in_words(each)}. Cure: {cure_of(each, health, asked.session).words}")
        for each in health.lasting
    ]
    place = chat.talk.choose("Cure which (back: none)?", options, given)
    chat.work.do(lambda: cure(chat.controller, health.lasting[place], health, chat.work.tell))
