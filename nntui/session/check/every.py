"""Gradient checks of many parameters, the largest error first. Numpy only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nntui.errors import DataError
from nntui.safe_text import one_line
from nntui.session.check.checker import PASSES, Checker
from nntui.session.check.parameter import ParameterPlace
from nntui.session.check.rows import LEAST_ROWS, MOST_WORK

if TYPE_CHECKING:
    from nntui.model.spec import NetworkSpec
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.session import Session

OVERHEAD = 60
"""Rows that take as long as what a check takes beside its rows, nearly."""
LONGER = 3
"""A check of every parameter may take so many times as long as one of a single one on the screen."""
SYMBOL = re.compile(r"(?P<kind>w|b)(?P<layer>\d+)\[(?P<first>\d+)(?:,(?P<second>\d+))?\]|scale\[(?P<input>\d+)\]")


@dataclass(frozen=True, slots=True, eq=False)
class EveryCheck:
    """The ``checks`` of some parameters of a network, the one with the largest error first, and who made them."""

    checks: tuple[GradientCheck, ...]
    checker: Checker


def error_of(check: GradientCheck) -> float:
    """How far the gradient by formulas or by finite difference is from that of autograd, the larger of both."""
    return max(abs(check.formulas - check.autograd), abs(check.difference - check.autograd))


def check_every(session: Session) -> EveryCheck:
    """The checks of all parameters, or of as many, drawn at random, as a few seconds allow.

    Raises NntuiError where there is nothing to check.
    """
    parameters, most = session.network.parameters, LONGER * MOST_WORK
    each = PASSES * parameters * (LEAST_ROWS + OVERHEAD)
    count = min(parameters, max(1, int(most / each)))
    checker = Checker(session, checks=count / LONGER)
    places = np.arange(parameters)
    if count < parameters:
        places = np.sort(np.random.default_rng(session.training.seed).permutation(parameters)[:count])
    checks = sorted(checker.gradients(places.tolist()), key=error_of, reverse=True)
    return EveryCheck(tuple(checks), checker)


def check_one(session: Session, name: str) -> EveryCheck:
    """The check of the parameter ``name``: ``W1[2,3]``, ``b1[3]`` or ``scale[2]``.

    Raises DataError for a name that the network does not have, and NntuiError where there is nothing to check.
    """
    place = place_named(session.network, name)
    checker = Checker(session)
    return EveryCheck(tuple(checker.gradients([place])), checker)


def place_named(network: NetworkSpec, name: str) -> int:
    """The place of the parameter that ``ParameterPlace.symbol`` calls so. Raises DataError if there is none."""
    found = SYMBOL.fullmatch(name.replace(" ", "").lower())
    if found is None:
        raise DataError(f"weight {one_line(name)!r}: give W1[2,3], b1[3] or scale[2], numbered from 1")
    kind, first, second = found["kind"], int(found["first"] or 0) - 1, int(found["second"] or 0) - 1
    layer = int(found["layer"] or 0) - 1
    try:
        if kind is None:
            return ParameterPlace("input scale", 0, int(found["input"]) - 1).place(network)
        if (kind == "w") != (found["second"] is not None) or layer < 0:
            raise IndexError(name)
        if kind == "w":
            return ParameterPlace("weight", layer, second, first).place(network)
        return ParameterPlace("bias", layer, first).place(network)
    except IndexError:
        known = [ParameterPlace.at(network, place).symbol() for place in (0, network.parameters - 1)]
        reason = f"a {network.sizes_text} network has none of this name; its parameters are {known[0]} to {known[1]}"
        raise DataError(f"weight {one_line(name)}: {reason}") from None
