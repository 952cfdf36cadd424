"""The gradient of a batch or of all rows, and the displayed loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from nntui.training.kernel.net.dropping import Dropout, update_key
from nntui.training.kernel.net.matrices import MatrixInMemory, gather
from nntui.training.kernel.net.passes import (
    BIAS,
    FAN_OUT,
    PANEL,
    KernelNet,
    Panel,
    backward,
    fill_with_ones,
    forward,
    panel_loss,
)
from nntui.training.kernel.net.scaling import scale_rows, split_gradient
from nntui.training.kernel.net.update import copy
from nntui.training.kernel.simd.lanes import LANES, moved, peek
from nntui.training.kernel.simd.operation import Pointer, always_inline, compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.net.arguments import Memory, Settings


class Panels(NamedTuple):
    """``rows`` rows in the layout of ``plan.panels``; ``goals`` are the targets that the gradient is found for."""

    inputs: Pointer
    targets: Pointer
    goals: Pointer
    rows: int


@compiled
def net_of(settings: Settings, at: Memory, gradient: Pointer) -> KernelNet:
    """The settings and memory that the passes need, for the present weights; they put the gradient in ``gradient``."""
    always_inline()
    scratch = moved(at.work, settings.scratch)
    entry = at.weights
    if settings.input_scale:
        entry = moved(at.work, settings.entry)
        fan_out = peek(at.layers, FAN_OUT)
        count = settings.inputs * fan_out
        weights = MatrixInMemory(at.weights, fan_out, 1)
        scale_rows(weights, moved(at.weights, settings.scale_at), settings.inputs, entry)
        copy(moved(at.weights, count), moved(entry, count), peek(at.layers, BIAS) * fan_out)
    return KernelNet(
        at.layers, settings.depth, at.kept_factors, settings.from_logits, at.weights, entry, gradient, at.work, scratch
    )


@compiled
def finish_gradient(settings: Settings, at: Memory, gradient: Pointer) -> None:
    """After the passes over all panels: the gradient of the first layer and of the input scale, each by itself."""
    always_inline()
    if settings.input_scale:
        factors, slopes = moved(at.weights, settings.scale_at), moved(gradient, settings.scale_at)
        weights = MatrixInMemory(at.weights, peek(at.layers, FAN_OUT), 1)
        split_gradient(weights, factors, settings.inputs, gradient, slopes)


@compiled
def columns_for(rows: int) -> int:
    """Columns of a panel for ``rows`` rows: a whole number of vectors."""
    return (rows + LANES - 1) // LANES * LANES


@compiled
def gradient_scale(settings: Settings, rows: int) -> float:
    """The factor on the loss's derivative in a batch of ``rows``."""
    return settings.gain / (settings.by_count * rows) if settings.by_count > 0 else settings.gain


@compiled
def dropout_of(settings: Settings, epoch: int, batch: int) -> Dropout:
    """The dropout of update ``batch`` of ``epoch``."""
    always_inline()
    return Dropout(settings.dropout, update_key(settings.seed, epoch, batch), 0)


@compiled
def from_row(dropped: Dropout, first: int) -> Dropout:
    """The same for the panel that starts with row ``first`` of the batch."""
    always_inline()
    return Dropout(dropped.on, dropped.key, first)


@compiled
def batch_gradient(settings: Settings, at: Memory, batch: int, dropped: Dropout) -> None:
    """Compute the gradient of batch ``batch`` (from 0) of the present order."""
    always_inline()
    net = net_of(settings, at, at.gradient)
    start = batch * settings.batch
    rows = min(settings.batch, settings.rows - start)
    scale = gradient_scale(settings, rows)
    inputs = moved(at.work, settings.batch_inputs)
    targets = moved(at.work, settings.batch_targets)
    for done in range(0, rows, PANEL):
        count = min(PANEL, rows - done)
        columns = columns_for(count)
        order = moved(at.order, start + done)
        gather(MatrixInMemory(at.inputs, settings.inputs, 1), order, count, MatrixInMemory(inputs, columns, 1))
        gather(MatrixInMemory(at.targets, settings.outputs, 1), order, count, MatrixInMemory(targets, columns, 1))
        fill_with_ones(moved(inputs, settings.inputs * columns), columns)
        panel = Panel(inputs, targets, columns, count, from_row(dropped, done))
        forward(net, panel)
        backward(net, panel, settings.loss, scale, done > 0)
    finish_gradient(settings, at, at.gradient)


@compiled
def sweep(settings: Settings, at: Memory, panels: Panels, learn: bool, dropped: Dropout) -> float:
    """The displayed loss over all rows of ``panels``, NaN for none; with ``learn``, also compute the gradient ahead.

    With ``dropped``, compute the gradient of the present update in its place, and no loss.
    """
    never_inline()
    gradient = at.gradient if dropped.on else at.ahead
    net = net_of(settings, at, gradient)
    scale = gradient_scale(settings, panels.rows)
    whole = 0.0
    for done in range(0, panels.rows, PANEL):
        count = min(PANEL, panels.rows - done)
        inputs = moved(panels.inputs, done * (settings.inputs + 1))
        columns = columns_for(count)
        own = from_row(dropped, done)
        panel = Panel(inputs, moved(panels.targets, done * settings.outputs), columns, count, own)
        forward(net, panel)
        if not dropped.on:
            whole += panel_loss(net, panel, settings.loss)
        if learn:
            goals = Panel(inputs, moved(panels.goals, done * settings.outputs), columns, count, own)
            backward(net, goals, settings.loss, scale, done > 0)
    if learn:
        finish_gradient(settings, at, gradient)
    return whole / (settings.shown_by * panels.rows) if panels.rows > 0 else math.nan
