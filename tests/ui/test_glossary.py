"""Every term has a sentence or two, and is found by the words that people have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nntui.ui.commands.keymap import Keymap
from nntui.ui.commands.other_words import OTHER_WORDS
from nntui.ui.commands.table import SECTIONS
from nntui.ui.dialogs.explain import choice_text, field_line, field_text
from nntui.ui.dialogs.form import FormSpec, Judged
from nntui.ui.dialogs.form_dialog import FormDialog
from nntui.ui.dialogs.help import found_in, whole_help
from nntui.ui.dialogs.settings import settings_fields
from nntui.ui.glossary.find import BY_NAME, TERMS, has_words
from nntui.ui.host import HostApp
from nntui.ui.table.column_form import FIELDS
from tests.ui.dialog_host import NORMAL, opened, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nntui.ui.dialogs.form import FormField

COMMANDS = [command for section in SECTIONS.values() for command in section]
WANTED = [
    "epoch", "batch", "loss", "validation rows", "learning rate", "sigmoid", "relu", "he", "xavier", "cross-entropy",
    "bce", "half-sse", "adam", "momentum", "L1 penalty", "L2 penalty", "decay", "dropout", "scaling", "one-hot",
    "overfitting", "baseline", "R2", "RMSE", "mae", "AUC", "calibration", "log loss", "F1", "weight", "bias",
    "export", "script", "PyTorch", "safetensors", "session file",
]  # fmt: skip
FOUND = {
    "export": "save-as", "missing": "data.missing", "empty": "data.missing", "learn": "train", "train": "train",
    "undo": "undo", "delete": "data.delete-row", "exit": "quit", "leave": "quit", "save as": "save-as",
    "slower": "slower", "faster": "faster", "accuracy": "data.errors", "csv": "save-as",
    "remove row": "data.delete-row",
    "test": "data.hold-out", "options": "settings",
    "pytorch": "code", "script": "code", "import": "open", "type": "data.kind", "search": "data.find",
    "overfit": "best", "save": "save", "quit": "quit", "early stopping": "settings", "Regularization": "settings",
    "feature importance": "explain", "normalize": "data.details", "hyper-parameters": "settings", "dark mode": "theme",
    "metrics": "score", "tuning": "search",
}  # fmt: skip


def commands_with(query: str) -> list[str]:
    return [
        c.id
        for c in [command for section in SECTIONS.values() for command in section]
        if c.help and has_words(query, c.label, c.help, OTHER_WORDS.get(c.id, ""))
    ]


async def test_a_question_mark_explains_the_present_field_and_is_typed_where_a_name_may_hold_one() -> None:
    texts = {"name": "smoker", "hidden": "8", "activation": "relu"}
    spec = FormSpec((FIELDS[0], *settings_fields()[:2]), texts, judged)
    async with opened(lambda: FormDialog("form", spec), NORMAL) as (host, pilot):

        async def shows(*keys: str) -> str:
            await typed(pilot, "", *keys)
            return " ".join(host.text().replace("│", " ").split())

        text = await shows("end", "question_mark", "down")
        assert "smoker?" in text
        assert "A layer is a row of neurons" in text
        assert "more neurons can learn more" in await shows("question_mark")
        assert "relu: ReLU lets positive numbers through" in await shows("escape", "down")
        text = await shows("question_mark")
        assert "The activation function bends" in text
        assert "sigmoid: Sigmoid presses any number" in text


def judged(_: Mapping[str, str]) -> Judged[str]:
    return Judged()


def test_the_terms_of_the_screen_are_explained_in_whole_sentences() -> None:
    assert [name for name in WANTED if name not in BY_NAME] == []
    assert [term.name for term in TERMS if not term.text.endswith(".") or len(term.text) > 240] == []
    assert len(BY_NAME) == len(TERMS)


@pytest.mark.parametrize("query", FOUND)
def test_a_command_is_found_by_the_words_that_people_have_for_it(query: str) -> None:
    assert FOUND[query] in commands_with(query)


def test_other_words_are_for_commands_that_there_are() -> None:
    assert OTHER_WORDS.keys() <= {
        command.id for command in [command for section in SECTIONS.values() for command in section]
    }


@pytest.mark.parametrize("field", [*settings_fields(), *FIELDS], ids=lambda field: field.name)
def test_every_field_of_settings_and_columns_is_explained_with_each_of_its_choices(field: FormField) -> None:
    assert field_line(field, "").endswith(".")
    words = [word for word in field.choices if word not in {"on", "off"}]
    assert [word for word in words if not choice_text(field, word)] == []
    assert all(f"{word}: " in field_text(field) for word in words)


def test_the_help_begins_with_the_present_panes_keys_and_ends_with_all_words() -> None:
    host = HostApp()
    host.keymap = Keymap(SECTIONS)
    sections = whole_help(host.help_sections(), "loss", "loss", "the rule")
    headings = [heading for heading, _ in sections]
    assert headings[:3] == ["In the loss pane", "Letters", "Words in the loss pane"]
    assert headings[-1] == "All other words"
    assert sorted(headings) == sorted({*headings})
    assert [heading for heading, _ in found_in(sections, "learning rate")][-1] == "All other words"
    assert any("quit" in row[2] for _, rows in found_in(sections, "exit") for row in rows)
