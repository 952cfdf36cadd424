"""``nntui check``: the gradients of a network's weights by formulas, by autograd and by finite differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.cli.output import say, say_json, warn
from nntui.session.check.every import check_every, check_one, error_of
from nntui.session.check.parameter import ParameterPlace
from nntui.session.check.words import cause_words, is_held_fixed, kink_words, objective_notes
from nntui.session.open import open_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nntui.cli.output import Json
    from nntui.session.check.every import EveryCheck
    from nntui.session.check.gradient import GradientCheck
    from nntui.session.options import Options

SHOWN = 20
"""Parameters that the text lists; --json has them all."""


def run(source: str, options: Options, weight: str | None, *, as_json: bool) -> int:
    """Print the gradient of one parameter, or of all with the largest error first.

    In JSON: ``{"epoch", "rows", "training_rows", "parameters", "loss", "penalty", "weights": [{"name", "words",
    "value", "autograd", "formulas", "difference", "step", "error", "penalty", "held_fixed", "kink": {"left", "right",
    "causes"}}], "notes"}``; ``kink`` is null where there is none.
    """
    session = open_source(source, options, warn)
    found = check_every(session) if weight is None else check_one(session, weight)
    if as_json:
        say_json(_object(found))
        return 0
    for line in _lines(found):
        if not say(line):
            break
    return 0


def _object(found: EveryCheck) -> dict[str, Json]:
    checker = found.checker
    notes: list[Json] = [*objective_notes(checker.session, checker.rows.available)]
    return {
        "epoch": checker.epoch,
        "rows": len(checker.rows.places),
        "training_rows": checker.rows.available,
        "parameters": checker.session.network.parameters,
        "loss": found.checks[0].loss,
        "penalty": found.checks[0].penalty_loss,
        "weights": [_weight(found, check) for check in found.checks],
        "notes": notes,
    }


def _weight(found: EveryCheck, check: GradientCheck) -> dict[str, Json]:
    session = found.checker.session
    parameter = ParameterPlace.at(session.network, check.place)
    kink: Json = None
    if check.kink is not None:
        causes: list[Json] = [cause_words(session, unit, found.checker.row_number) for unit in check.kink.causes]
        kink = {"left": check.kink.left, "right": check.kink.right, "causes": causes}
    return {
        "name": parameter.symbol(),
        "words": parameter.name(session.network, session.shape),
        "value": check.weight,
        "autograd": check.autograd,
        "formulas": check.formulas,
        "difference": check.difference,
        "step": check.step,
        "error": error_of(check),
        "penalty": check.penalty,
        "held_fixed": is_held_fixed(session, check.place),
        "kink": kink,
    }


def _lines(found: EveryCheck) -> Iterator[str]:
    checker, session = found.checker, found.checker.session
    count, parameters = len(found.checks), session.network.parameters
    drawn = f"{count:,} of {parameters:,} parameters, drawn at random" if 1 < count < parameters else ""
    yield f"Gradients at epoch {checker.epoch:,} over {checker.rows.words}{f'; {drawn}' if drawn else ''}."
    yield from objective_notes(session, checker.rows.available)
    yield ""
    shown = found.checks[:SHOWN]
    symbols = [ParameterPlace.at(session.network, check.place).symbol() for check in shown]
    width = max(len("weight"), *map(len, symbols))
    heads = f"{'value':>12} {'formulas':>18} {'autograd':>18} {'difference':>18} {'error':>9}"
    yield f"{'weight':<{width}} {heads}"
    for symbol, check in zip(symbols, shown, strict=True):
        three = " ".join(f"{number:>18.11g}" for number in (check.formulas, check.autograd, check.difference))
        end = "  kink" if check.kink is not None else ""
        fixed = "  held fixed" if is_held_fixed(session, check.place) else ""
        yield f"{symbol:<{width}} {check.weight:>12.6g} {three} {error_of(check):>9.1e}{end}{fixed}"
    if len(found.checks) > len(shown):
        yield f"... and {len(found.checks) - len(shown):,} more with smaller errors; --json has them all"
    for check in shown:
        words = kink_words(session, check, checker.row_number)
        if words:
            yield f"{ParameterPlace.at(session.network, check.place).symbol()}: {words}"
    if count == 1:
        (check,) = found.checks
        name = ParameterPlace.at(session.network, check.place).name(session.network, session.shape)
        yield f"{symbols[0]} is the {name}; the step of the difference is {check.step:.2g}."
