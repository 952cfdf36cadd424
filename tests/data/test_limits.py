"""The memory that a table needs, estimated before it is read."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from nntui.data.files.limits import check_memory, text_memory
from nntui.errors import DataError


def test_words_take_more_memory_than_numbers() -> None:
    numbers = b"a,b\n" + b"1,2.5\n" * 100
    words = b"a,b\n" + b"x,yes\n" * 100
    assert text_memory(10**6, words) > 2 * text_memory(10**6, numbers)


def test_where_addresses_are_limited_more_of_them_than_memory_must_be_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polars ends the process where it cannot have a block, and blocks that were freed leave gaps."""
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = taken + (768 << 20) + 1_000_000_000
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    check_memory(600_000_000)
    with pytest.raises(DataError, match=r"about 1.1 GB of memory are needed to read it, and 1.0 GB are free"):
        check_memory(700_000_000)
