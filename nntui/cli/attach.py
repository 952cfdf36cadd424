"""``nntui attach``: show an app that has lost its terminal on this one, or take it from another."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
import termios
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from nntui.cli.output import say, say_json, warn
from nntui.cli.screen import check_terminal
from nntui.errors import NntuiError
from nntui.safe_text import one_line
from nntui.session.screens.places import OpenApp, kept, note_kept, open_apps
from nntui.session.screens.wire import Lines, ScreenAnswer, ScreenRequest, connect, read, send

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nntui.session.screens.wire import ScreenState

NOBODY = "no nntui trains without a screen here, and none has ended so; nntui sessions lists saved work"
ENDED_BADLY = "the nntui that was shown has ended unexpectedly; the next nntui offers what it has kept"
RESTORED = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What takes back all that Textual asks of a terminal, where it can no longer do so itself."""
LOST = 129
"""Exit status where this terminal is lost, too: 128 and the number of SIGHUP."""
PATIENCE, MOMENT = 5.0, 0.05
"""Seconds that an app is given to answer or to end, and those between two looks."""


def run(name: str | None, *, take: bool, listing: bool, as_json: bool) -> int:
    """Show the app of that session's name or process number, by default the only one without a terminal.

    The exit status is that of the app. Where it has reached its goal and ended, what it has kept is opened. With
    ``listing`` the apps are listed; in JSON as ``{"screens": [{"process", "name", "epoch", "goal", ...}]}``.
    Raises NntuiError where there is none to show, or several.
    """
    apps = open_apps()
    if as_json:
        say_json({"screens": [_as_json(each.about) for each in apps]})
        return 0
    if listing:
        say("\n".join(in_words(each.about) for each in apps) or NOBODY)
        return 0
    check_terminal()
    chosen = _chosen(apps, name, take=take)
    status = None if chosen is None else _shown(chosen, take=take)
    if status is not None:
        return status
    path = kept()
    if path is None:
        raise NntuiError(NOBODY)
    from nntui.cli.screen import run as open_screen
    from nntui.session.options import Options, ScreenOptions

    with suppress(OSError):
        note_kept(None)
    return open_screen(str(path), Options(), ScreenOptions(attached=True))


def _chosen(apps: Sequence[OpenApp], name: str | None, *, take: bool) -> OpenApp | None:
    """The app to show; None where none runs any more, and what it kept is to be opened. Raises NntuiError."""
    named = [each for each in apps if name in {None, str(each.about.process), each.about.name}]
    if name is not None and not named:
        others = "".join(f"\n{in_words(each.about)}" for each in apps)
        raise NntuiError(f"no nntui with the session or process {name!r} runs here{';' * bool(others)}{others}")
    free = [each for each in named if not each.about.shown]
    wanted = free or (named if take or name is not None else [])
    if len(wanted) == 1:
        return wanted[0]
    if wanted:
        lines = "; ".join(in_words(each.about) for each in wanted)
        raise NntuiError(f"there are {len(wanted)}: {lines}; say which one: nntui attach {wanted[0].about.process}")
    if named and kept() is None:
        about = named[0].about
        raise NntuiError(f"{in_words(about)}; nntui attach --take {about.process} takes it to this terminal")
    return None


def in_words(about: ScreenState) -> str:
    """An app in one line."""
    at = time.strftime("%H:%M", time.localtime(about.since))
    where = f"on {one_line(about.shown)} since {at}" if about.shown else f"without a screen since {at}"
    doing = f"trains, epoch {about.epoch:,} of {about.goal:,}" if about.training else f"epoch {about.epoch:,}"
    return f"process {about.process}: {one_line(about.name) or 'nntui'}, {doing}, {where}"


def _as_json(about: ScreenState) -> dict[str, str | int | float | None]:
    return {
        "process": about.process,
        "name": about.name,
        "epoch": about.epoch,
        "goal": about.goal,
        "training": about.training,
        "terminal": about.shown or None,
        "since": about.since,
    }


def _shown(app: OpenApp, *, take: bool) -> int | None:
    """Show the app until it ends or leaves this terminal; its exit status, None if it has ended before."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = connect(str(app.path), PATIENCE)
        except OSError:
            return None
        with connection:
            answer = _Visit(connection, take=take).status()
        if isinstance(answer, int):
            return answer
        if answer != "it is ending" or time.monotonic() > deadline:
            raise NntuiError(f"process {app.about.process} cannot be shown here: {one_line(answer, 200)}")
        time.sleep(MOMENT)


class _Visit:
    """The time in which this terminal has the screen."""

    def __init__(self, connection: socket.socket, *, take: bool) -> None:
        self._connection, self._take = connection, take
        self._lines = Lines(connection)
        self._given = False

    def status(self) -> int | str:
        """The exit status at the end, or why the screen was refused."""
        before = termios.tcgetattr(sys.stdin.fileno())
        with _heard() as signals, selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            selector.register(signals, selectors.EVENT_READ)
            try:
                self._ask()
                while True:
                    for key, _ in selector.select():
                        end = self._answered() if key.fileobj is self._connection else self._told(signals)
                        if end is not None:
                            return end
            finally:
                with suppress(termios.error):
                    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)

    def _ask(self) -> None:
        send(self._connection, ScreenRequest("screen", self._take), (sys.stdin.fileno(), sys.stdout.fileno()))

    def _answered(self) -> int | str | None:
        """Take what the app says; the status or the reason once it is over."""
        lines = self._lines.receive()
        for line in lines or ():
            match read(line, ScreenAnswer):
                case ScreenAnswer("given"):
                    self._given = True
                case ScreenAnswer("refused", reason):
                    return reason
                case ScreenAnswer("detached", text):
                    say(text)
                    return 0
                case ScreenAnswer("ended", status=status):
                    return status
                case ScreenAnswer("stopped"):
                    self._stop()
        if lines is not None:
            return None
        if not self._given:
            return "it is ending"
        with suppress(OSError):
            os.write(sys.stdout.fileno(), RESTORED.encode())
        warn(ENDED_BADLY)
        return 1

    def _stop(self) -> None:
        """Stop as a job of the shell, and ask for the screen again once the shell continues it."""
        os.kill(0, signal.SIGTSTP)
        time.sleep(MOMENT)  # all of the job have stopped by then, this process among them
        self._ask()

    def _told(self, signals: socket.socket) -> int | None:
        """Act on the signals that came."""
        for number in signals.recv(64):
            if number == signal.SIGHUP:
                return LOST
            send(self._connection, ScreenRequest("resize" if number == signal.SIGWINCH else "leave"))
        return None


@contextmanager
def _heard() -> Iterator[socket.socket]:
    """Signals, as bytes that can be waited for."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    numbers = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGWINCH)
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    waker = signal.set_wakeup_fd(writing.fileno())
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(waker)
        for number, handler in before.items():
            signal.signal(number, handler)
        reading.close()
        writing.close()
