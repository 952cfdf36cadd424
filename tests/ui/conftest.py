"""Fixtures of the screen tests: a home of their own, and the scripted run in place of the real one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from nntui.ui import workspace
from nntui.ui.frame import loading_screen
from tests.ui import app_host
from tests.ui.screen_text import drawn_for_nobody, stylesheets_parsed_once
from tests.ui.scripted_run import Script

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nntui.ui.work.loader import Services


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the keys, colours and recovered sessions of whoever runs the tests alone."""
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    for variable in ("NO_COLOR", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(autouse=True, scope="session")
def no_terminal() -> Iterator[None]:
    """Draw only what is seen in a picture of the screen."""
    with drawn_for_nobody(), stylesheets_parsed_once(), pytest.MonkeyPatch.context() as patch:
        for module in (loading_screen, workspace):  # no terminal has to be given time
            patch.setattr(module, "FIRST_PAINT", 0.001)
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the app is started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def script(services: list[Services]) -> Script:
    """The screen gets scripted runs instead of real ones."""
    script = Script()
    services.append(replace(services[-1], make_run=script.make_run))
    return script


@pytest.fixture
def services() -> Iterator[list[Services]]:
    """The last of these is what the app uses; a test may append another."""
    yield app_host.SERVICES
    del app_host.SERVICES[1:]
