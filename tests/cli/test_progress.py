"""How far a long piece of work is: a bar on a terminal, lines elsewhere, nothing where nobody wants it."""

import io
import sys

import pyte
import pytest

from nntui.cli.output import BELOW, say
from nntui.cli.progress import ProgressReporter, progress, progress_mode
from nntui.cli.progress_state import duration_text


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True

    def screen(self, columns: int) -> list[str]:
        """The lines of a window of this width after all that was written."""
        screen = pyte.Screen(columns, 6)
        pyte.Stream(screen).feed(self.getvalue().replace("\n", "\r\n"))
        assert not screen.cursor.hidden
        return [line.rstrip() for line in screen.display]


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error as a terminal; not by a fixture, as pytest gives a test its own standard error afterwards."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def half_done(reporter: ProgressReporter, clock: Clock) -> None:
    """Half of 200 epochs in 65 seconds."""
    reporter.update(0, 200)
    clock.now += 65
    reporter.update(100, 200)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (80, "training ━━━━━━━━━━━━━━━╸                50% 1 min 05 s left 100 of 200 epochs"),
        (40, "training ━━━━╸ 50% 1 min 05 s left"),
        (22, "training  50%"),
        (12, "training"),
        (6, "train…"),
    ],
    ids=[80, 40, 22, 12, 6],
)
def test_a_bar_shows_what_fits_and_is_erased(monkeypatch: pytest.MonkeyPatch, columns: int, shown: str) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    clock = Clock()
    with progress("training", "epochs", progress_mode(quiet=False), clock) as reporter:
        half_done(reporter, clock)
        line = terminal.screen(columns)[0]
        assert " ".join(line.replace("╺", " ").split()) == " ".join(shown.split()), line
        assert "\x1b[3" not in terminal.getvalue()  # NO_COLOR
    assert terminal.screen(columns) == [""] * 6


def test_a_bar_gives_way_to_lines_and_is_gone_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    clock = Clock()

    def interrupted() -> None:
        with progress("reading a\x1b[31m.csv", "", "bar", clock) as reporter:
            work(reporter)
            raise KeyboardInterrupt

    def work(reporter: ProgressReporter) -> None:
        reporter.update(0.0, 1.0)
        assert not terminal.getvalue()  # not for work that takes no time
        clock.now = 1.0
        reporter.update(0.5, 1.0)
        assert terminal.screen(80)[0].startswith("reading a␛[31m.csv")
        say("a line", err=True)
        assert terminal.screen(80)[:2] == ["a line", ""]
        clock.now = 2.0
        reporter.update(0.8, 1.0)
        assert "80%" in terminal.screen(80)[1]

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert terminal.screen(80)[:2] == ["a line", ""]
    assert not BELOW


def test_elsewhere_a_line_is_written_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nntui.cli.progress.LINES_APART", 10.0)
    clock = Clock()
    with progress("cross-validation", "networks", progress_mode(quiet=False), clock) as reporter:
        reporter.update(0, None)
        for clock.now in range(1, 25):
            reporter.update(clock.now, 4_000)
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.splitlines() == [
        "nntui: cross-validation: 0%, 10 of 4,000 networks, 1 h 06 min left",
        "nntui: cross-validation: 0%, 20 of 4,000 networks, 1 h 06 min left",
    ]


def test_nothing_is_shown_where_nobody_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)
    assert progress_mode(quiet=True) == "nothing"
    assert progress_mode(quiet=False, as_json=True) == "bar"
    monkeypatch.setenv("TERM", "dumb")
    assert progress_mode(quiet=False) == "lines"
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert progress_mode(quiet=False) == "lines"
    assert progress_mode(quiet=False, as_json=True) == "nothing"
    clock = Clock()
    with progress("training", "epochs", progress_mode(quiet=True), clock) as reporter:
        half_done(reporter, clock)
    assert not stream.getvalue()
    monkeypatch.setattr(sys, "stderr", None)  # after 2>&-
    assert progress_mode(quiet=False) == "nothing"


def test_a_duration_has_two_units() -> None:
    assert [duration_text(seconds) for seconds in (-1, 0.4, 59.6, 185, 7_800)] == [
        "0 s",
        "0 s",
        "1 min 00 s",
        "3 min 05 s",
        "2 h 10 min",
    ]
