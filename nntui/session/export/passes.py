"""One forward pass as lines of PyTorch, with the numbers that each gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nntui.session.export.helpers import with_helpers
from nntui.session.export.literals import comment_text, tensor_text
from nntui.session.export.network import layer_code, parameters_code
from nntui.session.export.tables import ACTIVATION_CODE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nntui.session.session import Session

MOST_SHOWN = 8
"""Numbers of a layer that a comment shows."""


def pass_script(session: Session, weights: NDArray[np.float32], inputs: NDArray[np.float32], title: str) -> str:
    """The pass of encoded ``inputs`` [rows, inputs] through the network with these weights, line by line.

    Raises DataError for a network too large for a script.
    """
    from nntui.model.trace import trace  # torch: loaded with the first pass, not with the session

    spec = session.network
    numbers = trace(spec, weights, inputs)
    lines = [f"x = {tensor_text(inputs)}"]
    before = "x"
    if spec.input_scale:
        lines.append(f"x = x * input_scale  # {_shown(numbers.activations[0])}")
    for layer in range(len(spec.shapes)):
        code = ACTIVATION_CODE[spec.activation_of(layer)]
        sums, name = f"z{layer + 1}", f"a{layer + 1}"
        lines.append(f"{sums} = {layer_code(spec, layer, before)}  # {_shown(numbers.pre_activations[layer])}")
        lines.append(f"{name} = {code.format(z=sums)}  # {_shown(numbers.activations[layer + 1])}")
        before = name
    body = "\n".join([*lines, f"print({before})"])
    parameters = parameters_code(spec, weights)
    imports, helpers = with_helpers(f"{parameters}\n{body}")
    head = "\n".join([f"# {comment_text(title)}", "", *imports]).strip("\n")
    return "\n\n\n".join([head.replace("\n\n\n", "\n\n"), *helpers, parameters, body]) + "\n"


def _shown(row: NDArray[np.float32]) -> str:
    more = " ..." if row.shape[1] > MOST_SHOWN else ""
    return ", ".join(f"{value:.6g}" for value in row[0][:MOST_SHOWN].tolist()) + more
