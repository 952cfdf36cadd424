"""Predictions: each input is asked for in turn, and the answer is told with its warnings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nntui.errors import DataError
from nntui.folders import working_folder
from nntui.plain.saving import ask_place
from nntui.plain.scoring import tell_warnings
from nntui.plain.tables import rows_named
from nntui.safe_text import as_choice, one_line
from nntui.ui.dialogs.places import expanded, place_for_table
from nntui.ui.predict.files import answer_file
from nntui.ui.predict.presenter import answer_query, form_fields, form_texts, row_texts, true_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.kinds import Cell
    from nntui.plain.conversation import Conversation
    from nntui.ui.predict.form import InputField

REST = "rest"
"""The answer that takes the values offered for all inputs that are left."""
MOST_CHOICES = 12
"""Words that an input may be, listed where it is asked for."""
LIKELIEST = 5
"""Classes that are told with their probabilities."""


def predict(chat: Conversation, given: str = "") -> None:
    """Predict for values that are asked for, or for what is ``given``: "row 5", or "file a.csv"."""
    predictor, _ = chat.network()
    _, table = chat.opened()
    session = chat.controller.session
    assert session is not None
    word, _, rest = given.partition(" ")
    if word.lower() == "file":
        _predict_file(chat, rest.strip())
        return
    fields, row = form_fields(table, chat.controller.encoder), None
    if given:
        rows = rows_named(table, rest if word.lower() == "row" else given)
        if rows is None:
            raise DataError(f'{one_line(given)} is neither a row nor "file" and a name; type "predict" alone')
        row = rows[0]
        values = _read(fields, row_texts(table, row))
    else:
        values = _asked(chat, fields, form_texts(session, table, chat.controller.encoder))
    chat.work.call(lambda: chat.controller.ask(values))
    tell_answer(chat, values)
    if row is not None:
        names = [column.name for column in predictor.targets]
        truths = zip(names, true_texts(table, row, names), strict=True)
        known = ", ".join(f"{one_line(name)} {one_line(text)}" for name, text in truths if text)
        chat.talk.say(f"In row {row + 1:,} of the table: {known or 'no answer'}.")


def _asked(chat: Conversation, fields: Sequence[InputField], texts: Sequence[str]) -> dict[str, Cell]:
    """The values that the user gives, each beginning with the text that is offered."""
    chat.talk.say(f'Enter takes the value that is offered; "{REST}" takes it for all inputs that are left.')
    given, resting = list(texts), False
    for place, field in enumerate(fields):
        if not resting:
            given[place] = _ask_field(chat, field, texts[place])
            if given[place] == REST and REST not in field.levels:
                given[place], resting = texts[place], True
    return _read(fields, given)


def _ask_field(chat: Conversation, field: InputField, text: str) -> str:
    offered = one_line(text) if text else "empty"
    question = f"{one_line(field.name)}{_described(field)} (enter: {offered}):"

    def fault(answer: str) -> str:
        return "" if answer in {REST, text} else field.fault(answer)

    return chat.talk.ask_until(question, fault, text)


def _described(field: InputField) -> str:
    """What may be given: the range trained on, or the words."""
    unit = f" in {one_line(field.column.unit)}" if field.column.unit else ""
    if field.trained is not None:
        low, high = map(field.spelled, field.trained)
        return f"{unit}, trained on {low} to {high}"
    if field.levels:
        more = f", or one of {len(field.levels) - MOST_CHOICES} more" if len(field.levels) > MOST_CHOICES else ""
        return f", {as_choice(map(one_line, field.levels[:MOST_CHOICES]))}{more}"
    return unit


def _read(fields: Sequence[InputField], texts: Sequence[str]) -> dict[str, Cell]:
    return {field.name: field.read(text) if text.strip() else None for field, text in zip(fields, texts, strict=True)}


def tell_answer(chat: Conversation, values: dict[str, Cell]) -> None:
    """The answer in sentences: of classes with probabilities, and with a warning for each value not trained on."""
    predictor, snapshot = chat.network()
    answers, warnings = chat.work.calculate(lambda: answer_query(predictor, snapshot.weights, values))
    for answer in answers:
        told = ", ".join(f"{one_line(name)} {one_line(value)}" for name, value in answer.outputs)
        chat.talk.say(f"The prediction{f', {answer.title}' if answer.title else ''}: {told}.")
        likeliest = sorted(answer.classes, key=lambda each: -each[1])[:LIKELIEST]
        if likeliest:
            shares = ", ".join(f"{one_line(name)} {share:.0%}" for name, share in likeliest)
            chat.talk.say(f"Probabilities: {shares}{', and others' if len(answer.classes) > LIKELIEST else ''}.")
    tell_warnings(chat, warnings)
    if not snapshot.updates:
        chat.talk.say("Warning: the network was not trained yet, so this answer means nothing.")


def _predict_file(chat: Conversation, name: str) -> None:
    questions = expanded(name or chat.talk.ask("File with the rows to answer:"), working_folder())
    suggested = questions.with_name(f"{questions.stem}-predicted{questions.suffix}")
    out = ask_place(
        chat,
        "Write the rows with their predictions to",
        suggested,
        lambda text, base: place_for_table(text, base, questions),
    )
    chat.work.do(lambda: answer_file(chat.controller, Path(questions), out))
