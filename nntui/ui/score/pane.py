"""The score pane: every figure beside what it is compared with, warnings, and the rows behind the mistakes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.safe_text import one_line
from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.data.table import Table
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.training.scores.score import Score
    from nntui.ui.score.view import ChosenRows, ScoreView

BESIDE = 116
"""Width from which on the matrix or plot stands beside the figures,"""
FIGURES = 66
"""which then take this much of it."""
LONGEST_TARGET = 16
"""Most characters of the name of a target in the title."""
LEAST_PICTURE = 8
"""Least height of matrix or plot under the figures; in a lower pane they take turns."""


class ScorePane(PaneBase, LinesView, can_focus=True):
    """Figures, warnings, and the confusion matrix or a plot of answers; arrows choose a cell or a point in it."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._score: Score | None = None
        self._warnings: Sequence[str] = ()
        self._view: ScoreView | None = None
        self._picture_first = False
        self.table: Table | None = None

    def show_score(self, score: Score | None, warnings: Sequence[str], table: Table) -> None:
        """Show the score, which is on rows of ``table``; None: there is none."""
        from nntui.ui.score.view import ScoreView

        if self._view is None or _subject(score) != _subject(self._score):
            self._view = ScoreView()
        self._score, self._warnings, self.table = score, warnings, table
        self.draw()

    @property
    def chosen(self) -> ChosenRows | None:
        """The rows in the chosen cell, or of the chosen point; None while there is no score."""
        from nntui.ui.score.view import chosen_rows

        return None if self._trained is None or self._view is None else chosen_rows(self._trained, self._view)

    @property
    def _trained(self) -> Score | None:
        """The score of a trained network."""
        return self._score if self._score is not None and self._score.progress.trained else None

    def move(self, across: int, down: int) -> None:
        """Choose another cell or point, and show it."""
        from nntui.ui.score.view import moved

        if self._trained is not None and self._view is not None:
            if not self._picture_first and not self._has_room:
                self._picture_first = True
            else:
                self._view = moved(self._trained, self._view, across, down)
            self.draw()

    def turn(self, *, picture: bool) -> None:
        """Show the figures or, in a pane with room for one of them only, the matrix or plot."""
        self._picture_first = picture
        self.draw()

    def switch_rows(self) -> None:
        """Show the matrix or plot of the training rows, or of the validation rows again."""
        if self._view is not None:
            self._view = replace(self._view, of_training=not self._view.of_training)
            self.draw()

    def switch_errors(self) -> None:
        """Plot how far off answers are, or the answers again."""
        if self._view is not None:
            self._view = replace(self._view, errors=not self._view.errors)
            self.draw()

    def next_target(self) -> None:
        """Show the figures of the next of several targets."""
        if self._view is not None and self._score is not None and self._score.targets:
            self._view = replace(self._view, target=(self._view.target + 1) % len(self._score.targets))
            self.draw()

    def draw(self) -> None:
        """Draw in the present size, unless the pane is out of sight."""
        width, height = self.size
        if not width or not height or not self.display:
            return
        self.show(self._drawn(width, height)[:height])
        entitle(self, self._note, *filter(None, [self._target_note, self._turn_note]))

    def on_show(self) -> None:
        """Draw what has come while the pane was out of sight."""
        self.draw()

    @property
    def _note(self) -> str:
        if self._score is None:
            return ""
        rows = self._score.judged
        return rows.counted if self._score.unseen else f"{rows.counted}, no validation rows"

    @property
    def _target_note(self) -> Sequence[str]:
        """Which of several targets is shown, and the key of the next."""
        if self._trained is None or self._view is None or len(self._trained.targets) < 2:
            return ()
        names = [one_line(target.name, LONGEST_TARGET) for target in self._trained.targets]
        shown, after = names[self._view.target], names[(self._view.target + 1) % len(names)]
        return host_of(self).with_keys(f"{shown} ({{key:score.target}}: {after})"), shown, ""

    @property
    def _turn_note(self) -> Sequence[str]:
        """The key of what has no room beside what is shown."""
        if self._trained is None or self._has_room:
            return ()
        picture = "matrix" if self._trained.classes else "plot"
        key = "{key:score.figures}: figures" if self._picture_first else f"{{key:score.picture}}: {picture}"
        return host_of(self).with_keys(key), ""

    def _drawn(self, width: int, height: int) -> list[Line]:
        from nntui.render.glyphs import fit
        from nntui.render.text import Span

        if self._score is None:
            return [(Span("There is no score yet.", "dim"),)]
        if self._trained is None or self._view is None:
            from nntui.training.scores.words import untrained

            lines = [untrained(self._score)[0], *(f"! {warning}" for warning in self._warnings)]
            return [(Span(fit(line, width, glyphs=self._glyphs).rstrip(), "dim"),) for line in lines]
        if width >= BESIDE:
            return self._beside(self._trained, self._view, width, height)
        figures = self._figures(self._trained, self._view, width)
        if self._has_room:
            return [*figures, (), *self._picture(self._trained, self._view, width, height - len(figures) - 1)]
        return self._picture(self._trained, self._view, width, height) if self._picture_first else figures

    @property
    def _has_room(self) -> bool:
        """Whether there is room for figures and picture."""
        score, (width, height) = self._trained, self.size
        if score is None or self._view is None or width >= BESIDE:
            return True
        return height - len(self._figures(score, self._view, width)) - 1 >= LEAST_PICTURE

    def _figures(self, score: Score, view: ScoreView, width: int, *, beside: bool = False) -> list[Line]:
        """Figures and warnings; these are cut where only so the picture has room below."""
        from nntui.ui.score.view import figure_lines, warning_lines

        figures = figure_lines(score, view, width, self._glyphs)
        whole, cut = (warning_lines(self._warnings, width, self._glyphs, whole=each) for each in (True, False))
        room = self.size.height - len(figures) - 1 - LEAST_PICTURE
        return [*figures, *(cut if len(cut) <= room < len(whole) and not beside else whole)]

    def _picture(self, score: Score, view: ScoreView, width: int, height: int) -> list[Line]:
        from nntui.ui.score.view import picture_lines

        return picture_lines(score, view, (width, height), self._glyphs)

    def _beside(self, score: Score, view: ScoreView, width: int, height: int) -> list[Line]:
        from nntui.render.text import Span, join_spans, width_of

        left = self._figures(score, view, FIGURES, beside=True)
        right = self._picture(score, view, width - FIGURES - 2, height)
        lines: list[Line] = []
        for row in range(height):
            before: Line = left[row] if row < len(left) else ()
            after: Line = right[row] if row < len(right) else ()
            lines.append(join_spans([*before, Span(" " * (FIGURES + 2 - width_of(before))), *after]))
        return lines


def _subject(score: Score | None) -> object:
    """The targets and classes that are judged."""
    return None if score is None else (score.targets, score.classes)
