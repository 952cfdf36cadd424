"""Tables in several files, or larger than memory: a sample in the session, and all rows to train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from msgspec.structs import replace

from nntui.data.encoding.encoder import Encoder, encode
from nntui.data.encoding.scaling import Scale
from nntui.data.files.many import table_files
from nntui.data.table import Table
from nntui.errors import DataError
from nntui.session.encoders import encoder_of
from nntui.session.large import sampling
from nntui.session.large.rows import coded_rows, fitted
from nntui.session.large.sampling import RowChooser, sampled_rows
from nntui.session.open import open_source
from nntui.session.options import Options
from nntui.session.store.file import load, save
from tests.large import FORMATS, ROWS, frame, written

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.session.session import Session

SAMPLE = 80


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples of 80 rows."""
    monkeypatch.setattr(sampling, "SAMPLE_ROWS", SAMPLE)


@pytest.fixture(params=FORMATS)
def parts(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder of three files of 100 rows."""
    return written(tmp_path / "parts", request.param)


def all_rows(session: Session) -> Table:
    """The whole table with the session's columns, without the validation rows of the sample."""
    taken = sampled_rows(ROWS)[session.table.validation.to_numpy()]
    kept = np.ones(ROWS, np.bool_)
    kept[taken] = False
    cells = frame().filter(pl.Series(kept))
    return Table.of(session.table.columns, {name: cells.get_column(name) for name in session.table.names})


class TestSample:
    @pytest.mark.parametrize("sizes", [[1_000], [1, 999], [333, 333, 334]])
    def test_it_does_not_depend_on_how_the_rows_come(self, sizes: list[int]) -> None:
        sample = RowChooser(50)
        for size in sizes:
            sample.take(size)
        assert len(sample.rows) == 50
        assert sample.count == 1_000
        whole = RowChooser(50)
        whole.take(1_000)
        assert np.array_equal(sample.rows, whole.rows)

    def test_each_row_is_as_likely_as_any_other(self) -> None:
        rows = sampled_rows(8_000)
        assert len(np.unique(rows)) == SAMPLE
        assert abs(rows.mean() - 4_000) < 3 * 8_000 / np.sqrt(12 * SAMPLE)


@pytest.mark.usefixtures("shipped_recipes")
def test_a_folder_is_one_table_with_a_sample_and_an_encoder_for_all_rows(parts: Path) -> None:
    lines: list[str] = []
    session = open_source(str(parts), Options(), lines.append)
    assert session.name == "parts"
    assert session.table.height == SAMPLE
    assert session.whole is not None
    assert (session.whole.rows, [each.name[0] for each in session.whole.files]) == (ROWS, ["0", "1", "2"])
    assert any("a sample of 80 of 300 rows in 3 files; nntui train goes through all of them" in line for line in lines)
    chosen = sampled_rows(ROWS)
    assert session.table.frame.get_column("z").equals(frame().get_column("z")[chosen])
    found, whole = encoder_of(session), Encoder.fit(all_rows(session))
    assert session.shape == found.shape == whole.shape
    assert "place=rare" in found.shape.features
    for one, other in zip((*found.inputs, *found.targets), (*whole.inputs, *whole.targets), strict=True):
        if isinstance(one, Scale):
            assert isinstance(other, Scale)
            assert (one.minimum, one.maximum) == (other.minimum, other.maximum)
            assert np.allclose((one.offset, one.divisor), (other.offset, other.divisor), rtol=1e-9)
        else:
            assert one == other
    with coded_rows(session) as coded:
        expected = encode(all_rows(session), found)
        inputs, targets = coded.read(np.arange(coded.blocks))
        assert np.array_equal(inputs, expected.inputs)
        assert np.array_equal(targets, expected.targets)
        assert session.whole.training == coded.rows == len(expected.rows)
    assert not coded.path.exists()
    assert session.recipe_rows == ROWS - session.table.validation.sum()


def test_options_are_for_all_rows(parts: Path) -> None:
    options = Options(kinds=("place=text",), missing=("x=drop",), scale=("max",), targets=("y",), ignored=("z",))
    session = open_source(str(parts / "*"), options)
    assert session.whole is not None
    assert session.whole.training == ROWS - session.table.validation.sum() - 1
    (scale,) = encoder_of(session).inputs
    assert isinstance(scale, Scale)
    assert (scale.name, scale.divisor, scale.fill) == ("x", 99.0, None)


def test_rows_that_a_column_marks_for_validation_are_not_trained_on(tmp_path: Path) -> None:
    rows = [f"{row},{'test' if row % 3 == 0 else 'train'},{2 * row}" for row in range(ROWS)]
    (tmp_path / "a.csv").write_text("\n".join(["x,part,y", *rows]))
    session = open_source(str(tmp_path), Options(split="part"))
    assert session.whole is not None
    assert session.whole.training == 200
    with coded_rows(session) as coded:
        assert coded.rows == 200


def test_a_table_of_few_rows_is_all_of_it(parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "SAMPLE_ROWS", ROWS)
    session = open_source(str(parts), Options())
    assert session.whole is None
    assert session.table.frame.get_column("z").equals(frame().get_column("z"))


def test_the_session_answers_and_is_saved_without_its_files(parts: Path, tmp_path: Path) -> None:
    session = open_source(str(parts), Options())
    path = tmp_path / "kept.nntui"
    save(session, path)
    kept = load(path)
    assert encoder_of(kept) == encoder_of(session)
    assert fitted(kept) is kept
    changed = open_source(str(path), Options(scale=("min-max",)))
    assert encoder_of(changed) == Encoder.fit(changed.table)  # of the sample, as long as nothing is trained


def test_a_sample_with_other_rows_cannot_say_which_rows_of_all_are_for_validation(parts: Path) -> None:
    session = open_source(str(parts), Options(validation=0.2))
    edited = replace(session, table=session.table.without_rows([0]))
    with pytest.raises(DataError, match="79 rows, and the sample has 80"), coded_rows(edited):
        pass


@pytest.mark.parametrize(
    ("source", "message"),
    [("none/*.csv", "no file matches this pattern"), ("empty", "no table is in this folder")],
)
def test_where_there_is_no_table(tmp_path: Path, source: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=message):
        table_files(str(tmp_path / source))


def test_a_file_without_one_of_the_columns_is_named(parts: Path) -> None:
    (parts / "9.csv").write_text("x,y\n1,2\n")
    with pytest.raises(DataError, match=r"9\.csv: no column place and z; there are x and y|9\.csv: "):
        open_source(str(parts), Options())
