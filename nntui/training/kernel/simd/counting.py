"""Vectors chosen by counting: each lane is kept or dropped by the hash of its own count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llvmlite import ir
from numba.core import cgutils

from nntui.training.dropout import HASH_MULTIPLIERS, HASH_SHIFTS
from nntui.training.kernel.simd.lanes import LANES, indices, splat
from nntui.training.kernel.simd.operation import Site, Value, like_first, operation

if TYPE_CHECKING:
    import numpy as np

WORD = ir.IntType(32)
WORDS = ir.VectorType(WORD, LANES)
HALF_KEY = 32
"""Bits in each of the two words of a key."""


def _all(number: int) -> Value:
    return ir.Constant(WORDS, [number] * LANES)


class DropRule(NamedTuple):
    """Lanes whose hash, which depends on ``key``, is at least ``threshold`` are multiplied by ``factor``."""

    key: np.int64
    threshold: int
    factor: float


@operation(like_first)
def drop_by_count(site: Site, lanes: Value, start: Value, step: Value, rule: Value) -> Value:
    """``lanes`` with those that the ``DropRule`` does not keep zero; lane k counts ``start + k * step``.

    The hash is that of ``nntui.training.dropout``.
    """
    builder = site.builder
    key, threshold, factor = cgutils.unpack_tuple(builder, rule)
    counts = builder.mul(splat(builder, builder.trunc(step, WORD)), indices(range(LANES)))
    counts = builder.add(counts, splat(builder, builder.trunc(start, WORD)))
    x = builder.xor(counts, splat(builder, builder.trunc(key, WORD)))
    first, second, last = (_all(shift) for shift in HASH_SHIFTS)
    x = builder.mul(builder.xor(x, builder.lshr(x, first)), _all(HASH_MULTIPLIERS[0]))
    x = builder.add(x, splat(builder, builder.trunc(builder.lshr(key, key.type(HALF_KEY)), WORD)))
    x = builder.mul(builder.xor(x, builder.lshr(x, second)), _all(HASH_MULTIPLIERS[1]))
    x = builder.xor(x, builder.lshr(x, last))
    kept = builder.icmp_unsigned(">=", x, splat(builder, builder.trunc(threshold, WORD)))
    number = site.context.cast(builder, factor, site.operands[3].types[2], site.result.dtype)
    return builder.select(kept, builder.fmul(lanes, splat(builder, number)), ir.Constant(lanes.type, None))
