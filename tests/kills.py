"""``python -m tests.kills --kills 100 --seed 1``: the app killed at random moments, and what the next start finds.

Numbers are typed into a cell one after the other, also while the network trains. After each kill the copy must open, no
number typed more than ``TYPING`` seconds before may be lost, no more than ``TRAINING`` seconds of training, and the
file that was opened must be as it was.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nntui.session.journal.places import adopt_abandoned
from nntui.session.store.file import load
from tests.monkey.playing import compile_kernel
from tests.monkey.playing import load as busy
from tests.monkey.terminal import Terminal

TYPING, TRAINING = 1.0, 5.0
"""Seconds of work that may be lost."""
SLACK, LOADING = 0.5, 2.0
"""Seconds that a busy machine takes to hand over a key and to write, and those that torch loads."""
TABLE = "x,y\n" + "".join(f"{row},{row * 3 % 7}\n" for row in range(40))


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", action="store_true", help="keep every processor busy beside the app")
    return parser.parse_args()


@dataclass(frozen=True)
class Worked:
    """The times at which the numbers 1, 2, ... were typed, at which training began, and at which the app was killed."""

    typed: list[float]
    trained: float | None
    killed: float


def kill_once(source: random.Random, tree: Path, cache: Path) -> str:
    """Start, work and kill; what was wrong with what is left, "" if nothing."""
    home = Path(tempfile.mkdtemp(prefix="nntui-kill-"))
    (home / "cache").symlink_to(cache)
    (home / "work").mkdir()
    table = home / "work" / "t.csv"
    table.write_text(TABLE, encoding="utf-8")
    try:
        terminal = Terminal([table.name, "--fast", "--epochs", "100000000"], (80, 24), table.parent, home, tree)
        try:
            typed, trained = _work(terminal, source)
        finally:
            terminal.close()
        if table.read_text(encoding="utf-8") != TABLE:
            return "the table's file has changed"
        return _fault(home, Worked(typed, trained, time.monotonic()))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _work(terminal: Terminal, source: random.Random) -> tuple[list[float], float | None]:
    """Type numbers, 1, 2, ... and perhaps train; returns the times."""
    terminal.read(25, until=b"row 1 of 40")
    terminal.read(1.0)
    typed: list[float] = []
    trained: float | None = None
    end = time.monotonic() + source.uniform(0.1, 8.0)
    while time.monotonic() < end:
        if trained is None and source.random() < 0.2:
            terminal.type(b" ")
            trained = time.monotonic()
        else:
            terminal.type(f"{len(typed) + 1}\r\x1b[A".encode())
            typed.append(time.monotonic())
        terminal.read(source.uniform(0.02, 1.0))
    return typed, trained


def _fault(home: Path, worked: Worked) -> str:
    """What is wrong with the copy of the work, once the next start has found it."""
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    safe = sum(when < worked.killed - TYPING - SLACK for when in worked.typed)
    found = adopt_abandoned(home / "found")
    if not found:
        return f"no copy of {safe} numbers" if safe else ""
    session = load(found[0])
    cell = session.table.value(0, 0)
    if not isinstance(cell, int | float) or cell < safe:
        return f"the number {cell} where {safe} is safe"
    long = worked.trained is not None and worked.killed - worked.trained > TRAINING + SLACK + LOADING
    if long and (session.checkpoint is None or session.checkpoint.untrained):
        return "no training"
    left = [path.name for path in (home / "state").rglob("*") if path.is_file() and "running" in path.parts]
    return f"files left behind: {left}" if left else ""


def main() -> int:
    """Kill as often as asked; the exit status says whether anything was wrong."""
    asked = arguments()
    tree = Path(__file__).parents[1]
    cache = compile_kernel(tree)
    source = random.Random(asked.seed)
    wrong = 0
    with busy(asked.load):
        for number in range(1, asked.kills + 1):
            fault = kill_once(source, tree, cache)
            wrong += bool(fault)
            if fault:
                print(f"kill {number}: {fault}", flush=True)
    print(f"{asked.kills} kills, {wrong} with more lost than is promised")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
