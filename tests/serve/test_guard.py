"""Who is let in by a server."""

from __future__ import annotations

import pytest

from nntui.serve.guard import Guard, is_everywhere, is_loopback
from nntui.serve.run import words


def test_only_the_very_token_is_known_and_every_server_has_another() -> None:
    guard, other = Guard("127.0.0.1"), Guard("127.0.0.1")
    assert guard.knows(guard.token)
    assert len(guard.token) > 30
    for wrong in ("", guard.token[:-1], f"{guard.token}x", other.token, "é", "\udcff"):
        assert not guard.knows(wrong)


@pytest.mark.parametrize(
    ("host", "header", "named"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "[::1]:8000", True),
        ("127.0.0.1", "evil.example:8000", False),
        ("127.0.0.1", "127.0.0.1.evil.example", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "[", False),
        ("0.0.0.0", "lab.example:8000", True),
    ],
)
def test_a_server_on_loopback_has_no_name_from_elsewhere(host: str, header: str, *, named: bool) -> None:
    assert Guard(host).names_server(header) is named


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://127.0.0.1:8000", True),
        ("http://127.0.0.1:8001", False),
        ("http://localhost:8000", False),
        ("http://evil.example", False),
        ("file://127.0.0.1:8000", False),
        ("null", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_page_of_the_server_opens_its_terminal(origin: str | None, *, own: bool) -> None:
    assert Guard("127.0.0.1").is_own_page(origin, "127.0.0.1:8000") is own


@pytest.mark.parametrize(
    ("host", "loopback", "everywhere"),
    [
        ("127.0.0.1", True, False),
        ("127.5.5.5", True, False),
        ("localhost", True, False),
        ("::1", True, False),
        ("0.0.0.0", False, True),
        ("::", False, True),
        ("10.0.0.5", False, False),
        ("lab.example", False, False),
    ],
)
def test_it_is_known_from_where_a_server_is_reached(host: str, *, loopback: bool, everywhere: bool) -> None:
    assert (is_loopback(host), is_everywhere(host)) == (loopback, everywhere)
    told = words(Guard(host), 8000)
    assert told[0].startswith("http://")
    assert ("not encrypted" in " ".join(told)) is not loopback
