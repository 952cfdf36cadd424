"""The places of the forward pass: z = x W + b and a = f(z), neuron by neuron."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from nntui.model.activations import ACTIVATIONS
from nntui.safe_text import number_of
from nntui.session.walk.figures import LISTED, NOT_NEGATIVE, line, shown
from nntui.session.walk.place import Address, Calculation, Place
from nntui.session.walk.scene import LESSON_FORWARD, lesson_name
from nntui.session.walk.sums import Terms, sum_line

if TYPE_CHECKING:
    from nntui.session.walk.scene import WalkScene


def forward_place(scene: WalkScene, address: Address) -> Place:
    """The place of a layer, a neuron or a weight in the forward pass."""
    layer = address.layer or 0
    if address.neuron is None:
        return _layer(scene, layer)
    if address.source is None:
        return _neuron(scene, layer, address.neuron)
    return _weight(scene, address)


def with_numbers(formula: str, numbers: dict[str, int]) -> str:
    """A formula with its symbols replaced by the places of their values: ``a (1 - a)`` is ``{0} · (1 - {0})``."""
    spaced = re.sub(r"\b([a-z])(?= \()", r"\1 ·", formula)
    return re.sub(r"(?<![\w'])([a-zA-Z])(?![\w'(])", lambda found: _place(found[1], numbers), spaced)


def _place(symbol: str, numbers: dict[str, int]) -> str:
    return f"{{{numbers[symbol]}}}" if symbol in numbers else symbol


def _layer(scene: WalkScene, layer: int) -> Place:
    fan_in, fan_out = scene.network.shapes[layer - 1]
    name = scene.network.activation_of(layer - 1)
    bias = " + b" if scene.network.has_bias(layer - 1) else ""
    words = [
        f"{number_of(fan_out, 'neuron')}, each with {number_of(fan_in, 'weight')}{' and a bias' if bias else ''}.",
        f"z = x W{bias}, then a = {ACTIVATIONS[name].formula} ({name}).",
    ]
    if scene.forward.mask(layer - 1) is not None:
        words.append(f"Dropout leaves out {scene.training.dropout_of(layer - 1):.0%} of the neurons of this update.")
    lines = tuple(
        _activation_line(scene, layer, neuron, scene.neuron(layer, neuron)) for neuron in range(min(fan_out, 6))
    )
    if fan_out > len(lines):
        words.append(f"The first {len(lines)} of {fan_out:,} neurons are listed.")
    return Place("forward", Address(layer), f"forward: {scene.layer(layer)}", lines, (Address(layer),), tuple(words))


def _sum(scene: WalkScene, layer: int, neuron: int) -> tuple[Calculation, list[int]]:
    x, weights = scene.forward.layer_inputs[layer - 1][scene.focus], scene.weights_of(layer)[:, neuron]
    bias = scene.weight(layer, neuron, "bias") if scene.network.has_bias(layer - 1) else None
    added = [] if bias is None else [("b", bias)]
    terms = Terms.of([x, weights], lambda number: f"x{number + 1} w{number + 1}", added)
    z = float(scene.forward.pre_activations[layer - 1][scene.focus, neuron])
    lesson = lesson_name(scene, LESSON_FORWARD, layer, "z")
    return sum_line("z", terms, result=z, lesson=lesson, slips=[z - bias] if bias else [])


def _activation_line(scene: WalkScene, layer: int, neuron: int, name: str = "a") -> Calculation:
    from nntui.training.textbook import activation_value

    if scene.silenced(layer, neuron):
        return Calculation(name, "silenced", "", shown(0.0), 0.0, words="It is silenced: it gives 0 whatever z is.")
    activation = scene.network.activation_of(layer - 1)
    record = ACTIVATIONS[activation]
    z = float(scene.forward.pre_activations[layer - 1][scene.focus, neuron])
    a = float(scene.forward.activations[layer - 1][scene.focus, neuron])
    lesson = lesson_name(scene, LESSON_FORWARD, layer, "a")
    if record.output_only:
        row = scene.forward.pre_activations[layer - 1][scene.focus].tolist()
        others = [each for place, each in enumerate(row) if place != neuron]
        if len(row) > LISTED:
            total = _sum_of_exponentials(scene, layer, neuron)[0].value
            formula = "1 / sum of e^(z_k - z)"
            return line(
                name, formula, "1 / {0}", [total], lambda s: 1 / s, result=a, lesson=lesson, within=record.within
            )
        template = "e^{0} / (" + " + ".join(f"e^{{{k}}}" for k in range(len(row))) + ")"
        return line(
            name,
            record.formula,
            template,
            [z, *others],
            lambda own, *rest: 1 / (1 + sum(math.exp(each - own) for each in rest)),
            result=a,
            lesson=lesson,
            within=record.within,
        )
    return line(
        name,
        record.formula,
        with_numbers(record.formula, {"z": 0}),
        [z],
        lambda value: activation_value(activation, value),
        result=a,
        lesson=lesson,
        within=record.within,
        slips=[z],
    )


def _sum_of_exponentials(scene: WalkScene, layer: int, neuron: int) -> tuple[Calculation, list[int]]:
    """The denominator of a softmax of many outputs, with every term divided by the e^z of this one."""
    row = scene.forward.pre_activations[layer - 1][scene.focus].double()
    terms = Terms.of([(row - row[neuron]).exp()], lambda number: f"e^(z{number + 1} - z)")
    return sum_line("sum", terms, result=terms.total, within=NOT_NEGATIVE)


def _neuron(scene: WalkScene, layer: int, neuron: int) -> Place:
    total, listed = _sum(scene, layer, neuron)
    lines = [total]
    if ACTIVATIONS[scene.network.activation_of(layer - 1)].output_only and scene.network.outputs > LISTED:
        lines.append(_sum_of_exponentials(scene, layer, neuron)[0])
    lines.append(_activation_line(scene, layer, neuron))
    masks = scene.forward.mask(layer - 1)
    if masks is not None:
        mask, share = float(masks[scene.focus, neuron]), scene.training.dropout_of(layer - 1)
        dropped = "It is dropped in this update." if not mask else f"Kept, and multiplied by 1 / (1 - {share:g})."
        a = float(scene.forward.activations[layer - 1][scene.focus, neuron])
        low, high = ACTIVATIONS[scene.network.activation_of(layer - 1)].within
        kept = 1 / (1 - share)
        passed_on = line(
            "x",
            "a · mask",
            "{0} · {1}",
            [a, mask],
            lambda a, m: a * m,
            result=a * mask,
            words=dropped,
            within=(low * kept, high * kept),
            slips=[a],
        )
        lines.append(passed_on)
    words = []
    if len(scene.rows) > 1:
        mean = float(scene.forward.activations[layer - 1][:, neuron].mean())
        words.append(f"Mean of a over the {len(scene.rows):,} rows: {shown(mean)}.")
    address = Address(layer, neuron)
    sources = [scene.sources(layer)[place] for place in listed]
    concerns = scene.lit(layer, neuron, sources) + tuple(
        Address(layer - 1, source) for source in sources if isinstance(source, int)
    )
    title = f"forward: {scene.title(address)} ({scene.row})"
    return Place("forward", address, title, tuple(lines), concerns, tuple(words))


def _weight(scene: WalkScene, address: Address) -> Place:
    layer, neuron, source = address.layer or 0, address.neuron or 0, address.source
    assert source is not None
    weight = scene.weight(layer, neuron, source)
    concerns: tuple[Address, ...] = (Address(layer, neuron), address)
    if isinstance(source, int):
        x = float(scene.forward.layer_inputs[layer - 1][scene.focus, source])
        term = line("term", "x · w", "{0} · {1}", [x, weight], lambda x, w: x * w, result=x * weight)
        concerns += (Address(layer - 1, source),)
    else:
        term = line("term", "b", "{0}", [weight], lambda b: b, result=weight)
    z = float(scene.forward.pre_activations[layer - 1][scene.focus, neuron])
    words = (f"One of the {len(scene.sources(layer)):,} terms of z = {shown(z)}.",)
    return Place("forward", address, f"forward: {scene.title(address)} ({scene.row})", (term,), concerns, words)
