"""``python -m tests.monkey --seed 1 --keys 100000 --starts 50 --load``: random keys, and a line on what came of them.

``--replay FILE`` plays a kept failure again, ``--shrink FILE`` makes it short.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.monkey.events import Failure, random_life
from tests.monkey.playing import SOURCES, compile_kernel, load, play
from tests.monkey.shrinking import shrink_life


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keys", type=int, default=100_000, help="keys in all, at least")
    parser.add_argument("--starts", type=int, default=50, help="starts of the app, at least")
    parser.add_argument("--minutes", type=float, default=1e9, help="end after this time")
    parser.add_argument("--load", action="store_true", help="keep every processor busy beside the app")
    parser.add_argument("--tree", type=Path, default=Path(__file__).parents[2], help="the checkout to run")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()), help="the folder for failures")
    parser.add_argument("--replay", type=Path, help="play this failure again")
    parser.add_argument("--shrink", type=Path, help="shorten this failure into FILE.short.json")
    parser.add_argument("--tries", type=int, default=4, help="plays of a kept failure before it counts as gone")
    return parser.parse_args()


def run(asked: argparse.Namespace, cache: Path) -> int:
    """Play lives until there were enough; returns how many failed."""
    source = random.Random(asked.seed)
    keys = starts = 0
    peak, growth = 0.0, 0.0
    failures: list[Failure] = []
    end = time.monotonic() + 60 * asked.minutes
    while (keys < asked.keys or starts < asked.starts) and time.monotonic() < end:
        life = random_life(source, source.choice(SOURCES), max(asked.keys // asked.starts, 1))
        outcome = play(life, asked.tree, cache)
        keys, starts = keys + outcome.played, starts + 1
        peak = max(peak, *outcome.memory, 0.0)
        if outcome.memory:  # the first half is loading
            growth = max(growth, outcome.memory[-1] - outcome.memory[len(outcome.memory) // 2])
        if outcome.failure is not None:
            failure = replace(outcome.failure, seed=asked.seed)
            failures.append(failure)
            path = asked.out / f"monkey-{failure.kind}-{asked.seed}-{starts}.json"
            failure.write(path)
            print(
                f"start {starts}, {' '.join(life.arguments)}: {failure.kind} {failure.reason}, kept in {path}",
                flush=True,
            )
    count = {kind: sum(failure.kind == kind for failure in failures) for kind in ("crash", "freeze", "exit", "fault")}
    print(
        f"{keys} keys, {starts} starts, {count['crash']} crashes, {count['freeze']} freezes, {count['exit']} bad ends, "
        f"{count['fault']} faults survived, "
        f"peak {peak:.0f} MB, growing by {growth:.0f} MB at most in the second half of a life"
    )
    return len(failures)


def fails_again(failure: Failure, asked: argparse.Namespace, cache: Path) -> Failure | None:
    """The first failure of the same kind in as many plays as ``--tries`` says."""
    for _ in range(asked.tries):
        again = play(failure.life, asked.tree, cache).failure
        if again is not None and again.is_like(failure):
            return again
    return None


def shorten(failure: Failure, asked: argparse.Namespace, cache: Path) -> Failure:
    """The same kind of failure with as few keys as it takes."""
    best = failure

    def fails(life: object) -> bool:
        nonlocal best
        again = fails_again(replace(failure, life=life), asked, cache)  # type: ignore[arg-type]
        best = again or best
        return again is not None

    shrink_life(failure.life, fails)
    return best


def main() -> int:
    """Run, replay or shrink; the exit status says whether anything failed."""
    asked = arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended as well
    cache = compile_kernel(asked.tree)
    with load(asked.load):
        if asked.replay:
            again = fails_again(Failure.read(asked.replay), asked, cache)
            print(f"{again.kind}: {again.output[-2000:]}\n{again.dump}" if again else "did not fail")
            return int(again is not None)
        if asked.shrink:
            short = shorten(Failure.read(asked.shrink), asked, cache)
            short.write(asked.shrink.with_suffix(".short.json"))
            for event in short.life.events:
                print(f"{event.kind} {event.value!r}, then {event.wait} s")
            return 1
        return int(bool(run(asked, cache)))


if __name__ == "__main__":
    sys.exit(main())
