"""Names of files that are not UTF-8: a session of them is saved, and opens what it names again."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nntui.data.files.parquet.write import write_parquet
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.session.saved import settings_of, trained

if TYPE_CHECKING:
    from pathlib import Path

LATIN = os.fsdecode(b"d\xe9")
TABLE = "a,b,y\n" + "".join(f"{row},{row % 3},{row * 2.5}\n" for row in range(12))


@pytest.mark.parametrize(
    "source",
    [
        f"{LATIN}.csv",
        f"folder {LATIN}/table.csv",
        "d\N{LATIN SMALL LETTER E WITH ACUTE}.csv",
        r"back\slash.csv",
        r"looks like \xe9.csv",
        rf"\x5c and {LATIN}.csv",
        os.fsdecode(bytes(range(1, 47)) + bytes(range(48, 256))),
    ],
)
def test_a_source_of_any_bytes_returns_from_the_file(path: Path, source: str) -> None:
    save(trained(source=source, name=source), path)
    assert (load(path).source, load(path).name) == (source, source)


def test_a_source_of_any_bytes_can_be_read_in_the_file(path: Path) -> None:
    save(trained(source=f"{LATIN}.csv"), path)
    assert settings_of(path)["source"] == r"d\xe9.csv"
    save(trained(source="d\N{LATIN SMALL LETTER E WITH ACUTE}.csv"), path)
    assert settings_of(path)["source"] == "d\N{LATIN SMALL LETTER E WITH ACUTE}.csv"


def test_a_file_saved_in_one_locale_is_found_in_another(tmp_path: Path) -> None:
    name = "t\N{LATIN SMALL LETTER A WITH DIAERESIS}fel"
    (tmp_path / f"{name}.csv").write_text(TABLE)
    ascii_only = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = [sys.executable, "-m", "nntui", "train", f"{name}.csv", "--epochs", "2", "--out", f"{name}.nntui"]
    done = subprocess.run(
        [*words, "--engine", "autograd"], env=ascii_only, cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert load(tmp_path / f"{name}.nntui").source == f"{name}.csv"
    assert load(tmp_path / f"{name}.nntui").name == name


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_a_table_of_any_name_is_read(tmp_path: Path, suffix: str) -> None:
    table = tmp_path / f"{LATIN}{suffix}"
    if suffix == ".csv":
        table.write_text(TABLE)
    elif suffix == ".jsonl":
        table.write_text('{"a": 1, "y": 2}\n{"a": 2, "y": 4}\n')
    else:
        with table.open("wb") as file:
            write_parquet(trained().table, file)
    session = open_source(str(table), Options())
    save(session, tmp_path / f"{LATIN}.nntui")
    assert load(tmp_path / f"{LATIN}.nntui").source == str(table)
