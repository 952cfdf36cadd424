"""``python -m tests.kills --kills 100 --seed 1``: the app killed at random moments, and what the next start finds.

Numbers are typed into a cell one after the other, also while the network trains, and the session is saved now and then.
After each kill the journal or the saved file must open; no number typed more than ``TYPING`` seconds before may be
lost, no more than ``TRAINING`` seconds of training, and the file that was opened must be as it was.

With ``--shell`` it is ``nntui train`` that is killed, ``TIMES`` times in each training: resumed on the same session it
must end with the bits of a training that was not killed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from nntui.session.journal.kept import kept_work
from nntui.session.journal.places import adopt_abandoned
from nntui.session.journal.reading import read_points
from nntui.session.store.file import load
from tests.monkey.playing import compile_kernel
from tests.monkey.playing import load as busy
from tests.monkey.terminal import PATIENCE, Terminal

TYPING, TRAINING = 1.0, 5.0
"""Seconds of work that may be lost."""
SLACK, LOADING = 0.5, 20.0
"""Seconds that a busy machine takes to write, and those that torch and the kernel load."""
TABLE = "x,y\n" + "".join(f"{row},{row * 3 % 7}\n" for row in range(40))


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shell", action="store_true", help="kill trainings in the shell")
    parser.add_argument("--slack", type=float, default=SLACK, help="seconds that a busy machine takes to write  [.5]")
    parser.add_argument("--load", action="store_true", help="keep every processor busy beside the app")
    return parser.parse_args()


@dataclass(frozen=True)
class Worked:
    """The times at which the app had taken the numbers 1, 2, ..., at which training was asked for, and of the kill.

    ``slack`` are the seconds that the machine takes to write.
    """

    typed: list[float]
    trained: float | None
    killed: float
    slack: float


def kill_once(source: random.Random, tree: Path, cache: Path, slack: float) -> str:
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
        return _fault(home, Worked(typed, trained, time.monotonic(), slack))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _work(terminal: Terminal, source: random.Random) -> tuple[list[float], float | None]:
    """Type numbers, 1, 2, ... and perhaps train; returns the times."""
    terminal.read(25, until=b"row 1 of 40")
    terminal.read(1.0)
    typed: list[float] = []
    trained: float | None = None
    saved = False
    end = time.monotonic() + source.uniform(0.1, 8.0 if source.random() < 0.8 else 40.0)
    while time.monotonic() < end:
        if trained is None and source.random() < 0.2:
            terminal.type(b" ")
            trained = time.monotonic()
        elif source.random() < 0.1:
            _save(terminal, first=not saved)
            saved = True
        else:
            number = len(typed) + 1
            terminal.type(f"{number}\r\x1b[A".encode())
            if not terminal.read(PATIENCE, until=f" -> {number}".encode()):
                break
            typed.append(time.monotonic())
        terminal.read(source.uniform(0.02, 1.0))
    return typed, trained


def _save(terminal: Terminal, *, first: bool) -> None:
    """Save the session, for the ``first`` time under the name that is suggested; done when this returns."""
    terminal.type(b"w")
    if first:
        terminal.read(PATIENCE, until=b"saves to")
        terminal.type(b"\r")
    terminal.read(PATIENCE, until=b"saved ")


def _fault(home: Path, worked: Worked) -> str:
    """What is wrong with what is left of the work, once the next start has found it."""
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    safe = sum(when < worked.killed - TYPING - worked.slack for when in worked.typed)
    saved = home / "work" / "t.nntui"
    places = [*adopt_abandoned(home / "found"), *([saved] if saved.exists() else [])]
    sessions = [load(place) for place in places if place == saved or read_points(place)]
    if not sessions:
        return f"nothing of {safe} numbers" if safe else ""
    cells = [session.table.value(0, 0) for session in sessions]
    if max(cell if isinstance(cell, int | float) else 0 for cell in cells) < safe:
        return f"the numbers {cells} where {safe} is safe"
    patience = TRAINING + worked.slack + LOADING
    long = worked.trained is not None and worked.killed - worked.trained > patience
    if long and all(session.checkpoint is None or session.checkpoint.untrained for session in sessions):
        return "no training"
    left = [path.name for path in (home / "state").rglob("*") if path.is_file() and "running" in path.parts]
    return f"files left behind: {left}" if left else ""


TIMES = 5
"""Kills of each training in the shell."""
TRAIN = ("--epochs", "4000", "--validation", "0.2", "--engine", "autograd", "--quiet")


def kill_training(source: random.Random, home: Path, environment: dict[str, str]) -> str:
    """Kill a training ``TIMES`` times, let it end, and compare it with one that was not killed."""
    out = home / "part.nntui"

    def begin(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "nntui", "train", *words]
        return subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    whole = home / "whole.nntui"
    if not whole.exists():
        begin("cars", *TRAIN, "--out", whole.name).communicate()
    resumed = 0
    words: tuple[str, ...] = ("cars", *TRAIN)
    for _ in range(TIMES):
        training = begin(*words, "--out", out.name)
        try:
            while training.poll() is None and not any((home / "state").glob("*/running/*/*.nntui")):
                time.sleep(0.05)
            _, told = training.communicate(timeout=source.uniform(0.0, 6.0))
        except subprocess.TimeoutExpired:
            training.kill()
            _, told = training.communicate()
        resumed += b"going on from epoch" in told
        if out.exists():
            break
        os.environ["XDG_STATE_HOME"] = environment["XDG_STATE_HOME"]
        words = (out.name, "--quiet") if any(kept_work(running=False)) else words
    if not out.exists():
        begin(*words, "--out", out.name).communicate()
    one, other = load(whole).checkpoint, load(out).checkpoint
    out.unlink()
    print(f"resumed {resumed} times", flush=True)
    same = one is not None and other is not None and one.weights.tobytes() == other.weights.tobytes()
    return "" if same and one is not None and other is not None and one.epoch == other.epoch else "other weights"


def kill_trainings(asked: argparse.Namespace, source: random.Random, cache: Path) -> int:
    """The number of trainings that did not end as the unbroken one did."""
    home = Path(tempfile.mkdtemp(prefix="nntui-kill-"))
    tree = str(Path(__file__).parents[1])
    environment = {
        **os.environ,
        "PYTHONPATH": tree,
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(cache),
    }
    wrong = 0
    try:
        for number in range(1, asked.kills + 1):
            fault = kill_training(source, home, environment)
            wrong += bool(fault)
            if fault:
                print(f"training {number}: {fault}", flush=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return wrong


def main() -> int:
    """Kill as often as asked; the exit status says whether anything was wrong."""
    asked = arguments()
    tree = Path(__file__).parents[1]
    cache = compile_kernel(tree)
    source = random.Random(asked.seed)
    wrong = 0
    if asked.shell:
        wrong = kill_trainings(asked, source, cache)
        print(f"{asked.kills} trainings killed, {wrong} that ended otherwise")
        return int(wrong > 0)
    with busy(asked.load):
        for number in range(1, asked.kills + 1):
            fault = kill_once(source, tree, cache, asked.slack)
            wrong += bool(fault)
            if fault:
                print(f"kill {number}: {fault}", flush=True)
    print(f"{asked.kills} kills, {wrong} with more lost than is promised")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
