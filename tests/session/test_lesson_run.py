"""A lesson under way, without a screen: what its expressions say, what it waits for, and what is kept of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nntui.data.encoding.encoder import Encoder, encode
from nntui.errors import DataError
from nntui.session.lessons import kept
from nntui.session.lessons.expression import LessonExpression
from nntui.session.lessons.opening import open_lesson
from nntui.session.lessons.read import read_lesson
from nntui.session.lessons.run import LessonRun
from nntui.session.lessons.situation import Situation
from nntui.session.lessons.words import LessonText, value_in_words
from nntui.session.open import tutorial_session
from nntui.session.predict import Predictor
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.lessons.lesson import Lesson
    from nntui.session.session import Session

WEIGHTS = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], dtype=np.float32)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def situation(session: Session | None = None, **changes: Any) -> Situation:
    """The tutorial with weights .1 to .9, its second row selected."""
    session = session or tutorial_session()
    encoder = Encoder.fit(session.table)
    trainer = Trainer(session.network, session.training, encode(session.table, encoder), session.checkpoint)
    snapshot = dataclasses.replace(trainer.snapshot(), weights=WEIGHTS, state="paused", train_loss=0.25)
    start = Situation(
        session, session.table, encoder, Predictor(session, encoder), snapshot, 1, "data", edits=0, resting=True
    )
    return dataclasses.replace(start, **changes)


def later(now: Situation, **changes: Any) -> Situation:
    """The situation with changes of its snapshot."""
    assert now.snapshot is not None
    return dataclasses.replace(now, snapshot=dataclasses.replace(now.snapshot, **changes))


def sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))


Z = 1 / 3 * 0.2 + 5 / 9 * 0.5
VALUES = {
    "loss.train": 0.25,
    "loss.train < 0.05 or epoch = 0": 1.0,
    "2 + 3 * 4 ** 2 % 5": 5.0,
    "-max(1, 2) + abs(-3)": 1.0,
    "rows": 3.0,
    "row": 2.0,
    "parameters": 9.0,
    "layers": 2.0,
    "weight(1, 2, 1)": 0.4,
    "weight(2, 3, 1)": 0.9,
    "activation(0, 1)": 1 / 3,
    "z(1, 2)": Z,
    "activation(1, 2)": sigmoid(Z),
    "output() = output(1) and output(1, 2) = output() and output(1, 1) != output()": 1.0,
    "activation(0, 1, 3) + truth(1, 3)": 1.89,
    "truth()": 1.0,
    "cell('speed')": 100.0,
    "cell('speed', 1)": 92.0,
    "question('age')": 4.0,
    "setting('rate')": 1.0,
    "setting('lr')": 1.0,
    "setting('hidden')": "3",
    "setting('bias') = 'off'": 1.0,
    "setting('hidden') = 3 and setting('hidden') = '3'": 1.0,
    "setting('batch')": "full",
    "pane": "data",
    "pane != 'loss' and state = 'paused'": 1.0,
    "if(loss.train < before(loss.train), 'fell', 'rose')": "fell",
    "before(loss.train) - loss.train": 0.25,
    "not (epoch > 3)": 1.0,
    "0 < loss.train <= 0.25": 1.0,
    "answer.trained > 0": 1.0,
}


@pytest.mark.parametrize("text", VALUES)
def test_expressions_speak_of_the_real_network(text: str) -> None:
    now = situation()
    wanted = VALUES[text]
    found = LessonExpression.parse(text).value(now, later(now, train_loss=0.5))
    assert found == (wanted if isinstance(wanted, str) else pytest.approx(wanted, rel=1e-6))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("weight(3, 1, 1)", "there is no layer 3; there are 2"),
        ("weight(1, 3, 1)", "there is no input of that layer 3; there are 2"),
        ("z(2, 2)", "there is no neuron of that layer 2; there is 1"),
        ("bias(1, 1)", "no biases"),
        ("cell('speeed')", "there is no column 'speeed'"),
        ("cell('speed', 9)", "there is no row 9"),
        ("setting('ratte')", "there is no setting 'ratte'"),
        ("pane + 1", "text 'data' can only be compared"),
        ("pane > 'a'", "only be compared with = or !="),
        ("pane = 1", "'data' is text and 1 a number"),
    ],
)
def test_an_expression_without_a_value_is_refused_with_the_reason(text: str, reason: str) -> None:
    now = situation()
    with pytest.raises(DataError, match=reason.replace("(", r"\(")):
        LessonExpression.parse(text).value(now, now)


def test_without_a_network_a_number_is_unknown_and_no_condition_holds() -> None:
    now = situation(snapshot=None)
    for text in ("loss.train > 0", "weight(1, 1, 1) != 0", "output() = output()", "answer > 0", "loss.validation < 9"):
        assert not LessonExpression.parse(text).holds(now, now)
    assert LessonText.parse("It is {= loss.train}.").filled(now, now) == "It is ?."


def test_texts_have_numbers_as_people_write_them() -> None:
    now = situation()
    text = LessonText.parse("a {= loss.train}\nb {= rows}, {=pane}\n\n{key:step} {= cell('x')}")
    faults: list[str] = []
    assert text.filled(now, now, faults) == "a 0.25 b 3, data\n{key:step} ?"
    assert len(faults) == 1
    assert [value_in_words(each) for each in (1234.0, 1 / 3, 1e-9, "{key:quit}")] == [
        "1,234", "0.3333", "1e-09", "(key:quit)",
    ]  # fmt: skip


STEPS = """\
title = "Mine"
source = "tutorial"
[[step]]
text = "Read."
[[step]]
text = "Step."
press = "step"
ask = "Down?"
choices = ["yes", "no"]
answer = "if(loss.train < before(loss.train), 1, 2)"
right = "r"
[[step]]
text = "Wait."
until = "loss.train < 0.1"
[[step]]
text = "Now?"
ask = "Rows?"
choices = ["2", "3"]
answer = "rows - 1"
right = "r"
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    file = tmp_path / "mine.toml"
    file.write_text(STEPS)
    return read_lesson(file)


