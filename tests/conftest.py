"""Settings of all tests."""

import gc
import os
from pathlib import Path

import platformdirs
import pytest
from hypothesis import settings

# The same examples in every run: a suite that fails must fail again, and one that passes must not be luck. No deadline:
# how long an example takes says more about the machine than about the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

COLLECTED_EVERY = 20_000, 20, 50
"""Thresholds of the garbage collector. With Python's own, a third of the time of the screen tests is spent in it."""
OPENING = {"session", "cli", "ui", "plain"}
"""The rooms whose tests open tables."""
WITH_HOME = {"ui", "plain"}
"""The rooms all of whose tests have a home of their own."""


def pytest_collection_finish() -> None:
    """Leave all that is loaded by now out of garbage collection, and collect what the tests make less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_EVERY)


@pytest.fixture
def shipped_recipes() -> None:
    """For a test that wants the recipe that a table gets by its number of rows."""


@pytest.fixture(autouse=True)
def _plain_settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No recipe and no validation rows but where a test asks for them: small networks that are soon trained."""
    if request.path.parent.name in OPENING and "shipped_recipes" not in request.fixturenames:
        monkeypatch.setattr("nntui.session.open.default_recipe", lambda _source: None)


@pytest.fixture(autouse=True)
def _no_configuration(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the configuration of whoever runs the tests, but for what a test writes into a ``home`` of its own."""
    for name in os.environ:
        if name.startswith("NNTUI_") and not name.startswith("NNTUI_WRITE_"):
            monkeypatch.delenv(name)
    if "home" not in request.fixturenames and request.path.parent.name not in WITH_HOME:
        monkeypatch.setenv("NNTUI_CONFIG", "")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that a user's configuration and recovered sessions are left alone; the compiled kernel of
    whoever runs the tests is used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(platformdirs.user_cache_path()))
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path
