"""A session with the settings that were asked for, and what they do to its training so far."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nntui.data import marks
from nntui.data.encoding.shape import training_rows
from nntui.data.files.dialect import Dialect
from nntui.data.marks import validation_count
from nntui.errors import DataError, SpecError
from nntui.model.spec import LARGEST_SEED, NetworkSpec
from nntui.safe_text import number_of, one_line
from nntui.session.columns import with_column_options, with_scalings
from nntui.session.consequence import NETWORK, TRAINING, Consequence, restarts_of
from nntui.session.follow import Note, refit, silent
from nntui.session.options import Options
from nntui.session.recipe_specs import check_recipe, with_recipe, with_recipe_scalings
from nntui.session.recipes import BY_ROWS, recipe_for, validation_share
from nntui.session.waiting import subject_of
from nntui.training.losses import LOSSES, loss_for_output
from nntui.training.spec import TrainingSpec, check_together
from nntui.training.steering import remembers_alike

if TYPE_CHECKING:
    from nntui.data.encoding.shape import Task
    from nntui.data.table import Table
    from nntui.session.session import Session

SPELLING = Dialect.__struct_fields__
"""Settings that say how a text file is read; they change no session."""
CONDITIONAL = ("stop", "breakpoints")
"""Training settings that are conditions."""


def with_options(session: Session, options: Options, note: Note = silent) -> Session:
    """``session`` with ``options`` on top; ``note`` takes a line for each consequence for its training so far.

    Raises DataError or SpecError for an option that the session cannot take.
    """
    change = Change(session, options)
    after = change.session
    if session.checkpoint is not None and not session.checkpoint.untrained:
        for line in change.consequence.lines():
            note(line)
    if _is_held(session) and not _is_held(after):
        note("frozen weights and silenced neurons learn again, as the network is another")
    return after


def _is_held(session: Session) -> bool:
    """Whether something is frozen or silenced by hand."""
    return bool(session.network.frozen_places or session.network.silenced)


def with_next_seed(session: Session, note: Note = silent) -> Session:
    """``session`` with the next seed for first weights, order of rows and validation rows."""
    return with_options(session, Options(seed=(session.network.seed + 1) % (LARGEST_SEED + 1)), note)


def rewound(session: Session, note: Note = silent) -> Session:
    """``session`` with its first weights, where ``note`` takes a line on what stays frozen."""
    if session.network.frozen_places:
        note("frozen weights have their first values and stay frozen")
    return replace(session, checkpoint=None)


class Change:
    """``options`` on top of the session ``before``, worked out as far as it is asked for.

    ``session`` and ``consequence`` raise DataError or SpecError for an option that the session cannot take.
    """

    def __init__(self, before: Session, options: Options) -> None:
        if unknown := options.settings.keys() - {*SPELLING, *NETWORK, *TRAINING, "validation"}:
            raise TypeError(f"no settings of these names: {', '.join(sorted(unknown))}")
        check_recipe(options.recipe or BY_ROWS)
        self.before = before
        self.options = options

    @cached_property
    def session(self) -> Session:
        """The changed session, with what is left of its training."""
        checkpoint = self.before.checkpoint
        if checkpoint is None:
            return self._untrained
        return replace(self._untrained, checkpoint=self.consequence.applied_to(checkpoint))

    @cached_property
    def consequence(self) -> Consequence:
        """The consequence of the options for the training so far.

        Validation rows are drawn only where nothing else decides: that takes half a second for a million rows.
        """
        before, table = self.before, self._table
        restarts: tuple[str, ...] = ()
        if not self._recipe:
            network, training = self._specs(before)
            other_rows = self._draws and validation_count(table.height, self._share) != table.validation.sum()
            restarts = restarts_of(before, network, training, table, other_rows=other_rows)
        if not restarts:
            after = self._untrained
            training = after.training
            other_rows = not before.table.validation.equals(after.table.validation)
            restarts = restarts_of(before, after.network, training, after.table, other_rows=other_rows)
        if restarts:
            return Consequence(restarts)
        within_epoch = before.checkpoint is not None and before.checkpoint.batch > 0
        return Consequence(
            optimizer="" if remembers_alike(before.training.optimizer, training.optimizer) else training.optimizer,
            batch=within_epoch and training.batch != before.training.batch,
        )

    @cached_property
    def _columns(self) -> Table:
        """The table with the columns that were asked for, not yet scaled as asked."""
        return with_column_options(self.before.table, self.options)

    @cached_property
    def _usable(self) -> int:
        """Rows that can be used; all of them where the table cannot be learnt from yet."""
        table = self._columns
        return int(table.complete.sum()) if table.inputs and table.targets else table.height

    @cached_property
    def _recipe(self) -> str:
        """The name of the recipe that was asked for; "" if none was."""
        asked = self.options.recipe
        return recipe_for(self._usable) if asked == BY_ROWS else asked or ""

    @cached_property
    def _table(self) -> Table:
        """The table with the columns and scalings that were asked for."""
        table = with_recipe_scalings(self._columns, self._recipe) if self._recipe else self._columns
        return with_scalings(table, self.options.scale)

    @cached_property
    def _share(self) -> float:
        """The share of validation rows; 0 where a column says which they are."""
        split = marks.split_column(self._table.columns)
        given: float = 0.0 if split is not None else self.before.validation
        if self._splits:
            given = validation_share(self._usable)
        share: float = self.options.settings.get("validation", given)
        if share and split is not None:
            name = one_line(self._table.names[split])
            raise DataError(f"validation share: column {name} chooses the validation rows; give one or the other")
        return share

    @property
    def _splits(self) -> bool:
        """Whether the recipe sets rows aside for validation: there are none yet, and no column says which they are."""
        table = self._columns
        return bool(self._recipe) and marks.split_column(table.columns) is None and not table.validation.any()

    @property
    def _draws(self) -> bool:
        """Whether validation rows are drawn anew."""
        seed = self.before.training.seed
        other_seed = self.options.settings.get("seed", seed) != seed
        return "validation" in self.options.settings or bool(self._share and (other_seed or self._splits))

    @cached_property
    def _untrained(self) -> Session:
        seed = self._asked(self.before.network, self.before.training)[1].seed
        table = self._table.with_validation_share(self._share, seed) if self._draws else self._table
        after = replace(self.before, checkpoint=None, validation=self._share)
        if table is not after.table or after.shape is None:  # else its network fits already
            after = refit(after, table)
        if self._recipe:
            after = replace(after, recipe=self._recipe, recipe_rows=_rows_to_train_on(after, table))
        if self.options.ends is not None:
            check_ends(self.options.ends, after.network)
            after = replace(after, recipe="")
        network, training = agreeing(*self._specs(after), after.task, self.options)
        check_together(network, training)
        self._check_conditions(replace(after, network=network, table=table), training)
        if self._recipe or _roles(table) != _roles(self.before.table):  # a lesson speaks of its own columns
            after = replace(after, query_scaling="training", lesson="")
        return replace(after, network=network, training=training)

    def _check_conditions(self, after: Session, training: TrainingSpec) -> None:
        """Raise SpecError for a condition, asked for now, that is not about this network and table."""
        asked = [each for name in CONDITIONAL if name in self.options.settings for each in getattr(training, name)]
        if asked:
            from nntui.training.watch.read import read_condition  # numpy: not before the first paint

            for each in asked:
                read_condition(each).check(subject_of(after))

    def _specs(self, session: Session) -> tuple[NetworkSpec, TrainingSpec]:
        """The specs of ``session``, or of its recipe if one was asked for, with the settings that were asked for."""
        network, training = session.network, session.training
        if self._recipe:
            network, training = with_recipe(self._recipe, network, training, session.task, session.recipe_rows)
        return self._asked(network, training)

    def _asked(self, network: NetworkSpec, training: TrainingSpec) -> tuple[NetworkSpec, TrainingSpec]:
        """The specs with the settings that were asked for."""
        return network.changed(**self.options.among(NETWORK)), training.changed(**self.options.among(TRAINING))


def _rows_to_train_on(session: Session, table: Table) -> int:
    """Rows to train on: those of the table or, where that is a sample, nearly those of the whole."""
    rows = int(training_rows(table).sum())
    return rows if session.whole is None else session.whole.rows - (table.height - rows)


def check_ends(wanted: tuple[int, int], network: NetworkSpec) -> None:
    """Raise SpecError unless ``network`` has the inputs and outputs that a setup was made for."""
    if wanted != (network.inputs, network.outputs):
        first, last = (
            f"{number_of(inputs, 'input')} and {number_of(outputs, 'output')}"
            for inputs, outputs in (wanted, (network.inputs, network.outputs))
        )
        raise SpecError(f"setup: it is for {first}; this table makes {last} of its columns")


def _roles(table: Table) -> list[tuple[str, str]]:
    return [(column.name, column.role) for column in table.columns]


def agreeing(
    network: NetworkSpec, training: TrainingSpec, task: Task, options: Options
) -> tuple[NetworkSpec, TrainingSpec]:
    """The specs, with the loss or the output that ``options`` leave open changed to go with the other.

    Only for classes: for numbers the target's scaling is part of the choice, which only the user can make.
    """
    if task == "regression" or _go_together(network, training):
        return network, training
    if "output_activation" not in options.settings:
        return replace(network, output_activation=LOSSES[training.loss].output or "sigmoid"), training
    if "loss" not in options.settings:
        return network, replace(training, loss=loss_for_output(network.output_activation))
    return network, training


def _go_together(network: NetworkSpec, training: TrainingSpec) -> bool:
    try:
        check_together(network, training)
    except SpecError:
        return False
    return True
