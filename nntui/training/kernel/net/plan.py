"""The kernel's settings and memory, laid out for a network, its training and its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.data.encoding.encoder import Arrays
from nntui.model.activations import ACTIVATIONS, Activation
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.model.parameters import aligned
from nntui.model.spec import NetworkSpec
from nntui.training.batches import updates_per_epoch
from nntui.training.dropout import threshold
from nntui.training.engines.copies import RowCopies
from nntui.training.kernel.net.arguments import Course, Memory, Settings
from nntui.training.kernel.net.passes import PANEL
from nntui.training.kernel.net.rates import CONSTANT, MOST_COUNTED, code_of
from nntui.training.kernel.simd.lanes import LANES
from nntui.training.losses import LOSSES, LossFunction, smoothed
from nntui.training.optimisers import OPTIMISERS, Optimiser
from nntui.training.penalties import penalties
from nntui.training.spec import TrainingSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike, NDArray


def panels(table: NDArray[Any], dtype: DTypeLike, ones: bool) -> NDArray[np.floating]:
    """``table`` [rows, width] in panels of ``PANEL`` rows, one after the other in a flat array of ``dtype``.

    A panel is [width, columns], a column a row of the table; ``ones`` puts a row of ones below. The last panel may have
    fewer columns, a whole number of lanes; those left over repeat the last row.
    """
    rows, width = table.shape
    whole = rows // PANEL * PANEL
    columns = -(-(rows - whole) // LANES) * LANES
    height = width + ones
    laid = np.ones((whole + columns) * height, dtype)
    ends = whole * height
    # In place: a table may be large, and this is a second one of its size.
    laid[:ends].reshape(-1, height, PANEL)[:, :width] = table[:whole].reshape(-1, PANEL, width).transpose(0, 2, 1)
    rest = np.minimum(np.arange(whole, whole + columns), rows - 1)
    laid[ends:].reshape(height, columns)[:width] = table[rest].T
    return laid


def plan(
    network: NetworkSpec,
    training: TrainingSpec,
    arrays: Arrays,
    learnt: Mapping[str, NDArray[Any]],
    frozen: NDArray[np.bool_] | None,
    *,
    copies: RowCopies | None = None,
    rates_given: bool = False,
) -> tuple[Settings, Memory]:
    """The first two arguments of ``epochs.train``, whose course has its rates already where they are given.

    ``learnt`` are the flat arrays that training changes in place, all of one dtype: weights, gradient, best, and the
    optimiser's by their names in ``State.moments``. ``copies`` of the same rows are used again.
    """
    dtype = learnt["weights"].dtype
    loss, optimiser = LOSSES[training.loss], OPTIMISERS[training.optimizer]
    terms_per_row = 1.0 if loss.term_per_row else float(network.outputs)
    room = ScratchSpace()
    layers = [_layer(network, training, number, room) for number in range(len(network.shapes))]
    rows = len(arrays.inputs)
    at_once = training.batch is None or training.batch >= rows
    schedule = CONSTANT if rates_given else code_of(training, updates_per_epoch(rows, training.batch))
    penalised = penalties(network, training)
    settings = Settings(
        depth=len(layers),
        inputs=network.inputs,
        outputs=network.outputs,
        parameters=network.parameters,
        loss=_code(loss),
        from_logits=loss.from_logits,
        optimizer=_code(optimiser),
        rows=rows,
        validation_rows=len(arrays.validation_inputs),
        batch=max(1, rows if training.batch is None else training.batch),
        gain=loss.gain,
        by_count=terms_per_row if loss.mean else 0.0,
        shown_by=terms_per_row,
        momentum=float(training.momentum),
        beta1=float(training.beta1),
        beta2=float(training.beta2),
        rate_by_update=training.rate_by_update,
        schedule=schedule,
        decay=float(training.decay),
        interval=min(training.decay_epochs, MOST_COUNTED),
        planned=0 if schedule == CONSTANT else training.epochs,
        penalties=len(penalised),
        clip=float(training.clip or 0),
        any_frozen=frozen is not None,
        stop_loss=-1.0 if training.stop_loss is None else float(training.stop_loss),
        look_ahead=at_once and not training.drops(len(network.hidden)),
        dropout=training.drops(len(network.hidden)),
        input_scale=network.input_scale,
        scale_at=input_scale_slice(network).start,
        scale_rate=float(training.input_scale_rate),
        entry=room.take_numbers(network.input_scale * (network.inputs + 1) * network.sizes[1]),
        scratch=room.take(max(network.sizes[1:])),
        batch_inputs=room.take(network.inputs + 1),
        batch_targets=room.take(network.outputs),
        seed=training.seed,
    )
    nothing = np.empty(0, dtype)
    first, second, *_ = *(learnt[name] for name in optimiser.memory), nothing, nothing
    ahead = network.parameters if settings.look_ahead else 0
    goals = smoothed(training.loss, arrays.targets, training.label_smoothing)
    copy = (copies or RowCopies()).of
    with_ones, alone = partial(panels, dtype=dtype, ones=True), partial(panels, dtype=dtype, ones=False)
    train_targets = copy("target panels", arrays.targets, alone)
    memory = Memory(
        layers=np.array(layers, dtype=np.int64).ravel(),
        kept_factors=np.array([1 / (1 - share) for share in _shares(network, training)]),
        weights=learnt["weights"],
        gradient=learnt["gradient"],
        first=first,
        second=second,
        penalised=np.array([_extent(each.place) for each in penalised], dtype=np.int64).ravel(),
        penalties=np.array([each[1:] for each in penalised], dtype=np.float64).ravel(),
        free=nothing if frozen is None else (~frozen).astype(dtype),
        best=learnt["best"],
        inputs=nothing if at_once else _flat(arrays.inputs, dtype),
        targets=nothing if at_once else _flat(goals, dtype),
        train=copy("input panels", arrays.inputs, with_ones),
        train_targets=train_targets,
        goals=train_targets if goals is arrays.targets else alone(goals),
        validation=copy("validation input panels", arrays.validation_inputs, with_ones),
        validation_targets=copy("validation target panels", arrays.validation_targets, alone),
        ahead=np.zeros(ahead, dtype),
        ahead_at=np.full(ahead, np.nan, dtype),
        work=aligned(room.taken, dtype),
        order=np.empty(rows, dtype=np.int64),
        ordered=np.full(1, -1, dtype=np.int64),
    )
    return settings, memory


def nothing_to_train(dtype: DTypeLike) -> tuple[Any, ...]:
    """Arguments of the types that ``train`` is always called with, for which it does nothing: to compile it."""
    network = NetworkSpec(inputs=1, hidden=(), outputs=1)
    learnt = {name: np.zeros(network.parameters, dtype) for name in ("weights", "gradient", "best")}
    none, no_rows = np.empty((0, 1), dtype=np.float32), np.empty(0, dtype=np.int64)
    arrays = Arrays(none, none, none, none, no_rows, no_rows)
    settings, memory = plan(network, TrainingSpec(optimizer="sgd"), arrays, learnt, None)
    course = Course(np.empty(0), 0.0, np.zeros(4, dtype=np.int64), np.zeros(1), np.empty((1, 2)))
    return settings, memory, course, 0


class ScratchSpace:
    """Allocates places in the workspace, as offsets in numbers."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self, width: int) -> int:
        """A place for ``width`` rows of a panel, rounded up to a whole number of lanes."""
        return self.take_numbers(-(-width // LANES) * LANES * PANEL)

    def take_numbers(self, count: int) -> int:
        """A place for ``count`` numbers, rounded up to a whole number of lanes."""
        place = self.taken
        self.taken += -(-count // LANES) * LANES
        return place


def _layer(network: NetworkSpec, training: TrainingSpec, number: int, room: ScratchSpace) -> tuple[int, ...]:
    """The fields of one layer, in the order of ``passes``."""
    fan_in, fan_out = network.shapes[number]
    activation = ACTIVATIONS[network.activation_of(number)]
    is_output = number == len(network.hidden)
    after = room.take(fan_out + 1)
    keeps_z = activation.slope_needs_z or (is_output and LOSSES[training.loss].from_logits)
    before = room.take(fan_out) if keeps_z else after
    share = _shares(network, training)[number]
    dropped = room.take(fan_out + 1) if share else after
    weights, bias = layer_slices(network)[number][0].start, int(network.has_bias(number))
    places = before, after, dropped, room.take(fan_out)
    return fan_in, fan_out, weights, bias, _code(activation), threshold(share), *places


def _shares(network: NetworkSpec, training: TrainingSpec) -> list[float]:
    """The share of neurons that each layer drops, the output layer's last: 0."""
    return [*map(training.dropout_of, range(len(network.hidden))), 0.0]


def _extent(place: slice) -> tuple[int, int]:
    """Where a part of the parameters starts, and how many they are."""
    return place.start, place.stop - place.start


def _code(record: Activation | LossFunction | Optimiser) -> int:
    """The kernel's code of a record; the caller has checked that there is one."""
    assert record.kernel is not None
    return record.kernel


def _flat(array: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """``array`` itself if the kernel can read it, else a copy. Read-only arrays would need a kernel of their own."""
    return np.require(array, dtype, ["C_CONTIGUOUS", "ALIGNED", "WRITEABLE"]).reshape(-1)
