"""Many networks trained in a thread beside the screen's own: with other seeds, and on folds of the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from nntui.errors import NntuiError
from nntui.ui.work.background import BackgroundThread

if TYPE_CHECKING:
    from threading import Event as Flag

    from nntui.session.folds import CrossValidation
    from nntui.session.seeds.networks import LossBand, SeedNetworks
    from nntui.session.session import Session

FOLDS, REPEATS = 5, 2
"""The folds of the cross-validation, and how often it is repeated."""


@dataclass(frozen=True, slots=True, eq=False)
class SurveyState:
    """How far a survey is, and its results so far.

    ``done`` of ``trainings`` networks of the present ``part`` are trained: "seeds", "folds", or "" before and after.
    ``fault`` is why there are no networks, ``no_folds`` why there is no cross-validation, "" otherwise. ``broken`` is
    an exception that nobody expected.
    """

    part: str = ""
    done: int = 0
    trainings: int = 0
    networks: SeedNetworks | None = None
    band: LossBand | None = None
    folds: CrossValidation | None = None
    fault: str = ""
    no_folds: str = ""
    broken: Exception | None = None


class Survey:
    """Trains networks like a session's from other seeds, then on folds of its rows, on every core.

    ``state`` is replaced as a whole by the thread, so that it may be read at any time. The screen's own training goes
    on meanwhile, and its result is the same.
    """

    def __init__(self) -> None:
        self.state = SurveyState()
        self.background = BackgroundThread("nntui-survey")
        self._compared: tuple[SeedNetworks, Session, bool] | None = None

    @property
    def running(self) -> bool:
        """Whether networks are being trained."""
        return self.background.alive and not self.background.stop_flag.is_set()

    def networks_like(self, session: Session) -> SeedNetworks | None:
        """The networks with other seeds while ``session`` has the table and settings of their training, or None."""
        found = self.state.networks
        if found is None:
            return None
        known = self._compared
        if known is None or known[0] is not found or not _same_parts(known[1], session):
            known = self._compared = (found, session, found.is_like(session))
        return found if known[2] else None

    def begin(self, session: Session) -> None:
        """Train networks like that of ``session``, in place of any survey before."""
        self.stop()
        self.state = SurveyState(part="seeds")
        self.background.begin(partial(self._work, session))

    def stop(self) -> None:
        """End the survey after the present chunks of its trainings; what is complete stays."""
        self.background.stop()

    def forget(self) -> None:
        """End the survey and forget its results."""
        self.stop()
        self.state = SurveyState()

    def _work(self, session: Session, stop: Flag) -> None:
        try:
            self._train(session, stop)
        except NntuiError as error:
            self._set(stop, replace(self.state, part="", fault=str(error)))
        except Exception as fault:
            self._set(stop, replace(self.state, part="", broken=fault))

    def _train(self, session: Session, stop: Flag) -> None:
        from nntui.session.folds import cross_validate, rows_to_share
        from nntui.session.predict import Predictor
        from nntui.session.seeds.networks import SEEDS, loss_band, train_seeds

        def progress(done: int, of: int) -> None:
            self._set(stop, replace(self.state, done=done, trainings=of))

        self._set(stop, replace(self.state, trainings=SEEDS))
        networks = train_seeds(Predictor(session), SEEDS, cancelled=stop.is_set, progress=progress)
        if networks is None:
            return
        folds = min(FOLDS, rows_to_share(session).height)
        self._set(
            stop,
            replace(
                self.state, networks=networks, band=loss_band(networks), part="folds", done=0, trainings=folds * REPEATS
            ),
        )
        try:
            found = cross_validate(session, folds, REPEATS, cancelled=stop.is_set, progress=progress)
        except NntuiError as error:
            self._set(stop, replace(self.state, part="", no_folds=str(error)))
        else:
            self._set(stop, replace(self.state, part="", folds=found))

    def _set(self, stop: Flag, state: SurveyState) -> None:
        """Show another state, unless the survey was ended."""
        if not stop.is_set():
            self.state = state


def _same_parts(one: Session, other: Session) -> bool:
    """Whether table and settings of both are the very same objects, so that they need not be compared again."""
    return one.table is other.table and one.network is other.network and one.training is other.training
