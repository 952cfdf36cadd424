"""The places of the inputs: how a cell of the table became a number of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nntui.data.encoding.coders import feature_slices
from nntui.data.encoding.scaling import Scale
from nntui.data.scalings import signed_log
from nntui.safe_text import number_of, quoted, visible
from nntui.session.walk.figures import SHARE, line, shown
from nntui.session.walk.place import Address, Calculation, Place

if TYPE_CHECKING:
    from nntui.data.encoding.coders import Coder
    from nntui.data.kinds import Cell
    from nntui.session.walk.scene import WalkScene


def input_place(scene: WalkScene, address: Address) -> Place:
    """The place of all inputs, or of one."""
    if address.neuron is None:
        return _all(scene)
    coder, feature = _coder_of(scene, address.neuron)
    value = float(scene.forward.inputs[scene.focus, address.neuron])
    cell = scene.cells(scene.focus).get(coder.name)
    lines, words = _encoded(coder, feature, cell, value)
    lines = (*scene.calculated(coder.name), *lines)
    if scene.network.input_scale:
        factor = scene.weight(0, address.neuron, "scale")
        scaled = float(scene.forward.layer_inputs[0][scene.focus, address.neuron])
        product = line("x", "input · scale", "{0} · {1}", [value, factor], lambda x, s: x * s, result=scaled)
        lines = (*lines, product)
    if scene.silenced(0, address.neuron):
        silent = Calculation("x", "silenced", "", shown(0.0), 0.0, words="It is silenced: the network gets 0 for it.")
        lines = (*(each for each in lines if each.name != "x"), silent)
    concerns = scene.lit(0, address.neuron, scene.sources(0))
    return Place("inputs", address, f"input: {scene.title(address)} ({scene.row})", lines, concerns, words)


def _all(scene: WalkScene) -> Place:
    width = scene.network.inputs
    lines = tuple(
        Calculation(scene.neuron(0, place), "", "", shown(value), value)
        for place, value in enumerate(scene.forward.layer_inputs[0][scene.focus].tolist()[:6])
    )
    more = f" The first {len(lines)} are listed." if width > len(lines) else ""
    words = (f"{scene.row[:1].upper()}{scene.row[1:]} as {number_of(width, 'number')}, scaled.{more}",)
    return Place("inputs", Address(0), "inputs", lines, (Address(0),), words)


def _coder_of(scene: WalkScene, feature: int) -> tuple[Coder, int]:
    """The coder that makes input ``feature``, and which of its numbers that is."""
    for coder, columns in zip(scene.encoder.inputs, feature_slices(scene.encoder.inputs), strict=True):
        if columns.start <= feature < columns.stop:
            return coder, feature - columns.start
    raise IndexError(feature)


def _encoded(coder: Coder, feature: int, cell: Cell, value: float) -> tuple[tuple[Calculation, ...], tuple[str, ...]]:
    if not isinstance(coder, Scale):
        text = "empty" if cell is None else quoted(str(cell))
        filled = f", filled in as {quoted(str(coder.fill))}" if cell is None and coder.fill is not None else ""
        meaning = "1 where the cell is this level, else 0" if len(coder.features) > 1 else "1 for yes, 0 for no"
        told = f"The cell is {text}{filled}: {visible(coder.features[feature])} is {meaning}."
        return (Calculation("input", "", "", shown(value), value, within=SHARE),), (told,)
    words: list[str] = []
    number = cell if isinstance(cell, int | float) else coder.fill
    if cell is None:
        words.append(f"The cell is empty; {shown(coder.fill or 0.0)} is filled in, as in training.")
    if number is None:
        return (Calculation("input", "", "", shown(value), value),), tuple(words)
    if coder.date_format is not None:
        words.append(f"{coder.spelled(float(number))} is counted in days.")
    return _scaled(coder, float(number), value, words), tuple(words)


def _scaled(coder: Scale, number: float, value: float, words: list[str]) -> tuple[Calculation, ...]:
    lines: list[Calculation] = []
    if coder.log_unit is not None:
        unit = coder.log_unit
        log = float(signed_log(np.array([number]), unit)[0])
        symbols = "sign(cell) · ln(1 + |cell| / unit)"
        lines.append(
            line(
                "log",
                symbols,
                "ln(1 + |{0}| / {1})" if number >= 0 else "-ln(1 + |{0}| / {1})",
                [number, unit],
                lambda cell, unit: float(signed_log(np.array([cell]), unit)[0]),
                result=log,
            )
        )
        number = log
    scaled = (number - coder.offset) / coder.divisor
    name = "log" if lines else "cell"
    if coder.offset:
        values, symbols, template = (
            [number, coder.offset, coder.divisor],
            f"({name} - offset) / divisor",
            "({0} - {1}) / {2}",
        )
        lines.append(line("input", symbols, template, values, lambda x, o, d: (x - o) / d, result=scaled))
    else:
        values = [number, coder.divisor]
        lines.append(line("input", f"{name} / divisor", "{0} / {1}", values, lambda x, d: x / d, result=scaled))
    if coder.limit is not None and abs(scaled) > coder.limit:
        words.append(f"It is kept within {coder.limit:g} of 0.")
        lines.append(Calculation("input", f"kept within {coder.limit:g}", "", shown(value), value))
    return tuple(lines)