def begun(run: LessonRun, now: Situation) -> LessonRun:
    run.begin(now)
    return run


def test_a_step_without_anything_to_do_waits_for_the_key_alone(lesson: Lesson) -> None:
    run, now = begun(LessonRun(lesson), situation()), situation()
    assert (run.waits, run.asks, run.look(now)) == (False, False, False)
    run.next()
    assert (run.at, run.furthest, run.start) == (1, 1, None)


@pytest.mark.parametrize(("guess", "right"), [(1, True), (2, False), (None, None)])
def test_a_guess_about_a_command_is_judged_once_the_command_has_had_its_effect(
    lesson: Lesson, guess: int | None, right: bool | None
) -> None:
    now = situation()
    run = begun(LessonRun(lesson, 1), now)
    assert run.asks
    assert run.waits
    if guess is not None:
        run.choose(guess, now)
        assert not run.asks
    run.ran("step")
    assert not run.look(now)
    assert not run.look(dataclasses.replace(later(now, updates=1, train_loss=0.2), resting=False))
    assert run.look(later(now, updates=1, train_loss=0.2))
    assert run.outcome is not None
    assert run.outcome.right == 1
    assert run.guesses == ({} if right is None else {1: right})
    assert run.at == 1


def test_a_condition_that_comes_to_hold_goes_on_by_itself_and_one_that_held_before_is_read(lesson: Lesson) -> None:
    now = situation()
    run = begun(LessonRun(lesson, 2), now)
    assert not run.look(later(now, train_loss=0.2))
    assert run.look(later(now, train_loss=0.05))
    assert run.at == 3
    run = begun(LessonRun(lesson, 2), later(now, train_loss=0.05))
    assert not run.waits
    assert not run.look(later(now, train_loss=0.01))
    assert run.at == 2


def test_a_question_about_what_is_there_is_answered_at_once(lesson: Lesson) -> None:
    now = situation()
    run = begun(LessonRun(lesson, 3), now)
    run.choose(3, now)
    assert run.asks
    run.choose(2, now)
    assert run.guesses == {3: True}
    assert run.outcome is not None
    run.next()
    assert run.finished
    run.next()
    assert run.at == 4


def test_a_step_that_was_done_is_only_read_again(lesson: Lesson) -> None:
    run = begun(LessonRun(lesson, 1), situation())
    run.next()
    run.back()
    run.begin(situation())
    assert run.reread
    assert (run.waits, run.asks) == (False, False)
    run.next()
    assert (run.at, run.reread) == (2, False)


def test_the_progress_is_kept_with_the_session_and_forgotten_with_another_lesson(lesson: Lesson) -> None:
    run = LessonRun(lesson, 2, guesses={1: True})
    kept.keep_progress(run, kept.LessonProgress())
    kept.keep_session(lesson, open_lesson(lesson))
    found = kept.progress_of(lesson)
    assert (found.at, found.furthest, found.guesses, found.finished) == (2, 2, {1: True}, False)
    session = kept.kept_session(lesson)
    assert session is not None
    assert (session.name, session.path, session.query_scaling) == ("mine", None, "own-max")
    lesson.file.write_text(STEPS + "\n")
    assert kept.progress_of(read_lesson(lesson.file)) == kept.LessonProgress()


@pytest.mark.parametrize("content", [b"", b"{", b'{"at": 9}', b'{"at": -1}', b'{"at":"x"}', b'{"guesses":{"7":true}}'])
def test_damaged_progress_begins_the_lesson_anew(lesson: Lesson, content: bytes, tmp_path: Path) -> None:
    kept.keep_progress(LessonRun(lesson, 2), kept.LessonProgress())
    (file,) = (tmp_path / "state").rglob("*.json")
    file.write_bytes(content)
    assert kept.progress_of(lesson) == kept.LessonProgress()
    assert kept.kept_session(lesson) is None
