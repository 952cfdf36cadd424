"""Files that are read part by part have the same answers, figures and messages as files that are read at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from nntui.data.files.tables import read
from nntui.errors import DataError
from nntui.session.evaluate import SessionJudge, labelled_rows
from nntui.session.file_answers import predict_file
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.predict import Predictor
from tests.session.answered import answered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.session.answered import Answered

ROWS = 6_000
ODD: dict[int, dict[str, str | None]] = {
    17: {"size": "n.d."},
    2_500: {"kind": "unheard of"},
    4_000: {"size": "1e9"},
    4_321: {"size": "huge"},
    5_000: {"size": None},
    5_111: {"urban": "maybe"},
    5_900: {"day": "yesterday"},
    5_990: {"price": ""},
}
"""Cells unlike the others, by row and column."""


@pytest.fixture(scope="module")
def predictor(tmp_path_factory: pytest.TempPathFactory) -> Predictor:
    """A network that is given a number, money, yes or no, a category and a date."""
    path = tmp_path_factory.mktemp("trained") / "t.csv"
    rows = [f"{n},${n + 0.5},{'yes' if n % 2 else 'no'},{'abc'[n % 3]},2024-05-{n + 1:02},{3 * n}" for n in range(30)]
    path.write_text("\n".join(["size,price,urban,kind,day,y", *rows]))
    return Predictor(open_source(str(path), Options(missing=("size=refuse",), hidden=(3,))))


def rows_of(decimal: str = ".") -> pl.DataFrame:
    """Texts of all columns, some of them unusual, beside columns that the network is not given."""
    rows = []
    for n in range(ROWS):
        row: dict[str, str | None] = {
            "id": f"{n:05}",
            "size": f"{n % 30 + 0.25}".replace(".", decimal),
            "price": f"${n % 30}",
            "note": f'said "{n}", twice\nor more',
            "urban": "YES" if n % 2 else "no",
            "kind": "abc"[n % 3],
            "day": f"{n % 28 + 1}.5.2024",
            "weight": f"{n}.50".replace(".", decimal),
            "y": str(n % 30 * 3),
        }
        rows.append(row | ODD.get(n, {}))
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def written(frame: pl.DataFrame, path: Path, separator: str = ",") -> Path:
    if path.suffix == ".parquet":
        frame.with_columns(pl.col("weight").cast(pl.Float64)).write_parquet(path, row_group_size=1_000)
    elif path.suffix == ".jsonl":
        with path.open("w") as file:
            for row in frame.iter_rows(named=True):
                row["weight"] = float(row["weight"])
                file.write(json.dumps({name: cell for name, cell in row.items() if cell is not None}) + "\n")
    else:
        frame.write_csv(path, separator=separator, quote_style="necessary")
    return path


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets files be read in small parts from now on."""

    def begin() -> None:
        monkeypatch.setattr("nntui.data.files.parts.AT_ONCE", 0)
        for module in ("csv.parts", "jsonlines_parts"):
            monkeypatch.setattr(f"nntui.data.files.{module}.BLOCK", 50_000)
        monkeypatch.setattr("nntui.data.files.parquet.parts.PART", 500_000)

    return begin


