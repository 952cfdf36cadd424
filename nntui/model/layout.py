"""The places of the numbers in the flat parameters: W1, b1, W2, b2, ... and the input scale. Numpy only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec


def layer_slices(spec: NetworkSpec) -> list[tuple[slice, slice]]:
    """For each layer the places of its weights (row by row, [fan_in, fan_out]) and of its biases.

    The place of the biases is empty where a layer has none.
    """
    slices = []
    start = 0
    for layer, (fan_in, fan_out) in enumerate(spec.shapes):
        biases = start + fan_in * fan_out
        end = biases + fan_out * spec.has_bias(layer)
        slices.append((slice(start, biases), slice(biases, end)))
        start = end
    return slices


def input_scale_slice(spec: NetworkSpec) -> slice:
    """The place of the inputs' factors, after all layers; empty without an input scale."""
    return slice(spec.parameters - spec.inputs * spec.input_scale, spec.parameters)


GroupKind = Literal["weights", "output weights", "biases", "input scale"]
GROUP_KINDS: tuple[GroupKind, ...] = get_args(GroupKind)


class ParameterGroup(NamedTuple):
    """Parameters of one kind that lie side by side."""

    kind: GroupKind
    place: slice


def parameter_groups(spec: NetworkSpec) -> list[ParameterGroup]:
    """All parameters in groups, in the order in which they lie; the output layer's weights are "output weights"."""
    groups = []
    for layer, (weights, biases) in enumerate(layer_slices(spec)):
        groups.append(ParameterGroup("output weights" if layer == len(spec.hidden) else "weights", weights))
        groups.append(ParameterGroup("biases", biases))
    groups.append(ParameterGroup("input scale", input_scale_slice(spec)))
    return [group for group in groups if group.place.start < group.place.stop]


def layer_views(
    spec: NetworkSpec, flat: NDArray[np.float32]
) -> tuple[tuple[NDArray[np.float32], ...], tuple[NDArray[np.float32], ...]]:
    """The weights [fan_in, fan_out] and the biases [fan_out] of every layer, as views of ``flat`` [parameters].

    The biases of a layer without any are empty; if no layer has any, the tuple is. Raises ValueError if ``flat`` has
    another length.
    """
    if flat.shape != (spec.parameters,):
        raise ValueError(f"{flat.shape} parameters for a network of {spec.parameters}")
    slices = layer_slices(spec)
    weights = tuple(flat[place].reshape(shape) for (place, _), shape in zip(slices, spec.shapes, strict=True))
    return weights, tuple(flat[place] for _, place in slices) if spec.any_bias else ()


def given_biases(biases: tuple[NDArray[np.float32], ...]) -> list[NDArray[np.float32] | None] | None:
    """The biases of ``layer_views`` with None for a layer without any; None if no layer has any."""
    return [each if each.size else None for each in biases] if biases else None


def input_scale_view(spec: NetworkSpec, flat: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inputs' factors [inputs] as a view of ``flat`` [parameters]; empty without an input scale."""
    return flat[input_scale_slice(spec)]
