"""First weights from a file of another program, or of another session."""

from __future__ import annotations

import pickletools
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from nntui.data.files.formats import name_of
from nntui.errors import DataError
from nntui.model.layout import input_scale_slice, layer_slices
from nntui.safe_text import as_list, one_line
from nntui.session.store.archive import has_many_parts
from nntui.session.store.document import SETTINGS
from nntui.session.store.file import SUFFIX, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec
    from nntui.session.session import Session

    Tensors = Mapping[str, NDArray[np.float32]]

LARGEST = 2**31
"""Bytes of the largest file that is read."""
LIST, LONGEST, LONGEST_WORD = "data.pkl", 16 << 20, 1_000
"""The name and the most bytes of the list of tensors in a state dict, and the characters of its longest word."""
_LINEAR = re.compile(r"(.*?)\.?(weight|bias)")


def with_weights_of(session: Session, path: Path) -> Session:
    """The session, not trained, with the weights in ``path`` as its network's first ones.

    The file is a session, safetensors or a PyTorch state dict. Its tensors are W1 [inputs, width], b1, ... as nntui
    exports them, or weight [outputs, inputs] and bias as PyTorch's linear layers have them, in the order of the layers.
    A bias or an input scale that the file lacks changes nothing in the network: zeros and ones. Raises DataError for
    another file, and for weights of another network.
    """
    name = name_of(path)
    try:
        flat = _flat(session.network, _tensors(path))
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
    if not np.isfinite(flat).all():
        raise DataError(f"{name}: some of its weights are not finite numbers")
    network = replace(session.network, first_weights=tuple(flat.tolist()))
    return replace(session, network=network, checkpoint=None)


def _tensors(path: Path) -> Tensors:
    try:
        if not path.is_file():
            raise DataError("no such file" if not path.exists() else "this is not a file")
        if path.stat().st_size > LARGEST:
            raise DataError(f"it has more than {LARGEST >> 30} GB")
        if has_many_parts(path):
            raise DataError("it has more parts than any file of weights")
        members = _members(path)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}") from None
    if path.suffix == SUFFIX or SETTINGS in members:
        return _of_session(path)
    return _of_state_dict(path) if members else _of_safetensors(path)


def _members(path: Path) -> list[str]:
    """The names of what is in a zip, as sessions and state dicts are; none for other files."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # the last for a kind of zip that Python lacks
        return []


def _of_session(path: Path) -> Tensors:
    from nntui.session.export.tensors import named_parameters

    return named_parameters(load(path))


def _of_safetensors(path: Path) -> Tensors:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what is too large for float32 is told as not finite
            return {name: each.astype(np.float32) for name, each in load_file(path).items()}
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"is no session, safetensors or state dict ({one_line(str(error), 100)})") from None


def _of_state_dict(path: Path) -> Tensors:
    import torch

    _check_parts(path)
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # of many kinds, for a file that is no state dict
        raise DataError(f"is no session, safetensors or state dict ({type(error).__name__})") from None
    if not isinstance(found, dict) or not all(isinstance(each, torch.Tensor) for each in found.values()):
        raise DataError("is no state dict: it holds other things than tensors")
    size, tensors = path.stat().st_size, {}
    for name, each in found.items():
        plain = each.layout == torch.strided and each.device.type == "cpu" and not each.is_quantized
        if not plain or each.is_complex():
            raise DataError(f"its tensor {one_line(str(name))} is not a dense one of real numbers")
        if each.numel() > size:  # one number can be repeated without being there again
            raise DataError(f"its tensor {one_line(str(name))} has more numbers than the file has bytes")
        try:
            tensors[str(name)] = each.detach().to(torch.float32).numpy()
        except (RuntimeError, TypeError, NotImplementedError):  # a type that PyTorch stores and cannot convert
            raise DataError(f"its tensor {one_line(str(name))} is not of real numbers") from None
    return tensors


def _check_parts(path: Path) -> None:
    """Raise DataError for parts of a zip that PyTorch does not write, and would take any time or memory to read.

    Those are compressed parts, and names of any length in the list of tensors.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
                raise DataError("is no state dict: its parts are compressed")
            lists = [archive.read(info) for info in infos if info.filename.endswith(LIST) and info.file_size <= LONGEST]
        words = [word for each in lists for _, word, _ in pickletools.genops(each) if isinstance(word, str)]
    except DataError:
        raise
    except Exception as error:  # of many kinds, for a damaged zip or list
        raise DataError(f"is no session, safetensors or state dict ({type(error).__name__})") from None
    if not lists or max(map(len, words), default=0) > LONGEST_WORD:
        raise DataError("is no state dict: the list of its tensors is missing, or has very long names")


