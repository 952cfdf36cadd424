"""The score line under the header: what the validation rows say, beside training and the trivial answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.render.glyphs import clean
from nntui.render.text import Line, LinePart, Span, fit_parts, join_spans
from nntui.safe_text import one_line
from nntui.ui.widgets.lines import LinesView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nntui.render.glyphs import Glyphs
    from nntui.session.watching.log_folder import FollowedLog
    from nntui.training.scores.score import RowsScore, Score

SHORT = 30
"""Most characters of a warning that is never shortened."""


def score_line(score: Score, warnings: Sequence[str], width: int, glyphs: Glyphs) -> Line:
    """The score in ``width`` cells; where room is short, the warning is shortened, then R2 and training go."""
    from nntui.training.scores.words import headline, untrained

    full = [LinePart("", f"! {clean(warnings[0], glyphs)}", 1, "warning")] if warnings else []
    short = [LinePart("", f"! {clean(shortened(warnings[0]), glyphs)}", 1, "warning")] if warnings else []
    if not score.progress.trained and not score.progress.diverged:
        none = [] if score.unseen else [LinePart("", "! no validation rows", 1, "warning")]
        texts = [LinePart("", clean(text, glyphs), 0, "dim") for text in untrained(score)]
        return _line([[text, *none] for text in texts], width, glyphs)
    training = _part(score, score.training, glyphs, ("training", 3, "train"))
    trivial = _trivial(score, glyphs)
    shorter = [trivial._replace(heading="most frequent ")] if score.classes else []
    if score.validation is None:
        wordings = [[training, trivial, *full], [training, trivial, *short], [training, *short]]
    else:
        validation = _part(score, score.validation, glyphs, ("validation", 0, "validation"))
        plain = validation._replace(text=clean(headline(score, score.validation.network, score.validation), glyphs))
        known, briefly = (training._replace(text=text) for text in _brief(score, score.training, glyphs))
        wordings = [
            [validation, known, trivial, *full],
            [validation, known, trivial, *short],
            [validation, briefly, trivial, *short],
            [plain, briefly, trivial, *short],
            *([plain, briefly, each, *short] for each in shorter),
            [plain, trivial, *short],
            *([plain, each, *short] for each in shorter),
            [plain, *short],
        ]
        if len(score.targets) > 1:
            each = validation._replace(text=clean(_each_target(score, score.validation), glyphs))
            wordings = [*([each, known, trivial, *warning] for warning in (full, short)), *wordings]
    return _line(wordings, width, glyphs)


def score_of_log(followed: FollowedLog) -> str:
    """``validation loss 0.412, best 0.398 at epoch 120; accuracy 0.93``, as far as a log tells."""
    snapshot = followed.snapshot
    if snapshot is None:
        return ""
    judged = snapshot.validation_loss
    name = "training loss" if judged is None else "validation loss"
    now = snapshot.train_loss if judged is None else judged
    best = f", best {snapshot.best_loss:.4g} at epoch {snapshot.best_epoch:,}" if snapshot.best_epoch else ""
    scores = ", ".join(f"{one_line(each, 24)} {value:.4g}" for each, value in followed.scores)
    return f"{name} {now:.4g}{best}{'; ' * bool(scores)}{scores}"


def shortened(warning: str) -> str:
    """The beginning of a long warning, up to where it goes into detail."""
    if len(warning) <= SHORT:
        return warning
    return min((warning.partition(mark)[0] for mark in (": ", ", ", " (")), key=len).replace("always saying ", "")


def _line(wordings: Sequence[Sequence[LinePart]], width: int, glyphs: Glyphs) -> Line:
    return join_spans([Span(" "), *fit_parts(wordings, width - 2, glyphs)])


def _part(score: Score, rows: RowsScore, glyphs: Glyphs, look: tuple[str, int, str]) -> LinePart:
    """The figures on some rows, with the name, rank and style that ``look`` has for them."""
    from nntui.training.scores.words import fraction, headline

    name, rank, style = look
    text = headline(score, rows.network, rows)
    if len(score.targets) == 1:
        text = f"{text} (R2 {fraction(rows.network.metrics['r2'])})"
    return LinePart(f"{name} ", clean(text, glyphs), rank, style)


def _each_target(score: Score, rows: RowsScore) -> str:
    """``mpg 2.26 mi/gal off, horsepower 8.84 hp off (R2 .86)``."""
    from nntui.training.scores.words import LONGEST_NAME, fraction, off

    offs = (off(score, metrics, number) for number, metrics in enumerate(rows.network.of_targets))
    named = [f"{one_line(target.name, LONGEST_NAME)} {away}" for target, away in zip(score.targets, offs, strict=False)]
    return f"{', '.join(named)} (R2 {fraction(rows.network.metrics['r2'])})"


def _brief(score: Score, rows: RowsScore, glyphs: Glyphs) -> tuple[str, str]:
    """The same figures without unit and words, beside those that have them; and the first of them alone."""
    from nntui.training.scores.words import amount, fraction, percent

    metrics = rows.network.metrics
    if score.classes:
        figure = percent(metrics["accuracy"], rows.count)
    else:
        figure = fraction(metrics["r2"]) if len(score.targets) > 1 else amount(metrics["mae"])
    more = f"{figure} ({fraction(metrics['r2'])})" if len(score.targets) == 1 else figure
    return clean(more, glyphs), clean(figure, glyphs)


def _trivial(score: Score, glyphs: Glyphs) -> LinePart:
    """The figure of always the same answer: ``mean 7.80``, ``always 'no' 63 %``."""
    from nntui.training.scores.words import amount, class_name, fraction, percent

    rows = score.judged
    metrics = rows.trivial.metrics
    if score.classes:
        always = f"always {class_name(score, score.common)}"
        return LinePart(f"{clean(always, glyphs)} ", percent(metrics["accuracy"], rows.count), 2)
    return LinePart("mean ", fraction(metrics["r2"]) if len(score.targets) > 1 else amount(metrics["mae"]), 2)


class ScoreLine(LinesView):
    """One line: the score, or why there is none. It is there at every size."""

    DEFAULT_CSS = """
    ScoreLine { height: 1; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="score-line")
        self._glyphs = glyphs
        self._score: Score | None = None
        self._warnings: Sequence[str] = ()
        self._note = ""

    def show_score(self, score: Score | None, warnings: Sequence[str] = (), note: str = "") -> None:
        """Show the score and the first of its warnings; without one the ``note``."""
        self._score, self._warnings, self._note = score, warnings, note
        self.draw()

    def line_in(self, width: int) -> Line:
        """The line in so many cells; empty without a score and a note."""
        if self._score is not None:
            return score_line(self._score, self._warnings, width, self._glyphs)
        return _line([[LinePart("", self._note, 0, "dim")]], width, self._glyphs) if self._note else ()

    def draw(self) -> None:
        """Draw in the present width."""
        if self.size.width:
            line = self.line_in(self.size.width)
            self.show([line] if line else [])
