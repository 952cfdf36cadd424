"""Stops of the process before there is job control."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import asyncio, os, signal
from contextlib import nullcontext
from nntui.ui.terminal.job_control import JobControl, hold_stops

def stopped(*_):
    print("stopped")

signal.signal(signal.SIGTSTP, stopped)
hold_stops()

async def begin():
    os.kill(os.getpid(), signal.SIGTSTP)
    JobControl(nullcontext, lambda: True)
    await asyncio.sleep(0)
    print(signal.SIGTSTP in signal.pthread_sigmask(signal.SIG_BLOCK, ()))

asyncio.run(begin())
"""


def test_a_stop_that_comes_while_the_screen_begins_is_held_back_and_forgotten() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["False"]


THREADS = """
import signal
from pathlib import Path
from nntui.session.options import Options, ScreenOptions
from nntui.ui import app

def run(self, **_):
    status = [task.joinpath("status").read_text() for task in Path("/proc/self/task").iterdir()]
    masks = [int(line.split()[1], 16) for text in status for line in text.splitlines() if line.startswith("SigBlk")]
    self.last_words.append(f"{len(masks) > 1} {all(mask >> (signal.SIGTSTP - 1) & 1 for mask in masks)}")

app.NntuiApp.run = run
app.run(None, Options(), ScreenOptions())
"""


def test_no_thread_takes_a_stop_that_comes_while_the_screen_begins() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr.split() == ["True", "True"]
