"""Sends inputs to worker processes, and keeps those that a reader fails on."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.subjects import SUBJECTS

if TYPE_CHECKING:
    from typing import Self

SECONDS, PATIENCE = 2.0, 30.0
"""Processor time that reading may take, and the time by the clock after which a process counts as hanging."""
MEMORY = 1 << 30
"""Bytes that reading may take."""
ROOT = Path(__file__).parents[2]


class EndedError(Exception):
    """The worker ended, or gave no answer."""


class Worker:
    """A worker process, begun when it is first needed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nntui-fuzz-", dir=_memory_folder())
        self.folder = Path(self._folder.name)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and remove its folder."""
        self.stop()
        self._folder.cleanup()

    def judge(self, name: str, content: bytes) -> str:
        """The fault of the reader ``name`` with this input; "" for none."""
        path = self.folder / f"input{SUBJECTS[name].suffix}"
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        try:
            fault, seconds, memory = self._ask([name, str(path)])
        except EndedError as error:
            self.stop()
            return str(error)
        if not fault and seconds > SECONDS:
            fault = f"slow: {seconds:.1f} s"
        if not fault and memory > MEMORY:
            fault = f"memory: {memory / 1e9:.1f} GB"
        return fault

    def _ask(self, request: list[str]) -> tuple[str, float, float]:
        process = self._started()
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        answer = self._line(process)
        fault, seconds, memory = json.loads(answer)
        return fault, seconds, memory

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(self.folder), "POLARS_MAX_THREADS": "2"}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.worker", str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=environment,
                start_new_session=True,
            )
            self._line(self._process, 300)
        return self._process

    def _line(self, process: subprocess.Popen[bytes], patience: float = PATIENCE) -> bytes:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], patience)[0]:
            raise EndedError(f"hang: no answer in {patience:.0f} s")
        line = process.stdout.readline()
        if not line:
            noise = self.folder / "noise"
            said = noise.read_text(encoding="utf-8", errors="replace")[-600:] if noise.exists() else ""
            raise EndedError(f"abort: status {process.wait()}: {said}")
        return line

    def stop(self) -> None:
        """End the process, and whatever it has started."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
            process.wait()


def _memory_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass
class Findings:
    """Counts of inputs and faults by reader, and one kept input for each kind of fault."""

    folder: Path
    inputs: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Path] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    def take(self, name: str, content: bytes, fault: str) -> None:
        """Count an input; the first of a kind of fault is kept and told."""
        self.inputs[name] += 1
        if not fault:
            return
        what, _, more = fault.partition(chr(10))[0].partition(": ")
        kind = f"{name}: {what}{f' {more}' if what == 'traceback' else ''}"
        self.faults[kind] += 1
        if kind in self.kinds:
            return
        digest = hashlib.sha256(content).hexdigest()[:10]
        path = self.folder / f"{name.replace(' ', '-')}-{digest}{SUBJECTS[name].suffix}"
        path.write_bytes(content)
        path.with_name(f"{path.name}.fault").write_text(f"{name}\n{fault}", encoding="utf-8", errors="backslashreplace")
        self.kinds[kind] = path
        print(f"{kind}  kept in {path}\n    {fault[:200]!r}", flush=True)

    def summary(self) -> str:
        """The figures of the whole run."""
        counts = ", ".join(f"{name} {count:,}" for name, count in sorted(self.inputs.items()))
        faults = "".join(f"\n{count:6,}  {kind}  {self.kinds[kind]}" for kind, count in self.faults.most_common())
        seconds = time.monotonic() - self.begun
        return (
            f"{sum(self.inputs.values()):,} inputs in {seconds:,.0f} s ({counts}): "
            f"{sum(self.faults.values()):,} faults of {len(self.kinds)} kinds{faults}"
        )
