"""The network as a diagram shows it at a place of a walk: the numbers of the neurons that are known there."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nntui.session.walk.place import Address, Phase
    from nntui.session.walk.scene import WalkScene


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The network at a place of a walk, for the row in focus.

    ``weights`` [parameters] are those of that moment. ``activations`` has by layer, inputs first, what each neuron
    passes on; ``slopes`` has dL/dz by layer as far as the backward pass has come, dL/dx for the inputs. A number that
    is not calculated yet is nan.
    """

    weights: NDArray[np.float32]
    activations: tuple[NDArray[np.float32], ...]
    slopes: Mapping[int, NDArray[np.float32]]


def picture_at(scene: WalkScene, phase: Phase, address: Address, known: int | None = None) -> Picture:
    """The picture at a place. ``known`` is how many neurons of the layer that is calculated have their number already;
    None: all.
    """
    if phase == "after":
        return _after(scene)
    layer = address.layer or 0
    activations = _activations(scene)
    slopes: dict[int, NDArray[np.float32]] = {}
    if phase in {"inputs", "forward"}:
        activations = [_up_to(each, place, layer, known) for place, each in enumerate(activations)]
    elif phase in {"backward", "update"}:
        reached = layer if phase == "backward" else 1
        slopes = {place: _slopes(scene, place) for place in range(reached, scene.last + 1)}
        if phase == "backward":
            slopes[layer] = _up_to(slopes[layer], layer, layer, known)
    return Picture(scene.weights.numpy(), tuple(activations), slopes)


def _up_to(numbers: NDArray[np.float32], place: int, layer: int, known: int | None) -> NDArray[np.float32]:
    """The numbers of a layer in a pass that has come to ``known`` neurons of ``layer``."""
    if place < layer or (place == layer and known is None):
        return numbers
    hidden = numbers.copy()
    hidden[known if place == layer else 0 :] = nan
    return hidden


def _activations(scene: WalkScene) -> list[NDArray[np.float32]]:
    passed_on = [*scene.forward.layer_inputs, scene.forward.outputs]
    return [each[scene.focus].numpy() for each in passed_on]


def _slopes(scene: WalkScene, layer: int) -> NDArray[np.float32]:
    slopes = scene.step().backward.pre_activation_slopes
    if layer:
        return np.asarray(slopes[layer - 1][scene.focus].numpy())
    first = scene.weights_of(1)
    return np.asarray((first @ slopes[0][scene.focus]).numpy())


def _after(scene: WalkScene) -> Picture:
    """The network with its new weights, as it answers without dropout."""
    from nntui.model.trace import trace

    weights = scene.step().after.numpy()
    traced = trace(scene.network, weights, scene.forward.inputs[scene.focus : scene.focus + 1].numpy())
    return Picture(weights, tuple(layer[0] for layer in traced.activations), {})
