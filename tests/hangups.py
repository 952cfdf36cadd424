"""``python -m tests.hangups --times 20``: the line drops while the app trains, and ``nntui attach`` shows it.

Each time the app is started in a terminal of its own, a cell is edited and training begun; after a random time the line
is cut. It must have trained on when ``nntui attach`` shows it, within ``SOON`` of being asked, with the edit there to
be undone; then the client is ended, or its line cut too, and attached again. In the end the terminal must be as it was,
and no process may be left. With ``--sshd`` the line is one of the
sshd on this machine (``ssh localhost`` must need no password); without it a pseudo-terminal that hangs up, which is all
that nntui sees of sshd.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from nntui.session.screens.places import open_apps
from tests.terminal import Terminal

SOON = 1.0
"""Seconds within which the screen must be shown, from the start of ``nntui attach``."""
TREE = str(Path(__file__).parents[1])
GOAL = 100_000_000


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.hangups", description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sshd", action="store_true", help="through ssh localhost")
    return parser.parse_args()


def command(words: list[str], *, sshd: bool) -> list[str]:
    """The words for the shell that run nntui of this tree here, or through sshd."""
    own = [sys.executable, "-m", "nntui", *words]
    if not sshd:
        return own
    names = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "PYTHONPATH")
    variables = [f"{name}={os.environ[name]}" for name in names]
    return ["ssh", "-tt", "localhost", shlex.join(["env", *variables, *own])]


def epoch(screen: str) -> int:
    """The newest epoch in the log."""
    return max((int(found.replace(",", "")) for found in re.findall(r"#([\d,]+) Loss", screen)), default=0)


def fault(source: random.Random, *, sshd: bool) -> str:
    """What was wrong with one dropped line, "" if nothing."""
    with Terminal(command(["tutorial", "--fast", "--epochs", str(GOAL)], sshd=sshd)) as lost:
        lost.wait_for("ready")
        lost.type("8\r")
        lost.wait_for("row 1 age 2 -> 8")
        lost.type(" ")
        lost.wait_for(lambda screen: epoch(screen) > 0)
        lost.wait_for_a_while(source.uniform(0.0, 1.5))
        before = epoch(lost.screen)
        lost.hang_up()
        asked = time.monotonic()
        with Terminal(command(["attach"], sshd=sshd)) as first:
            first.wait_for(lambda screen: epoch(screen) > before)
            took = time.monotonic() - asked
            before = epoch(first.screen)
            cut = source.random() < 0.5
            if cut:
                first.hang_up()
            else:
                first.signal(signal.SIGTERM)
                first.wait_for_end()
                if not sshd and first.settings != first.settings_before:
                    return "the terminal was not restored after the client was ended"
        with Terminal(command(["attach"], sshd=sshd)) as second:
            second.wait_for(lambda screen: epoch(screen) > before)
            second.type("u")
            second.wait_for("undid: row 1 age 2 -> 8")
            second.type(" ")
            second.wait_for("paused")
            second.type("q")
            second.wait_for("unsaved changes")
            second.type("d")
            if second.wait_for_end():
                return "the client's exit status"
            if not sshd and second.settings != second.settings_before:
                return "the terminal was not restored at the end"
        if not sshd and lost.wait_for_process():
            return "the app's exit status"
        if open_apps():
            return "an app is left"
        return f"the screen was shown after {took:.2f} s" if took > SOON else ""


def main() -> int:
    """Drop as many lines as asked; the exit status says whether anything was wrong."""
    asked = arguments()
    source = random.Random(asked.seed)
    home = Path(tempfile.mkdtemp(prefix="nntui-hangups-"))
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    os.environ |= {"HOME": str(home), "XDG_CACHE_HOME": cache, "PYTHONPATH": TREE}
    os.environ |= {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE")}
    os.chdir(home)
    wrong = 0
    try:
        for number in range(1, asked.times + 1):
            try:
                found = fault(source, sshd=asked.sshd)
            except AssertionError as error:
                found = str(error)
            wrong += bool(found)
            print(f"{number}: {found or 'shown'}", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    way = "lines of sshd" if asked.sshd else "pseudo-terminals"
    print(f"{asked.times - wrong} of {asked.times} {way} that hung up")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
