"""Tables that gzip has compressed: their size when unpacked is limited."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.source import ReadRequest
from nntui.data.files.tables import first_rows, read
from nntui.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_packed_file_is_measured_as_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))
    assert ReadRequest(path, packed=True).size == 4_000_004
    monkeypatch.setattr("nntui.data.files.limits.MOST_CELLS", 1_000_000)
    with pytest.raises(DataError, match="cells, the most in a table"):
        read(path)


@pytest.mark.parametrize("name", ["t.csv.gz", "t.jsonl.gz"])
def test_a_packed_file_that_unpacks_to_more_than_a_table_would_is_refused_whatever_size_it_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("nntui.data.files.limits.MOST_UNPACKED", 1 << 20)
    row = b"1,2\n" if ".csv" in name else b'{"a": 1, "b": 2}\n'
    whole = gzip.compress(b"a,b\n" * (".csv" in name) + row * 2_000_000)
    for content in (whole, whole[:-4] + (100).to_bytes(4, "little"), whole + gzip.compress(row)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=rf"^{name}: .* kB of compressed data unpack to .* MB or more"):
            read(tmp_path / name)
        assert first_rows(tmp_path / name).table.height == 200
