"""Compiled functions cached on disk, and damaged ones replaced."""

from pathlib import Path

import numba
import numpy as np
import pytest

from nntui.training.kernel.cache import CompileRecipe, folder_of, is_cached, load_or_compile


def add_up(numbers: np.ndarray) -> float:
    whole = 0.0
    for number in numbers:
        whole += number
    return whole


def recipe(dtype: type = np.float64) -> CompileRecipe:
    return CompileRecipe(add_up, lambda: (np.zeros(3, dtype),), (("tests.training", "test_cache.py"),))


def kept_files(root: Path) -> list[Path]:
    return sorted(file for file in folder_of(recipe(), root).rglob("*") if file.is_file())


def adds_up(root: Path) -> bool:
    return bool(load_or_compile(recipe(), root)(np.arange(4.0)) == 6.0)


def test_a_compiled_function_is_cached_and_then_loaded(tmp_path: Path) -> None:
    assert not is_cached(recipe(), tmp_path)
    assert adds_up(tmp_path)
    assert is_cached(recipe(), tmp_path)
    before = {file: file.stat().st_mtime_ns for file in kept_files(tmp_path)}
    assert adds_up(tmp_path)
    assert {file: file.stat().st_mtime_ns for file in kept_files(tmp_path)} == before
    assert [path.name for path in tmp_path.iterdir()] == [folder_of(recipe(), tmp_path).name]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("damage", ["cut short", "one bit", "gone", "foreign"])
def test_a_damaged_file_is_replaced(tmp_path: Path, number: int, damage: str) -> None:
    assert adds_up(tmp_path)
    file = kept_files(tmp_path)[number]
    content = file.read_bytes()
    match damage:
        case "cut short":
            file.write_bytes(content[: len(content) // 2])
        case "one bit":
            file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        case "gone":
            file.unlink()
        case "foreign":
            file.write_bytes(b"something else altogether")
    assert not is_cached(recipe(), tmp_path)
    assert adds_up(tmp_path)
    assert is_cached(recipe(), tmp_path)


def test_a_folder_with_a_foreign_file_is_not_trusted(tmp_path: Path) -> None:
    assert adds_up(tmp_path)
    (folder_of(recipe(), tmp_path) / "more.nbi").write_bytes(b"")
    assert not is_cached(recipe(), tmp_path)
    assert adds_up(tmp_path)
    assert is_cached(recipe(), tmp_path)


def test_other_types_are_cached_apart(tmp_path: Path) -> None:
    assert folder_of(recipe(np.float32), tmp_path) != folder_of(recipe(np.float64), tmp_path)


def test_without_a_place_for_the_cache_the_function_still_compiles(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("in the way")
    assert adds_up(no_folder)
    assert not is_cached(recipe(), no_folder)


def test_a_type_that_was_not_compiled_for_is_refused_and_not_compiled(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="No matching definition"):
        load_or_compile(recipe(), tmp_path)(np.arange(4, dtype=np.int64))


def test_numbas_own_setting_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    assert folder_of(recipe()).parent == tmp_path
