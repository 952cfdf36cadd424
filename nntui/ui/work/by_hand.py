"""Changes of single weights by hand, brought to the run at the end of its chunk."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.ui.work import loader

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nntui.model.spec import NetworkSpec, NeuronAddress
    from nntui.session.by_hand import HandEdit
    from nntui.session.check.parameter import ParameterPlace
    from nntui.session.session import Session
    from nntui.session.shaping.edits import LayerEdit
    from nntui.ui.work.editing import Editing
    from nntui.ui.work.runner import Runner
    from nntui.ui.work.view import View

    Edit = Callable[[Session], HandEdit]


class UnchangedError(TrainingError):
    """Everything is already as an edit would make it; the message says so."""


class OvertakenError(TrainingError):
    """Another change was made while the run was being paused for an edit."""


@dataclass(frozen=True, slots=True)
class EditDone:
    """The session before and after an edit of the network, each with its checkpoint; see ``HandEdit``."""

    before: Session
    after: Session
    name: str
    answers: str


class HandWork:
    """Changes weights of the open session: each change is one version, which undo takes back with all that was learnt.

    A training that is going on pauses for it, and goes on by itself. ``under_way`` counts the edits being made.
    """

    def __init__(self, view: View, runner: Runner, editing: Editing) -> None:
        self._view, self._runner, self._editing = view, runner, editing
        self.under_way = 0
        self._nudged: tuple[ParameterPlace, int] | None = None  # nudges that have not reached the run

    async def change(self, edit: Edit) -> None:
        """Make ``edit``, and log its name. Raises NntuiError for one that cannot be made."""
        done = await self._made(edit)
        if done is not None:
            self._view.confirm(done.name)

    async def nudge(self, parameter: ParameterPlace, steps: int) -> None:
        """Move a parameter by so many steps; nudges that come faster than they are made are made together."""
        from nntui.session.by_hand import nudged

        waiting = self._nudged
        if waiting is not None and waiting[0] == parameter:
            self._nudged = parameter, waiting[1] + steps
            return
        self._nudged = parameter, steps

        def together(session: Session) -> HandEdit:
            whole = self._nudged[1] if self._nudged is not None and self._nudged[0] == parameter else steps
            self._nudged = None
            return nudged(session, parameter, whole)

        try:
            await self.change(together)
        finally:
            self._nudged = None

    async def silence(self, neuron: NeuronAddress) -> None:
        """Silence a neuron, or restore it, and tell the score with and without it."""
        from nntui.session.by_hand import silenced

        done = await self._made(lambda session: silenced(session, neuron))
        encoder, arrays = self._editing.follower.encoder, self._editing.follower.arrays
        if done is None:
            return
        if encoder is None or arrays is None:
            self._view.confirm(done.name)
            return
        from nntui.session.ablation import worth_in_words

        line = await asyncio.to_thread(worth_in_words, done.before, done.after, encoder, arrays)
        self._view.confirm(f"{done.name}: {line}" if line else done.name)

    async def shape(self, edit: Callable[[NetworkSpec], LayerEdit]) -> NetworkSpec | None:
        """Change a layer as ``edit`` says of the network, and log how far the answers changed.

        The network after it; None where nothing was changed. Raises SpecError for an edit that cannot be made.
        """
        from nntui.session.shaping.shaped import shaped

        follower = self._editing.follower

        def made(session: Session) -> HandEdit:
            encoder, arrays = follower.encoder, follower.arrays
            encoded = None if encoder is None or arrays is None else (encoder, arrays.inputs)
            return shaped(session, edit(session.network), encoded)

        done = await self._made(made, apart=True)
        if done is None:
            return None
        self._view.confirm(f"{done.name}; {done.answers}")
        return done.after.network

    def undo(self) -> Coroutine[object, object, None] | None:
        """Undo the last change, also one that is under way."""
        return self._after(self._editing.undo)

    def redo(self) -> Coroutine[object, object, None] | None:
        """Redo the last undone change."""
        return self._after(self._editing.redo)

    def _after(self, act: Callable[[], None]) -> Coroutine[object, object, None] | None:
        """Do something at once or, while edits are under way, once they have been made."""
        if self.under_way:
            return self._then(act)
        act()
        return None

    async def _then(self, act: Callable[[], None]) -> None:
        async with self._editing.follower.life:
            pass
        act()

    async def _made(self, edit: Edit, *, apart: bool = False) -> EditDone | None:
        """Make ``edit``, ``apart`` in a thread of its own; None where it changes nothing, which is told."""
        follower = self._editing.follower
        self._editing.past.refuse_changes()
        self.under_way += 1
        try:
            async with follower.life:
                while follower.session is not None:
                    await follower.catch_up()
                    with suppress(OvertakenError):
                        return await self._make(edit, follower.session, apart=apart)
        except UnchangedError as same:
            self._view.confirm(str(same))
        finally:
            self.under_way -= 1
        return None

    async def _make(self, edit: Edit, session: Session, *, apart: bool) -> EditDone:
        """Make ``edit`` of the session that the run trains, for one that holds ``life``."""
        follower, going = self._editing.follower, self._runner.going
        async with self._runner.handing_over(resume=True) as checkpoint:
            if follower.timeline is None or follower.timeline.present is not follower.at:
                raise OvertakenError
            before = replace(session, checkpoint=checkpoint)
            edited = await asyncio.to_thread(edit, before) if apart else edit(before)
            if follower.timeline.present is not follower.at:
                raise OvertakenError
            if not edited.changes:
                raise UnchangedError(edited.name)
            kept = follower.keep(checkpoint, going=going)
            version = self._editing.version_of(edited.name, before, edited.session)
            encoded = await self._encoded(edited.session)
            await self._runner.take_over(edited.session, encoded.arrays, learnable=not encoded.fault)
        follower.changed(version, edited.session, encoded, kept, other_weights_only=True)
        return EditDone(before, edited.session, edited.name, edited.answers)

    async def _encoded(self, session: Session) -> loader.Encoded:
        """The session's table encoded, as it was for the run before."""
        follower = self._editing.follower
        if follower.encoder is not None and follower.arrays is not None:
            return loader.Encoded(follower.encoder, follower.arrays)
        return await asyncio.to_thread(loader.encoded, session)
