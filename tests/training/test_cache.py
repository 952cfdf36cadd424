"""Compiled functions cached on disk, and damaged ones replaced."""

import os
import threading
import time
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from nntui.training.kernel import cache
from nntui.training.kernel.cache import CompileRecipe, compiling, folder_of, is_cached, load_or_compile, why_unsafe


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


def test_each_installation_has_a_folder_and_those_long_unused_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def installed(name: str, time_written: int = 0) -> CompileRecipe:
        copy = tmp_path / f"{name}.py"
        copy.write_text("def add_up(numbers): return numbers.sum()")
        os.utime(copy, (time_written, time_written))
        found: dict[str, Any] = {"__name__": __name__}
        exec(compile(copy.read_text(), str(copy), "exec"), found)
        return recipe()._replace(function=found["add_up"])

    root = tmp_path / "cache"
    folders = [folder_of(installed(*each), root) for each in (("one",), ("two",), ("one", 1))]
    assert len(set(folders)) == 3
    for folder, days in zip(folders, (100, 10), strict=False):
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - 86_400 * days,) * 2)
    load_or_compile(installed("one", 1), root)
    assert [folder.exists() for folder in folders] == [False, True, True]


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


def test_while_one_compiles_others_wait_and_load_what_it_has_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[Path] = []
    compile_and_cache = cache._compile_and_cache

    def counted(recipe: CompileRecipe, folder: Path) -> object:
        compiled.append(folder)
        return compile_and_cache(recipe, folder)

    monkeypatch.setattr(cache, "_compile_and_cache", counted)
    results: list[bool] = []
    others = [threading.Thread(target=lambda: results.append(adds_up(tmp_path))) for _ in range(3)]
    with compiling(recipe(), tmp_path):
        for other in others:
            other.start()
        load_or_compile(recipe(), tmp_path, locked=True)
    for other in others:
        other.join()
    assert results == [True, True, True]
    assert len(compiled) == 1


def test_the_lock_outlives_neither_its_process_nor_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), compiling(recipe(), tmp_path):
        raise ZeroDivisionError
    assert adds_up(tmp_path)


def test_one_that_hangs_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LONGEST_COMPILE", 0.0)
    with compiling(recipe(), tmp_path):
        assert adds_up(tmp_path)
        assert not is_cached(recipe(), tmp_path)


def test_what_interrupted_compilations_have_left_is_removed(tmp_path: Path) -> None:
    name = folder_of(recipe(), tmp_path).name
    for each in (f"making-{name}-abc", "making-other-def", "making-long-ago"):
        (tmp_path / each / "deep").mkdir(parents=True)
        (tmp_path / each / "deep" / "half.nbc").write_bytes(b"half")
    old = time.time() - 2 * 86_400
    os.utime(tmp_path / "making-long-ago", (old, old))
    assert adds_up(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name, "making-other-def"]


@pytest.mark.parametrize("rights", [0o777, 0o775, 0o757])
@pytest.mark.parametrize("which", ["root", "folder"])
def test_a_folder_that_others_may_write_in_is_not_trusted(tmp_path: Path, rights: int, which: str) -> None:
    root = tmp_path / "cache"
    assert adds_up(root)
    folder = root if which == "root" else folder_of(recipe(), root)
    folder.chmod(rights)
    assert not is_cached(recipe(), root)
    assert str(folder) in why_unsafe(recipe(), root)
    before = kept_files(root)
    assert adds_up(root)
    assert kept_files(root) == before
    folder.chmod(0o700)
    assert is_cached(recipe(), root)
    assert not why_unsafe(recipe(), root)


def test_a_folder_of_another_user_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "cache"
    assert adds_up(root)
    if os.geteuid() == 0:
        os.chown(root, 54_321, 54_321)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 54_321)
    assert not is_cached(recipe(), root)
    assert "belongs to another user" in why_unsafe(recipe(), root)
    assert adds_up(root)


def test_a_folder_below_one_that_all_may_write_in_is_not_trusted(tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    assert adds_up(open_to_all / "cache")
    open_to_all.chmod(0o777)
    assert not is_cached(recipe(), open_to_all / "cache")
    open_to_all.chmod(0o1777)
    assert is_cached(recipe(), open_to_all / "cache")


def test_a_cache_that_is_made_is_the_users_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert adds_up(tmp_path / "new" / "cache")
    finally:
        os.umask(before)
    assert (tmp_path / "new" / "cache").stat().st_mode & 0o077 == 0
    assert is_cached(recipe(), tmp_path / "new" / "cache") or why_unsafe(recipe(), tmp_path / "new" / "cache")
