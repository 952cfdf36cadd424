"""Vectors of 16 numbers as a numba type, and moving them, or their first few numbers, to and from memory.

The compiler's own vectoriser needs long loops; batches of ten rows are short. Working explicitly on sixteen rows makes
one instruction of each operation (two or four on machines with shorter registers), whatever the sizes, and gives the
same bits on every machine that has a fused multiply-add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.extending import models, register_model
from numba.np.arrayobj import make_array

from nntui.training.kernel.simd.operation import Kind, Site, Value, like_first, nothing, number_of, operation

if TYPE_CHECKING:
    from collections.abc import Iterable

LANES = 16
"""Numbers in a vector."""


class LanesType(types.Type):
    """The numba type of a vector of ``LANES`` numbers of type ``dtype``."""

    def __init__(self, dtype: Kind) -> None:
        self.dtype = dtype
        initialise: Value = super().__init__
        initialise(name=f"Lanes({dtype})")


@register_model(LanesType)
class LanesModel(models.PrimitiveModel):
    """A vector is an LLVM vector, and lives in a register."""

    def __init__(self, manager: Value, lanes: LanesType) -> None:
        initialise: Value = super().__init__
        initialise(manager, lanes, vector_of(lanes.dtype))


def vector_of(dtype: Kind) -> Value:
    """The LLVM type of ``LANES`` numbers of ``dtype``. Raises TypingError for what lanes cannot hold."""
    if dtype not in (types.float32, types.float64):
        raise TypingError(f"lanes hold float32 or float64, not {dtype}")
    return ir.VectorType(ir.FloatType() if dtype == types.float32 else ir.DoubleType(), LANES)


def indices(values: Iterable[int]) -> Value:
    """The LLVM constant that a shuffle picks by: a vector of 32-bit integers."""
    picked = list(values)
    return ir.Constant(ir.VectorType(ir.IntType(32), len(picked)), picked)


def splat(builder: Value, number: Value) -> Value:
    """LLVM: a vector with ``number`` in all lanes."""
    empty = ir.Constant(ir.VectorType(number.type, LANES), ir.Undefined)
    first = builder.insert_element(empty, number, ir.IntType(32)(0))
    return builder.shuffle_vector(first, first, indices([0] * LANES))


def read(builder: Value, pointer: Value, index: Value, vector: Value) -> Value:
    """LLVM: load a value of the vector type ``vector`` from number ``index`` on, aligned as numbers are."""
    place = builder.bitcast(builder.gep(pointer, [index]), vector.as_pointer())
    return builder.load(place, align=_bytes(vector))


def write(builder: Value, value: Value, pointer: Value, index: Value) -> None:
    """LLVM: store the vector ``value`` from number ``index`` on."""
    place = builder.bitcast(builder.gep(pointer, [index]), value.type.as_pointer())
    builder.store(value, place, align=_bytes(value.type))


def _bytes(vector: Value) -> int:
    return 4 if isinstance(vector.element, ir.FloatType) else 8


def lanes_at(pointer: Kind, *_others: Kind) -> Kind:
    """The type of a vector of what ``pointer`` points to."""
    return LanesType(pointer.dtype)


@operation(lambda array: types.CPointer(array.dtype))
def pointer_to(site: Site, array: Value) -> Value:
    """The address of the first number of a contiguous array, which the caller keeps alive."""
    return make_array(site.operands[0])(site.context, site.builder, array).data


@operation(like_first)
def moved(site: Site, pointer: Value, index: Value) -> Value:
    """The address of number ``index`` from ``pointer``."""
    return site.builder.gep(pointer, [index])


@operation(number_of)
def peek(site: Site, pointer: Value, index: Value) -> Value:
    """Number ``index`` from ``pointer``."""
    return site.builder.load(site.builder.gep(pointer, [index]))


@operation(nothing)
def poke(site: Site, pointer: Value, index: Value, number: Value) -> None:
    """Set number ``index`` from ``pointer`` to ``number``."""
    stored = site.context.cast(site.builder, number, site.operands[2], site.operands[0].dtype)
    site.builder.store(stored, site.builder.gep(pointer, [index]))


@operation(lanes_at)
def load(site: Site, pointer: Value, index: Value) -> Value:
    """The vector of the numbers from ``index`` on."""
    return read(site.builder, pointer, index, vector_of(site.result.dtype))


@operation(nothing)
def store(site: Site, pointer: Value, index: Value, lanes: Value) -> None:
    """Put the vector ``lanes`` at the numbers from ``index`` on."""
    write(site.builder, lanes, pointer, index)


@operation(lanes_at)
def filled(site: Site, _pointer: Value, number: Value) -> Value:
    """A vector, of the numbers that ``pointer`` points to, with ``number`` in all lanes."""
    return splat(site.builder, site.context.cast(site.builder, number, site.operands[1], site.result.dtype))


@operation(lambda pointer, count: pointer if isinstance(count, types.IntegerLiteral) else None, constants=True)
def room_for(site: Site, pointer: Value, _count: Value) -> Value:
    """The address of room for ``count`` (a constant) numbers of what ``pointer`` points to, while the function runs."""
    room = ir.ArrayType(vector_of(site.result.dtype).element, site.operands[1].literal_value)
    place = cgutils.alloca_once(site.builder, room)
    place.align = 64
    return site.builder.bitcast(place, pointer.type)


HALVES = (8, 4, 2, 1)
"""A count of fewer than 16 numbers is split into these, which is four branches on every machine; where there are no
masked instructions, the compiler writes sixteen."""


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
