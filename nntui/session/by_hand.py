"""Changes of single weights by hand: typed, nudged, set back to first values, frozen; and neurons that are silenced."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.errors import TrainingError
from nntui.model.holding import incoming_places, mask_of, ranges_of
from nntui.safe_text import one_line
from nntui.session.check.parameter import ParameterPlace, neuron_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.model.spec import NeuronAddress
    from nntui.session.session import Session
    from nntui.training.records import Checkpoint

SMALLEST_NUDGE = 0.01
LARGEST_WEIGHT = float(np.finfo(np.float32).max)
LONGEST_NAME = 24
"""Most characters of a column's name in the name of an edit."""
CHARACTERS = frozenset("0123456789+-.eE")
"""Those of a typed weight."""


@dataclass(frozen=True, slots=True)
class HandEdit:
    """The ``session`` after a change, and the ``name`` of the change: "W1[2,3] 0.5 -> 1".

    ``changes`` is False where everything was so already, as the ``name`` then says. ``answers`` says how far the
    network's answers changed, where that was calculated.
    """

    session: Session
    name: str
    changes: bool = True
    answers: str = ""


def read_weight(text: str) -> float:
    """The number that was typed for a weight. Raises TrainingError for anything else, and beyond float32."""
    typed = text.strip()
    try:
        value = float(typed) if typed and CHARACTERS.issuperset(typed) else math.nan
    except ValueError:
        value = math.nan
    if math.isnan(value):
        what = f"{one_line(typed)!r} is not a number" if typed else "no number is given"
        raise TrainingError(f"{what}; type one, as 0.5 or -1e-3")
    if abs(value) > LARGEST_WEIGHT:
        raise TrainingError(f"{one_line(typed)!r} is too large for a weight; the largest is {LARGEST_WEIGHT:.2g}")
    return float(np.float32(value)) + 0.0


def short_number(value: float) -> str:
    """A weight in the name of an edit: 0.5, -1.235, 1e-05."""
    return f"{value:.4g}"


def nudge_of(value: float) -> float:
    """The step by which a weight is nudged: one in its second digit, at least ``SMALLEST_NUDGE``."""
    if not value:
        return SMALLEST_NUDGE
    digit: float = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return max(SMALLEST_NUDGE, digit)


def typed(session: Session, parameter: ParameterPlace, value: float) -> HandEdit:
    """The session with ``value`` for a parameter."""
    place, symbol = parameter.place(session.network), parameter.symbol()
    before = float(_reached(session).weights[place])
    if before == value:
        return HandEdit(session, f"{symbol} is {short_number(value)} already", changes=False)
    after = _with_weights(session, np.array([place]), np.array([value]))
    return HandEdit(after, f"{symbol} {short_number(before)} -> {short_number(value)}")


def nudged(session: Session, parameter: ParameterPlace, steps: int) -> HandEdit:
    """The session with a parameter a few ``steps`` larger, or smaller. Raises TrainingError for one not finite."""
    value = float(_reached(session).weights[parameter.place(session.network)])
    if not math.isfinite(value):
        raise TrainingError(f"{parameter.symbol()} is not a finite number; type a value for it")
    for _ in range(abs(steps)):
        value += math.copysign(nudge_of(value), steps)
    largest = math.copysign(LARGEST_WEIGHT, value)
    value = float(np.float32(min(value, largest) if value > 0 else max(value, largest)))
    return typed(session, parameter, 0.0 if abs(value) < SMALLEST_NUDGE / 1000 else value)


def first_back(session: Session, held: ParameterPlace | NeuronAddress) -> HandEdit:
    """The session with the first value of a parameter, or of all that goes into a neuron."""
    reached, places = _reached(session), places_of(session, held)
    if isinstance(held, ParameterPlace):
        after = typed(session, held, float(reached.first[places[0]]))
        return after if not after.changes else dataclasses.replace(after, name=f"{after.name}, its first value")
    name = hand_name(session, held)
    if np.array_equal(reached.weights[places], reached.first[places]):
        return HandEdit(session, f"all that goes into {name} has its first value already", changes=False)
    return HandEdit(_with_weights(session, places, reached.first[places]), f"{name} has its first weights")


def frozen(session: Session, held: ParameterPlace | NeuronAddress) -> HandEdit:
    """The session with a parameter, or all that goes into a neuron, frozen; released where all of it was frozen."""
    network, places = session.network, places_of(session, held)
    if not len(places):
        raise TrainingError(f"nothing goes into {hand_name(session, held)} that could be frozen")
    mask = mask_of(network.frozen_places, network.parameters)
    release = bool(mask[places].all())
    mask[places] = not release
    what = hand_name(session, held)
    what = what if isinstance(held, ParameterPlace) else f"all that goes into {what}"
    after = _arrived(session, _reached(session), frozen_places=ranges_of(mask))
    return HandEdit(after, f"{what} {'released' if release else 'frozen'}")


def silenced(session: Session, neuron: NeuronAddress) -> HandEdit:
    """The session with a neuron silenced, or restored where it was silenced. Raises TrainingError for an output."""
    network, name = session.network, hand_name(session, neuron)
    if neuron[0] == len(network.shapes):
        raise TrainingError(f"{name} is an output, which cannot be silenced; choose an input or a hidden neuron")
    others = [each for each in network.silenced if each != neuron]
    restore = len(others) < len(network.silenced)
    now = tuple(others) if restore else tuple(sorted([*others, neuron]))
    after = _arrived(session, _reached(session), silenced=now)
    return HandEdit(after, f"{name} {'restored' if restore else 'silenced'}")


def frozen_count(session: Session) -> int:
    """The number of parameters that were frozen one by one."""
    return sum(end - start for start, end in session.network.frozen_places)


def silenced_names(session: Session) -> list[str]:
    """The names of the silenced neurons."""
    return [hand_name(session, neuron) for neuron in session.network.silenced]


def places_of(session: Session, held: ParameterPlace | NeuronAddress) -> NDArray[np.int64]:
    """The places of a parameter, or of all that goes into a neuron."""
    network = session.network
    return np.array([held.place(network)]) if isinstance(held, ParameterPlace) else incoming_places(network, held)


def hand_name(session: Session, held: ParameterPlace | NeuronAddress) -> str:
    """The short name of a parameter or a neuron: W1[2,3], h3, hidden 2 h3, or that of a column."""
    if isinstance(held, ParameterPlace):
        return held.symbol()
    layer, index = held
    hidden = len(session.network.hidden)
    if 0 < layer <= hidden:
        return f"h{index + 1}" if hidden == 1 else f"hidden {layer} h{index + 1}"
    return one_line(neuron_name(session.network, session.shape, layer, index), LONGEST_NAME)


def _reached(session: Session) -> Checkpoint:
    if session.checkpoint is None:
        raise TrainingError("there are no weights yet; wait until the network is loaded")
    return session.checkpoint


def _with_weights(session: Session, places: NDArray[np.int64], values: NDArray[np.floating]) -> Session:
    reached = _reached(session)
    weights = reached.weights.copy()
    weights[places] = values
    weights.setflags(write=False)
    return _arrived(session, dataclasses.replace(reached, weights=weights))


def _arrived(session: Session, reached: Checkpoint, **network: object) -> Session:
    """The session at ``reached``, paused, with other fields of the network; untrained, it needs no checkpoint."""
    reached = dataclasses.replace(reached, state="paused", reason="")
    checkpoint = None if reached.untrained else reached
    return replace(session, network=session.network.changed(**network), checkpoint=checkpoint)
