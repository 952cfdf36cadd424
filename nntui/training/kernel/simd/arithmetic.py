"""Arithmetic on vectors, lane by lane. A plain number beside a vector acts as a vector full of it."""

from __future__ import annotations

import inspect
import operator
from typing import TYPE_CHECKING

from llvmlite import ir
from numba import types
from numba.extending import lower_builtin, type_callable

from nntui.training.kernel.simd.lanes import LANES, LanesType, indices, splat, vector_of
from nntui.training.kernel.simd.operation import Kind, Site, Value, like_first, number_of, operation

if TYPE_CHECKING:
    from collections.abc import Callable

MANTISSA_BITS, BIAS = 23, 127
"""A float32's exponent lies above this many bits, and is stored with this bias."""
MANTISSA, ONE = 0x007FFFFF, 0x3F800000


def _lanes_among(*operands: Kind) -> Kind:
    """The vector type among numba types that are vectors and numbers, else None."""
    lanes = [operand for operand in operands if isinstance(operand, LanesType)]
    fit = all(isinstance(operand, LanesType | types.Number) for operand in operands)
    return lanes[0] if lanes and fit else None


def _vectors(site: Site, values: tuple[Value, ...]) -> list[Value]:
    """``values`` with the plain numbers among them spread over vectors."""
    return [
        value
        if isinstance(kind, LanesType)
        else splat(site.builder, site.context.cast(site.builder, value, kind, site.result.dtype))
        for kind, value in zip(site.operands, values, strict=True)
    ]


def _lane_by_lane(emit: Callable[..., Value]) -> Callable[..., Value]:
    """A function for compiled code that does ``emit(builder, *vectors)``."""

    def on_vectors(site: Site, *values: Value) -> Value:
        return emit(site.builder, *_vectors(site, values))

    as_one_wants: Value = on_vectors
    as_one_wants.__signature__ = inspect.signature(emit)
    return operation(_lanes_among)(on_vectors)


def _operator(symbol: Value, instruction: str) -> None:
    """Make ``symbol``, an operator of Python's, the LLVM ``instruction`` on vectors."""

    @type_callable(symbol)
    def typed(_context: Value) -> Value:
        return _lanes_among

    def lowered(context: Value, builder: Value, signature: Value, values: Value) -> Value:
        site = Site(context, builder, signature.args, signature.return_type)
        return getattr(builder, instruction)(*_vectors(site, values))

    for operands in ((LanesType, LanesType), (LanesType, types.Number), (types.Number, LanesType)):
        lower_builtin(symbol, *operands)(lowered)


def call(builder: Value, name: str, *vectors: Value) -> Value:
    """LLVM: the intrinsic ``llvm.<name>`` of vectors of one type."""
    vector = vectors[0].type
    number = "f32" if isinstance(vector.element, ir.FloatType) else "f64"
    full_name = f"llvm.{name}.v{vector.count}{number}"
    function = builder.module.globals.get(full_name)
    if function is None:
        function = ir.Function(builder.module, ir.FunctionType(vector, [vector] * len(vectors)), full_name)
    return builder.call(function, vectors)


def _bits(builder: Value, a: Value) -> Value:
    """LLVM: a vector of float32 as one of integers."""
    return builder.bitcast(a, ir.VectorType(ir.IntType(32), LANES))


def _full_of(like: Value, number: int) -> Value:
    return ir.Constant(like.type, [number] * LANES)


_operator(operator.add, "fadd")
_operator(operator.sub, "fsub")
_operator(operator.mul, "fmul")
_operator(operator.truediv, "fdiv")


@_lane_by_lane
def multiply_add(builder: Value, a: Value, b: Value, c: Value) -> Value:
    """a * b + c, in one rounding where the machine can."""
    return call(builder, "fmuladd", a, b, c)


@_lane_by_lane
def square_root(builder: Value, a: Value) -> Value:
    """The square root of a."""
    return call(builder, "sqrt", a)


@_lane_by_lane
def magnitude(builder: Value, a: Value) -> Value:
    """a without its sign."""
    return call(builder, "fabs", a)


@_lane_by_lane
def signed_as(builder: Value, a: Value, b: Value) -> Value:
    """The magnitude of a with the sign of b."""
    return call(builder, "copysign", a, b)


@_lane_by_lane
def if_greater(builder: Value, a: Value, b: Value, then: Value, otherwise: Value) -> Value:
    """``then`` where a > b, else ``otherwise``, which a NaN in a or b chooses too."""
    return builder.select(builder.fcmp_ordered(">", a, b), then, otherwise)


@_lane_by_lane
def shifted_to_exponent(builder: Value, a: Value) -> Value:
    """float32 only: the lowest 8 bits of a, moved to the exponent's place, all else cleared."""
    bits = _bits(builder, a)
    return builder.bitcast(builder.shl(bits, _full_of(bits, MANTISSA_BITS)), a.type)


@_lane_by_lane
def exponent(builder: Value, a: Value) -> Value:
    """float32 only: n where a is m * 2**n with 1 <= m < 2."""
    bits = _bits(builder, a)
    biased = builder.lshr(bits, _full_of(bits, MANTISSA_BITS))
    return builder.sitofp(builder.sub(biased, _full_of(bits, BIAS)), a.type)


@_lane_by_lane
def mantissa(builder: Value, a: Value) -> Value:
    """float32 only: m where a is m * 2**n with 1 <= m < 2."""
    bits = _bits(builder, a)
    kept = builder.and_(bits, _full_of(bits, MANTISSA))
    return builder.bitcast(builder.or_(kept, _full_of(bits, ONE)), a.type)


@operation(like_first)
def keep_first(site: Site, lanes: Value, count: Value) -> Value:
    """``lanes`` with zero in lane ``count`` and after."""
    builder = site.builder
    limit = splat(builder, builder.trunc(count, ir.IntType(32)))
    kept = builder.icmp_signed("<", indices(range(LANES)), limit)
    return builder.select(kept, lanes, ir.Constant(vector_of(site.result.dtype), None))


@operation(number_of)
def total(site: Site, lanes: Value) -> Value:
    """The sum over the lanes, added in a fixed order: halves, quarters, eighths."""
    rest, count = lanes, LANES
    while count > 1:
        count //= 2
        low = site.builder.shuffle_vector(rest, rest, indices(range(count)))
        high = site.builder.shuffle_vector(rest, rest, indices(range(count, 2 * count)))
        rest = site.builder.fadd(low, high)
    return site.builder.extract_element(rest, ir.IntType(32)(0))


@operation(number_of)
def item(site: Site, lanes: Value, index: Value) -> Value:
    """The number in lane ``index``."""
    return site.builder.extract_element(lanes, index)


@operation(like_first)
def with_item(site: Site, lanes: Value, index: Value, number: Value) -> Value:
    """``lanes`` with ``number`` in lane ``index``."""
    return site.builder.insert_element(lanes, number, index)
