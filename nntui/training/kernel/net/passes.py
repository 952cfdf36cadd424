"""Forward and backward through the layers, for one panel of rows.

A panel holds up to ``PANEL`` rows side by side: activations are [width, columns], one column a row of the table. Below
the activations that enter a layer lies one more row, full of ones, so that the biases, which follow their weights in
memory, are simply the last row of the weight matrix.
"""

from __future__ import annotations

from typing import NamedTuple

from nntui.training.kernel.net.activation_kernels import SOFTMAX, activate, softmax, times_slope
from nntui.training.kernel.net.dropping import Dropout, drop, rule_of
from nntui.training.kernel.net.loss_kernels import Outputs, clear_beyond_rows, loss_sum, output_delta
from nntui.training.kernel.net.matrices import Extent, MatrixInMemory, product, transpose
from nntui.training.kernel.simd.lanes import LANES, filled, moved, peek, store
from nntui.training.kernel.simd.operation import Pointer, compiled, never_inline

PANEL = 64
"""Rows worked on together: enough to use a weight often once it is loaded, few enough to stay in the nearest cache."""

FAN_IN, FAN_OUT, WEIGHTS, BIAS, ACTIVATION, THRESHOLD, BEFORE, AFTER, DROPPED, DELTA = range(10)
"""The fields of a layer: its shape, where its weights start among the parameters, the rows that its biases add to the
weight matrix (1 or 0), its activation, the least hash of a neuron that dropout keeps, and where in the workspace its
pre-activations, activations, activations after dropout, and deltas lie. The first three share a place unless they are
needed apart."""
FIELDS = 10


class KernelNet(NamedTuple):
    """The layers and the memory that they work on."""

    layers: Pointer
    depth: int
    kept_factors: Pointer
    """For each layer the factor on the neurons that dropout keeps."""
    from_logits: bool
    """Whether the loss is differentiated by the output layer's pre-activations."""
    weights: Pointer
    entry: Pointer
    """The first layer's weights, times the input scale if there is one, and its biases."""
    gradient: Pointer
    work: Pointer
    scratch: Pointer
    """Room for the deltas of a layer, row by row."""


class Panel(NamedTuple):
    """``rows`` rows in ``columns`` columns: inputs [fan_in + 1, columns] and targets [width, columns]."""

    inputs: Pointer
    targets: Pointer
    columns: int
    rows: int
    dropped: Dropout


@compiled
def forward(net: KernelNet, panel: Panel) -> None:
    """Compute every layer's activations of the panel, in the workspace."""
    never_inline()
    columns = panel.columns
    entering = panel.inputs
    for number in range(net.depth):
        layer = moved(net.layers, number * FIELDS)
        fan_out = peek(layer, FAN_OUT)
        before = moved(net.work, peek(layer, BEFORE))
        after = moved(net.work, peek(layer, AFTER))
        weights = moved(net.weights, peek(layer, WEIGHTS)) if number > 0 else net.entry
        own = MatrixInMemory(weights, 1, fan_out)
        extent = Extent(fan_out, peek(layer, FAN_IN) + peek(layer, BIAS), columns)
        product(MatrixInMemory(before, columns, 1), own, MatrixInMemory(entering, columns, 1), extent, False)
        if peek(layer, ACTIVATION) == SOFTMAX:
            softmax(before, after, fan_out, columns)
        else:
            activate(peek(layer, ACTIVATION), before, after, fan_out * columns)
        entering = after
        if panel.dropped.on and drops(layer):
            entering = moved(net.work, peek(layer, DROPPED))
            rule = rule_of(panel.dropped, number, peek(layer, THRESHOLD), peek(net.kept_factors, number))
            drop(panel.dropped, rule, MatrixInMemory(after, columns, 1), fan_out, entering)
        fill_with_ones(moved(entering, fan_out * columns), columns)


@compiled
def drops(layer: Pointer) -> bool:
    """Whether dropout leaves out neurons of the layer with these fields."""
    apart: bool = peek(layer, DROPPED) != peek(layer, AFTER)
    return apart


@compiled
def fill_with_ones(place: Pointer, columns: int) -> None:
    """Write the row of ones below the activations that enter a layer."""
    for column in range(0, columns, LANES):
        store(place, column, filled(place, 1))


@compiled
def outputs_of(net: KernelNet, panel: Panel) -> Outputs:
    """The panel's outputs after ``forward``."""
    layer = moved(net.layers, (net.depth - 1) * FIELDS)
    return Outputs(
        moved(net.work, peek(layer, BEFORE)),
        moved(net.work, peek(layer, AFTER)),
        panel.targets,
        moved(net.work, peek(layer, DELTA)),
        peek(layer, FAN_OUT),
        panel.columns,
        panel.rows,
    )


@compiled
def panel_loss(net: KernelNet, panel: Panel, loss: int) -> float:
    """The displayed loss summed over the panel, after ``forward``."""
    return loss_sum(loss, outputs_of(net, panel))


@compiled
def backward(net: KernelNet, panel: Panel, loss: int, scale: float, onto: bool) -> None:
    """After ``forward``: compute ``scale`` times the panel's gradient; with ``onto``, add it to what is there."""
    never_inline()
    columns = panel.columns
    outputs = outputs_of(net, panel)
    output_delta(loss, outputs, scale)
    clear_beyond_rows(outputs)
    for number in range(net.depth - 1, -1, -1):
        layer = moved(net.layers, number * FIELDS)
        fan_in = peek(layer, FAN_IN)
        fan_out = peek(layer, FAN_OUT)
        delta = moved(net.work, peek(layer, DELTA))
        before = moved(net.work, peek(layer, BEFORE))
        after = moved(net.work, peek(layer, AFTER))
        if number < net.depth - 1 or not net.from_logits:
            times_slope(peek(layer, ACTIVATION), before, after, delta, fan_out * columns)
        previous = moved(layer, -FIELDS)
        left = peek(previous, DROPPED) if panel.dropped.on else peek(previous, AFTER)
        entering = moved(net.work, left) if number > 0 else panel.inputs
        by_row = MatrixInMemory(net.scratch, -(-fan_out // LANES) * LANES, 1)
        transpose(MatrixInMemory(delta, columns, 1), fan_out, panel.rows, by_row)
        slope = MatrixInMemory(moved(net.gradient, peek(layer, WEIGHTS)), fan_out, 1)
        extent = Extent(fan_in + peek(layer, BIAS), panel.rows, fan_out)
        product(slope, MatrixInMemory(entering, columns, 1), by_row, extent, onto)
        if number > 0:
            sent = MatrixInMemory(moved(net.work, peek(previous, DELTA)), columns, 1)
            own = MatrixInMemory(moved(net.weights, peek(layer, WEIGHTS)), fan_out, 1)
            product(sent, own, MatrixInMemory(delta, columns, 1), Extent(fan_in, fan_out, columns), False)
            if panel.dropped.on and drops(previous):
                rule = rule_of(panel.dropped, number - 1, peek(previous, THRESHOLD), peek(net.kept_factors, number - 1))
                drop(panel.dropped, rule, sent, fan_in, sent.at)
