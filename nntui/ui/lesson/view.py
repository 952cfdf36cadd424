"""The lines of the lesson panel: pure, from what a step says to what is drawn."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.render.glyphs import clean, fit
from nntui.render.text import Span, join_spans, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line

FOOT = 1
"""Rows of the keys."""


@dataclass(frozen=True, slots=True)
class LessonView:
    """The contents of the panel: texts with their styles, answers to choose from, and keys with their words.

    A text with line feeds has several paragraphs. ``wanted`` is what the lesson waits for; the keys ``to_read`` are
    shown in place of ``keys`` while there is more to read.
    """

    title: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    wanted: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    to_read: tuple[tuple[str, str], ...] = ()


def text_lines(view: LessonView, width: int, glyphs: Glyphs) -> list[Line]:
    """All lines of the texts and choices, wrapped to ``width``."""
    lines: list[Line] = []
    for text, style in view.texts:
        for paragraph in text.split("\n"):
            lines += [(Span(line, style),) for line in textwrap.wrap(clean(paragraph, glyphs), max(1, width - 1))]
    return [*lines, *_choice_lines(view.choices, width, glyphs)]


def _choice_lines(choices: Sequence[str], width: int, glyphs: Glyphs) -> list[Line]:
    """The choices side by side where they fit, else one below the other."""
    pairs = [(Span(f"{number} ", "title"), Span(clean(choice, glyphs))) for number, choice in enumerate(choices, 1)]
    row = [span for pair in pairs for span in (*pair, Span("   "))]
    if width_of(row[:-1]) < width:
        return [join_spans(row[:-1])] if row else []
    return [
        join_spans([number, Span(fit(choice.text, max(0, width - 3), glyphs=glyphs).rstrip())])
        for number, choice in pairs
    ]


def pages(lines: Sequence[Line], rows: int, *, last_full: bool = False) -> list[list[Line]]:
    """The lines in pages of at most ``rows``, about equally many on each; at least one page.

    With ``last_full`` pages are full, and the last begins with what was read, so that a question stays by its choices.
    """
    rows = max(1, rows)
    if last_full:
        last = max(0, len(lines) - rows)
        return [list(lines[min(at, last) :][:rows]) for at in range(0, max(len(lines), 1), rows)]
    count = max(1, -(-len(lines) // rows))
    each = max(1, -(-len(lines) // count))
    return [list(lines[at : at + each]) for at in range(0, max(len(lines), 1), each)]


def foot_line(view: LessonView, width: int, page: int, of: int, glyphs: Glyphs) -> Line:
    """The condition that the step waits for, then the keys that fit, and the page where there are several."""
    spans: list[Span] = []
    shown = f"page {page + 1} of {of}  " if of > 1 else ""
    if view.wanted and page == of - 1:
        spans.append(Span(f"{glyphs.after} {clean(view.wanted, glyphs)}  ", "good"))
    for key, word in view.keys if page == of - 1 else view.to_read:
        more = [Span(f"{key} ", "title"), Span(f"{word}  ")]
        if width_of([*spans, *more]) + len(shown) > width:
            break
        spans += more
    if shown and width_of(spans) + len(shown) <= width:
        spans.append(Span(shown, "dim"))
    if width_of(spans) > width:
        spans = [Span(fit(spans[0].text, width, glyphs=glyphs), spans[0].style)]
    return join_spans(spans)
