"""A session's parameters as named tensors, in files that torch, JAX and others read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save

from nntui.model.holding import without_silenced
from nntui.model.layout import input_scale_view, layer_views
from nntui.session.predict import Predictor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nntui.session.session import Session


def named_parameters(session: Session) -> dict[str, NDArray[np.float32]]:
    """W1 [inputs, width], b1 [width], W2, ... and input_scale [inputs], float32.

    Weights that leave silenced neurons are 0. Raises DataError for a table that no network can be trained on.
    """
    spec = session.network
    flat = without_silenced(spec, Predictor(session).weights)
    weights, biases = layer_views(spec, flat)
    tensors = {f"W{number}": each for number, each in enumerate(weights, 1)}
    tensors |= {f"b{number}": each for number, each in enumerate(biases, 1) if len(each)}
    if spec.input_scale:
        tensors["input_scale"] = input_scale_view(spec, flat)
    return {name: np.ascontiguousarray(each) for name, each in tensors.items()}


def state_dict_written(session: Session) -> bytes:
    """The same as a state dict: ``torch.load(file, weights_only=True)`` reads it. Raises DataError as that does."""
    import torch

    file = io.BytesIO()
    torch.save({name: torch.from_numpy(each.copy()) for name, each in named_parameters(session).items()}, file)
    return file.getvalue()


def parameters_written(session: Session) -> bytes:
    """The same as safetensors. Raises DataError as that does."""
    spec = session.network
    activations = ",".join(spec.activation_of(layer) for layer in range(len(spec.shapes)))
    return save(
        named_parameters(session),
        {"sizes": spec.sizes_text, "activations": activations},
    )
