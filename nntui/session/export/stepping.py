"""The lines that change each parameter by its gradient: penalties, clipping, decay and the optimiser's arithmetic."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from nntui.session.export.literals import COMMENT_WIDTH, tensor_text
from nntui.session.export.tables import no_code
from nntui.training.optimisers import CLIP_EPSILON, OPTIMISERS
from nntui.training.penalties import penalties

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nntui.model.spec import NetworkSpec
    from nntui.training.optimisers import Optimiser
    from nntui.training.spec import TrainingSpec
    from nntui.training.textbook import WorkedStep


class ParameterTensor(NamedTuple):
    """A weight matrix, the biases of a layer or the input scale: its name, and where it lies in the flat ones."""

    name: str
    place: slice
    shape: tuple[int, ...]

    @property
    def gradient(self) -> str:
        """The name of its gradient."""
        return f"d{self.name}"


def step_lines(
    training: TrainingSpec,
    network: NetworkSpec,
    step: WorkedStep,
    parameters: Sequence[ParameterTensor],
    frozen: NDArray[np.bool_] | None,
) -> Iterator[str]:
    """The lines of the update ``step``, from the gradients ``dW1``, ``db1``, ... to the new ``W1``, ``b1``, ...

    ``frozen`` [parameters] marks those that do not learn.
    """
    record = OPTIMISERS[training.optimizer]
    what = f"Update {step.inputs.number:,}, {training.optimizer}: {record.formula}."
    yield from (f"# {line}" for line in textwrap.wrap(what, COMMENT_WIDTH))
    yield f"rate = {step.inputs.rate!r}"
    masks = {} if frozen is None else {each.name: frozen[each.place].reshape(each.shape) for each in parameters}
    fixed = {name for name, mask in masks.items() if mask.all()}
    free = {name: f"free_{name}" for name, mask in masks.items() if mask.any() and name not in fixed}
    for name, own in free.items():
        yield f"# 0 in {own}: held fixed."
        yield f"{own} = {tensor_text((~masks[name]).astype('float32'))}"
    found = {penalty.place.start: penalty for penalty in penalties(network, training)}
    for each in parameters:
        name, gradient = each.name, each.gradient
        if name in fixed:
            yield f"{gradient} = torch.zeros_like({gradient})  # {name} is held fixed"
            continue
        penalty = found.get(each.place.start)
        if penalty is not None and penalty.l1:
            yield f"{gradient} = {gradient} + {penalty.l1!r} * {name}.sign()  # L1"
        if penalty is not None and penalty.l2:
            yield f"{gradient} = {gradient} + {penalty.l2!r} * {name}  # L2"
        if name in free:
            yield f"{gradient} = {gradient} * {free[name]}"
    if training.clip is not None:
        listed = ", ".join(each.gradient for each in parameters)
        yield f"norm = math.sqrt(sum((g ** 2).sum().item() for g in [{listed}]))"
        yield f"clipping = min(1.0, {training.clip!r} / (norm + {CLIP_EPSILON}))"
        yield 'print(f"norm of the gradient: {norm:.6g}, clipping: {clipping:.6g}")'
        yield from (f"{each.gradient} = {each.gradient} * clipping" for each in parameters)
    for each in parameters:
        penalty = found.get(each.place.start)
        if penalty is not None and penalty.decay and each.name not in fixed:
            masked = f" * {free[each.name]}" if each.name in free else ""
            yield f"{each.name} = {each.name} - rate * {penalty.decay!r} * {each.name}{masked}  # decay"
    yield from _optimiser_lines(training, record, step, parameters)


def _optimiser_lines(
    training: TrainingSpec, record: Optimiser, step: WorkedStep, parameters: Sequence[ParameterTensor]
) -> Iterator[str]:
    if not record.working:
        raise no_code("optimiser", training.optimizer)
    letters = {each.memory: each.name for each in record.working if each.memory}
    for name in record.uses:
        yield f"{name} = {getattr(training, name)!r}"
    if any("{t}" in each.formula for each in record.working):
        yield f"t = {step.inputs.number}"
    for each in parameters:
        rate = "rate"
        if each.name == "input_scale" and training.input_scale_rate != 1:
            rate = "scale_rate"
            yield f"scale_rate = rate * {training.input_scale_rate!r}"
        kept = {letter: f"{letter}_{each.name}" for letter in letters.values()}
        for memory, letter in letters.items():
            before = step.memory[memory][each.place].reshape(each.shape).numpy()
            value = tensor_text(before) if before.any() else f"torch.zeros_like({each.name})"
            yield f"{kept[letter]} = {value}"
        names = {"w": each.name, "g": each.gradient, "rate": rate, **kept}
        for line in record.working:
            known = names | {name: name for name in re.findall(r"\{(\w+)\}", line.formula) if name not in names}
            yield f"{names.get(line.name, line.name)} = {_code(line.formula.format(**known))}"


def _code(formula: str) -> str:
    """A formula of the table of optimisers as Python."""
    return re.sub(r"\bsqrt\(", "torch.sqrt(", formula.replace("·", "*").replace("^", " ** "))
