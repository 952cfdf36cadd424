"""Paths in the open and save dialogs."""

from __future__ import annotations

import os

import pytest

from nntui.ui.dialogs.places import MOST_ENTRIES, brief, matching, place_to_save, tilde


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("cars.csv", "CARS-2.tsv", "old cars.nntui", ".cars.csv", "cars.txt"):
        (tmp_path / name).touch()
    (tmp_path / "cars").mkdir()
    (tmp_path / "taken.nntui").mkdir()
    return tmp_path


def names(text, base, builtins=()):
    return [entry.text for entry in matching(text, base, builtins).entries]


def test_exact_names_come_first_then_beginnings_then_the_rest(folder):
    assert names("cars", folder, [("cars", "Cars")]) == ["cars", "cars/", "CARS-2.tsv", "cars.csv", "old cars.nntui"]


def test_hidden_names_come_when_asked_for(folder):
    assert ".cars.csv" not in names("", folder)
    assert names(".ca", folder) == [".cars.csv"]


def test_another_kind_of_file_is_there_for_who_names_it(folder):
    assert "cars.txt" not in names("cars.t", folder)
    assert names("cars.txt", folder) == ["cars.txt"]


def test_built_ins_belong_to_no_folder(folder):
    assert names("cars/", folder, [("xor", "Exclusive or")]) == ["cars/../"]
    assert names("xo", folder, [("xor", "Exclusive or")]) == ["xor"]


def test_two_dots_and_a_tilde_are_folders(folder):
    assert names("cars/..", folder) == ["cars/../"]
    assert names("~", folder / "cars") == ["~/"]
    assert "~/cars.csv" in names("~/cars", folder / "cars")


def test_nobodys_home_is_no_crash(folder):
    listing = matching("~nobody-of-that-name/x", folder)
    assert listing.entries == ()
    assert "no such file or directory" in listing.fault


def test_the_root_has_no_folder_above():
    assert "/../" not in names("/", "/")


def test_a_file_is_no_folder(folder):
    assert "not a directory" in matching("cars.csv/", folder).fault


def test_a_folder_that_may_not_be_read_is_reported(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert matching("", folder).fault == "cannot read ~: permission denied"


def test_a_dangling_link_is_listed_as_what_its_name_says(folder):
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    assert names("gone", folder) == ["gone.csv"]


def test_a_huge_folder_is_cut(tmp_path):
    for number in range(MOST_ENTRIES + 7):
        (tmp_path / f"{number}.csv").touch()
    listing = matching("csv", tmp_path)
    assert len(listing.entries) == MOST_ENTRIES
    assert listing.more == 7


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "give the file a name"),
        ("cars/", "give the file a name"),
        ("..", "give the file a name"),
        ("gone/cars", "there is no folder ~/gone"),
        ("cars.txt/cars", "~/cars.txt is a file, not a folder"),
        ("taken", "~/taken.nntui is a folder"),
        ("x" * 300, "file name too long"),
    ],
)
def test_a_path_that_cannot_hold_a_session_is_refused(folder, text, fault):
    assert place_to_save(text, folder, None).fault == fault


def test_a_folder_that_cannot_be_written_is_reported(folder, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert place_to_save("new", folder, None).fault == "cannot write in ~"


def test_a_session_is_saved_under_its_suffix(folder):
    assert place_to_save("first.try", folder, None).path == folder / "first.try.nntui"
    assert place_to_save("~/cars/new.nntui", folder, None).path == folder / "cars" / "new.nntui"


def test_another_file_is_replaced_and_its_own_is_not_another(folder):
    own = folder / "old cars.nntui"
    assert place_to_save("old cars", folder, None).replaces
    assert not place_to_save("cars/../old cars", folder, own).replaces
    assert not place_to_save("new", folder, own).replaces


def test_a_long_path_is_shown_by_its_end(folder):
    assert tilde(folder / "cars.csv") == "~/cars.csv"
    told = brief(folder / ("long " * 20) / "cars.csv")
    assert len(told) == 48
    assert told.startswith("...")
    assert told.endswith("/cars.csv")
