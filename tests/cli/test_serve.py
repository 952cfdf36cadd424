"""``nntui serve`` as it is called."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from nntui.cli import main
from nntui.cli import serve as command

RUNNER = CliRunner()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []

    async def serve(server: Any, guard: Any, port: int, tell: object) -> int:
        found.append((server._command[1:], guard.host, port))
        return 0

    monkeypatch.setattr("nntui.serve.run.serve", serve)
    return found


def test_it_opens_in_each_tab_what_nntui_would_open(served: list[Any]) -> None:
    assert RUNNER.invoke(main, ["serve", "cars", "--hidden", "8,8", "--port", "0"]).exit_code == 0
    assert served == [(["-m", "nntui", "cars", "--hidden", "8,8", "--die-on-hangup"], "127.0.0.1", 0)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--hidden", "x"], "Invalid value"),
        (["cars", "--nonsense"], "--nonsense"),
        (["-"], "standard input"),
        (["--port", "99999"], "--port"),
        (["nothere.csv"], "nothere.csv: no such file"),
        (["tutrial"], "did you mean tutorial"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_served(served: list[Any], words: list[str], told: str) -> None:
    result = RUNNER.invoke(main, ["serve", *words])
    assert (result.exit_code, served) == (2, [])
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    result = RUNNER.invoke(main, ["serve"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'nntui: nntui serve needs two more packages: pip install "nntui[serve]"\n'


def test_a_port_in_use_is_told_in_a_line() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = RUNNER.invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 2
    assert f"port {port} is in use; give another one, or --port 0 for any that is free" in result.stderr
