"""The input scale as a part of the first layer's weights.

(x s) W = x (s W): the passes work with s W in place of W, whatever the number of rows, and the gradient that they find
for s W gives that of s and of W.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.training.kernel.simd.arithmetic import total
from nntui.training.kernel.simd.lanes import LANES, load_first, moved, peek, poke, store_first
from nntui.training.kernel.simd.operation import Pointer, compiled, never_inline

if TYPE_CHECKING:
    from nntui.training.kernel.net.matrices import MatrixInMemory


@compiled
def scale_rows(weights: MatrixInMemory, scale: Pointer, inputs: int, target: Pointer) -> None:
    """target = s W: each of the ``inputs`` rows of ``weights`` times its number of ``scale``."""
    never_inline()
    fan_out = weights.row
    for i in range(inputs):
        factor = peek(scale, i)
        own, place = moved(weights.at, i * fan_out), moved(target, i * fan_out)
        for j in range(0, fan_out, LANES):
            store_first(place, j, load_first(own, j, fan_out - j) * factor, fan_out - j)


@compiled
def split_gradient(weights: MatrixInMemory, scale: Pointer, inputs: int, gradient: Pointer, of_scale: Pointer) -> None:
    """Turn ``gradient``, the one by s W, into the one by W, and put the one by s in ``of_scale``."""
    never_inline()
    fan_out = weights.row
    for i in range(inputs):
        factor = peek(scale, i)
        own, place = moved(weights.at, i * fan_out), moved(gradient, i * fan_out)
        whole = 0.0
        for j in range(0, fan_out, LANES):
            slope = load_first(place, j, fan_out - j)
            whole += total(slope * load_first(own, j, fan_out - j))
            store_first(place, j, slope * factor, fan_out - j)
        poke(of_scale, i, whole)
