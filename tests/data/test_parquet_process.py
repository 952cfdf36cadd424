"""Parquet files are decoded by a process of its own, which they may end, and which takes no more than they need."""

from __future__ import annotations

import base64
import io
import zlib
from typing import TYPE_CHECKING

import polars as pl
import pytest

from nntui.data.files.parquet.process import ParquetDecoder
from nntui.data.files.source import TableBytes
from nntui.data.files.tables import first_rows, read
from nntui.errors import DataError, SessionError
from nntui.session.store.arrays import losses_read

if TYPE_CHECKING:
    from pathlib import Path

HUGE_PAGE = zlib.decompress(
    base64.b85decode(
        "c-n1I!A`<J5S><R8sd>{x=9bcKp-{<E2gap(Ww$8Cbe+Tcr2C$5~QX@P)~k}pXt%vMH3Ic!_2&y_ugSQ!Eu)W@rdV<p%@He0O$a)w+{+mXS-fGCs"
        "kSpgW6h3z%s1ZiW??S$1+K52?5cmcU>v+d`)y9)w(W(LPs6yH13>#&DMuTY9NTwFs---BF#R)@%Z-sw0xXTpHll%JCa~M6d1@7Yy^KD{cyFqK`i"
        "k?^${K>;=bL={Sa~XSEq_E@9%Qj9k0|lxI}4=h8U?nka+?s2QevxDG;j%jAp-i(Hybg2RlykWm=SO^Z9K(&sQyXGcC$RzH(W++wQo{$;)Dyxjqj"
        "&Y?2*wo-v>EfMwkt^MkY#rYt<+oN+&$W+7`)#}Tg?YXFJ(n{OxQShN"
    )
)
"""A page of this file says that it needs 2^61 bytes; polars 2.1 asks for them, and ends the process."""
OTHERS = pl.DataFrame(
    {
        "word": pl.Series(["u", "v"], dtype=pl.Categorical),
        "chosen": pl.Series(["u", "v"], dtype=pl.Enum(["u", "v"])),
        "money": pl.Series(["1.25", None]).cast(pl.Decimal(10, 2)),
        "list": [[1], None],
        "nothing": [None, None],
    }
)


def packed(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def test_a_file_that_ends_the_decoder_is_refused_in_one_line_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bad.parquet"
    path.write_bytes(HUGE_PAGE)
    for look in (first_rows, read):
        with pytest.raises(DataError, match=r"bad.parquet: (it is damaged|cannot be read)"):
            look(path)
    path.write_bytes(packed(OTHERS))
    assert read(path).table.names == ("word", "chosen", "money", "nothing")


def test_a_part_of_a_session_that_ends_the_decoder_is_refused_in_one_line() -> None:
    with pytest.raises(SessionError, match=r"history.parquet: (it is damaged|cannot be read|does not contain)"):
        losses_read(HUGE_PAGE)


def test_more_cells_than_a_file_of_its_size_has_are_refused() -> None:
    content = packed(pl.DataFrame({"z": pl.repeat(0, 9_000_000, dtype=pl.UInt8, eager=True)}))
    assert len(content) < 50_000
    with pytest.raises(DataError, match=r"big: 9,000,000 cells in a file of \d+ kB are most likely no table"):
        read(TableBytes("big", content))


def test_columns_of_every_type_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(packed(OTHERS))
    decoder = ParquetDecoder()
    try:
        for source in (path, path.read_bytes()):
            shape = decoder.shape(source)
            assert (shape.rows, shape.left_out) == (2, {"list": "its cells are lists or records"})
            assert decoder.frame(source, shape, list(shape.schema)).equals(OTHERS.drop("list"))
            assert decoder.frame(source, shape, ["money"], rows=1).rows() == OTHERS.select("money").head(1).rows()
    finally:
        decoder.close()


def test_the_decoder_imports_nothing_out_of_the_working_folder_and_starts_again_once_it_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("polars", "json", "nntui"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    decoder = ParquetDecoder()
    try:
        assert decoder.shape(packed(OTHERS)).rows == 2
        process = decoder._process
        assert process is not None
        process.kill()
        process.wait()
        assert decoder.shape(packed(OTHERS)).rows == 2
    finally:
        decoder.close()


def test_what_cannot_be_started_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(DataError, match=r"no process can be started to read it \(No such file"):
        ParquetDecoder().shape(packed(OTHERS))
