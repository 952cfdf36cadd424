"""An ONNX graph under construction."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from nntui.errors import DataError

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

ML = "ai.onnx.ml"
"""The domain of the operators that look up words."""
OPSET, ML_OPSET, IR_VERSION = 20, 3, 9
"""The versions that onnxruntime knows since 1.17."""
MISSING = "an ONNX model needs the package onnx: pip install 'nntui[onnx]', or pip install onnx"


def onnx_package() -> ModuleType:
    """The package, which is optional. Raises DataError where it is missing."""
    try:
        return import_module("onnx")
    except ImportError:
        raise DataError(MISSING) from None


class OnnxGraph:
    """Nodes, constants, inputs and outputs; methods return the name of a value, which is none of ``taken``."""

    def __init__(self, taken: set[str]) -> None:
        self._onnx: Any = onnx_package()
        self._taken = taken
        self._nodes: list[Any] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._initializers: list[Any] = []
        self._inputs: list[object] = []
        self._outputs: list[object] = []
        self._count = 0

    def new_name(self, stem: str) -> str:
        """``stem`` with a number, or with underscores, so that nothing else is called so."""
        while True:
            self._count += 1
            name = f"{stem}_{self._count}"
            if name not in self._taken:
                return name

    def given(self, name: str, dtype: type) -> str:
        """An input of the model: [rows, 1] of float64 or str."""
        self._inputs.append(self._info(name, dtype, ("rows", 1)))
        return name

    def constant(self, value: NDArray[Any] | np.generic | str) -> str:
        """A constant; equal ones are one."""
        array = np.asarray(value)
        array = array.astype(object) if array.dtype.kind == "U" else array
        content = repr(array.tolist()).encode() if array.dtype == object else array.tobytes()
        key = (str(array.dtype), array.shape, content)
        if key not in self._constants:
            self._constants[key] = self.new_name("constant")
            self._initializers.append(self._onnx.numpy_helper.from_array(array, self._constants[key]))
        return self._constants[key]

    def number(self, value: float) -> str:
        """A constant float64 [1, 1]."""
        return self.constant(np.array([[value]], dtype=np.float64))

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """The first output of a new node."""
        name = self.new_name(operator.lower())
        self._nodes.append(self._onnx.helper.make_node(operator, inputs, [name], domain=domain, **attributes))
        return name

    def cast(self, value: str, dtype: type) -> str:
        """The value as float32, float64, int64 or bool."""
        return self.node("Cast", value, to=self._element(dtype))

    def joined(self, values: list[str]) -> str:
        """Values [rows, ...] side by side."""
        return values[0] if len(values) == 1 else self.node("Concat", *values, axis=1)

    def result(self, value: str, name: str, dtype: type, width: int) -> None:
        """Give a value [rows, width] out of the model as ``name``."""
        self._nodes.append(self._onnx.helper.make_node("Identity", [value], [name]))
        self._outputs.append(self._info(name, dtype, ("rows", width)))

    def model(self, description: str, metadata: dict[str, str]) -> bytes:
        """The whole, checked, as a file. Raises DataError for a model that ONNX does not allow."""
        helper = self._onnx.helper
        used = {name for node in self._nodes for name in node.input}
        constants = [each for each in self._initializers if each.name in used]
        graph = helper.make_graph(self._nodes, "nntui", self._inputs, self._outputs, constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ML, ML_OPSET)]
        made = helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="nntui", doc_string=description
        )
        helper.set_model_props(made, metadata)
        self._onnx.checker.check_model(made)
        content: bytes = made.SerializeToString()
        return content

    def _info(self, name: str, dtype: type, shape: tuple[object, ...]) -> object:
        info: object = self._onnx.helper.make_tensor_value_info(name, self._element(dtype), shape)
        return info

    def _element(self, dtype: type) -> int:
        if dtype is str:
            return int(self._onnx.TensorProto.STRING)
        return int(self._onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))
