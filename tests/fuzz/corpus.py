"""Valid inputs of every reader, made anew: what the mutations begin from."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from msgspec.structs import replace
from safetensors.numpy import save as save_tensors

from nntui.session.lessons.shelf import WRITTEN
from nntui.session.store.file import save
from tests.session.saved import shops, trained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from nntui.session.session import Session

FRAME = pl.DataFrame(
    {
        "a": [1, 2, None, 4] * 5,
        "b": [0.5, None, -1.25, 1e300] * 5,
        "c": ["x", "y", "", "\N{SNOWMAN}"] * 5,
        "d": [True, False, None, True] * 5,
        "e": [b"x", b"\xff", None, b""] * 5,
    }
)
MOMENTS = pl.DataFrame(
    {
        "day": [date(2024, 1, 31), date(1969, 7, 20), None],
        "moment": [datetime(2024, 1, 31, 12, 30, 5, 17, UTC), None, datetime(1, 1, 1, tzinfo=UTC)],
        "clock": [time(23, 59, 59), None, time(0, 0)],
        "span": [timedelta(days=3), timedelta(microseconds=-1), None],
        "small": pl.Series([1, 2, 3], dtype=pl.UInt8),
        "large": pl.Series([2**64 - 1, 0, None], dtype=pl.UInt64),
        "money": pl.Series(["1.25", "2.50", None]).cast(pl.Decimal(10, 2)),
        "word": pl.Series(["u", "v", "u"], dtype=pl.Categorical),
        "list": [[1, 2], [], None],
        "record": [{"x": 1}, {"x": None}, None],
        "nothing": [None, None, None],
    }
)
PACKINGS = ("uncompressed", "snappy", "zstd", "gzip", "lz4", "brotli")
CSV = (
    b"age,weight,speed\n2,9,92\n1,5,100\n3,6,89\n",
    b'name;when;yes\n"a;b";2024-01-31;ja\n"c ""d""";31.01.2024;nein\n;;\n',
    "größe\tland\n1,5\tÖsterreich\n2,25\tCôte d'Ivoire\n".encode("latin-1"),
    b"# made by hand\nsep=;\nx;y\n1.250;$1,000.00\n2.500;$2.50\n",
    b"1 2 3\n4 5 6\n7  8\t9\n",
    b"id,a,b\n" + b"".join(b"%d,%d,%s\n" % (row, row % 7, b"xyz"[row % 3 : row % 3 + 1]) for row in range(300)),
    b'a,b\r\n1,"two\r\nlines"\r\n3,NA\r\n',
    b"x,y\n50%,12:30\n60%,13:45:10.5\n,\n",
    b"t,u\n" + b"0.123456789,-1e-5\n" * 200,
)
JSON_LINES = (
    b'{"a": 1, "b": "x", "c": true}\n{"a": 2.5, "c": null}\n{"b": "y", "d": [1, 2], "a": NaN}\n',
    b'{"n": 9223372036854775807}\n{"n": -1}\n{"n": "7"}\n',
    b'{"x": "2024-01-31", "y": {"z": 1}}\n{"x": "", "y": "w"}\n',
)
FORMULAS = (
    "weight / height ** 2",
    "log(a) + 3 * `b c` - -2 % 5",
    "if(a > 3 and not b = 'x', 1e3, min(a, 2, pi))",
    "(a <= 3) or (b != 0) and c",
    "year(d) + weekday(d)",
    "sqrt(abs(a)) ^ .5",
    "round(a) > 2 > 1",
)
CALCULATED = (
    "weight / age ** 2 - -speed % 5",
    "if(age > 1 and `b c` = 'x', 1e3, min(age, speed, pi))",
    "year(day) + hour(day)",
    "(age <= 2) or (speed != 92) and yes",
    "log(weight) ^ .5 + sqrt(abs(age))",
)
FILTERS = (
    "age > 2 and speed = 92",
    "row <= 100",
    "not empty(age)",
    "New York",
    '"a b" c',
    "2 < weight < 7",
    "speed = 9 2",
)
EXPRESSIONS = (
    "loss.train < 0.05",
    "before(loss.train) > loss.train",
    "weight(1, 2, 1) > 0 and epoch >= 100",
    "cell(1, 'age') = 2",
)
CONDITIONS = (
    "loss < .2",
    "accuracy > .95 and loss < .2",
    "validation turns; epoch 300",
    "seconds > 30 and row 7 error < 2",
    "loss is flat for 50 epochs",
    "row 7 is right",
    "neuron h3 dies",
    "training accuracy > 90%",
    "none",
)
SETUPS = (
    "2-8:tanh-4:relu-1 adam 0.01 l2 0.001 seed 3",
    "3-4:leaky-relu-2:softmax sgd .1 momentum .9 batch full loss cross-entropy",
    "1-1",
    "2-3:sigmoid-1:sigmoid sgd 1 bias off init normal epochs 1000 schedule step decay 0.5 stop loss<.1",
)
SOURCES = ("circle:rows=500,noise=0.1", "xor:50", "spiral:rows=100,seed=3", "moons", "cars", "wave:rows=20", "plane:5")
SETTINGS = (
    "8,8",
    "0.01",
    "1e-3",
    "full",
    "20%",
    "none",
    "tanh,relu",
    "on,off,on",
    "weights",
    "12",
    ".2 .3",
    "adam",
    "5 epochs",
)
CELLS = ("12", "-1.5", "1,250.75", "$3", "50%", "2024-01-31", "31.1.2024 12:30", "yes", "NA", "x y", "1e5", "12:30")
QUESTIONS = ("age=2", "weight=8.5", "age==3", "a=b=c")
PASTED = (
    "1\t2\t3\n4\t5\t6\n",
    "age,weight\n2,9\n",
    '"a\nb"\t"c ""d"""\r\n',
    "only one",
    "\ufeff1;2\n",
    "speed\n1\n2\n\n",
)
CONFIGS = (
    'theme = "nord"\nfast = true\n[keys]\ntrain = "f5"\nhelp = "f1,question_mark"\n',
    '# mine\n[keys]\nsave = \'ctrl+s\'\n"data.edit" = "e"\n',
    "fast = false\ntheme = 'textual-dark'\n[defaults]\nhidden = [8, 8]\nlr = 0.5\n",
)


