"""``python -m tests.fuzz --seed 1 --inputs 100000 --seconds 3600``: mutated inputs for every reader.

A reader may refuse an input in one harmless line or read it. A traceback, another exception, more than 2 s of processor
time, more than 1 GB of memory, an end of the process, or anything written to standard error is a fault, whose input is
kept in the folder ``--out``. ``--replay FILE`` tries a kept input again.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.bombs import BOMBS
from tests.fuzz.hunt import Findings, Worker
from tests.fuzz.mutations import mutated
from tests.fuzz.subjects import SUBJECTS

TOLD = 5_000
"""Inputs after which the run says how far it is."""


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=10_000, help="inputs in all")
    parser.add_argument("--seconds", type=float, default=1e9, help="end after this time")
    parser.add_argument("--bombs", action="store_true", help="first the inputs that ask for much")
    parser.add_argument("--only", action="append", choices=tuple(SUBJECTS), help="this reader; repeatable")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "nntui-fuzz", help="for the faults")
    parser.add_argument("--replay", type=Path, help="try this kept input again")
    return parser.parse_args()


def hunt(asked: argparse.Namespace) -> Findings:
    """Try as many inputs as are asked for, the readers taking turns."""
    findings = Findings(asked.out)
    names = asked.only or list(SUBJECTS)
    end = time.monotonic() + asked.seconds
    with Worker() as worker:
        for name, make in BOMBS.values() if asked.bombs else ():
            content = make()
            findings.take(name, content, worker.judge(name, content))
        for number in range(asked.inputs):
            if time.monotonic() > end:
                break
            name = names[number % len(names)]
            source = random.Random(f"{asked.seed} {number}")
            subject = SUBJECTS[name]
            content = mutated(source, source.choice(subject.corpus()), subject.mutations)
            findings.take(name, content, worker.judge(name, content))
            if not (number + 1) % TOLD:
                print(f"{number + 1:,} inputs", flush=True)
    return findings


def replay(path: Path) -> int:
    """Try a kept input again; 1 if it still is a fault."""
    name = path.with_name(f"{path.name}.fault").read_text(encoding="utf-8").partition("\n")[0]
    with Worker() as worker:
        fault = worker.judge(name, path.read_bytes())
    print(fault or "no fault")
    return int(bool(fault))


def main() -> int:
    """Hunt or replay; the exit status says whether there was a fault."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the worker is ended as well
    if asked.replay:
        return replay(asked.replay)
    asked.out.mkdir(parents=True, exist_ok=True)
    findings = hunt(asked)
    print(findings.summary())
    return int(bool(findings.kinds))


if __name__ == "__main__":
    sys.exit(main())
