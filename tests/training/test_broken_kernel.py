"""A numba that is missing, switched off or of another release: ``auto`` trains with torch, ``fused`` says why not."""

import json
import os
import subprocess
import sys

import pytest

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
REASONS = {"switched off": "NUMBA_DISABLE_JIT", "missing": "numba", "another release": "cgutils"}


def nntui(breakage: str, *words: str) -> subprocess.CompletedProcess[str]:
    program = f"{BREAKAGES[breakage]}\nfrom nntui.cli import main\nmain({list(words)!r})"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_auto_trains_with_torch_and_warns_once(breakage: str) -> None:
    ended = nntui(breakage, "train", "xor", "--epochs", "3", "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["engine"] == "autograd"
    lines = [line for line in ended.stderr.splitlines() if line[0] != "#" and "compiling" not in line]
    assert len(lines) == 1, ended.stderr
    assert "the compiled kernel cannot be used: " in lines[0]
    assert REASONS[breakage] in lines[0]


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_the_fused_engine_is_refused_in_one_line(breakage: str) -> None:
    ended = nntui(breakage, "train", "xor", "--engine", "fused")
    assert (ended.returncode, ended.stdout) == (2, "")
    lines = [line for line in ended.stderr.splitlines() if "compiling" not in line]
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("nntui: engine fused: the compiled kernel cannot be used: ")
    assert REASONS[breakage] in lines[0]


def test_the_module_alone_falls_back_too() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    words = [sys.executable, "-m", "nntui", "train", "xor", "--epochs", "3"]
    ended = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("breakage", ["switched off", "missing"])
def test_the_doctor_says_which_engine_auto_uses_and_why(breakage: str) -> None:
    facts = json.loads(nntui(breakage, "doctor", "--json").stdout)
    assert facts["engine"]["auto"].startswith("autograd (the compiled kernel cannot be used: ")
    assert facts["engine"]["fused"] == "cannot be used"
    assert facts["speed"]["fused_epochs_per_s"] is None
    assert REASONS[breakage] in nntui(breakage, "doctor").stdout


def test_warming_up_finds_the_fault_and_raises_nothing() -> None:
    program = f"""
{BREAKAGES["missing"]}
from nntui.training.kernel import warm
warm.warm_up()
assert "numba" in warm.fault()
assert not warm.is_compiled()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
