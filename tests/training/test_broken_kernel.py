"""A numba that is missing, switched off or of another release: ``auto`` trains with torch, ``fused`` says why not."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests import preloaded

BREAKAGES = {
    "switched off": "import os; os.environ['NUMBA_DISABLE_JIT'] = '1'",
    "missing": "import sys; sys.modules['numba'] = None",
    "another release": """
import nntui.training.kernel.cache as cache
def fail(*_):
    raise AttributeError("module 'numba.core' has no attribute 'cgutils'")
cache.load_or_compile = fail
""",
}
ONCE_LOADED = {"another release"}
"""The breakages that need no process in which numba was never loaded."""
REASONS = {"switched off": "NUMBA_DISABLE_JIT", "missing": "numba", "another release": "cgutils"}
COMMANDS = {
    "warm up": (),
    "train": ("train", "xor", "--epochs", "3", "--json"),
    "fused": ("train", "xor", "--engine", "fused"),
    "doctor": ("doctor", "--json"),
}
PROGRAM = """
import json
from click.testing import CliRunner
from nntui.cli import doctor, main
from nntui.training.kernel import warm
doctor.MOMENT, doctor.WARMING = 0.02, 0.01
warm.warm_up()
told = {"warm up": [warm.fault(), warm.is_compiled()]}
for name, words in COMMANDS.items():
    if words:
        ended = CliRunner().invoke(main, words, catch_exceptions=False)
        told[name] = [ended.exit_code, ended.stdout, ended.stderr]
print(json.dumps(told))
"""


@pytest.fixture(scope="module", params=BREAKAGES)
def broken(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """The reason that is to be told, and the output of each of the commands in a process with that breakage."""
    program = f"{BREAKAGES[request.param]}\nCOMMANDS = {COMMANDS}\n{PROGRAM}"
    if request.param in ONCE_LOADED:
        ended = preloaded.nntui(before=f"{program}\nraise SystemExit")
    else:
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return REASONS[request.param], json.loads(ended.stdout)


def test_auto_trains_with_torch_and_warns_once(broken: tuple[str, dict[str, Any]]) -> None:
    reason, told = broken
    status, output, log = told["train"]
    assert status == 0, log
    assert json.loads(output)["engine"] == "autograd"
    lines = [line for line in log.splitlines() if line[0] != "#" and "compiling" not in line]
    assert len(lines) == 1, log
    assert "the compiled kernel cannot be used: " in lines[0]
    assert reason in lines[0]


def test_the_fused_engine_is_refused_in_one_line(broken: tuple[str, dict[str, Any]]) -> None:
    reason, told = broken
    status, output, log = told["fused"]
    assert (status, output) == (2, "")
    lines = [line for line in log.splitlines() if "compiling" not in line]
    assert len(lines) == 1, log
    assert lines[0].startswith("nntui: engine fused: the compiled kernel cannot be used: ")
    assert reason in lines[0]


def test_the_doctor_says_which_engine_auto_uses_and_why(broken: tuple[str, dict[str, Any]]) -> None:
    reason, told = broken
    facts = json.loads(told["doctor"][1])
    assert facts["engine"]["auto"].startswith("autograd (the compiled kernel cannot be used: ")
    assert reason in facts["engine"]["auto"]
    assert facts["engine"]["fused"] == "cannot be used"
    assert facts["speed"]["fused_epochs_per_s"] is None


def test_warming_up_finds_the_fault_and_raises_nothing(broken: tuple[str, dict[str, Any]]) -> None:
    reason, told = broken
    fault, is_compiled = told["warm up"]
    assert reason in fault
    assert not is_compiled


def test_the_module_alone_falls_back_too() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    words = [sys.executable, "-m", "nntui", "train", "xor", "--epochs", "3"]
    ended = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    assert ended.stderr.count("\n") == 1
