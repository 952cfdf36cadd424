"""However a conversation is interrupted or ends, it goes on in order, or the work is kept."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from nntui.errors import DataError, SessionError
from nntui.plain.run import EndedError
from nntui.plain.talk import InputEndError
from nntui.session.journal.places import recovered
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.plain.dialogue import Typed, converse_in_lines, converse_with

pytestmark = pytest.mark.usefixtures("here")
ENDLESS = Options(engine="autograd", epochs=100_000_000)


def test_ctrl_c_leaves_a_question_and_never_the_program() -> None:
    said = converse_with(
        Typed(
            KeyboardInterrupt, "edit 1 age", KeyboardInterrupt, "predict", "5", KeyboardInterrupt, "settings",
            "learning rate 3", KeyboardInterrupt, "export", KeyboardInterrupt, "back", "edit", "back", "quit",
        )
    )  # fmt: skip
    assert said.text.count("\nLeft.\n") == 4
    assert said.text.count('\nType "quit" to leave.\n') == 1
    assert "Left; nothing was changed.\n" in said.text
    assert (said.status, recovered()) == (0, [])


@pytest.mark.parametrize("pause", [True, KeyboardInterrupt], ids=["enter", "ctrl+c"])
def test_training_is_paused_and_goes_on(pause: bool | type[BaseException]) -> None:
    typed = Typed("train", "", "train", "", "undo", "quit", "leave", meanwhile=[pause, pause])
    if pause is not True:
        typed.lines = [line for line in typed.lines if line]
    said = converse_with(typed, options=ENDLESS)
    paused = [line for line in said.lines if line.startswith("Paused at epoch ")]
    assert len(paused) == 2
    assert "To pause, press ctrl+c or enter." in said.text
    assert said.status == 0


@pytest.mark.parametrize("end", [InputEndError, EndedError], ids=["input", "signal"])
def test_an_end_during_training_keeps_the_weights(end: type[BaseException]) -> None:
    said = converse_with(Typed("train", meanwhile=[end]), options=ENDLESS)
    (kept,) = recovered()
    checkpoint = load(kept).checkpoint
    assert checkpoint is not None
    assert checkpoint.epoch > 0
    assert str(kept) in said.lines[-1]
    assert said.status == (0 if end is InputEndError else 130)


def test_a_signal_at_a_question_keeps_what_is_unsaved() -> None:
    said = converse_with(Typed("edit 1 age 5", "predict", EndedError))
    assert said.status == 130
    assert load(recovered()[0]).table.value(0, 0) == 5


def test_work_that_was_kept_is_named_at_the_next_start() -> None:
    converse_in_lines("edit 1 age 5")
    said = converse_in_lines("open", "1", "table 1", "quit")
    assert any(line.startswith("Unsaved work was found: tutorial, from ") for line in said.lines)
    assert "In no file yet: 1 change (row 1 age 2 -> 5)." in said.lines
    assert "1. tutorial-" in said.text
    assert "Row 1: age 5; weight 9; speed 92." in said.lines


def test_work_that_was_kept_is_not_offered_while_it_is_opened_by_name() -> None:
    converse_in_lines("edit 1 age 5")
    (kept,) = recovered()
    said = converse_in_lines("table 1", "quit", "leave", source=str(kept))
    assert "Row 1: age 5; weight 9; speed 92." in said.lines
    assert "Unsaved work was found" not in said.text


def test_a_fault_of_ours_is_reported_and_the_conversation_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr("nntui.plain.scoring.score_sentences", broken)
    said = converse_in_lines("edit 1 age 5", "score", "undo", "quit", "leave")
    assert "Internal error (ZeroDivisionError: by nobody)." in said.after("score")
    assert said.after("score")[1].startswith("A copy of your work is in ")
    assert said.after("undo") == ["Undid: row 1 age 2 -> 5."]


def test_work_that_was_kept_is_gone_on_with_saved_or_let_go(here: Path) -> None:
    converse_in_lines("edit 1 age 5")
    assert "Row 1: age 5; weight 9; speed 92." in converse_with(Typed("go on", "table 1", "quit", "leave")).text
    converse_in_lines("edit 1 x1 6", source="xor")
    assert f"Saved as {here / 'xor.nntui'}." in converse_with(Typed("save", "quit")).text
    assert load(here / "xor.nntui").table.value(0, 0) == 6
    converse_in_lines("edit 1 x 7", source="line")
    assert "It is kept as line-" in converse_with(Typed("back", "quit")).text
    converse_in_lines("edit 1 x 8", source="sine")
    assert "Deleted." in converse_with(Typed("let go", "yes", "quit")).text
    assert [path.stem.partition("-")[0] for path in recovered()] == ["line", "tutorial"]


def test_a_session_that_another_program_has_open_is_opened_read_only_or_as_a_copy(here: Path) -> None:
    converse_in_lines("edit 1 age 5", "save mine.nntui", "quit")
    from nntui.session.locks import FileLock, LockOwner, session_lock

    lock = FileLock.take(session_lock(here / "mine.nntui"))
    assert not isinstance(lock, LockOwner)
    try:
        said = converse_with(Typed("read-only", "edit 1 age 6", "save", "", "quit"), source="mine.nntui")
        assert "mine.nntui is open in process " in said.text
        assert load(here / "mine.nntui").table.value(0, 0) == 5
        assert len(list(here.glob("*.nntui"))) == 2
        with pytest.raises(SessionError, match="is open in process"):
            converse_in_lines("quit", source="mine.nntui")
    finally:
        lock.release()


class Gone(StringIO):
    """A pipe whose reader has gone after some writing."""

    def write(self, text: str) -> int:
        if self.tell() > 500:
            raise BrokenPipeError
        return super().write(text)


def test_nobody_need_listen_for_the_work_to_be_kept() -> None:
    from nntui.plain.lines import LineWriter, StreamLines
    from nntui.plain.run import converse
    from nntui.plain.talk import Talk
    from nntui.plain.work import Work
    from tests.plain.dialogue import AUTOGRAD, QUIET

    lines = StreamLines(StringIO("edit 1 age 5\n" + "menu\n" * 9))
    assert converse(Talk(lines, LineWriter(Gone())), Work(QUIET), None, AUTOGRAD) == 0
    assert len(recovered()) == 1


def test_a_source_that_cannot_be_opened_is_an_error_for_the_shell() -> None:
    with pytest.raises(DataError, match=r"nowhere\.csv"):
        converse_in_lines("quit", source="nowhere.csv")


def test_where_its_file_has_changed_a_name_of_a_table_takes_the_table_alone(here: Path) -> None:
    converse_in_lines("save a.nntui", "quit")
    typed = Changing("edit 1 age 5", "save", "t.csv", "save", "a", "yes", "quit")
    said = converse_with(typed, source="a.nntui")
    assert said.text.count("a.nntui was changed by another program since it was opened or saved here.") == 2
    assert (here / "t.csv").read_text() == "age,weight,speed\n5,9,92\n1,5,100\n3,6,89\n"
    assert load(here / "a.nntui").table.value(0, 0) == 5
    assert said.status == 0


class Changing(Typed):
    """Another program writes to the session before it is saved here."""

    def read(self) -> str | None:
        line = super().read()
        if line == "save" and "t.csv" in self.lines:
            save(replace(load(Path("a.nntui")), lesson="theirs"), Path("a.nntui"))
        return line
