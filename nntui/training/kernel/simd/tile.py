"""A tile: a few vectors held in registers together while a matrix product sums into them."""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.extending import models, register_model

from nntui.training.kernel.simd.arithmetic import call
from nntui.training.kernel.simd.lanes import LANES, indices, read, splat, vector_of, write
from nntui.training.kernel.simd.operation import Kind, Site, Value, like_first, nothing, operation

NEAR = 4
"""Numbers whose addresses are found from one: machines add one, two or three steps to an address while they load."""


class TileType(types.Type):
    """The numba type of ``height`` vectors of numbers of type ``dtype``."""

    def __init__(self, dtype: Kind, height: int) -> None:
        self.dtype = dtype
        self.height = height
        initialise: Value = super().__init__
        initialise(name=f"Tile({dtype}, {height})")


@register_model(TileType)
class TileModel(models.PrimitiveModel):
    """A tile is an LLVM array of vectors, which the optimiser splits into registers."""

    def __init__(self, manager: Value, tile: TileType) -> None:
        initialise: Value = super().__init__
        initialise(manager, tile, _array_of(tile))


def _array_of(tile: TileType) -> Value:
    return ir.ArrayType(vector_of(tile.dtype), tile.height)


def _tile_at(pointer: Kind, height: Kind) -> Kind:
    return TileType(pointer.dtype, height.literal_value) if isinstance(height, types.IntegerLiteral) else None


@operation(_tile_at, constants=True)
def empty_tile(site: Site, _pointer: Value, _height: Value) -> Value:
    """A tile of ``height`` (a constant) vectors of zeros, of the numbers that ``pointer`` points to."""
    return ir.Constant(_array_of(site.result), None)


@operation(like_first)
def tile_multiply_add(site: Site, tile: Value, numbers: Value, step: Value, lanes: Value) -> Value:
    """``tile`` with ``lanes`` times the number ``k * step`` from ``numbers`` added to its vector k, for each k."""
    builder = site.builder
    numbers = _opaque(builder, numbers)
    for k in range(site.result.height):
        if k and k % NEAR == 0:
            numbers = builder.gep(numbers, [builder.mul(step, step.type(NEAR))])
        place = builder.gep(numbers, [builder.mul(step, step.type(k % NEAR))])
        added = call(builder, "fmuladd", splat(builder, builder.load(place)), lanes, builder.extract_value(tile, k))
        tile = builder.insert_value(tile, added, k)
    return tile


def _opaque(builder: Value, pointer: Value) -> Value:
    """LLVM: ``pointer``, its origin hidden from the optimiser.

    It would compute each address by an addition to the last, a chain that takes twice as long as the multiplications.
    """
    return builder.asm(ir.FunctionType(pointer.type, [pointer.type]), "", "=r,0", [pointer], side_effect=False)


@operation(like_first)
def load_tile(site: Site, tile: Value, pointer: Value, step: Value) -> Value:
    """A tile like ``tile`` whose vector k is at ``k * step`` from ``pointer``."""
    index = step.type(0)
    for k in range(site.result.height):
        vector = read(site.builder, pointer, index, vector_of(site.result.dtype))
        tile = site.builder.insert_value(tile, vector, k)
        index = site.builder.add(index, step)
    return tile


@operation(lambda table, *_others: TileType(table.dtype, LANES))
def load_rows(site: Site, table: Value, width: Value, order: Value, count: Value) -> Value:
    """A square tile whose vector k starts row ``order[k]`` of a table of rows of ``width``.

    If ``order`` has fewer entries, ``count`` of them, the last is repeated.
    """
    builder = site.builder
    tile = ir.Constant(_array_of(site.result), None)
    last = builder.sub(count, count.type(1))
    for k in range(site.result.height):
        place = builder.select(builder.icmp_signed("<", last, last.type(k)), last, last.type(k))
        row = builder.load(builder.gep(order, [place]))
        vector = read(builder, table, builder.mul(row, width), vector_of(site.result.dtype))
        tile = builder.insert_value(tile, vector, k)
    return tile


@operation(nothing)
def store_tile(site: Site, tile: Value, pointer: Value, step: Value) -> None:
    """Put vector k of ``tile`` at ``k * step`` from ``pointer``, for each k."""
    index = step.type(0)
    for k in range(site.operands[0].height):
        write(site.builder, site.builder.extract_value(tile, k), pointer, index)
        index = site.builder.add(index, step)


@operation(like_first)
def transposed_tile(site: Site, tile: Value) -> Value:
    """A square tile with rows and columns exchanged: in four rounds, blocks of 8, 4, 2 and 1 change places in pairs."""
    builder = site.builder
    vectors = [builder.extract_value(tile, k) for k in range(LANES)]
    for size in (8, 4, 2, 1):
        for upper in (k for k in range(LANES) if not k & size):
            a, b = vectors[upper], vectors[upper + size]
            own = [lane if not lane & size else lane - size + LANES for lane in range(LANES)]
            other = [lane + size if not lane & size else lane + LANES for lane in range(LANES)]
            vectors[upper] = builder.shuffle_vector(a, b, indices(own))
            vectors[upper + size] = builder.shuffle_vector(a, b, indices(other))
    for k, vector in enumerate(vectors):
        tile = builder.insert_value(tile, vector, k)
    return tile
