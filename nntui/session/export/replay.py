"""Whether a training script ends with the loss that the app shows, found by making the training again."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.session.export.literals import COMMENT_WIDTH
from nntui.session.past import whole_chain
from nntui.session.runs.curves import marks_of
from nntui.training.batches import updates_per_epoch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.data.encoding.encoder import Arrays
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

SAME = 1e-6
"""The difference up to which two losses are the same."""
MOST_UPDATES, MOST_WORK = 12_000, 1e10
"""Updates, and updates times rows and parameters, that are made again: some seconds at most."""
MOST_CHANGES = 12
"""Changes on the way that a script names."""

CHANGED = (
    "the script makes every update with the settings and rows of now, from the first weights, and does not repeat what "
    "was changed while it trained (a rate or another setting, rows, weights)"
)
ROUNDING = (
    "nothing was changed while it trained, but the fused engine adds in another order than PyTorch, and the rounding "
    "errors grew; a training with the engine autograd is repeated exactly"
)
SAMPLE = (
    "the network was trained on all {rows:,} rows of its files, part by part, and the script has the sample of them "
    "that is in the session"
)
UNCHECKED = (
    "the training is too long to be made again here, so whether the script ends with that loss was not checked; it "
    "does not repeat what was changed while it trained (a rate or another setting, rows, weights)"
)


@dataclass(frozen=True, slots=True)
class Replay:
    """The training loss that is ``shown``, that which a script has ``reached``, and the ``reason`` of a difference.

    ``reached`` is None where it was not worked out. ``changes`` name what is known to have been changed on the way.
    """

    shown: float
    reached: float | None
    reason: str = ""
    changes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Sentences on the parts of the training that the script reproduces, and on those that it does not."""
        if self.reached is None:
            return f"nntui shows the training loss {self.shown:.6g}; {self.reason}.{self._changed}"
        if not self.reason:
            return f"It ends with the training loss that nntui shows, {self.shown:.6g}."
        return (
            f"It ends with the training loss {self.reached:.6g}, not with the {self.shown:.6g} that nntui shows: "
            f"{self.reason}.{self._changed}"
        )

    @property
    def _changed(self) -> str:
        """A sentence on the changes, the last of them where they are many; "" where none is known."""
        if not self.changes:
            return ""
        more = f" (the last {MOST_CHANGES} of {len(self.changes):,})" if len(self.changes) > MOST_CHANGES else ""
        return f" Changed on the way{more}: {'; '.join(self.changes[-MOST_CHANGES:])}."

    @property
    def comment(self) -> list[str]:
        """The sentence in lines for a comment."""
        return textwrap.wrap(self.sentence, COMMENT_WIDTH)

    @property
    def remark(self) -> str:
        """The same in short, to be said on export; "" where the script ends with the loss that is shown."""
        if self.reached is None:
            return f"whether the script ends with the training loss shown, {self.shown:.6g}, was not checked"
        if not self.reason:
            return ""
        return f"the script ends with the training loss {self.reached:.6g}, not {self.shown:.6g}; its head says why"


def replay_of(session: Session, arrays: Arrays) -> Replay | None:
    """The result of a training script for ``session``, whose rows are ``arrays``; None if it was never trained."""
    from nntui.training.textbook import displayed_loss, flat_tensor, tensor_of

    reached = session.checkpoint
    if reached is None or reached.untrained or not len(arrays.inputs):
        return None
    rows = tensor_of(arrays.inputs), tensor_of(arrays.targets)

    def loss_of(weights: NDArray[np.float32]) -> float:
        return displayed_loss(session.training.loss, session.network, flat_tensor(weights), *rows)

    shown = loss_of(reached.weights)
    changes = tuple(f"{mark.name} (epoch {mark.epoch:,})" for mark in marks_of(whole_chain(session)))
    if session.whole is not None:
        return Replay(shown, None, SAMPLE.format(rows=session.whole.rows), changes)
    if _is_long(session, arrays, reached):
        return Replay(shown, None, UNCHECKED, changes)
    again = _trained_again(session, arrays, reached, "autograd")
    loss = None if again is None else loss_of(again)
    if loss is None:
        return Replay(shown, None, CHANGED, changes)
    if abs(loss - shown) <= SAME:
        return Replay(shown, loss)
    own = _trained_again(session, arrays, reached, session.training.engine)
    same = own is not None and abs(loss_of(own) - shown) <= SAME
    return Replay(shown, loss, ROUNDING) if same else Replay(shown, loss, CHANGED, changes)


def _is_long(session: Session, arrays: Arrays, reached: Checkpoint) -> bool:
    rows, epochs = len(arrays.inputs), reached.epoch + bool(reached.batch)
    updates = epochs * updates_per_epoch(rows, session.training.batch)
    return updates > MOST_UPDATES or epochs * rows * session.network.parameters > MOST_WORK


def _trained_again(session: Session, arrays: Arrays, reached: Checkpoint, engine: str) -> NDArray[np.float32] | None:
    """The weights after as much training from the first weights as in ``reached``; None if it cannot be done."""
    from nntui.training.trainer import Trainer

    try:
        trainer = Trainer(session.network, replace(session.training, engine=engine), arrays)
        trainer.state.parameters.flat[:] = reached.first
        trainer.state.hold()
        if reached.epoch:
            trainer.epochs(reached.epoch)
        if reached.batch:
            trainer.batches(reached.batch)
    except TrainingError:
        return None
    return trainer.checkpoint().weights
