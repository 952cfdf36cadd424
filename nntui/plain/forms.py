"""A form as a conversation: its fields are listed, named and given values, and what would happen is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from nntui.plain.key_words import with_words
from nntui.plain.talk import LeftError, Option, found, named, sentence
from nntui.safe_text import as_choice, visible
from nntui.ui.dialogs.explain import field_text

if TYPE_CHECKING:
    from nntui.plain.talk import Talk
    from nntui.ui.dialogs.form import FormField, FormSpec, Judged

ResultT = TypeVar("ResultT")

APPLY, LIST, MORE = "apply", "list", "more"
HOW = (
    'Type the number or the name of a field, if you like with its new value, as "1 8,8". "list" lists the fields '
    'again, "more" all of them; "apply" makes the changes, and "back" leaves everything as it is.'
)


class FormTalk(Generic[ResultT]):
    """Asks for what ``form`` makes; ``what`` names it."""

    def __init__(self, talk: Talk, form: FormSpec[ResultT], what: str) -> None:
        self._talk, self._form, self._what = talk, form, what
        self._texts = dict(form.texts)
        self._whole = False

    def given(self, words: str) -> ResultT | None:
        """What the form makes of one field and its value, as typed behind a command; None if nothing would change."""
        self._take(words)
        return self._applied()[1]

    def ask(self) -> ResultT | None:
        """What the form makes; None if nothing would change. Raises LeftError if the user leaves it."""
        self._talk.say(f"{self._what}. {HOW}")
        self._list()
        while True:
            answer = self._talk.ask('Field and value, "apply" or "back":', explained=HOW)
            if answer.lower() == APPLY:
                done, result = self._applied()
                if done:
                    return result
            elif answer.lower() in {LIST, MORE}:
                self._whole = answer.lower() == MORE or self._whole
                self._list()
            else:
                try:
                    self._take(answer)
                except LeftError:
                    self._talk.say("That field stays as it is.")

    def _fields(self) -> list[FormField]:
        """The fields in use, those that most people change first."""
        return [field for field in self._form.fields if field.used(self._texts)]

    def _list(self) -> None:
        """List the fields: with more of them than are shown at first, all are numbered alike."""
        fields = self._fields()
        shown = [place for place, field in enumerate(fields) if self._whole or not field.more]
        self._talk.list(f"{place + 1}. {fields[place].label}: {self._value(fields[place])}" for place in shown)
        if left := len(fields) - len(shown):
            self._talk.say(f'There are {left} more fields; "more" lists them too.')

    def _value(self, field: FormField) -> str:
        return visible(self._texts[field.name]) or "empty"

    def _take(self, words: str) -> None:
        """Give a field the value behind its name, or ask for that."""
        field, value = self._named(words)
        if field is None:
            return
        if value is None:
            choices = f" It is one of {as_choice(field.choices)}." if field.choices else ""
            question = f"{field.label} ({field.hint}), now {self._value(field)}.{choices} New value:"
            value = self._talk.ask(question, explained=field_text(field) or field.hint)
        self._set(field, value)

    def _named(self, words: str) -> tuple[FormField | None, str | None]:
        """The field that the words begin with, and the rest of them as its value; None where there is none."""
        fields = self._fields()
        by_name = {name: field for field in fields for name in (field.name, field.name.replace("_", " "))}
        by_name |= {field.label: field for field in fields}
        if (begun := named(words, by_name)) is not None:
            name, value = begun
            return by_name[name], value and value.removeprefix("= ")
        first, blank, rest = words.partition(" ")
        place, reason = found([Option(field.label) for field in fields], first)
        if place is None:
            self._talk.say(reason)
            return None, None
        return fields[place], rest.strip() if blank else None

    def _set(self, field: FormField, value: str) -> None:
        """Give the field a value, unless it is a wrong one; other fields may follow it."""
        if field.choices and value not in field.choices:
            place, _ = found([Option(word) for word in field.choices], value)
            if place is None or value.isdecimal():
                self._talk.say(f"{visible(value)} is none of {as_choice(field.choices)}.")
                return
            value = list(field.choices)[place]
        before = dict(self._texts)
        self._texts[field.name] = "" if value == '""' else value
        self._texts.update(self._form.follow(field.name, self._texts))
        judged = self._form.judge(self._texts)
        if reason := judged.reasons.get(field.name):
            self._texts = before
            self._talk.say(sentence(f"{field.label}: {with_words(reason)}"))
            return
        self._talk.say(f"{field.label}: {self._value(field)}.")
        self._say(judged)

    def _say(self, judged: Judged[ResultT]) -> None:
        """Say what applying would do, or what stands against it."""
        labels = {field.name: field.label for field in self._form.fields}
        for name, reason in judged.reasons.items():
            self._talk.say(sentence(f"Before that can be applied, {labels[name]}: {with_words(reason)}"))
        if not judged.reasons and judged.says:
            self._talk.say(sentence(f"To apply this: {with_words(judged.says)}"))

    def _applied(self) -> tuple[bool, ResultT | None]:
        """Whether the form can be left, and what it makes."""
        judged = self._form.judge(self._texts)
        if judged.reasons:
            self._say(judged)
            return False, None
        if judged.result is None:
            self._talk.say("Nothing would change.")
        return True, judged.result
