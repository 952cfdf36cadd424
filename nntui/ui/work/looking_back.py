"""A moment of the past in place of the present one, on every pane; the run goes on meanwhile."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_changes

from nntui.errors import TrainingError
from nntui.training.records import Counters, Snapshot
from nntui.training.timeline import checkpoint_at
from nntui.ui.work import loader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from nntui.data.encoding.encoder import Encoder
    from nntui.data.kinds import Cell
    from nntui.data.table import Table
    from nntui.session.predict import Predictor
    from nntui.session.session import Chain, Session, TrainedSegment
    from nntui.training.records import Checkpoint, KeptMoment
    from nntui.ui.work.following import Follower
    from nntui.ui.work.runner import Runner
    from nntui.ui.work.view import View


WATCHED = "{} is only shown here: nntui watch changes nothing"
PRESENT = "this is the present moment; {key:past-back} goes back"


@dataclass(frozen=True, slots=True)
class PastMoment:
    """A moment of the past: its ``checkpoint`` as a ``snapshot`` to show, and what answered questions then."""

    trained: TrainedSegment
    checkpoint: Checkpoint
    snapshot: Snapshot
    session: Session
    encoder: Encoder | None
    predictor: Predictor | None


class PastViewer:
    """Chooses which moment is shown: ``shown`` is one of the past, None at present.

    ``asked`` is an epoch that is being trained again, in a thread, to be shown; None when none is. ``watched`` is the
    file of a session that another process trains, and that is not to be changed here.
    """

    def __init__(self, view: View, runner: Runner, follower: Follower) -> None:
        self._view, self._runner, self._follower = view, runner, follower
        self.shown: PastMoment | None = None
        self.asked: int | None = None
        self.watched: Path | None = None
        self._wanted = 0
        self._encoded: tuple[Session, Encoder | None] | None = None

    @property
    def refusal(self) -> str:
        """The reason why nothing is changed: the past is shown, or what another process trains."""
        if self.watched is not None:
            return WATCHED.format(self.watched.name)
        epoch = 0 if self.shown is None else self.shown.snapshot.epoch
        return f"epoch {epoch:,} is in the past: {{key:train}} goes on from it, {{key:past-now}} returns to now"

    @property
    def refuses(self) -> bool:
        """Whether nothing is changed now."""
        return self.shown is not None or self.watched is not None

    def refuse_changes(self) -> None:
        """Raise TrainingError where nothing is changed now."""
        if self.refuses:
            raise TrainingError(self.refusal)

    def refuse_saving(self, path: Path) -> None:
        """Raise TrainingError for the file to which another process saves what is shown."""
        if self.watched is not None and os.path.realpath(path) == os.path.realpath(self.watched):
            raise TrainingError(f"{path}: another process saves to it; give another name")

    def leave(self) -> None:
        """Go back to the present moment, and draw nothing."""
        self._wanted += 1
        self.shown, self.asked, self._encoded = None, None, None

    def now(self) -> None:
        """Go back to the present moment."""
        before = self.shown
        self.leave()
        if before is None:
            self._view.confirm(PRESENT)
        else:
            self._draw(other=before.trained.session.table is not self._follower.table)

    async def back(self) -> None:
        """Show the kept moment before the one shown."""
        from nntui.session.past import stops
        from nntui.session.session import place_of

        now = self._runner.snapshot
        if now is None:
            return
        at = place_of(self.shown.snapshot if self.shown is not None else now)
        earlier = [stop for stop in stops(self._chain()) if place_of(stop[1]) < at]
        if earlier:
            await self._show_kept(*earlier[-1])
        else:
            self._view.confirm("nothing earlier is kept" if self.shown or now.epoch else "nothing was trained yet")

    async def forward(self) -> None:
        """Show the kept moment after the one shown; after the last, the present one."""
        from nntui.session.past import stops
        from nntui.session.session import place_of

        now = self._runner.snapshot
        if self.shown is None or now is None:
            self._view.confirm(PRESENT)
            return
        at = place_of(self.shown.snapshot)
        later = [stop for stop in stops(self._chain()) if at < place_of(stop[1]) < place_of(now)]
        if later:
            await self._show_kept(*later[0])
        else:
            self.now()

    def check(self, epoch: int) -> str:
        """How ``epoch`` would be shown, in words. Raises TrainingError if it cannot be shown."""
        found = self._find(epoch)
        if found is None:
            return f"epoch {epoch:,} is the present one"
        kept = found[1]
        if (kept.epoch, kept.batch) == (epoch, 0):
            return f"epoch {epoch:,} is kept"
        return f"epoch {epoch:,} is trained again from epoch {kept.epoch:,}, with the same result"

    def _find(self, epoch: int) -> tuple[TrainedSegment, KeptMoment] | None:
        """The segment that has the end of ``epoch``, and the kept moment there or before it; None for the present."""
        from nntui.session.past import segment_at

        now = self._runner.snapshot
        if now is None or epoch > now.epoch:
            raise TrainingError(f"epoch {epoch:,} is not trained yet; give one up to {now.epoch if now else 0:,}")
        if epoch == now.epoch and not now.batch:
            return None
        trained = segment_at(self._chain(), epoch)
        return trained, trained.segment.before(epoch)

    async def show_epoch(self, epoch: int) -> None:
        """Show the end of ``epoch``: at once where it is kept, else trained again from the kept moment before it.

        Raises TrainingError for an epoch that cannot be shown.
        """
        from nntui.session.past import recomputed

        found, now = self._find(epoch), self._runner.snapshot
        if found is None or now is None:
            self.now()
            return
        trained, kept = found
        if (kept.epoch, kept.batch) == (epoch, 0):
            await self._show_kept(trained, kept)
            return
        cancelled = self._begin()
        self.asked = epoch
        self._view.confirm(f"training epochs {kept.epoch + 1:,} to {epoch:,} again ...")
        encoded = await asyncio.to_thread(loader.encoded, trained.session)
        losses = now.curve, now.recent
        checkpoint = await asyncio.to_thread(recomputed, trained, epoch, encoded.arrays, losses, cancelled)
        if cancelled():
            return
        self.asked = None
        if checkpoint is None:
            raise TrainingError(f"epoch {epoch:,} could not be trained again from epoch {kept.epoch:,}")
        self._view.confirm(f"epoch {epoch:,} was trained again from epoch {kept.epoch:,}, with the same result")
        last = checkpoint.recent
        self._show(trained, checkpoint, (float(last.train[-1]), float(last.validation[-1])), encoded.encoder)

    @property
    def _fitted_table(self) -> Table | None:
        """The table of the present encoder."""
        return None if self._follower.session is None else self._follower.session.table

    def ask(self, query: Mapping[str, Cell]) -> None:
        """Keep the cells of the predict form with the moment shown."""
        if self.shown is not None:
            self.shown = replace(self.shown, session=with_changes(self.shown.session, query=query))

    def _chain(self) -> Chain:
        return self._follower.trail.chain_of(self._runner.snapshot)

    def _begin(self) -> Callable[[], bool]:
        """Begin to show another moment; the result says whether one after it was chosen meanwhile."""
        self._wanted += 1
        self.asked, wanted = None, self._wanted
        return lambda: wanted != self._wanted

    async def _show_kept(self, trained: TrainedSegment, moment: KeptMoment) -> None:
        now = self._runner.snapshot
        assert now is not None
        cancelled = self._begin()
        encoder = self._follower.encoder
        if trained.session.table is not self._fitted_table:
            if self._encoded is None or self._encoded[0] is not trained.session:
                self._encoded = trained.session, (await asyncio.to_thread(loader.encoded, trained.session)).encoder
            encoder = self._encoded[1]
        if not cancelled():
            checkpoint = checkpoint_at(trained.segment, moment, now.curve, now.recent)
            self._show(trained, checkpoint, (moment.train_loss, moment.validation_loss), encoder)

    def _show(
        self, trained: TrainedSegment, checkpoint: Checkpoint, losses: tuple[float, float], encoder: Encoder | None
    ) -> None:
        from nntui.session.past import session_at
        from nntui.session.predict import Predictor

        now, before, present = self._runner.snapshot, self.shown, self._follower.session
        assert now is not None
        assert present is not None
        session = session_at(trained, checkpoint, present.query)
        same = before is not None and before.trained.session is trained.session and before.encoder is encoder
        predictor = before.predictor if same and before is not None else None
        if predictor is None and encoder is not None:
            predictor = Predictor(session, encoder)
        snapshot = Snapshot(
            **{each.name: getattr(checkpoint, each.name) for each in fields(Counters)},
            state="paused",
            weights=checkpoint.weights,
            train_loss=losses[0],
            validation_loss=None if losses[1] != losses[1] else losses[1],
            curve=checkpoint.curve,
            recent=checkpoint.recent,
            seconds=checkpoint.seconds,
            epochs_per_second=0.0,
            rate=trained.segment.rate,
            engine=now.engine,
        )
        shown_before = before.session.table if before is not None else self._follower.table
        self.shown = PastMoment(trained, checkpoint, snapshot, session, encoder, predictor)
        self._draw(other=shown_before is not session.table)

    def _draw(self, *, other: bool) -> None:
        """Draw the moment shown; ``other``: its table is another than that of the one before."""
        if other:
            self._view.table_changed()
        else:
            self._view.moment_changed()
