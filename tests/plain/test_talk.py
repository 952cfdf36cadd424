"""Lines in any encoding and width, and answers to questions."""

from __future__ import annotations

import os
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from nntui.plain.commands import COMMANDS, OPTIONS
from nntui.plain.key_words import KEY, WORDS, with_words
from nntui.plain.lines import DescriptorLines, LineWriter, StreamLines
from nntui.plain.talk import LeftError, Option, Talk, found
from nntui.ui import work
from tests.plain.dialogue import Typed

if TYPE_CHECKING:
    from collections.abc import Sequence
from pathlib import Path


def read_all(content: bytes, encoding: str = "utf-8") -> list[str | None]:
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    lines = DescriptorLines(reading, encoding)
    found = [lines.read() for _ in range(3)]
    os.close(reading)
    return found


def test_lines_are_read_in_any_encoding() -> None:
    assert read_all("größe\r\nä".encode()) == ["größe", "ä", None]
    assert read_all("ä\n".encode("latin-1"), "latin-1") == ["ä", None, None]
    assert read_all("ä\n".encode(), "ascii") == ["ä", None, None]
    assert read_all(b"\xff.csv\n") == [os.fsdecode(b"\xff.csv"), None, None]
    assert read_all(b"") == [None, None, None]


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "größe … − 5 ␛[1m"),
        ("ascii", "gr\\xf6\\xdfe ... - 5 \\u241b[1m"),
        ("latin-1", "größe ... - 5 \\u241b[1m"),
    ],
)
def test_sentences_are_written_in_any_encoding_and_control_nothing(encoding: str, shown: str) -> None:
    stream = TextIOWrapper(BytesIO(), encoding)
    LineWriter(stream).line("größe … − 5 \x1b[1m")
    stream.seek(0)
    assert stream.read() == f"{shown}\n"


def test_narrow_lines_break_between_words_and_never_in_one() -> None:
    out = StringIO()
    LineWriter(out, lambda: 20).line("The network has layers of 2, 3, 1.\nA" + "b" * 30)
    lines = out.getvalue().splitlines()
    assert lines == ["The network has", "layers of 2, 3, 1.", "A" + "b" * 30]


def talk_of(*lines: str, interactive: bool = True) -> tuple[Talk, StringIO]:
    out = StringIO()
    return Talk(Typed(*lines, interactive=interactive), LineWriter(out)), out


def test_words_of_the_talk_are_answers_in_quotes() -> None:
    talk, _ = talk_of('"back"', '""', "", "BACK")
    assert [talk.ask("?"), talk.ask("?"), talk.ask("?", "offered")] == ["back", "", "offered"]
    with pytest.raises(LeftError):
        talk.ask("?")


def test_help_explains_and_asks_again() -> None:
    talk, out = talk_of("help", "", "x")
    assert talk.ask("Which?", explained="One of them.") == "x"
    assert out.getvalue() == 'Which? One of them.\nWhich? Nothing was typed. Type an answer, or "back".\nWhich? '


COLOURS = [Option("red"), Option("green"), Option("grey")]


@pytest.mark.parametrize(
    ("answer", "place", "reason"),
    [
        ("2", 1, ""),
        ("GREEN", 1, ""),
        ("r", 0, ""),
        ("gr", None, "'gr' may be green, grey. Type more of it."),
        ("gren", None, "There is no 'gren' here. Did you mean green?"),
        ("blue!", None, "There is no 'blue!' here. Type a number or a word of the list."),
        ("0", None, "There is no number 0. Choose a number from 1 to 3."),
        ("99999999999999999999", None, "There is no number 99999999999999999999. Choose a number from 1 to 3."),
    ],
)
def test_an_option_is_chosen_by_number_word_or_beginning(answer: str, place: int | None, reason: str) -> None:
    assert found(COLOURS, answer) == (place, reason)


def shown_of(answers: Sequence[str], *, interactive: bool) -> list[str]:
    talk, out = talk_of(*answers, interactive=interactive)
    talk.list(f"line {number}" for number in range(600))
    return out.getvalue().splitlines()


def test_long_lists_are_shown_a_page_at_a_time() -> None:
    lines = shown_of(["", "stop"], interactive=True)
    assert lines[19].startswith("line 19")
    assert lines[20].startswith("Press enter for more (580 lines are left), or type stop: line 20")
    assert len(lines) == 41
    assert shown_of([], interactive=False)[-1] == "and 100 more lines"


def test_no_command_begins_like_another_so_that_it_could_not_be_meant() -> None:
    assert len({each.word for each in COMMANDS}) == len(COMMANDS)
    assert all(found(OPTIONS, each.word)[0] == place for place, each in enumerate(COMMANDS))


def test_messages_name_words_and_no_keys() -> None:
    """Every command that a message of the work names has a word here."""
    forms = Path(work.__file__).parents[1]
    rooms = forms / "work", forms.parent / "session", forms.parent / "training"
    files = [file for room in rooms for file in room.rglob("*.py") if "lessons" not in file.parts]
    files += [forms / "dialogs/settings.py", forms / "table/column_form.py", forms / "table/cell_edits.py"]
    named = {match[1] for file in files for match in KEY.finditer(file.read_text(encoding="utf-8"))}
    assert named - WORDS.keys() <= ELSEWHERE
    assert {each.word for each in COMMANDS} >= set(WORDS.values())
    assert with_words("Press {key:open} to open it; {key:undo} undoes.") == 'Type "open" to open it; "undo" undoes.'


ELSEWHERE = {"past-back", "past-now", "data.shift-down"}
"""The past, lessons and ranges of cells are for the screen alone."""


def test_a_stream_has_its_lines() -> None:
    lines = StreamLines(StringIO("a\n\nb"))
    assert [lines.read() for _ in range(4)] == ["a", "", "b", None]
