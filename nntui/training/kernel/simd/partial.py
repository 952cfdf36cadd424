"""Vectors of which only the first few numbers are in memory: the ends of rows and of the parameters.

Masked instructions would do, but not every machine has them, and for those that do not the compiler writes sixteen
branches. Here the count is taken apart into 8 + 4 + 2 + 1 instead, which is four branches everywhere.
"""

from __future__ import annotations

from llvmlite import ir

from nntui.training.kernel.simd.lanes import LANES, indices, lanes_at, read, vector_of, write
from nntui.training.kernel.simd.operation import Site, Value, nothing, operation

HALVES = (8, 4, 2, 1)


def write_first(builder: Value, value: Value, pointer: Value, index: Value, count: Value) -> None:
    """LLVM: store the first ``count`` numbers of the vector ``value``; all of them if it is ``LANES`` or more."""
    full = builder.icmp_signed(">=", count, count.type(LANES))
    with builder.if_else(full) as (then, otherwise):
        with then:
            write(builder, value, pointer, index)
        with otherwise:
            for half in HALVES:
                low = builder.shuffle_vector(value, value, indices(range(half)))
                high = builder.shuffle_vector(value, value, indices(range(half, 2 * half)))
                taken = _has(builder, count, half)
                with builder.if_then(taken):
                    write(builder, low, pointer, index)
                index = builder.select(taken, builder.add(index, index.type(half)), index)
                value = builder.select(taken, high, low)


def read_first(builder: Value, pointer: Value, index: Value, count: Value, vector: Value) -> Value:
    """LLVM: load the first ``count`` numbers of a ``vector``, zeros after them; all if it is ``LANES`` or more."""
    full = builder.icmp_signed(">=", count, count.type(LANES))
    with builder.if_else(full) as (then, otherwise):
        with then:
            whole = read(builder, pointer, index, vector)
            whole_from = builder.block
        with otherwise:
            part = _read_part(builder, pointer, index, count, vector)
            part_from = builder.block
    loaded = builder.phi(vector)
    loaded.add_incoming(whole, whole_from)
    loaded.add_incoming(part, part_from)
    return loaded


def _read_part(builder: Value, pointer: Value, index: Value, count: Value, vector: Value) -> Value:
    """LLVM: fewer than ``LANES``, from the smallest piece, the last in memory, to the largest, the first."""
    part = None
    for half in reversed(HALVES):
        piece_type = ir.VectorType(vector.element, half)
        zeros = ir.Constant(piece_type, None)
        before = builder.block
        taken = _has(builder, count, half)
        place = builder.add(index, builder.and_(count, count.type(-2 * half)))
        with builder.if_then(taken):
            piece = read(builder, pointer, place, piece_type)
            inside = builder.block
        first = builder.phi(piece_type)
        first.add_incoming(piece, inside)
        first.add_incoming(zeros, before)
        if part is None:
            part = builder.shuffle_vector(first, zeros, indices((0, 1)))
        else:
            joined = builder.shuffle_vector(first, part, indices(range(2 * half)))
            alone = builder.shuffle_vector(part, zeros, indices(range(2 * half)))
            part = builder.select(taken, joined, alone)
    return part


def _has(builder: Value, count: Value, half: int) -> Value:
    """LLVM: whether the power of two ``half`` is part of ``count``."""
    return builder.icmp_signed("!=", builder.and_(count, count.type(half)), count.type(0))


@operation(lanes_at)
def load_first(site: Site, pointer: Value, index: Value, count: Value) -> Value:
    """The vector of the ``count`` numbers from ``index`` on, zeros after them; all lanes if it is ``LANES`` or more."""
    return read_first(site.builder, pointer, index, count, vector_of(site.result.dtype))


@operation(nothing)
def store_first(site: Site, pointer: Value, index: Value, lanes: Value, count: Value) -> None:
    """Put the first ``count`` numbers of ``lanes`` at ``index`` and after; all of them if it is ``LANES`` or more."""
    write_first(site.builder, lanes, pointer, index, count)