def table_as_parquet(frame: pl.DataFrame, **options: Any) -> bytes:
    """The file of a frame."""
    stream = io.BytesIO()
    frame.write_parquet(stream, **options)
    return stream.getvalue()


@cache
def parquet_files() -> tuple[bytes, ...]:
    """Tables in every packing, with nested columns, several row groups, no rows, and metadata of pandas."""
    pandas = {"pandas": '{"index_columns": ["a"], "columns": []}'}
    return (
        *(table_as_parquet(FRAME, compression=packing) for packing in PACKINGS),
        table_as_parquet(MOMENTS, compression="uncompressed"),
        table_as_parquet(MOMENTS.head(0)),
        table_as_parquet(FRAME, row_group_size=5, statistics="full", data_page_size=40),
        table_as_parquet(FRAME.select("a", "b"), metadata=pandas),
        table_as_parquet(pl.DataFrame({"z": np.zeros(5_000, dtype=np.int8), "w": ["same"] * 5_000})),
        _session_members()["data.parquet"],
        _session_members()["history.parquet"],
    )


@cache
def session_files() -> tuple[bytes, ...]:
    """Session files: not trained, trained, with kept moments, with a trail of segments and runs."""
    from tests.fuzz.trails import session_with_runs

    sessions = (shops(), trained(), replace(trained(), checkpoint=None), session_with_runs())
    return tuple(map(_saved, sessions))


def _saved(session: Session) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.nntui"
        save(session, path)
        return path.read_bytes()


def _session_members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_saved(trained()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def tensor_files() -> tuple[bytes, ...]:
    """Weights of a network 2-3-1 as nntui and as PyTorch name them."""
    shapes = {"W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}
    own = {name: np.ones(shape, dtype=np.float32) for name, shape in shapes.items()}
    linear = {"0.weight": (3, 2), "0.bias": (3,), "2.weight": (1, 3), "2.bias": (1,)}
    theirs = {name: np.ones(shape, dtype=np.float64) for name, shape in linear.items()}
    return save_tensors(own), save_tensors(theirs)


@cache
def state_dicts() -> tuple[bytes, ...]:
    """The same as state dicts of PyTorch."""
    import torch

    found = []
    for shapes in ({"0.weight": (3, 2), "0.bias": (3,), "2.weight": (1, 3), "2.bias": (1,)}, {"W1": (2, 3)}):
        stream = io.BytesIO()
        torch.save({name: torch.ones(shape) for name, shape in shapes.items()}, stream)
        found.append(stream.getvalue())
    return tuple(found)


@cache
def lesson_files() -> tuple[bytes, ...]:
    """The built-in lessons, and one with a table of its own."""
    own = (
        b'title = "Mine"\ntable = """\nx,y\n1,2\n2,3\n"""\n[settings]\nlr = 0.5\nhidden = [2]\n'
        b'[[step]]\ntext = "Read {= 1 + 2}."\nuntil = "epoch > 3"\n'
    )
    return own, *(path.read_bytes() for path in sorted(WRITTEN.glob("*.toml"))[:4])


@cache
def pictures() -> tuple[bytes, ...]:
    """A small picture in every format that is decoded, in colour, grey, transparent, moving and deep."""
    from PIL import Image

    from nntui.data.images.formats import DECODERS

    colours = np.random.default_rng(0).integers(0, 256, (12, 10, 3), dtype=np.uint8)
    image = Image.fromarray(colours)
    images = (image, image.convert("L"), image.convert("RGBA"), image.convert("P"), image.convert("1"))
    deep = Image.fromarray(colours[:, :, 0].astype(np.uint16) * 256)
    found = [*(_picture(each, "PNG") for each in (*images, deep)), _picture(image, "GIF", [image.rotate(90)])]
    for decoder in DECODERS:
        with suppress(KeyError, OSError):  # what is read is not always written
            found.append(_picture(image, decoder))
    return tuple(found)


def _picture(image: Image.Image, decoder: str, more: Sequence[Image.Image] = ()) -> bytes:
    stream = io.BytesIO()
    image.save(stream, decoder, **({"save_all": True, "append_images": list(more)} if more else {}))
    return stream.getvalue()


def packed_texts() -> tuple[bytes, ...]:
    """Tables as text, compressed by gzip."""
    return tuple(gzip.compress(each, mtime=0) for each in CSV[:3])
