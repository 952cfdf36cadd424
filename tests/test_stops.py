"""The installed app is stopped by the shell or by a signal, gives the terminal back, and goes on."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.terminal import NNTUI, QuickTerminal, Terminal

if TYPE_CHECKING:
    from pathlib import Path


def given_back(terminal: Terminal) -> bool:
    """Whether the last that was sent leaves the terminal as a shell wants it."""
    pairs = ((b"\x1b[?1049l", b"\x1b[?1049h"), (b"\x1b[?25h", b"\x1b[?25l"), (b"\x1b[<u", b"\x1b[>"))
    return all(terminal.sent.rfind(after) > terminal.sent.rfind(before) for after, before in pairs)


def test_a_stop_gives_the_terminal_back_first_and_going_on_takes_it_again(home: Path) -> None:
    with Terminal([NNTUI, "tutorial", "--engine", "autograd"]) as terminal:
        terminal.wait_for("ready")
        for _ in range(3):
            terminal.signal(signal.SIGTSTP)
            terminal.wait_for_stop()
            terminal.wait_for(lambda _: given_back(terminal))
            assert terminal.settings == terminal.settings_before
            terminal.signal(signal.SIGCONT)
            terminal.wait_for(lambda _: not given_back(terminal))
            terminal.type("?")
            terminal.wait_for("all keys and words")  # it is at work again, not only drawn
            terminal.type("\x1b")  # an escape with a key right behind it would be one key, alt and that
            terminal.wait_for(lambda screen: "all keys and words" not in screen)
        terminal.type("8\r")
        terminal.wait_for("tutorial*")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 0
        assert given_back(terminal)


def test_a_burst_of_ctrl_z_does_not_stop_an_app_that_no_shell_would_continue(home: Path) -> None:
    with QuickTerminal(["tutorial", "--engine", "autograd"]) as terminal:
        terminal.wait_for("ready")
        for _ in range(40):
            terminal.type("\x1a\x1a")
            terminal.wait_for_more()
        terminal.signal(signal.SIGTERM)  # waits where a process is stopped
        assert terminal.wait_for_end() == 0


def test_ctrl_z_goes_back_to_the_shell_and_fg_to_the_screen_also_out_of_the_background(home: Path) -> None:
    with Terminal(["bash", "--norc", "-i"], environment={"PS1": "shell> "}) as terminal:
        terminal.wait_for("shell>")
        terminal.type(f"{NNTUI} tutorial --engine autograd\r")
        terminal.wait_for("ready")
        terminal.type("\x1a")
        terminal.wait_for("Stopped")
        assert given_back(terminal)
        terminal.type("echo here=$((40+2))\n")
        terminal.wait_for("here=42")
        terminal.type("fg\n")
        terminal.wait_for(lambda _: not given_back(terminal))
        terminal.wait_for("weight")
        terminal.type("8")
        terminal.wait_for("enter save")  # the terminal is the app's again
        terminal.type("\r")
        terminal.wait_for("tutorial*")
        terminal.type("\x1a")
        terminal.wait_for("shell>")
        terminal.type("bg\n")
        terminal.wait_for("[1]+ ")
        terminal.type("echo there=$((40+2)); jobs\n")
        terminal.wait_for("there=42")
        assert given_back(terminal)
        terminal.type("fg\n")
        terminal.wait_for(lambda _: not given_back(terminal))
        terminal.wait_for("tutorial*")
        terminal.type("9")
        terminal.wait_for("enter save")
        terminal.type("\r")
        terminal.wait_for("1 to 9")
        terminal.type("qd")
        terminal.wait_for("not saved")
        terminal.type("exit\n")
        terminal.wait_for_end()


def test_ctrl_z_without_a_shell_to_go_back_to_stops_nothing(home: Path) -> None:
    with QuickTerminal(["tutorial", "--engine", "autograd"]) as terminal:
        terminal.wait_for("ready")
        terminal.type("\x1a")
        # What is typed before the terminal is taken again is lost: terminals drop it when their mode changes.
        terminal.wait_for(lambda _: terminal.sent.count(b"\x1b[?1049h") == 2)
        terminal.wait_for("weight")
        terminal.type("8")
        terminal.wait_for("enter save")
        terminal.type("\r")
        terminal.wait_for("tutorial*")
        terminal.type("qd")
        assert terminal.wait_for_end() == 0
