"""A session's parameters as named tensors in a file that torch, JAX and others read without pickle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save

from nntui.model.layout import input_scale_view, layer_views
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from nntui.session.session import Session


def parameters_written(session: Session) -> bytes:
    """W1 [inputs, width], b1 [width], W2, ... and input_scale [inputs], float32, as safetensors.

    Raises DataError for a table that no network can be trained on.
    """
    spec = session.network
    flat = Predictor(session).weights
    weights, biases = layer_views(spec, flat)
    tensors = {f"W{number}": each for number, each in enumerate(weights, 1)}
    tensors |= {f"b{number}": each for number, each in enumerate(biases, 1) if len(each)}
    if spec.input_scale:
        tensors["input_scale"] = input_scale_view(spec, flat)
    activations = ",".join(spec.activation_of(layer) for layer in range(len(spec.shapes)))
    return save(
        {name: np.ascontiguousarray(each) for name, each in tensors.items()},
        {"sizes": "-".join(map(str, spec.sizes)), "activations": activations},
    )
