"""The pane on how sure score and answer are, and the key that trains the networks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.ui.frame.titles import entitle
from nntui.ui.host import host_of
from nntui.ui.widgets.lines import LinesView
from nntui.ui.widgets.pane_base import PaneBase

if TYPE_CHECKING:
    from nntui.render.glyphs import Glyphs
    from nntui.render.text import Line
    from nntui.ui.work.survey import Survey, SurveyState
    from nntui.ui.work.view_models import Moment

LOOK_INTERVAL = 0.25
"""Seconds between two looks at a survey under way."""
PARTS = {"seeds": "other seeds", "folds": "folds"}
INTRODUCTION = (
    "{key:sure.begin} trains networks like this one from other seeds, beside the training: the loss pane then shows "
    "the band of their losses, and the predict pane how far their answers differ. Then it cross-validates: every row "
    "is judged by networks that were not trained on it."
)


class SurePane(PaneBase, LinesView, can_focus=True):
    """Shows how far the scores of networks with other seeds lie apart, beside a cross-validation."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(classes="pane")
        self._glyphs = glyphs
        self._moment: Moment | None = None
        self._drawn: tuple[SurveyState, bool] | None = None
        self._told: Exception | None = None
        self._top = 0

    def on_mount(self) -> None:
        """Look at the survey now and then."""
        self.set_interval(LOOK_INTERVAL, self._follow)

    def on_unmount(self) -> None:
        """Let no survey outlive the screen."""
        if self._survey is not None:
            self._survey.stop()

    def show_moment(self, moment: Moment) -> None:
        """Know the session, and what was found out about it."""
        before, self._moment = self._moment, moment
        if before is None or before.session is not moment.session or self._drawn is None:
            self.draw()

    @property
    def _survey(self) -> Survey | None:
        return None if self._moment is None else self._moment.survey

    def _follow(self) -> None:
        survey = self._survey
        if survey is None:
            return
        if self._drawn != (survey.state, survey.running):
            self.draw()
        fault = survey.state.broken
        if fault is not None and fault is not self._told:
            self._told = fault
            host_of(self).show_fault(fault)

    def begin_or_stop(self) -> None:
        """Train the networks, or end that."""
        survey = self._survey
        if survey is None or self._moment is None:
            return
        if survey.running:
            survey.stop()
        else:
            self._top = 0
            survey.begin(self._moment.session)
        self.draw()

    def scroll(self, by: int) -> None:
        """Scroll by so many lines where not all fit."""
        self._top = max(0, self._top + by)
        self.draw()

    # What is seen

    def draw(self) -> None:
        """Draw at the present size."""
        width, height = self.size
        survey = self._survey
        if survey is None or not width or not height:
            return
        state, running = survey.state, survey.running
        self._drawn = state, running
        left = f"{PARTS[state.part]}: {state.done} of {state.trainings} networks" if running and state.part else ""
        entitle(self, left)
        lines = self._contents(survey, state, width, running=running)
        self._top = max(0, min(self._top, len(lines) - height))
        self.show(lines[self._top : self._top + height])

    def _contents(self, survey: Survey, state: SurveyState, width: int, *, running: bool) -> list[Line]:
        assert self._moment is not None
        if state.fault:
            return self.sentences(state.fault, self._glyphs, "error")
        if state.networks is None:
            if running:
                return self.sentences("The first networks are being trained; {key:sure.begin} stops.", self._glyphs)
            return self.sentences(INTRODUCTION, self._glyphs)
        from nntui.ui.sure.view import STALE, survey_lines

        if survey.networks_like(self._moment.session) is None:
            stale = self.sentences(STALE, self._glyphs, "warning")
            return [*stale, *survey_lines(state.networks, state, (), width, self._glyphs)]
        return survey_lines(state.networks, state, self._answers(state), width, self._glyphs)

    def _answers(self, state: SurveyState) -> list[str]:
        """The spread of the answer to the question of the predict form; none where it has no answer."""
        from nntui.ui.predict.spread import spread_texts

        moment = self._moment
        if moment is None or moment.predictor is None or moment.snapshot is None or state.networks is None:
            return []
        texts = spread_texts(state.networks, moment.predictor, moment.session.query, moment.snapshot.weights)
        names = [column.name for column in moment.predictor.targets]
        return [
            f"{name} of the question: {text}" for name, text in zip(names, texts[-1] if texts else (), strict=False)
        ]
