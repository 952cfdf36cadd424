"""Small inputs that ask for much memory, time, depth or many parts. Each is refused, or read at little cost."""

from __future__ import annotations

import gzip
import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tests.fuzz import corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    Bomb = tuple[str, Callable[[], bytes]]


def parquet(frame: pl.DataFrame) -> bytes:
    """The file of a frame."""
    return corpus.table_as_parquet(frame)


def session_with(*way: str | int, value: Any) -> bytes:
    """A session file in whose settings another value stands at the end of the ``way``."""
    with zipfile.ZipFile(io.BytesIO(corpus.session_files()[1])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(members["session.json"])
    holder = document
    for key in way[:-1]:
        holder = holder[key]
    holder[way[-1]] = value
    return zipped({**members, "session.json": json.dumps(document).encode()})


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def saved_by_torch(what: Callable[[Any], Any]) -> bytes:
    """What PyTorch saves of an object that is made with it."""
    import torch

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is deprecated
        torch.save(what(torch), stream)
    return stream.getvalue()


def safetensors(header: bytes, size: int | None = None) -> bytes:
    """A file with this header, which says that it has ``size`` bytes."""
    return (len(header) if size is None else size).to_bytes(8, "little") + header


def formulas(count: int) -> list[dict[str, Any]]:
    """Columns of which each is calculated from the one before."""
    chain = [{"name": f"f{number}", "formula": f"f{number - 1} + 1"} for number in range(1, count)]
    return [{"name": "f0"}, *chain]


BOMBS: dict[str, Bomb] = {
    "a line of a million cells": ("csv", lambda: b"," * 1_000_000 + b"\n1\n"),
    "a million blank lines": ("csv", lambda: b"a,b\n" + b"\n" * 1_000_000 + b"1,2\n"),
    "a million quotes": ("csv", lambda: b'a,b\n"' + b'"' * 1_000_001 + b",1\n"),
    "a quote that never ends": ("csv", lambda: b'a,b\n"' + b"x,y\n" * 300_000),
    "a million signs of a comment": ("csv", lambda: b"#" * 1_000_000 + b"\n#\n" * 10_000 + b"a,b\n1,2\n"),
    "a million digits": ("text of any kind", lambda: b"a,b\n" + b"9" * 1_000_000 + b",1\n2,3\n"),
    "blanks inside amounts": ("text of any kind", lambda: b"a,b\n$" + b" " * 1_000_000 + b"1,1\n$2,3\n"),
    "many columns of one name": ("csv", lambda: b"a," * 50_000 + b"b\n" + b"1," * 50_000 + b"2\n"),
    "rows that are too short": ("csv", lambda: b"a," * 50_000 + b"b\n" + b"1\n" * 100_000),
    "a text of one long cell": ("text of any kind", lambda: b"a,b\n" + b"x" * 3_000_000 + b",1\ny,2\n"),
    "zeros that gzip has packed": ("gzip", lambda: gzip.compress(b"0\n" * 80_000_000, 1, mtime=0)),
    "packed twice": ("gzip", lambda: gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0)),
    "a key of its own on each line": (
        "json lines",
        lambda: b"".join(b'{"k%d":1}\n' % number for number in range(20_000)),
    ),
    "lists in lists": ("json lines", lambda: b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
    "objects in objects": ("json lines", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"),
    "a number of a million digits": ("json lines", lambda: b'{"a":' + b"9" * 1_000_000 + b"}\n"),
    "objects without keys": ("json lines", lambda: b"{}\n" * 500_000),
    "an object of many keys": (
        "json lines",
        lambda: json.dumps({f"k{number}": number for number in range(100_001)}).encode(),
    ),
    "a column of zeros": ("parquet", lambda: parquet(pl.DataFrame({"z": np.zeros(50_000_000, dtype=np.int8)}))),
    "many columns": ("parquet", lambda: parquet(pl.DataFrame({f"c{number}": [1] for number in range(20_000)}))),
    "a text of zeros": ("parquet", lambda: parquet(pl.DataFrame({"t": ["0" * 300_000_000]}))),
    "columns within columns": ("parquet", lambda: parquet(pl.DataFrame({"n": pl.Series([nested(60)])}))),
    "a million rows": ("session", lambda: session_with("rows", value=10**12)),
    "a million columns": ("session", lambda: session_with("columns", value=[{"name": "a"}] * 50_000)),
    "formulas of formulas": ("session", lambda: session_with("columns", value=formulas(20_000))),
    "a network of 10^12 neurons": ("session", lambda: session_with("network", "hidden", value=[10**6, 10**6])),
    "a network of a million layers": ("session", lambda: session_with("network", "hidden", value=[1] * 100_000)),
    "a million parts": ("session", lambda: zipped({f"p{number}": b"" for number in range(25_000)})),
    "settings in settings": ("session", lambda: session_with("lesson", value=nested(900))),
    "packed zeros": ("session", lambda: zipped({"session.json": b"0" * 20_000_000}, zipfile.ZIP_DEFLATED)),
    "a header of 2^63 bytes": ("safetensors", lambda: safetensors(b"{}", 2**63)),
    "a tensor of 2^60 numbers": (
        "safetensors",
        lambda: safetensors(b'{"W1":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,0]}}'),
    ),
    "a tensor of nothing": (
        "safetensors",
        lambda: safetensors(b'{"W1":{"dtype":"F32","shape":[0,1000000000000],"data_offsets":[0,0]}}'),
    ),
    "a header of many tensors": (
        "safetensors",
        lambda: safetensors(
            json.dumps(
                {f"W{number}": {"dtype": "F32", "shape": [0, 0], "data_offsets": [0, 0]} for number in range(20_000)}
            ).encode()
        ),
    ),
    "one number as a large tensor": (
        "state dict",
        lambda: saved_by_torch(lambda t: {"0.weight": t.ones(1, dtype=t.float64).expand(100_000, 100_000)}),
    ),
    "a sparse tensor": ("state dict", lambda: saved_by_torch(lambda t: {"0.weight": t.eye(3).to_sparse()})),
    "a huge sparse tensor": (
        "state dict",
        lambda: saved_by_torch(lambda t: {"0.weight": t.sparse_coo_tensor(size=(2**30, 2**30))}),
    ),
    "a complex tensor": ("state dict", lambda: saved_by_torch(lambda t: {"0.weight": t.ones(3, 2, dtype=t.complex64)})),
    "a tensor without numbers": ("state dict", lambda: saved_by_torch(lambda t: {"W1": t.ones(2, 3, device="meta")})),
    "a tensor in eight bits": (
        "state dict",
        lambda: saved_by_torch(lambda t: {"W1": t.quantize_per_tensor(t.ones(2, 3), 1.0, 0, t.qint8)}),
    ),
    "a state dict of numbers for names": ("state dict", lambda: saved_by_torch(lambda t: {1: t.ones(2, 3)})),
    "a pickle that calls a function": ("state dict", lambda: saved_by_torch(lambda _: {"a": print})),
    "a state dict of long names": (
        "state dict",
        lambda: zipped({"a/data.pkl": b"\x80\x02c" + b"torch._c" * 1_000 + b"\nx\n.", "a/version": b"3\n"}),
    ),
    "a state dict that is packed": (
        "state dict",
        lambda: zipped({"a/data.pkl": b"0" * 20_000_000}, zipfile.ZIP_DEFLATED),
    ),
    "brackets in brackets": ("configuration", lambda: b"k = " + b"[" * 90_000 + b"]" * 90_000),
    "a key of many parts": ("configuration", lambda: b".".join([b"a"] * 50_000) + b" = 1\n"),
    "a configuration of megabytes": ("configuration", lambda: b"# x\n" * 1_000_000),
    "a lesson for 10^12 neurons": (
        "lesson",
        lambda: b'title = "x"\nsource = "xor"\n[settings]\nhidden = "1000000,1000000"\n[[step]]\ntext = "x"\n',
    ),
    "a lesson with a large table": (
        "lesson",
        lambda: b'title = "x"\nsource = "circle:rows=1000000000"\n[[step]]\ntext = "x"\n',
    ),
    "a lesson that leaves its folder": (
        "lesson",
        lambda: b'title = "x"\nsource = "../../../etc/passwd"\n[[step]]\ntext = "x"\n',
    ),
    "progress in lists": ("progress", lambda: b'{"at":' + b"[" * 40_000 + b"]" * 40_000 + b"}"),
    "a lock in lists": ("lock", lambda: b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    "a message in lists": ("message", lambda: b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    "a picture that goes on for 4 GB": (
        "picture",
        lambda: corpus.pictures()[0].replace(b"\0\0\0\0IEND", b"\xff\xff\xff\xffIDAT"),
    ),
    "powers of powers": ("calculated column", lambda: b"9**9**9**9**9**9"),
    "a very long sum": ("formula", lambda: b"1+" * 499 + b"1"),
    "ten million rows": ("source", lambda: b"circle:rows=99999999"),
    "a setup of 10^12 neurons": ("setup", lambda: b"1000000-1000000-1 sgd 1"),
    "a setup of many layers": ("setup", lambda: b"1-" * 990 + b"1"),
    "a cell of a million digits": ("cell", lambda: b"1" * 200_000 + b"x"),
    "a value of a million blanks": ("question", lambda: b"age=$" + b" " * 1_000_000 + b"1"),
    "a paste of a million cells": ("paste", lambda: b"1\t2\n" * 500_000),
    "a paste of one line": ("paste", lambda: b"1\t" * 1_000_000),
    "a search for many words": ("filter", lambda: b"a " * 500_000),
    "a setting of a million commas": ("settings", lambda: b"8," * 100_000),
    "a rule of many rules": ("stop rule", lambda: b"loss < .2 and " * 100_000),
}


def nested(depth: int) -> Any:
    """A list in a list, and so on."""
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found
