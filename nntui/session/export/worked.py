"""One update by hand as a script: the forward pass, the loss, the backward pass and the step, each number printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nntui.model.layout import input_scale_slice, layer_slices
from nntui.safe_text import one_line
from nntui.session.export.helpers import with_helpers
from nntui.session.export.literals import comment_text, tensor_text
from nntui.session.export.network import active_code, layer_code, parameters_code
from nntui.session.export.stepping import ParameterTensor, step_lines
from nntui.session.export.tables import ACTIVATION_CODE, LOSS_CODE, LOSS_SLOPE_CODE, SLOPE_CODE
from nntui.session.walk.scene import LESSON_BACKWARD, LESSON_FORWARD, lesson_name
from nntui.training.losses import LOSSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from nntui.session.walk import Phase, Walk
    from nntui.session.walk.scene import WalkScene

NUMBERS_SHOWN = 4
"""Numbers of a layer that a comment shows."""
ROWS_NAMED = 6
"""Rows that the comment above the inputs names."""


def walk_script(walk: Walk) -> str:
    """A program that makes the update of ``walk`` by hand and prints its numbers, as far as the walk goes.

    It needs nothing but PyTorch and uses no autograd. Raises DataError for a network too large for a script.
    """
    return _script(walk.scene, walk.last, walk.title)


def pass_script(walk: Walk) -> str:
    """A program that makes the forward pass of the row, or the question, that ``walk`` is about, without dropout.

    Raises DataError for a network too large for a script.
    """
    from nntui.model.trace import forward_pass  # torch: loaded with the first walk

    scene = walk.scene
    inputs = scene.forward.inputs[scene.focus : scene.focus + 1]
    forward = forward_pass(scene.network, scene.weights, inputs)
    return _script(replace(scene, forward=forward, rows=[scene.row], focus=0), "forward", scene.row)


def _script(scene: WalkScene, last: Phase, title: str) -> str:
    sections = [_data_code(scene, last), "\n".join(_forward_lines(scene))]
    if last != "forward":
        sections.append("\n".join(_loss_lines(scene)))
    if last == "after":
        sections += ["\n".join(_backward_lines(scene)), "\n".join(_update_lines(scene)), "\n".join(_after_lines(scene))]
    parts = [parameters_code(scene.network, scene.weights.numpy(), "before the update"), *sections]
    imports, helpers = with_helpers("\n".join(parts))
    does = {"forward": "the forward pass", "loss": "the forward pass and the loss", "after": "one update"}[last]
    head = [f"{does[:1].upper()}{does[1:]} of {one_line(title)} by hand, with every number of it."]
    head += ["Written by nntui. It needs Python and PyTorch, nothing else."]
    lines = [*(f"# {comment_text(line)}" for line in head), "", *imports]
    return "\n\n\n".join(["\n".join(lines).replace("\n\n\n", "\n\n"), *helpers, "\n\n".join(parts)]) + "\n"


def parameters_of(scene: WalkScene) -> list[ParameterTensor]:
    """The parameters of the network in the order in which they lie."""
    network = scene.network
    found = []
    for number, ((weights, biases), shape) in enumerate(zip(layer_slices(network), network.shapes, strict=True), 1):
        found.append(ParameterTensor(f"W{number}", weights, shape))
        if network.has_bias(number - 1):
            found.append(ParameterTensor(f"b{number}", biases, shape[1:]))
    if network.input_scale:
        found.append(ParameterTensor("input_scale", input_scale_slice(network), (network.inputs,)))
    return found


def _tensor(tensor: Tensor) -> str:
    return tensor_text(tensor.numpy())


def _data_code(scene: WalkScene, last: str) -> str:
    names = ", ".join(one_line(row) for row in scene.rows[:ROWS_NAMED])
    more = f" and {len(scene.rows) - ROWS_NAMED:,} more" if len(scene.rows) > ROWS_NAMED else ""
    lines = [f"# The inputs x [rows, inputs], scaled: {comment_text(names)}{more}."]
    lines.append(f"x = {_tensor(scene.forward.inputs)}")
    if last != "forward":
        inputs = scene.step().inputs
        lines += ["# The targets [rows, outputs], scaled.", f"targets = {_tensor(inputs.targets)}"]
        if bool((inputs.goals != inputs.targets).any()):
            lines += ["# The same, smoothed: what is learnt.", f"y = {_tensor(inputs.goals)}"]
        else:
            lines.append("y = targets")
    if scene.forward.masks:
        lines.append("# Dropout: 0 for a neuron that is left out, more than 1 for one that is kept.")
        masks = enumerate(scene.forward.masks, 1)
        lines += [f"mask{number} = {_tensor(mask)}" for number, mask in masks if mask is not None]
    return "\n".join(lines)


def _enters_changed(scene: WalkScene) -> bool:
    """Whether the first layer takes other numbers than the inputs: scaled by learnt factors, or some silenced."""
    return scene.network.input_scale or bool(active_code(scene.network, 0))


def _layer_inputs(scene: WalkScene) -> list[str]:
    """The names of the x of each layer of weights, from the first."""
    first = "x0" if _enters_changed(scene) else "x"
    letters = ["a" if mask is None else "x" for mask in map(scene.forward.mask, range(scene.last - 1))]
    return [first, *(f"{letter}{number}" for number, letter in enumerate(letters, 1))]


def _forward_lines(scene: WalkScene) -> Iterator[str]:
    network, names = scene.network, _layer_inputs(scene)
    yield "# Forward: z = x W + b, a = f(z)." if network.any_bias else "# Forward: z = x W, a = f(z)."
    if _enters_changed(scene):
        yield f"x0 = x{' * input_scale' * network.input_scale}{active_code(network, 0)}"
        yield 'display("x0", x0)'
    for number in range(1, scene.last + 1):
        activation = ACTIVATION_CODE[network.activation_of(number - 1)].format(z=f"z{number}")
        activation += active_code(network, number)
        yield f"z{number} = {layer_code(network, number - 1, names[number - 1])}{_remark(scene, number, 'z')}"
        yield f"a{number} = {activation}{_remark(scene, number, 'a')}"
        yield f'display("z{number}", z{number})'
        yield f'display("a{number}", a{number})'
        if scene.forward.mask(number - 1) is not None:
            yield f"x{number} = a{number} * mask{number}"


def _remark(scene: WalkScene, layer: int, letter: str) -> str:
    """A comment with the tutorial's own name for a sum or an activation and, for a single row, the first numbers."""
    comment = _lesson(scene, layer, letter)
    if len(scene.rows) > 1:
        return comment
    found = scene.forward.pre_activations if letter == "z" else scene.forward.activations
    row = found[layer - 1][0].tolist()
    numbers = ", ".join(f"{each:.4g}" for each in row[:NUMBERS_SHOWN]) + (", ..." if len(row) > NUMBERS_SHOWN else "")
    return f"{comment}: {numbers}" if comment else f"  # {numbers}"


