"""nntui lesson: the list of lessons, and what is said of one that cannot be opened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nntui.session.lessons.kept import LessonProgress, keep_progress
from nntui.session.lessons.run import LessonRun
from nntui.session.lessons.shelf import built_in_names, find_lesson

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_the_lessons_are_listed_with_how_far_one_is(nntui: Call) -> None:
    lesson = find_lesson("neuron")
    keep_progress(LessonRun(lesson, 3, guesses={0: True, 2: False}), LessonProgress())
    listed = nntui("lesson").output
    assert all(name in listed for name in built_in_names())
    assert "neuron         step 4 of 10    What a neuron computes." in listed
    assert max(map(len, listed.splitlines())) <= 80
    found = {each["name"]: each for each in json.loads(nntui("lesson", "--json").output)["lessons"]}
    assert [found["neuron"][key] for key in ("step", "steps", "right", "guesses", "finished")] == [3, 10, 1, 2, False]
    assert found["tutorial"]["progress"] == "15 min"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("nuron", "nuron: no lesson of that name; did you mean neuron?"),
        ("no.toml", "no.toml: no such file"),
        ("bad.toml", "bad.toml, line 4: unknown key 'presss'; did you mean press?"),
    ],
)
def test_a_lesson_that_cannot_be_opened_is_one_line_before_there_is_a_screen(
    nntui: Call, here: Path, word: str, reason: str
) -> None:
    (here / "bad.toml").write_text('title = "x"\nsource = "xor"\n[[step]]\npresss = "a"\ntext = "b"\n')
    done = nntui("lesson", word)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("nntui: ")
    assert reason in line


def test_the_help_has_a_lesson_that_can_be_opened(nntui: Call, here: Path) -> None:
    help_text = nntui("lesson", "--help").output
    example = help_text.partition("The smallest one:")[2]
    (here / "my.toml").write_text("\n".join(line.strip() for line in example.splitlines()))
    found = json.loads(nntui("lesson", "my.toml", "--json").output)["lessons"]
    assert [each["title"] for each in found] == ["One update"]
    assert 'section "Lessons"' in help_text
