"""The places of the backward pass: dL/dz of every neuron and dL/dw of every weight, with their factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.model.activations import ACTIVATIONS
from nntui.session.walk.figures import LISTED, line, shown
from nntui.session.walk.forward import with_numbers
from nntui.session.walk.loss import slope_line
from nntui.session.walk.place import Address, Calculation, Place
from nntui.session.walk.scene import LESSON_BACKWARD, lesson_name
from nntui.session.walk.sums import Terms, sum_line

if TYPE_CHECKING:
    from nntui.session.walk.place import Source
    from nntui.session.walk.scene import WalkScene


def backward_place(scene: WalkScene, address: Address) -> Place:
    """The place of a layer, a neuron or a weight in the backward pass."""
    layer = address.layer or 0
    if address.neuron is None:
        return _layer(scene, layer)
    if address.source is None:
        return _neuron(scene, layer, address.neuron)
    return _weight(scene, layer, address.neuron, address.source)


def _layer(scene: WalkScene, layer: int) -> Place:
    title = f"backward: {scene.layer(layer)}"
    if layer == 0:
        words = ("dL/dx = dL/dz W^T of the first layer; dL/ds = sum over the rows of dL/dx · input.",)
        return Place("backward", Address(0), title, (), (Address(0),), words)
    slopes = scene.step().backward.pre_activation_slopes[layer - 1][scene.focus].tolist()
    lines = tuple(
        Calculation(f"dL/dz of {scene.neuron(layer, place)}", "", "", shown(slope), slope)
        for place, slope in enumerate(slopes[:LISTED])
    )
    start = "the slope of the loss" if layer == scene.last else "dL/dz W^T of the next layer"
    words = (f"dL/da is {start}; dL/dz = dL/da · da/dz; dL/dW = x^T dL/dz, summed over the rows.",)
    return Place("backward", Address(layer), title, lines, (Address(layer),), words)


def _neuron(scene: WalkScene, layer: int, neuron: int) -> Place:
    lines: list[Calculation] = []
    concerns = scene.lit(layer, neuron)
    if layer == scene.last:
        lines.append(slope_line(scene, neuron))
    else:
        came, listed = _from_next(scene, layer, neuron)
        lines.append(came)
        concerns += tuple(Address(layer + 1, target, neuron) for target in listed)
        if scene.silenced(layer, neuron):
            words = "It is silenced: nothing that goes into it changes the loss."
            lines.append(Calculation("dL/da" if layer else "dL/dx", "silenced", "", shown(0.0), 0.0, words=words))
        masks = scene.forward.mask(layer - 1)
        if masks is not None:
            mask = float(masks[scene.focus, neuron])
            lines.append(
                line(
                    "dL/da",
                    "dL/dx · mask",
                    "{0} · {1}",
                    [came.value, mask],
                    lambda x, m: x * m,
                    result=came.value * mask,
                )
            )
    if layer and not (layer == scene.last and scene.step().at_z):
        lines.extend(_through(scene, layer, neuron))
    address = Address(layer, neuron)
    return Place("backward", address, f"backward: {scene.title(address)} ({scene.row})", tuple(lines), concerns)


def _from_next(scene: WalkScene, layer: int, neuron: int) -> tuple[Calculation, list[int]]:
    """The slope at what a neuron passes on, from those of the neurons that take it."""
    step = scene.step()
    slopes = step.backward.pre_activation_slopes[layer][scene.focus]
    terms = Terms.of([slopes, scene.weights_of(layer + 1)[neuron]], lambda number: f"dL/dz{number + 1} w{number + 1}")
    own = step.backward.activation_slopes[layer - 1] if layer else None
    exact = own is not None and scene.forward.mask(layer - 1) is None and not scene.silenced(layer, neuron)
    value = terms.total
    if exact and own is not None:
        value = float(own[scene.focus, neuron])
    name = "dL/da" if exact else "dL/dx"
    lesson = lesson_name(scene, LESSON_BACKWARD, layer, "a")
    words = "Over the neurons that it goes to: their dL/dz times the weight to each."
    return sum_line(name, terms, result=value, lesson=lesson, words=words)


def _through(scene: WalkScene, layer: int, neuron: int) -> tuple[Calculation, Calculation]:
    """da/dz, and its product with dL/da."""
    from nntui.training.textbook import slope_value

    step, name = scene.step(), scene.network.activation_of(layer - 1)
    z = float(scene.forward.pre_activations[layer - 1][scene.focus, neuron])
    a = float(scene.forward.activations[layer - 1][scene.focus, neuron])
    formula = ACTIVATIONS[name].slope_formula
    slope = slope_value(name, z, a)
    own = line(
        "da/dz",
        formula,
        with_numbers(formula, {"z": 0, "a": 1}),
        [z, a],
        lambda z, a: slope_value(name, z, a),
        result=slope,
        within=ACTIVATIONS[name].slope_within,
        slips=[a],
    )
    slopes = step.backward.activation_slopes[layer - 1]
    da = 0.0 if slopes is None else float(slopes[scene.focus, neuron])
    dz = float(step.backward.pre_activation_slopes[layer - 1][scene.focus, neuron])
    lesson = lesson_name(scene, LESSON_BACKWARD, layer, "z")
    product = line(
        "dL/dz",
        "dL/da · da/dz",
        "{0} · {1}",
        [da, slope],
        lambda da, slope: da * slope,
        result=dz,
        lesson=lesson,
        slips=[da, da * a],
    )
    return own, product


def _weight(scene: WalkScene, layer: int, neuron: int, source: Source) -> Place:
    step = scene.step()
    if layer == 0:
        slopes = step.backward.pre_activation_slopes[0]
        row = step.before[scene.parameter(1, 0, neuron) : scene.parameter(1, 0, neuron) + scene.network.sizes[1]]
        errors, factors = (slopes * row).sum(1), scene.forward.inputs[:, neuron]
        symbols = ("dL/ds", "dL/dx", "dx/ds")
    else:
        errors = step.backward.pre_activation_slopes[layer - 1][:, neuron]
        factors = errors.new_ones(len(errors))
        if isinstance(source, int):
            factors = scene.forward.layer_inputs[layer - 1][:, source]
        symbols = ("dL/db", "dL/dz", "dz/db") if source == "bias" else ("dL/dw", "dL/dz", "dz/dw")
    total, error, own = symbols
    meaning = "x, what the weight is multiplied by" if isinstance(source, int) else "the input" if layer == 0 else "1"
    dz, value = float(errors[scene.focus]), float(factors[scene.focus])
    gradient = float(step.gradient[scene.parameter(layer, neuron, source)])
    lines = [
        Calculation(error, "", "", shown(dz), dz, words=f"Of {scene.row}."),
        Calculation(own, "", "", shown(value), value, words=f"This is {meaning}."),
    ]
    if layer and (chain := _chain(scene, layer, neuron, (own, value))) is not None:
        lines.append(chain)
    terms = Terms.of([errors, factors], lambda number: f"{error} · {own} ({scene.rows[number]})")
    symbols_of_sum = f"{error} · {own}" if len(terms) == 1 else f"sum over the rows of {error} · {own}"
    summed, _ = sum_line(total, terms, result=gradient, symbols=symbols_of_sum, slips=[dz * value, dz])
    address = Address(layer, neuron, source)
    concerns = scene.lit(layer, neuron, [source])
    if isinstance(source, int):
        concerns += (Address(layer - 1, source),)
    return Place("backward", address, f"backward: {scene.title(address)}", (*lines, summed), concerns)


def _chain(scene: WalkScene, layer: int, neuron: int, last: tuple[str, float]) -> Calculation | None:
    """This row's share of a gradient as the product of its three factors; None where the loss starts at z."""
    from nntui.training.textbook import slope_value

    slopes = scene.step().backward.activation_slopes[layer - 1]
    if slopes is None:
        return None
    z = float(scene.forward.pre_activations[layer - 1][scene.focus, neuron])
    a = float(scene.forward.activations[layer - 1][scene.focus, neuron])
    da, slope = float(slopes[scene.focus, neuron]), slope_value(scene.network.activation_of(layer - 1), z, a)
    own, value = last
    return line(
        f"share of {scene.row}",
        f"dL/da · da/dz · {own}",
        "{0} · {1} · {2}",
        [da, slope, value],
        lambda da, slope, own: da * slope * own,
        result=da * slope * value,
    )
