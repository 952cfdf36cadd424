"""The settings of training: frozen, validated, and free of torch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

import msgspec
from msgspec.structs import replace

from nntui.errors import SpecError, TrainingError
from nntui.model.activations import ACTIVATIONS
from nntui.model.layout import GROUP_KINDS
from nntui.model.spec import NetworkSpec, check_above_zero, check_at_least, check_choice, check_one_each, check_seed
from nntui.safe_text import number_of
from nntui.training.ends import ENDING, KEEPS
from nntui.training.engines.protocol import ENGINES
from nntui.training.losses import LOSSES
from nntui.training.memory import check_network_memory
from nntui.training.optimisers import OPTIMISERS
from nntui.training.schedules import SCHEDULE_UNITS, SCHEDULES

if TYPE_CHECKING:
    from nntui.data.encoding.encoder import Arrays


class TrainingSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a network is trained.

    ``loss``, ``optimizer``, ``schedule`` and ``engine`` are names in their tables. ``batch`` is rows per update, None
    for all of them. ``clip`` bounds the gradient's 2-norm. ``stop_loss`` ends training once the displayed training loss
    is at or below it. ``seed`` fixes the order of rows and which neurons are dropped.

    ``l1``, ``l2`` and ``weight_decay`` act on weights and on the input scale, not on biases. The first two add
    ``l1 * sign(w)`` and ``l2 * w`` to the gradient; the last shrinks w by ``rate * weight_decay * w`` in each update,
    as ``l2`` does where the optimiser decouples it. ``l2_output``, ``l2_input_scale`` and ``l2_bias`` stand in for
    ``l2`` in their groups; None: the same. ``input_scale_rate`` multiplies the input scale's learning rate.

    ``dropout`` is the share of each hidden layer's neurons left out of an update, the others multiplied by
    1 / (1 - dropout); ``layer_dropout`` has one for each hidden layer where they differ. ``label_smoothing`` moves the
    targets of losses of probabilities that far towards equal ones. Neither touches displayed losses or predictions.

    ``frozen`` names the kinds of parameters (``GROUP_KINDS``) that do not learn.

    ``patience`` ends training after that many epochs without a lower validation loss; without validation rows, or if it
    is None, never. ``plateau`` ends it after as many in which the training loss has hardly fallen, ``most_seconds``
    after so much time, and ``stop`` once one of its conditions holds (``training.watch``). ``keep`` says which weights
    are taken then, the last or the best, and ``breakpoints`` are conditions at which the screen's training pauses.

    ``schedule`` counts epochs or updates, by ``schedule_by``, and so do ``decay_epochs`` and the number of them in
    ``epochs`` epochs.
    Raises SpecError for a value outside what is supported.
    """

    loss: str = "mse"
    optimizer: str = "adam"
    rate: float = 0.01
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    input_scale_rate: float = 6.0
    batch: int | None = 32
    epochs: int = 200
    stop_loss: float | None = None
    patience: int | None = None
    plateau: int | None = None
    most_seconds: float | None = None
    stop: tuple[str, ...] = ()
    keep: str = "last"
    breakpoints: tuple[str, ...] = ()
    l1: float = 0.0
    l2: float = 0.0
    l2_output: float | None = None
    l2_input_scale: float | None = None
    l2_bias: float = 0.0
    weight_decay: float = 0.0
    dropout: float = 0.0
    layer_dropout: tuple[float, ...] = ()
    label_smoothing: float = 0.0
    clip: float | None = None
    frozen: tuple[str, ...] = ()
    schedule: str = "constant"
    schedule_by: str = "epoch"
    decay: float = 0.5
    decay_epochs: int = 100
    engine: str = "auto"
    device: str = "cpu"
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise SpecError for a value outside what is supported."""
        check_choice("loss", self.loss, LOSSES)
        check_choice("optimizer", self.optimizer, OPTIMISERS)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_choice("schedule by", self.schedule_by, SCHEDULE_UNITS)
        check_choice("engine", self.engine, ENGINES)
        check_above_zero("learning rate", self.rate)
        check_above_zero("input scale rate", self.input_scale_rate)
        for name in ("momentum", "beta1", "beta2", "dropout", "label_smoothing"):
            check_below_one(name.replace("_", " "), getattr(self, name))
        for number, share in enumerate(self.layer_dropout, 1):
            check_below_one(f"dropout of hidden layer {number}", share)
        if self.batch is not None:
            check_at_least("batch", self.batch, 1)
        check_at_least("epochs", self.epochs, 0)
        check_at_least("patience", 1 if self.patience is None else self.patience, 1)
        if self.most_seconds is not None:
            check_above_zero("seconds", self.most_seconds)
        check_choice("keep", self.keep, KEEPS)
        self._check_conditions()
        check_at_least("decay epochs", self.decay_epochs, 1)
        check_above_zero("decay", self.decay)
        for name in ("l1", "l2", "l2_output", "l2_input_scale", "l2_bias", "weight_decay", "stop_loss"):
            check_not_negative(name.replace("_", " "), getattr(self, name) or 0.0)
        if self.clip is not None:
            check_above_zero("clip", self.clip)
        for kind in self.frozen:
            check_choice("frozen", kind, GROUP_KINDS)
        check_seed(self.seed)

    def changed(self, **fields: object) -> Self:
        """The settings with other ``fields``. A ``dropout`` is that of every hidden layer, unless shares by layer come
        with it.
        """
        changes: dict[str, Any] = {**({"layer_dropout": ()} if "dropout" in fields else {}), **fields}
        return replace(self, **changes)

    def dropout_of(self, layer: int) -> float:
        """The share of the neurons of hidden ``layer`` (from 0) that is left out of an update."""
        return self.layer_dropout[layer] if self.layer_dropout else self.dropout

    def drops(self, hidden: int) -> bool:
        """Whether a network of so many hidden layers has neurons left out of its updates."""
        return any(self.layer_dropout) if self.layer_dropout else bool(hidden and self.dropout)

    def _check_conditions(self) -> None:
        """Raise SpecError for a condition that cannot be read."""
        if self.plateau is None and not self.stop and not self.breakpoints:
            return  # few settings have any, and reading them needs numpy
        from nntui.training.watch.losses import LONGEST_FLAT
        from nntui.training.watch.read import read_condition

        if self.plateau is not None and not 2 <= self.plateau <= LONGEST_FLAT:
            raise SpecError(f"plateau: {self.plateau}; give 2 to {LONGEST_FLAT} epochs")
        for each in (*self.stop, *self.breakpoints):
            read_condition(each)

    @property
    def rate_by_update(self) -> bool:
        """Whether the learning rate changes within an epoch."""
        return self.schedule_by == "update" and SCHEDULES[self.schedule].factor is not None

    def rate_at(self, base: float, epoch: int, batch: int = 0, updates_per_epoch: int = 1) -> float:
        """The learning rate of update ``batch`` of ``epoch`` (both from 0) where the base rate is ``base``."""
        if not self.rate_by_update:
            batch, updates_per_epoch = 0, 1
        return self.rates(base, epoch * updates_per_epoch + batch, 1, updates_per_epoch)[0]

    def progress(self, epoch: int, batch: int, updates_per_epoch: int) -> tuple[int, int]:
        """The epochs, or updates, that the schedule counts before update ``batch`` of ``epoch``, and all of them."""
        if not self.rate_by_update:
            return epoch, self.epochs
        return epoch * updates_per_epoch + batch, self.epochs * updates_per_epoch

    def rate_is_spent(self, epoch: int) -> bool:
        """Whether the schedule has come to a rate of 0: ``epoch`` lies after the planned epochs of one that ends so."""
        return epoch >= self.epochs and self.rate_at(1.0, epoch) == 0

    def rates(self, base: float, start: int, count: int, updates_per_epoch: int) -> list[float]:
        """The learning rates of the ``count`` epochs, or updates, of the schedule from number ``start`` (from 0) on."""
        factor = SCHEDULES[self.schedule].factor
        if factor is None:
            return [base] * count
        decay, interval = self.decay, self.decay_epochs
        whole = self.epochs * (updates_per_epoch if self.rate_by_update else 1)
        return [base * factor(number, decay, interval, whole) for number in range(start, start + count)]


DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(TrainingSpec)}


def endless(spec: TrainingSpec) -> TrainingSpec:
    """The settings without what ends or pauses a training before its epochs."""
    return msgspec.structs.replace(spec, **{name: DEFAULTS[name] for name in ENDING})


def check_below_one(name: str, value: float) -> None:
    """Raise SpecError unless ``value`` is 0 or more and below 1."""
    if not 0 <= value < 1:
        raise SpecError(f"{name}: {value:g}; give 0 up to, not including, 1")


def check_not_negative(name: str, value: float) -> None:
    """Raise SpecError unless ``value`` is a finite number, 0 or more."""
    if not (value >= 0 and math.isfinite(value)):
        raise SpecError(f"{name}: {value:g}; give 0 or more")


def check_together(network: NetworkSpec, training: TrainingSpec) -> None:
    """Raise SpecError where a loss and an output layer, or layers and what is given for each, do not go together.

    A network that takes more memory than is free is refused, too.
    """
    hidden = len(network.hidden)
    check_one_each("layer dropout", training.layer_dropout, number_of(hidden, "hidden layer"), hidden)
    loss, output = LOSSES[training.loss], network.output_activation
    if loss.output not in (None, output):
        raise SpecError(f"loss {training.loss} needs a {loss.output} output; choose that or another loss")
    if ACTIVATIONS[output].output_only and loss.output != output:
        losses = " or ".join(name for name, each in LOSSES.items() if each.output == output)
        raise SpecError(f"a {output} output needs loss {losses}; choose that or another output")
    check_network_memory(network, training.optimizer)
    if network.outputs < loss.least_outputs:
        raise SpecError(f"loss {training.loss} needs {loss.least_outputs} outputs or more; choose another loss")


def obstacle(spec: TrainingSpec, arrays: Arrays) -> str:
    """What to fix before ``arrays`` can be trained on, "" if nothing."""
    if not len(arrays.inputs):
        return "there is no row to train on; fill one in, or use fewer validation rows"
    if LOSSES[spec.loss].probabilities and (arrays.targets.min() < 0 or arrays.targets.max() > 1):
        return f"loss {spec.loss} needs targets from 0 to 1; scale them min-max or none, or choose another loss"
    return ""


def check_width(network: NetworkSpec, arrays: Arrays) -> None:
    """Raise TrainingError unless ``arrays`` have the inputs and targets of ``network``."""
    found, expected = (arrays.inputs.shape[1], arrays.targets.shape[1]), (network.inputs, network.outputs)
    if found != expected:
        raise TrainingError(
            f"the data has {found[0]} inputs and {found[1]} targets, the network {expected[0]} and {expected[1]}; "
            "train a new network for other columns"
        )