@pytest.mark.parametrize(
    "spelled",
    [("q.csv", ",", "."), ("q.tsv", "\t", "."), ("q.txt", ";", ","), ("q.jsonl", "", "."), ("q.parquet", "", ".")],
    ids=["csv", "tsv", "semicolons", "jsonl", "parquet"],
)
def test_answers_and_messages_are_those_of_the_whole_file(
    predictor: Predictor, tmp_path: Path, in_parts: Callable[[], None], spelled: tuple[str, str, str]
) -> None:
    name, separator, decimal = spelled
    path = written(rows_of(decimal), tmp_path / name, separator)
    whole = answered(predictor, path, empty=("n.d.",))
    in_parts()
    parts = answered(predictor, path, empty=("n.d.",))
    assert (len(whole.parts), len(parts.parts) > 2) == (1, True)
    assert sorted(parts.unanswered) == [17, 4_321, 5_000, 5_111, 5_900, 5_990]
    assert parts.unanswered == whole.unanswered
    assert (parts.notes, parts.warnings) == (whole.notes, whole.warnings)
    assert "row 5901, column day: 'yesterday'" in parts.warnings[0]
    assert "(row 4001)" in "".join(parts.warnings)
    assert parts.answered == whole.answered == ROWS - 6
    assert parts.table.names == whole.table.names
    for column in ("size", "price", "urban", "kind", "day", "note", "note again", "y predicted"):
        one, other = (each.table.frame[column] for each in (parts, whole))
        if one.dtype == pl.Float64:
            np.testing.assert_allclose(one.to_numpy(), other.to_numpy(), rtol=1e-5)  # sums in another order
        else:
            assert one.equals(other, null_equal=True), column
    assert parts.table.frame["id"].to_list() == [f"{n:05}" for n in range(ROWS)]
    if name in {"q.csv", "q.jsonl"}:
        check_written(predictor, path, parts)


def check_written(predictor: Predictor, path: Path, parts: Answered) -> None:
    """A file that is written part by part holds the table, whatever its format."""
    for suffix in (".csv", ".jsonl", ".parquet"):
        out = path.with_name(f"out{suffix}")
        found = predict_file(predictor, path, out)
        assert (found.rows, found.answered) == (ROWS, ROWS - 6)
        again = read(out, kinds=dict.fromkeys(("id", "note", "kind"), "text")).table
        assert again.names == parts.table.names
        assert again.frame["weight"].to_list() == [n + 0.5 for n in range(ROWS)]
        answers = again.frame["y predicted"]
        np.testing.assert_allclose(answers.to_numpy()[:17], parts.table.frame["y predicted"].to_numpy()[:17], rtol=1e-5)


def test_figures_are_those_of_the_whole_file(
    predictor: Predictor, tmp_path: Path, in_parts: Callable[[], None]
) -> None:
    judge = SessionJudge(predictor)
    path = written(rows_of(), tmp_path / "labelled.csv")
    whole = labelled_rows(judge, path)
    in_parts()
    shares: list[float] = []
    parts = labelled_rows(judge, path, shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 4
    assert shares[-1] == 1
    assert parts.notes == whole.notes
    assert (parts.rows, parts.unreadable, parts.incomplete) == (whole.rows, whole.unreadable, whole.incomplete)
    ours, theirs = parts.judged.score(), whole.judged.score()
    assert ours.rows.tolist() == theirs.rows.tolist()
    for one, other in ((ours.network, theirs.network), (ours.linear, theirs.linear), (ours.trivial, theirs.trivial)):
        assert one.metrics == pytest.approx(other.metrics, rel=1e-6)


@pytest.mark.parametrize(
    "fault",
    [
        ("q.csv", "size,price,urban,kind,day\n" + "1,2,no,a,2024-05-01\n" * 3_500 + "1,2\n", r"row 3501 \(line 3502\)"),
        ("q.csv", "size,price,urban,kind,day\n" + "1,2,no,a,2024-05-01\n" * 3_500 + "\xff", r"^q.csv: "),
        ("q.jsonl", '{"size": 1}\n' * 5_000 + "{", "line 5001"),
        ("q.csv", "size,price,urban,kind,day\n" + "odd,2,no,a,2024-05-01\n" * 3_500, "3,500 of 3,500 rows have no"),
        ("q.jsonl", '{"price": 1}\n' * 5_000, "size"),
    ],
    ids=["ragged", "bytes", "json", "none", "missing"],
)
def test_a_fault_far_below_is_told_and_nothing_is_written(
    predictor: Predictor, tmp_path: Path, in_parts: Callable[[], None], fault: tuple[str, str, str]
) -> None:
    name, text, message = fault
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    (tmp_path / "out.csv").write_text("old")
    in_parts()
    with pytest.raises(DataError, match=message):
        predict_file(predictor, tmp_path / name, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.csv", name]
