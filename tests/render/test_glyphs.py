"""Text from outside is made safe and cut to a width."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nntui.render.glyphs import ASCII, UNICODE, Align, Glyphs, clean, fit

ALIGNS: tuple[Align, ...] = ("left", "right", "center")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("speed", "speed"),
        ("größe 日本", "größe 日本"),
        ("a\nb\tc\x00", "a␊b␉c␀"),
        ("\x1b[31mred", "␛[31mred"),
        ("rub\x7fout", "rub␡out"),
        ("c1\x9bm", "c1�m"),
        ("evil\u202egnp.exe", "evil�gnp.exe"),
        ("a\u200bb\ufeffc\u2066d", "a�b�c�d"),
        ("line\u2028end\u2029", "line�end�"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("heart\u2764\ufe0f", "heart❤�"),
        ("e\u0301", "e\u0301"),
        ("\u0301lone", "�lone"),
        ("z" + "\u0301" * 9, "z" + "\u0301" * 3 + "�" + "\u0301" * 3 + "�" + "\u0301"),
        ("half \ud800 pair", "half � pair"),
        ("[bold]not markup[/]", "[bold]not markup[/]"),
    ],
)
def test_harmful_characters_are_shown_as_symbols(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_an_ascii_terminal_gets_ascii_only() -> None:
    assert clean("größe\n日", ASCII) == "gr??e??"


@given(st.text())
def test_cleaning_leaves_nothing_raw_and_is_idempotent(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert all(character.isprintable() for character in shown)
    assert clean(text, ASCII).isascii()
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "width", "align", "shown"),
    [
        ("age", 6, "left", "age   "),
        ("age", 6, "right", "   age"),
        ("age", 6, "center", " age  "),
        ("displacement", 6, "left", "displ…"),
        ("日本語", 4, "left", "日… "),
        ("日本語", 5, "right", "日本…"),
        ("age", 1, "left", "…"),
        ("age", 0, "left", ""),
        ("age", -3, "left", ""),
    ],
)
def test_text_is_padded_or_cut_with_an_ellipsis(text: str, width: int, align: Align, shown: str) -> None:
    assert fit(text, width, align) == shown


def test_a_cut_is_marked_in_ascii_too() -> None:
    assert fit("displacement", 6, glyphs=ASCII) == "displ~"


@given(st.text(), st.integers(0, 30), st.sampled_from(ALIGNS), st.sampled_from([UNICODE, ASCII]))
def test_fitted_text_takes_exactly_its_width(text: str, width: int, align: Align, glyphs: Glyphs) -> None:
    assert cell_len(fit(text, width, align, glyphs)) == width


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_glyph_is_one_cell_wide(glyphs: Glyphs) -> None:
    for field in dataclasses.fields(glyphs):
        value = getattr(glyphs, field.name)
        for glyph in value if isinstance(value, tuple) else (value,):
            assert isinstance(glyph, bool) or field.name == "arrow" or cell_len(glyph) == 1


def test_ascii_glyphs_are_ascii() -> None:
    texts = [value for value in dataclasses.astuple(ASCII) if not isinstance(value, bool)]
    assert all("".join(text).isascii() for text in texts)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_signs_differ_without_colour(glyphs: Glyphs) -> None:
    assert not set(glyphs.plus_shades) & set(glyphs.minus_shades)
    assert glyphs.zero_shade not in glyphs.plus_shades + glyphs.minus_shades