def _lesson(scene: WalkScene, layer: int, letter: str, *, backward: bool = False) -> str:
    """A comment with the tutorial's own name for a number; "" outside the tutorial."""
    name = lesson_name(scene, LESSON_BACKWARD if backward else LESSON_FORWARD, layer, letter)
    return f"  # the lesson's {name}" if name else ""


def _loss_lines(scene: WalkScene) -> Iterator[str]:
    loss, record = scene.training.loss, LOSSES[scene.training.loss]
    yield f"# Loss: {record.help}."
    yield f"predictions = {'z' if record.from_logits else 'a'}{scene.last}"
    yield f"loss = {LOSS_CODE[loss].objective.replace('targets', 'y')}"
    yield 'print(f"loss to be lowered: {loss.item():.6g}")'
    if scene.forward.masks:
        yield "# It is with dropout. The displayed loss is without."
        yield f"predictions = {_predict_code(scene)}"
    yield f"displayed = {LOSS_CODE[loss].terms}.mean()"
    yield 'print(f"displayed loss: {displayed.item():.6g}")'


def _backward_lines(scene: WalkScene) -> Iterator[str]:
    network, names, last = scene.network, _layer_inputs(scene), scene.last
    at_z = scene.step().at_z
    yield "# Backward, from the last layer to the first:"
    yield "# dL/dz = dL/da * da/dz,  dL/dW = x^T dL/dz,  dL/db = sum of dL/dz,"
    yield "# dL/dx = dL/dz W^T, which is dL/da of the layer before."
    slope = LOSS_SLOPE_CODE[scene.training.loss].format(o=f"a{last}")
    yield f"d{'z' if at_z else 'a'}{last} = {slope}{_lesson(scene, last, 'a', backward=True)}"
    for number in range(last, 0, -1):
        if not (at_z and number == last):
            own = SLOPE_CODE[network.activation_of(number - 1)].format(z=f"z{number}", a=f"a{number}")
            yield f'display("dL/da{number}", da{number})'
            lesson = _lesson(scene, number, "z", backward=True)
            yield f"dz{number} = da{number} * {own}{lesson}" if own else f"dz{number} = da{number}"
        yield f'display("dL/dz{number}", dz{number})'
        yield f"dW{number} = torch.mm({names[number - 1]}.T, dz{number})"
        yield f'display("dL/dW{number}", dW{number})'
        if network.has_bias(number - 1):
            yield f"db{number} = dz{number}.sum(0)"
            yield f'display("dL/db{number}", db{number})'
        if number > 1:
            masked = "" if scene.forward.mask(number - 2) is None else f" * mask{number - 1}"
            lesson = _lesson(scene, number - 1, "a", backward=True)
            masked += active_code(network, number - 1)
            yield f"da{number - 1} = torch.mm(dz{number}, W{number}.T){masked}{lesson}"
    if network.input_scale:
        yield f"dinput_scale = (torch.mm(dz1, W1.T){active_code(network, 0)} * x).sum(0)"
        yield 'display("dL/dinput_scale", dinput_scale)'


def _update_lines(scene: WalkScene) -> Iterator[str]:
    parameters = parameters_of(scene)
    yield from step_lines(scene.training, scene.network, scene.step(), parameters, scene.mask)
    for each in parameters:
        yield f'display("new {each.name}", {each.name})'


def _after_lines(scene: WalkScene) -> Iterator[str]:
    yield "# After: the same rows with the new weights."
    yield f"predictions = {_predict_code(scene)}"
    yield f"after = {LOSS_CODE[scene.training.loss].terms}.mean()"
    yield 'print(f"displayed loss after the update: {after.item():.6g}")'


def _predict_code(scene: WalkScene) -> str:
    """The expression of what the loss is of, for the inputs x and without dropout, layer within layer."""
    network = scene.network
    code = f"x{' * input_scale' * network.input_scale}{active_code(network, 0)}"
    for layer in range(scene.last):
        code = layer_code(network, layer, code)
        if not (layer == scene.last - 1 and LOSSES[scene.training.loss].from_logits):
            code = ACTIVATION_CODE[network.activation_of(layer)].format(z=code) + active_code(network, layer + 1)
    return code
