"""The source of a network: its parameters and its forward pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.model.holding import neuron_factors
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.session.export.literals import tensor_text
from nntui.session.export.tables import ACTIVATION_CODE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec


def parameters_code(spec: NetworkSpec, flat: NDArray[np.float32], when: str = "") -> str:
    """The parameters as tensors: W1, b1, W2, ... and the input scale; ``when`` is when. Raises DataError for many."""
    kinds = "weights W [from, to]" + (" and biases b" if spec.any_bias else "") + " of each layer"
    lines = [f"# {spec.sizes_text}: {kinds}{when and f', {when}'}."]
    if spec.input_scale:
        lines.append(f"input_scale = {tensor_text(flat[input_scale_slice(spec)])}")
    for number, ((weights, biases), shape) in enumerate(zip(layer_slices(spec), spec.shapes, strict=True), 1):
        lines.append(f"W{number} = {tensor_text(flat[weights].reshape(shape))}")
        if spec.has_bias(number - 1):
            lines.append(f"b{number} = {tensor_text(flat[biases])}")
    for layer in range(len(spec.shapes)):
        factors = neuron_factors(spec, layer)
        if factors is not None:
            of = f"hidden layer {layer}" if layer else "the inputs"
            lines += [f"# 0 for each silenced neuron of {of}.", f"active{layer} = {tensor_text(factors)}"]
    return "\n".join(lines)


def active_code(spec: NetworkSpec, layer: int) -> str:
    """The factor on the activations of ``layer`` (0: the inputs), as code; "" where none of its neurons is silenced."""
    return f" * active{layer}" if neuron_factors(spec, layer) is not None else ""


def layer_code(spec: NetworkSpec, layer: int, before: str) -> str:
    """The expression of the pre-activations of a layer, from 0, for the activations ``before``."""
    if not spec.has_bias(layer):
        return f"torch.mm({before}, W{layer + 1})"
    return f"torch.addmm(b{layer + 1}, {before}, W{layer + 1})"


def forward_code(spec: NetworkSpec) -> str:
    """The source of ``forward``: the outputs [rows, outputs] for scaled inputs [rows, inputs]."""
    lines = ["def forward(x):", '    """The outputs [rows, outputs] for scaled inputs [rows, inputs]."""']
    before = "x"
    if spec.input_scale:
        lines.append("    x = x * input_scale")
    if active_code(spec, 0):
        lines.append("    x = x * active0")
    for layer in range(len(spec.hidden)):
        name = f"a{layer + 1}"
        code = ACTIVATION_CODE[spec.activation_of(layer)].format(z=layer_code(spec, layer, before))
        lines.append(f"    {name} = {code}{active_code(spec, layer + 1)}")
        before = name
    code = ACTIVATION_CODE[spec.output_activation].format(z=layer_code(spec, len(spec.hidden), before))
    return "\n".join([*lines, f"    return {code}"])
