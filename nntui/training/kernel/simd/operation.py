"""How the kernel's functions are compiled, and operations that numba lacks, written in LLVM's instructions."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from numba import types
from numba.extending import intrinsic, register_jitable

if TYPE_CHECKING:
    from collections.abc import Callable

FunctionT = TypeVar("FunctionT", bound="Callable[..., Any]")

Lanes: TypeAlias = Any
"""A vector of ``lanes.LANES`` numbers; arithmetic works on all of them at once. Exists in compiled code only."""
Pointer: TypeAlias = Any
"""An address of numbers of one type. Exists in compiled code only."""


def compiled(function: FunctionT) -> FunctionT:
    """``function`` as a part of the kernel: called from compiled code only, so it gets no wrapper for Python.

    It is compiled once for each set of argument types; a constant that is passed makes no other version.
    """
    decorator: Any = register_jitable(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return cast("FunctionT", decorator(function))


Kind: TypeAlias = Any
"""A type of numba's."""
Value: TypeAlias = Any
"""A value, type or builder of LLVM's; also an operation's result in compiled code."""


class Site(NamedTuple):
    """Where an operation is written, and the types that its operands and its result have there."""

    context: Value
    builder: Value
    operands: tuple[Kind, ...]
    result: Kind


def operation(
    result: Callable[..., Kind], *, constants: bool = False
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Make a function for compiled code of ``emit(site, *values)``, which writes its instructions.

    ``result`` gives the type of what it returns from those of its operands, or None where they do not fit. All whole
    numbers are passed as 64-bit ones; with ``constants``, literals keep types of their own.
    """

    def decorate(emit: Callable[..., Value]) -> Callable[..., Value]:
        def definition(_context: Value, *operands: Kind) -> Value:
            passed = [types.intp if isinstance(kind, types.Integer) and not constants else kind for kind in operands]
            returned = result(*passed)
            return None if returned is None else (returned(*passed), lowered)

        def lowered(context: Value, builder: Value, signature: Value, values: Value) -> Value:
            site = Site(context, builder, signature.args, signature.return_type)
            written = emit(site, *values)
            return context.get_dummy_value() if signature.return_type == types.void else written

        with_signature: Value = definition
        with_signature.__signature__ = inspect.signature(emit)  # numba knows no *operands; emit has as many
        return intrinsic(prefer_literal=constants)(definition)

    return decorate


def nothing(*_operands: Kind) -> Kind:
    """The result type of operations that return nothing."""
    return types.void


def number_of(first: Kind, *_others: Kind) -> Kind:
    """The type of the numbers that a pointer, vector or tile holds."""
    return first.dtype


def like_first(first: Kind, *_others: Kind) -> Kind:
    """The type of the first operand."""
    return first


@operation(nothing)
def never_inline(site: Site) -> None:
    """In a function's first line: keep it apart from its callers.

    The optimiser would copy large functions into each of their callers, which costs a minute of compiling for nothing.
    """
    site.builder.function.attributes.add("noinline")
    site.builder.function.attributes.add("optsize")


@operation(nothing)
def always_inline(site: Site) -> None:
    """In a function's first line: make it part of its callers. For few calls with many arguments."""
    site.builder.function.attributes.add("alwaysinline")
