"""Runs exported scripts where Python has torch and nothing else: one process for many scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MISSING = ("numpy", "polars", "nntui", "numba", "pandas", "safetensors", "msgspec", "textual")
"""Packages that cannot be imported in that process."""
RUNNER = """
import contextlib, io, json, sys, warnings


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}")


sys.meta_path.insert(0, Missing())
warnings.simplefilter("ignore")  # torch's own, that there is no numpy
results = {}
for name, job in json.load(sys.stdin).items():
    printed, told = io.StringIO(), io.StringIO()
    result = results[name] = {"answers": [], "fault": ""}
    sys.argv = [f"{name}.py", *job["words"]]
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(told):
        try:
            exec(compile(job["script"], f"{name}.py", "exec"), names)
            result["answers"] = [names["predict"](question) for question in job["questions"]]
        except SystemExit as exit:
            result["fault"] = str(exit)
        except Exception as fault:
            result["fault"] = f"{type(fault).__name__}: {fault}"
    result["printed"], result["told"] = printed.getvalue(), told.getvalue()
json.dump(results, sys.stdout)
"""


def run_bare(jobs: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """The results of ``jobs`` by name: each runs a ``script`` with ``words`` and has it ``predict`` the ``questions``.

    A result has what was ``printed``, what was ``told`` on the error stream, the ``answers``, and the ``fault`` that
    ended it, "" for none.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"MISSING = {MISSING!r}\n{RUNNER}"],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def job(script: str, questions: Sequence[Mapping[str, Any]] = (), words: Sequence[str] = ()) -> dict[str, Any]:
    """A script to run: see ``run_bare``."""
    return {"script": script, "questions": list(questions), "words": list(words)}