def _flat(spec: NetworkSpec, tensors: Tensors) -> NDArray[np.float32]:
    """The flat parameters [parameters] of a network that the tensors fit."""
    own = "W1" in tensors
    weights, biases = _own_layers(tensors) if own else _linear_layers(tensors)
    sizes = [each.shape[0] for each in weights[:1]] + [each.shape[1] for each in weights]
    if sizes != list(spec.sizes):
        raise DataError(_other_network(spec, sizes))
    flat = np.zeros(spec.parameters, dtype=np.float32)
    for layer, (weight_place, bias_place) in enumerate(layer_slices(spec)):
        flat[weight_place] = weights[layer].ravel()
        bias, wanted = biases[layer], bias_place.stop - bias_place.start
        if bias is None:
            continue
        if wanted != bias.size:
            has = f"{bias.size} biases" if bias.size else "no biases"
            raise DataError(f"layer {layer + 1} has {has}, and that of the network {wanted or 'none'}")
        flat[bias_place] = bias
    if spec.input_scale:
        flat[input_scale_slice(spec)] = tensors.get("input_scale", np.ones(spec.inputs, dtype=np.float32))
    elif "input_scale" in tensors:
        raise DataError("it has an input scale, and the network has none")
    return flat


def _other_network(spec: NetworkSpec, sizes: list[int]) -> str:
    """The first layer that differs, with both shapes."""
    theirs, ours = "-".join(map(str, sizes)), spec.sizes_text
    shapes = list(pairwise(sizes))
    both = zip(shapes, spec.shapes, strict=False)
    layer = next(
        (number for number, (one, other) in enumerate(both) if one != other), min(len(shapes), len(spec.shapes))
    )
    described = [
        f"weights of {each[layer][0]} x {each[layer][1]}" if layer < len(each) else "nothing"
        for each in (shapes, list(spec.shapes))
    ]
    return (
        f"it is a network {theirs} and this one {ours}: layer {layer + 1} has {described[0]} there, {described[1]} here"
    )


LayerTensors = tuple[list["NDArray[np.float32]"], list["NDArray[np.float32] | None"]]


def _own_layers(tensors: Tensors) -> LayerTensors:
    count = sum(name.startswith("W") and name[1:].isdigit() for name in tensors)
    names = {f"{letter}{number}" for letter in "Wb" for number in range(1, count + 1)} | {"input_scale"}
    if others := sorted(set(tensors) - names):
        raise DataError(f"it has tensors of unknown names: {as_list(others)}")
    weights = [_matrix(f"W{number}", tensors) for number in range(1, count + 1)]
    return weights, [tensors.get(f"b{number}") for number in range(1, count + 1)]


def _linear_layers(tensors: Tensors) -> LayerTensors:
    """The layers of a state dict, in the order of the numbers in their names, each turned to [inputs, outputs]."""
    layers: dict[str, dict[str, str]] = {}
    for name in tensors:
        found = _LINEAR.fullmatch(name)
        if found is None:
            raise DataError(f"it has a tensor {one_line(name)}, which is neither a weight nor a bias")
        layers.setdefault(found[1], {})[found[2]] = name
    ordered = [layers[prefix] for prefix in sorted(layers, key=_natural)]
    if not ordered or any("weight" not in each for each in ordered):
        raise DataError("it has no weights" if not ordered else "it has a bias without weights")
    weights = [_matrix(each["weight"], tensors).T for each in ordered]
    return weights, [tensors[each["bias"]] if "bias" in each else None for each in ordered]


def _matrix(name: str, tensors: Tensors) -> NDArray[np.float32]:
    if name not in tensors:
        raise DataError(f"it lacks {name}")
    if tensors[name].ndim != 2:
        raise DataError(f"{one_line(name)} has {tensors[name].ndim} dimensions; weights have 2")
    return tensors[name]


def _natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts 2 before 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]
