"""Plays a life: starts the app, does to it what the events say, and tells how it ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.monkey.app import FAULT
from tests.monkey.events import Event, Failure, Life
from tests.monkey.terminal import PATIENCE, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = (0, 130)
"""Exit statuses of an app that was left by a key."""
TRACEBACK = b"Traceback (most recent call last)"
SOURCES = (
    ["tutorial"],
    ["xor"],
    ["iris", "--validation", "0.2"],
    ["cars"],
    ["digits"],
    ["spiral:arms=3"],
    ["gap.csv"],
    ["wide.csv"],
)


@dataclass(frozen=True)
class Outcome:
    """How a life ended. ``played`` counts the keys, ``memory`` is what each answer found resident, in MB."""

    played: int
    memory: list[float]
    failure: Failure | None = None


@contextmanager
def load(wanted: bool) -> Iterator[None]:
    """While inside, keep as many processes busy as there are processors, if ``wanted``."""
    count = (os.cpu_count() or 1) if wanted else 0
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def prepare(folder: Path) -> None:
    """Put the tables that the sources name into the folder in which the app works."""
    gaps = (f"{row},{'' if row % 4 == 0 else row % 7},{'uvw'[row % 3]},{row * 2}" for row in range(60))
    (folder / "gap.csv").write_text("\n".join(["a,b,c,y", *gaps, ""]), encoding="utf-8")
    wide = (",".join(str((row * column) % 17) for column in range(60)) for row in range(40))
    names = ",".join(f"sensor_reading_{column}" for column in range(60))
    (folder / "wide.csv").write_text("\n".join([names, *wide, ""]), encoding="utf-8")


def compile_kernel(tree: Path) -> Path:
    """The cache that all lives share, with the kernel in it: a life is too short to compile one."""
    cache = Path(tempfile.gettempdir()) / f"nntui-monkey-cache-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "nntui", "train", "iris", "--engine", "fused", "--epochs", "1", "--quiet"]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return cache


def play(life: Life, tree: Path, cache: Path) -> Outcome:
    """Start the app in a home of its own, do what the life says, and end it."""
    home = Path(tempfile.mkdtemp(prefix="nntui-monkey-"))
    folder = home / "work"
    (home / "cache").symlink_to(cache)
    folder.mkdir()
    prepare(folder)
    terminal = Terminal(life.arguments, life.size, folder, home, tree)
    try:
        return _played(terminal, life)
    finally:
        terminal.close()
        shutil.rmtree(home, ignore_errors=True)


def _played(terminal: Terminal, life: Life) -> Outcome:
    terminal.read(PATIENCE, until=b"\x1b[?1049h")
    terminal.read(life.patience)
    keys, number, memory = 0, 0, list[float]()
    for number, event in enumerate(life.events):
        if terminal.ended:
            break
        keys += len(event.names) if event.kind == "keys" else 0
        _do(terminal, event)
        if event.kind == "answer":
            if not terminal.answers():
                return Outcome(keys, memory, _failure("freeze", terminal, life, number))
            memory.append(terminal.memory)
        terminal.read(event.wait)
    if not terminal.terminate():
        return Outcome(keys, memory, _failure("exit", terminal, life, number))
    terminal.read(0.5)
    if terminal.status not in GOOD or TRACEBACK in terminal.output:
        return Outcome(keys, memory, _failure("crash", terminal, life, number))
    if FAULT in terminal.written:
        return Outcome(keys, memory, _failure("fault", terminal, life, number))
    return Outcome(keys, memory)


def _do(terminal: Terminal, event: Event) -> None:
    if event.kind == "resize":
        columns, _, rows = event.value.partition("x")
        terminal.resize((int(columns), int(rows)))
    else:
        terminal.type(event.encode())


def _failure(kind: str, terminal: Terminal, life: Life, number: int) -> Failure:
    """The life up to the event at which it failed."""
    dump = terminal.dump()
    output = terminal.output.decode("utf-8", "replace")
    return Failure(kind, replace(life, events=life.events[: number + 1]), 0, terminal.status, output, dump)
