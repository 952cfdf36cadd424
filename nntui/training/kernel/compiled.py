"""How the kernel's functions are compiled, in a form that type checkers can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from numba.extending import register_jitable

from nntui.training.kernel.operation import Site, nothing, operation

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

Lanes: TypeAlias = Any
"""A vector of ``lanes.LANES`` numbers; arithmetic works on all of them at once. Exists in compiled code only."""
Pointer: TypeAlias = Any
"""An address of numbers of one type. Exists in compiled code only."""


def compiled(function: Function) -> Function:
    """``function`` as a part of the kernel: called from compiled code only, so it gets no wrapper for Python.

    It is compiled once for each set of argument types; a constant that is passed makes no other version.
    """
    decorator: Any = register_jitable(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
    return cast("Function", decorator(function))


@operation(nothing)
def never_inline(site: Site) -> None:
    """In a function's first line: keep it apart from its callers.

    The optimiser would copy large functions into each of their callers, for nothing but a minute of compiling.
    """
    site.builder.function.attributes.add("noinline")
    site.builder.function.attributes.add("optsize")


@operation(nothing)
def always_inline(site: Site) -> None:
    """In a function's first line: make it part of its callers. For few calls with many arguments."""
    site.builder.function.attributes.add("alwaysinline")
